import type { Operation } from '../../shared/routes.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import * as answers from '../../shared/schemas/registered-answers.ts';
import { fieldCalled } from '../../shared/words/field-names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { DocumentSheet } from './document-sheet.tsx';
import { valueSaid } from './facts-said.tsx';
import { Opening } from './opening.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';
import type { zh } from './zh.ts';

interface Use {
  readonly word: keyof (typeof zh)['uses'];
  readonly at: (id: string, told: Told) => string;
  /** What the page there asks for. */
  readonly by: Operation;
}
type Told = Readonly<Record<string, unknown>>;

const entries = (by: 'item' | 'supplier' | 'warehouse' | 'document'): Use => ({
  word: 'entries',
  at: (id) => addresses.entries({ [by]: id }),
  by: 'listEntries',
});
const listed = (word: Use['word'], path: string, by: Operation, name: string): Use => ({
  word,
  at: (id) => withQuery(path, { [name]: id }),
  by,
});

/** What has fields alone: where it is read, and where it is used. */
const REGISTERED = {
  item: {
    path: '/api/items',
    answer: answers.itemAnswer,
    uses: [
      listed('stockCard', addresses.report('stock-card'), 'readStockCard', 'item'),
      listed('stock', addresses.stock, 'readStock', 'item'),
      listed('purchases', addresses.purchases, 'listPurchases', 'item'),
      listed('consignments', addresses.consignments, 'listConsignments', 'item'),
      entries('item'),
    ],
  },
  supplier: {
    path: '/api/suppliers',
    answer: answers.supplierAnswer,
    uses: [
      listed('purchases', addresses.purchases, 'listPurchases', 'supplier'),
      listed('matching', addresses.report('matching'), 'reportMatching', 'supplier'),
      entries('supplier'),
    ],
  },
  warehouse: {
    path: '/api/warehouses',
    answer: answers.warehouseAnswer,
    uses: [
      listed('stock', addresses.stock, 'readStock', 'warehouse'),
      listed('consignments', addresses.consignments, 'listConsignments', 'warehouse'),
      entries('warehouse'),
    ],
  },
  tariff: {
    path: '/api/tariffs',
    answer: answers.tariffAnswer,
    uses: [listed('benefits', addresses.benefits, 'listBenefits', 'tariff'), entries('document')],
  },
  member: {
    path: '/api/members',
    answer: answers.memberAnswer,
    uses: [
      {
        word: 'recorded',
        at: (_id: string, { subject }: Told) => addresses.entries({ actor: String(subject) }),
        by: 'listEntries',
      },
      entries('document'),
    ],
  },
  threshold: { path: '/api/approval-thresholds', answer: answers.thresholdAnswer, uses: [entries('document')] },
} as const;

interface RegisteredPageProps {
  readonly kind: keyof typeof REGISTERED;
  readonly id: string;
}

/** What is registered: its fields, what made it so, and where it is used. Who may not read it is told so. */
export function RegisteredPage({ kind, id }: RegisteredPageProps) {
  const words = useWords(trailWords);
  const { path, answer: schema, uses } = REGISTERED[kind];
  const answer = useAnswer(`${path}/${id}`, documentRead(kind, schema).extend({ names }));
  return (
    <Answered answer={answer} lines={6}>
      {({ [kind]: told, ...read }) => (
        <DocumentSheet kind={kind} document={{ id, status: inUse(told, words) }} number={calledBy(told)} read={read}>
          <Fields told={told} names={read.names} />
          <h2>{words.uses.title}</h2>
          <ul className="links">
            {uses.map(({ word, at, by }) => (
              <li key={word}>
                <Opening href={at(id, told)} by={by}>
                  {words.uses[word]}
                </Opening>
              </li>
            ))}
          </ul>
        </DocumentSheet>
      )}
    </Answered>
  );
}

/** Of what is registered nothing goes on: it is in use, or was put out of it. */
function inUse({ status }: Told, words: typeof zh): string | undefined {
  return status === 'open' || status === 'closed' ? words.registered[status] : undefined;
}

/** By which of its fields people know it. */
function calledBy(told: Told): string {
  return String(told.name ?? told.subject ?? told.spending);
}

function Fields({ told, names: known }: { readonly told: Told; readonly names: DocumentNames }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const fields = Object.entries(told).filter(([name]) => !['id', 'status'].includes(name));
  return (
    <dl className="said">
      {fields.map(([name, value]) => (
        <Said key={name} term={fieldCalled(name)[language]}>
          {name === 'parent' && typeof value === 'string' ? (
            <DocumentLink kind="unit" id={value} names={known} />
          ) : (
            valueSaid(value, language, known, words.none)
          )}
        </Said>
      ))}
    </dl>
  );
}

type DocumentNames = Parameters<typeof DocumentLink>[0]['names'];
