import { useId, useState } from 'react';
import { withQuery } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { BLANK, ofChoice, type Typed } from '../form/cells.ts';
import { Pick } from '../form/pick.tsx';
import { type Register, useCalled } from '../form/registers.ts';
import { DateField } from '../paper/date-field.tsx';
import type { Names } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { type Asked, askedWith, type Filter } from './filter.ts';
import { listWords } from './list-words.ts';
import './list.css';

/** What a list may be sorted by, each with what it is called; without one, the last recorded goes first. */
export type Sorts = readonly (readonly [value: string, called: string])[];

interface FilterBarProps {
  /** What is filtered. */
  readonly label: string;
  readonly path: string;
  readonly asked: Asked;
  readonly filters: readonly Filter[];
  readonly sorts?: Sorts;
  readonly names: Names | undefined;
}

/** The conditions of a list, each of which changes the address; so back and a reload bring them again. */
export function FilterBar({ label, path, asked, filters, sorts = [], names }: FilterBarProps) {
  const words = useWords(listWords);
  const choose = (name: string, value: string | undefined) => go(withQuery(path, askedWith(asked, name, value)));
  return (
    <search className="filters not-printed" aria-label={words.filters(label)}>
      {filters.map((filter) => (
        <FilterField
          key={filter.name}
          filter={filter}
          asked={asked}
          called={names?.[asked[filter.name] ?? '']?.name}
          onChoose={(value) => choose(filter.name, value)}
        />
      ))}
      {sorts.length > 0 && (
        <Chosen
          label={words.sort}
          value={asked.sort ?? ''}
          choices={[['', words.newest], ...sorts]}
          onChoose={(value) => choose('sort', value)}
        />
      )}
    </search>
  );
}

interface FilterFieldProps {
  readonly filter: Filter;
  readonly asked: Asked;
  /** What is asked for already, where the answer says what it is called. */
  readonly called: string | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

function FilterField({ filter, asked, called, onChoose }: FilterFieldProps) {
  const words = useWords(listWords);
  const { name, label } = filter;
  const value = asked[name] ?? '';
  if ('from' in filter)
    return <Registered label={label} from={filter.from} id={value} called={called} onChoose={onChoose} />;
  if ('choices' in filter) {
    return <Chosen label={label} value={value} choices={[['', words.all], ...filter.choices]} onChoose={onChoose} />;
  }
  if (filter.is === 'text') return <Text label={label} value={value} onChoose={onChoose} />;
  const bounds = name === 'from' ? { notAfter: asked.to } : { notBefore: asked.from };
  return <DateField label={label} value={value} {...bounds} onChange={onChoose} />;
}

interface ChosenProps {
  readonly label: string;
  readonly value: string;
  readonly choices: Sorts;
  readonly onChoose: (value: string) => void;
}

function Chosen({ label, value, choices, onChoose }: ChosenProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChoose(target.value)}>
        {choices.map(([one, called]) => (
          <option key={one} value={one}>
            {called}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** Asked for once it is whole: at Enter, or when one leaves. */
function Text({ label, value, onChoose }: TextProps) {
  const [known, setKnown] = useState(value);
  const [typed, setTyped] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const take = () => typed.trim() !== value && onChoose(typed.trim());
  return (
    <label>
      {label}
      <input
        type="search"
        autoComplete="off"
        maxLength={100}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && take()}
      />
    </label>
  );
}

interface RegisteredProps {
  readonly label: string;
  readonly from: Register;
  readonly id: string;
  readonly called: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** Something registered, by code, name or initials. */
function Registered({ label, from, id, called, onChoose }: RegisteredProps) {
  const field = useId();
  const [typed, setTyped] = useState<Typed>();
  const name = useCalled(from, called === undefined ? id : '') ?? called;
  const asked = id === '' ? BLANK : ofChoice({ id, name: name ?? '…' });
  const isOwn = typed !== undefined && (typed.chosen === undefined || typed.chosen.id === id);
  const change = (value: Typed) => {
    setTyped(value);
    if (value.chosen !== undefined && value.chosen.id !== id) onChoose(value.chosen.id);
    else if (value.text === '' && id !== '') onChoose(undefined);
  };
  return (
    <div className="filter-registered">
      <label htmlFor={field}>{label}</label>
      <Pick
        attributes={{ id: field, autoComplete: 'off', spellCheck: false }}
        from={from}
        value={isOwn ? typed : asked}
        onChange={change}
      />
    </div>
  );
}
