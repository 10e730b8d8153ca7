import * as z from 'zod';
import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { names } from '../../../shared/schemas/names.ts';
import * as answers from '../../../shared/schemas/registered-answers.ts';
import { fieldCalled } from '../../../shared/words/field-names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import type { ListColumn } from '../../list/columns.ts';
import type { Names } from '../../paper/figures.tsx';
import { useLanguage, useWords } from '../../words/words.tsx';
import { valueSaid } from '../facts-said.tsx';
import { trailWords } from '../trail-words.ts';
import { choicesOf } from './filters.ts';
import { type ListName, ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

/** A row of a register, whatever else is told of it. */
const registered = z.looseObject({
  id: z.string(),
  status: z.enum(['open', 'closed']),
  code: z.string().optional(),
  number: z.string().optional(),
  name: z.string().optional(),
  title: z.string().optional(),
});
type Registered = z.infer<typeof registered>;

interface RegisterOf {
  readonly from: `/api/${string}`;
  readonly path: string;
  readonly at: (id: string) => string;
  readonly answer: z.ZodType<object>;
  /** Shown beside the name; a star stands before what is left out at first. */
  readonly fields: readonly string[];
  readonly beside: readonly ListName[];
}

const REGISTERS = {
  units: {
    from: '/api/units',
    path: addresses.units,
    at: addresses.unit,
    answer: answers.unitAnswer,
    fields: ['parent', 'region', '*phone'],
    beside: ['consignments', 'plans'],
  },
  items: {
    from: '/api/items',
    path: addresses.items,
    at: addresses.item,
    answer: answers.itemAnswer,
    fields: ['spec', 'grade', 'baseMeasure', 'packs', 'minimum'],
    beside: ['purchases', 'stock'],
  },
  suppliers: {
    from: '/api/suppliers',
    path: addresses.suppliers,
    at: addresses.supplier,
    answer: answers.supplierAnswer,
    fields: ['uscc', 'phone'],
    beside: ['purchases', 'invoices'],
  },
  warehouses: {
    from: '/api/warehouses',
    path: addresses.warehouses,
    at: addresses.warehouse,
    answer: answers.warehouseAnswer,
    fields: [],
    beside: ['stock', 'stockMoves', 'adjustments'],
  },
  tariffs: {
    from: '/api/tariffs',
    path: addresses.tariffs,
    at: addresses.tariff,
    answer: answers.tariffAnswer,
    fields: ['basis', 'cap', 'per'],
    beside: ['benefits'],
  },
  plans: {
    from: '/api/allocation-plans',
    path: addresses.plans,
    at: addresses.plan,
    answer: answers.planRowAnswer,
    fields: ['decidedOn'],
    beside: ['consignments', 'units'],
  },
} as const satisfies Readonly<Partial<Record<ListName, RegisterOf>>>;

/** As heads of columns begin. */
function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What is registered of a kind, found by code, name or initials. */
export function RegistersPage({ of, asked }: { readonly of: keyof typeof REGISTERS; readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const { from, path, at, answer, fields, beside }: RegisterOf = REGISTERS[of];
  const schema = listOf(answer.pipe(registered)).extend({ names });
  const columnOf = (known: Names | undefined, field: string): ListColumn<Registered> => {
    const name = field.replace('*', '');
    return {
      name,
      head: capital(fieldCalled(name)[language]),
      isAside: field.startsWith('*'),
      cell: (row) => (row[name] === undefined ? null : valueSaid(row[name], language, known, words.none)),
    };
  };
  return (
    <TrailList
      title={words.list.called[of]}
      list={of}
      from={from}
      path={path}
      asked={asked}
      schema={schema}
      head={<ListsBeside lists={beside} />}
      filters={[
        { name: 'q', label: words.list.search, is: 'text' },
        { name: 'status', label: words.status, choices: choicesOf(words.registered, ['open', 'closed']) },
      ]}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        {
          name: 'name',
          head: words.list.name,
          cell: ({ id, code, number, name, title }) => (
            <a className="opens" href={at(id)}>
              {name ?? title} <span className="named-code">{code ?? number}</span>
            </a>
          ),
        },
        ...fields.map((field) => columnOf(known, field)),
        { name: 'status', head: words.status, cell: ({ status }) => words.registered[status] },
      ]}
    />
  );
}
