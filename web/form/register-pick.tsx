import './form.css';
import { useId, useState } from 'react';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import { itemAnswer, supplierAnswer, unitAnswer } from '../../shared/schemas/registered-answers.ts';
import { useAnswer } from '../ask/answers.ts';
import { BLANK, type Choice, isBlank, ofChoice, type Typed } from './cells.ts';
import { PickInput } from './field.tsx';
import { coded, registerAt } from './registers.ts';

/** What is registered, chosen by name and kept by its id: in an address, or in what is asked for. */

const READ = {
  unit: documentRead('unit', unitAnswer)
    .extend({ names })
    .transform((told) => coded(told.unit)),
  item: documentRead('item', itemAnswer)
    .extend({ names })
    .transform((told) => coded(told.item)),
  supplier: documentRead('supplier', supplierAnswer)
    .extend({ names })
    .transform(({ supplier: { id, name } }): Choice => ({ id, name })),
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
  const one = READ[register];
  const { data } = useAnswer<typeof one>(`${registerAt(register)}/${id}`, one, { enabled: id !== '' });
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
