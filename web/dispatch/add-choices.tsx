import { type ClipboardEvent, type KeyboardEvent, useState } from 'react';
import { BLANK, type Choice, type Typed } from '../form/cells.ts';
import { Field } from '../form/field.tsx';
import { cellsIn } from '../form/pasted.ts';
import { type Register, useMatching } from '../form/registers.ts';
import { useWords } from '../words/words.tsx';
import { dispatchWords } from './dispatch-words.ts';

interface AddChoicesProps {
  readonly from: Register;
  readonly label: string;
  readonly isFirst?: boolean;
  readonly onAdd: (choices: readonly Choice[]) => void;
}

/** Adds what is registered to a list: one after the other, or a column from a spreadsheet at once. */
export function AddChoices({ from, label, isFirst = false, onAdd }: AddChoicesProps) {
  const words = useWords(dispatchWords);
  const matching = useMatching();
  const [value, setValue] = useState<Typed>(BLANK);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const addAll = async (texts: readonly string[]) => {
    const meant = await Promise.all(texts.map(async (text) => ({ text, found: await matching(from, text) })));
    onAdd(meant.flatMap(({ found }) => (typeof found === 'string' ? [] : [found])));
    setUnknown(meant.flatMap(({ text, found }) => (typeof found === 'string' ? [text] : [])));
  };
  const paste = (event: ClipboardEvent) => {
    const texts = cellsIn(event.clipboardData.getData('text/plain')).flatMap((line) =>
      line.map((text) => text.trim()).filter((text) => text !== ''),
    );
    if (texts.length < 2) return;
    event.preventDefault();
    addAll(texts).catch(() => setUnknown(texts));
  };
  // The focus stays here: another one may follow.
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && value.text !== '') event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field within has the keys
    <div onPaste={paste} onKeyDown={press}>
      <Field
        isFirst={isFirst}
        label={label}
        hint={words.matrix.addHint}
        at={undefined}
        from={from}
        width={18}
        value={value}
        onChange={(next) => {
          if (next.chosen === undefined) return setValue(next);
          onAdd([next.chosen]);
          setUnknown([]);
          setValue(BLANK);
        }}
      />
      {unknown.length > 0 && (
        <p className="field-told" role="status">
          {words.matrix.unknown(unknown.join('、'))}
        </p>
      )}
    </div>
  );
}
