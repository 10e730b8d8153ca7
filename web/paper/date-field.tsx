import { useId, useState } from 'react';
import { isWholeDate, readDateTyped } from '../../shared/domain/date-typed.ts';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';

interface DateFieldProps {
  readonly label: string;
  /** `2020-12-30`; empty where none is asked for. */
  readonly value: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
  /** With a date, or with an empty text. */
  readonly onChange: (date: string) => void;
}

/**
 * A date as it is written here, whatever the language of the browser: typed in any of the usual forms and shown in one. What
 * is wrong with it is said, and changes nothing.
 */
export function DateField({ label, value, notBefore = '', notAfter = '', onChange }: DateFieldProps) {
  const words = useWords(sharedWords);
  const told = useId();
  const [known, setKnown] = useState(value);
  const [typed, setTyped] = useState(value);
  const [wrong, setWrong] = useState<string>();
  if (known !== value) {
    setKnown(value);
    setTyped(value);
    setWrong(undefined);
  }
  const wrongIn = (text: string): string | undefined => {
    const read = readDateTyped(text);
    if ('wrong' in read) return read.wrong === 'form' ? words.dateForm : words.noSuchDate(text);
    const { date } = read;
    if (date === undefined) return undefined;
    if (notAfter !== '' && date > notAfter) return words.notAfter(notAfter);
    return date < notBefore ? words.notBefore(notBefore) : undefined;
  };
  const take = (text: string) => {
    const flaw = wrongIn(text);
    setWrong(flaw);
    const read = readDateTyped(text);
    if (flaw !== undefined || 'wrong' in read) return;
    setTyped(read.date ?? '');
    if ((read.date ?? '') !== value) onChange(read.date ?? '');
  };
  return (
    <label className="date-field">
      {label}
      <input
        type="text"
        inputMode="numeric"
        autoComplete="off"
        maxLength={30}
        placeholder="2020-12-30"
        value={typed}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined ? undefined : told}
        onChange={({ target }) => {
          setTyped(target.value);
          setWrong(undefined);
          if (target.value === '' || isWholeDate(target.value)) take(target.value);
        }}
        onBlur={() => take(typed)}
        onKeyDown={({ key }) => key === 'Enter' && take(typed)}
      />
      {wrong !== undefined && (
        <span className="field-wrong" id={told} role="alert">
          {wrong}
        </span>
      )}
    </label>
  );
}
