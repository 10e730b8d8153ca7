import { useState } from 'react';
import type { Asked } from '../ask/addresses.ts';
import { askFor, ChoiceFilter, DaysFilter, Filters } from '../ask/filters.tsx';
import { RegisterPick } from '../form/register-pick.tsx';
import { useListed, useMayList } from '../form/registers.ts';
import { useWords } from '../words/words.tsx';
import type { Choices, Filter } from './filter.ts';
import { listWords } from './list-words.ts';
import './list.css';

interface FilterBarProps {
  /** What is filtered. */
  readonly label: string;
  readonly path: string;
  readonly asked: Asked;
  readonly filters: readonly Filter[];
  /** Whether days may be asked for. */
  readonly hasDays?: boolean;
  /** What it may be sorted by; without one, the last recorded goes first. */
  readonly sorts?: Choices;
}

/** The conditions of a list, each of which changes the address; so back and a reload bring them again. */
export function FilterBar({ label, path, asked, filters, hasDays = false, sorts = [] }: FilterBarProps) {
  const words = useWords(listWords);
  const of = { path, asked };
  return (
    <Filters label={words.filters(label)}>
      {filters.map((filter) => (
        <FilterField key={filter.name} filter={filter} of={of} />
      ))}
      {hasDays && <DaysFilter {...of} />}
      {sorts.length > 0 && (
        <ChoiceFilter {...of} name="sort" label={words.sort} choices={choicesOf([['', words.newest], ...sorts])} />
      )}
    </Filters>
  );
}

interface Of {
  readonly path: string;
  readonly asked: Asked;
}

const choicesOf = (choices: Choices) => choices.map(([value, called]) => ({ value, called }));

function FilterField({ filter, of }: { readonly filter: Filter; readonly of: Of }) {
  const words = useWords(listWords);
  const { name, label } = filter;
  const choose = (value: string) => askFor(of, name, value);
  if ('choices' in filter) {
    return <ChoiceFilter {...of} name={name} label={label} choices={choicesOf([['', words.all], ...filter.choices])} />;
  }
  if ('is' in filter) return <Text label={label} value={of.asked[name] ?? ''} onChoose={choose} />;
  if (filter.from === 'fundingLine' || filter.from === 'warehouse') {
    return <Listed of={of} register={filter.from} label={label} />;
  }
  return <RegisterPick register={filter.from} label={label} value={of.asked[name] ?? ''} onChange={choose} />;
}

/** Of what there are few. */
function Listed({ of, register, label }: { of: Of; register: 'fundingLine' | 'warehouse'; label: string }) {
  const words = useWords(listWords);
  const choices = useListed(register, words.all);
  if (!useMayList(register)) return null;
  return <ChoiceFilter {...of} name={register} label={label} choices={choices} />;
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
