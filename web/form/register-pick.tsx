import './form.css';
import { useId, useState } from 'react';
import { documentRead, listOf } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import {
  fundingLineAnswer,
  itemAnswer,
  supplierAnswer,
  unitAnswer,
  warehouseAnswer,
} from '../../shared/schemas/registered-answers.ts';
import { useAnswer } from '../ask/answers.ts';
import { BLANK, type Choice, isBlank, ofChoice, type Typed } from './cells.ts';
import { PickInput } from './field.tsx';

/** What is registered, chosen by name and kept by its id: in an address, or in what is asked for. */

const called = ({ id, code, name }: { readonly id: string; readonly code: string; readonly name: string }): Choice => ({
  id,
  code,
  name,
});

const READ = {
  unit: {
    path: '/api/units',
    one: documentRead('unit', unitAnswer)
      .extend({ names })
      .transform((told) => called(told.unit)),
  },
  item: {
    path: '/api/items',
    one: documentRead('item', itemAnswer)
      .extend({ names })
      .transform((told) => called(told.item)),
  },
  supplier: {
    path: '/api/suppliers',
    one: documentRead('supplier', supplierAnswer)
      .extend({ names })
      .transform(({ supplier: { id, name } }): Choice => ({ id, name })),
  },
} as const;
export type Picked = keyof typeof READ;

interface RegisterPickProps {
  readonly register: Picked;
  readonly label: string;
  /** Its id; empty where none is chosen. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Where it goes in what is sent. */
  readonly at?: string;
}

/** One of many: found by name, code or initials. */
export function RegisterPick({ register, label, value: id, onChange, at }: RegisterPickProps) {
  const field = useId();
  const { path, one } = READ[register];
  const { data } = useAnswer<typeof one>(`${path}/${id}`, one, { enabled: id !== '' });
  const [typing, setTyping] = useState<{ readonly of: string; readonly text: Typed }>();
  const known = id === '' || data === undefined ? BLANK : ofChoice(data);
  const value = typing?.of === id ? typing.text : known;
  const change = (next: Typed) => {
    const { chosen } = next;
    setTyping(chosen === undefined && !isBlank(next) ? { of: id, text: next } : undefined);
    if (chosen !== undefined && chosen.id !== id) onChange(chosen.id);
    else if (isBlank(next) && id !== '') onChange('');
  };
  return (
    <div className="field">
      <label htmlFor={field}>{label}</label>
      <PickInput id={field} at={at} from={register} value={value} onChange={change} />
    </div>
  );
}

const LISTS = {
  fundingLine: {
    path: '/api/funding-lines?limit=100',
    all: listOf(fundingLineAnswer.transform(called)).extend({ names }),
  },
  warehouse: { path: '/api/warehouses?limit=100', all: listOf(warehouseAnswer.transform(called)).extend({ names }) },
} as const;

/** Of what there are few: all of them, as a list to choose from. */
export function useListed(register: keyof typeof LISTS, unless: string) {
  const { path, all } = LISTS[register];
  const { data } = useAnswer<typeof all>(path, all);
  const rows = data?.items ?? [];
  return [
    { value: '', called: unless },
    ...rows.map(({ id, name, code }) => ({ value: id, called: [code, name].filter(Boolean).join(' ') })),
  ];
}
