import { type ReactNode, useId, useState } from 'react';
import { createPortal } from 'react-dom';
import { useWords } from '../words/words.tsx';
import { ofText, type Typed } from './cells.ts';
import { useFieldAt } from './form.tsx';
import { formWords } from './form-words.ts';
import { type Choices, Pick } from './pick.tsx';
import { READERS, type Reader, written } from './typed.ts';

interface InputProps {
  /** Where what is typed goes in what is sent, as a pointer; none where it goes nowhere yet. */
  readonly at: string | undefined;
  readonly value: Typed;
  readonly onChange: (value: Typed) => void;
  /** Of a cell, which no label stands beside. */
  readonly label?: string;
  readonly id?: string;
  /** `aside`: Enter passes it over. */
  readonly isAside?: boolean;
  readonly cell?: string;
  /** Of a cell: where what is wrong with it is said, which has no room in it. */
  readonly below?: { readonly element: HTMLElement | null; readonly head: string };
  readonly isFirst?: boolean;
}

interface TypedInputProps extends InputProps {
  readonly reader: Reader;
}

/** What every input of a form has in its element. */
function attributesOf({ id, label, isAside = false, cell, isFirst = false }: InputProps) {
  return {
    ...(id === undefined ? {} : { id }),
    ...(label === undefined ? {} : { 'aria-label': label }),
    'data-field': cell === undefined ? 'field' : 'cell',
    ...(cell === undefined ? {} : { 'data-cell': cell }),
    ...(isAside ? { 'data-aside': '' } : {}),
    ...(isFirst ? { autoFocus: true } : {}),
    autoComplete: 'off',
    spellCheck: false,
  };
}

/** Of a phone. */
const KEYBOARDS: Readonly<Partial<Record<Reader, 'decimal' | 'numeric'>>> = {
  amount: 'decimal',
  price: 'decimal',
  quantity: 'numeric',
};

/** What is typed stays as it is while it is typed, and is written out once one leaves. */
export function TypedInput(props: TypedInputProps) {
  const { at, value, onChange, reader } = props;
  const words = useWords(formWords);
  const [isTyping, setTyping] = useState(false);
  const read = READERS[reader](value.text);
  const flaw = read !== undefined && 'flaw' in read && !isTyping ? words.flaws[read.flaw] : undefined;
  const { message, invalid, forgive } = useFieldAt(at, flaw);
  return (
    <>
      <input
        {...attributesOf(props)}
        {...invalid}
        inputMode={KEYBOARDS[reader]}
        data-figure={reader in KEYBOARDS ? '' : undefined}
        value={value.text}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => {
          setTyping(true);
          forgive();
          onChange(ofText(target.value));
        }}
        onBlur={() => {
          setTyping(false);
          const text = written(reader, value.text);
          if (text !== value.text) onChange(ofText(text));
        }}
      />
      <Message told={message} below={props.below} />
    </>
  );
}

interface PickInputProps extends InputProps {
  readonly from: Choices;
  /** What is not in the list is as good as what is. */
  readonly isFree?: boolean;
}

/** Something registered, by code, name or initials. */
export function PickInput({ from, isFree = false, ...props }: PickInputProps) {
  const { at, value, onChange } = props;
  const words = useWords(formWords);
  const { message, invalid, forgive } = useFieldAt(
    at,
    value.unmatched && !isFree ? words.flaws[value.unmatched] : undefined,
  );
  const change = (next: Typed) => {
    forgive();
    onChange(next);
  };
  return (
    <>
      <Pick attributes={{ ...attributesOf(props), ...invalid }} from={from} value={value} onChange={change} />
      <Message told={message} below={props.below} />
    </>
  );
}

interface MessageProps {
  readonly told: { readonly id: string; readonly said: string } | undefined;
  readonly below: InputProps['below'];
}

function Message({ told, below }: MessageProps) {
  const { inHead } = useWords(formWords);
  if (told === undefined) return null;
  const message = (
    <p className="field-told" id={told.id}>
      {below === undefined ? told.said : inHead(below.head, told.said)}
    </p>
  );
  if (below === undefined) return message;
  return below.element === null ? null : createPortal(message, below.element);
}

interface FieldProps extends Omit<InputProps, 'id' | 'label' | 'cell'> {
  readonly label: string;
  /** What it is, where the label alone does not say it. */
  readonly hint?: ReactNode;
  /** How it is read; or what it is chosen from. */
  readonly reader?: Reader;
  readonly from?: Choices;
  readonly isFree?: boolean;
  /** In characters, about. */
  readonly width?: number;
}

/** A field with its label above it, and under it what is wrong. */
export function Field({ label, hint, reader = 'text', from, isFree = false, width, ...props }: FieldProps) {
  const id = useId();
  return (
    <div className="field" style={width === undefined ? {} : { inlineSize: `${width}em` }}>
      <label htmlFor={id}>{label}</label>
      {from === undefined ? (
        <TypedInput {...props} id={id} reader={reader} />
      ) : (
        <PickInput {...props} id={id} from={from} isFree={isFree} />
      )}
      {hint !== undefined && <p className="note">{hint}</p>}
    </div>
  );
}
