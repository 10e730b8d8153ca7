import type { ReactNode } from 'react';
import { DateField } from '../paper/date-field.tsx';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';
import { type Asked, withQuery } from './addresses.ts';
import { go } from './going.ts';

interface FiltersProps {
  /** What they are of. */
  readonly label: string;
  readonly children: ReactNode;
}

/** Controls that change what a page asks for; each takes effect at once. */
export function Filters({ label, children }: FiltersProps) {
  return (
    <form
      className="filters not-printed"
      method="get"
      aria-label={label}
      onSubmit={(event) => event.preventDefault()}
      autoComplete="off"
    >
      {children}
    </form>
  );
}

interface FilterProps {
  readonly path: string;
  readonly asked: Asked;
}

/** Goes to the same page with another filter, at its first rows. An empty text drops it. */
export function askFor({ path, asked }: FilterProps, name: string, value: string): void {
  go(withQuery(path, { ...asked, [name]: value === '' ? undefined : value, cursor: undefined }), { stays: true });
}

interface ChoiceFilterProps extends FilterProps {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly called: string }[];
  /** What it is where nothing is chosen. */
  readonly unless?: string;
}

export function ChoiceFilter({ name, label, choices, unless = '', ...of }: ChoiceFilterProps) {
  return (
    <label>
      {label}
      <select
        value={of.asked[name] ?? unless}
        onChange={({ target }) => askFor(of, name, target.value === unless ? '' : target.value)}
      >
        {choices.map(({ value, called }) => (
          <option key={value} value={value}>
            {called}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is asked for or not: `below=true`. */
export function FlagFilter({ name, label, ...of }: FilterProps & { readonly name: string; readonly label: string }) {
  return (
    <label className="flag">
      <input
        type="checkbox"
        checked={of.asked[name] === 'true'}
        onChange={({ target }) => askFor(of, name, target.checked ? 'true' : '')}
      />
      {label}
    </label>
  );
}

/** From which day to which. */
export function DaysFilter(of: FilterProps) {
  const words = useWords(sharedWords);
  const { from, to } = of.asked;
  return (
    <>
      <DateField label={words.from} value={from ?? ''} notAfter={to} onChange={(day) => askFor(of, 'from', day)} />
      <DateField label={words.to} value={to ?? ''} notBefore={from} onChange={(day) => askFor(of, 'to', day)} />
    </>
  );
}
