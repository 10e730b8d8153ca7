import type { ReactNode } from 'react';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';

/** Figures, and what they are of. */

interface Opening {
  /** The address where what makes the figure stands; it is underlined then. */
  readonly opens?: string | undefined;
}

interface YuanProps extends Opening {
  /** Yuan with two places, as answers have it: `1619170.00`. Never a number. */
  readonly of: string;
  /** What stands somewhere, or by how much that changed: below zero it is less, and nothing was taken back. */
  readonly isBalance?: boolean;
}

/** An amount of money. What is taken back has a minus and the word beside its colour. */
export function Yuan({ of, isBalance = false, opens }: YuanProps) {
  const words = useWords(sharedWords);
  const isNegative = of.startsWith('-') && !isBalance;
  const text = (
    <>
      {grouped(of)}
      {isNegative && <small> {words.reversed}</small>}
    </>
  );
  return <Figure kind={isNegative ? 'yuan reversed' : 'yuan'} opens={opens} text={text} />;
}

interface QuantityProps extends Opening {
  /** A whole number of the base measure. */
  readonly of: number;
  readonly measure?: string | undefined;
}

export function Quantity({ of, measure, opens }: QuantityProps) {
  const text = (
    <>
      {grouped(String(of))}
      {measure !== undefined && ` ${measure}`}
    </>
  );
  return <Figure kind="quantity" opens={opens} text={text} />;
}

interface FigureProps extends Opening {
  readonly kind: string;
  readonly text: ReactNode;
}

function Figure({ kind, opens, text }: FigureProps) {
  if (opens === undefined) return <span className={kind}>{text}</span>;
  return (
    <a className={`${kind} opens`} href={opens}>
      {text}
    </a>
  );
}

/** `-1619170.00` as `−1,619,170.00`, without ever being a number. */
export function grouped(decimal: string): string {
  const [, sign = '', whole = '', places = ''] = /^(-?)(\d+)((?:\.\d+)?)$/.exec(decimal) ?? [];
  if (whole === '') return decimal;
  return `${sign === '' ? '' : '−'}${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${places}`;
}

/** What ids mean, as it stands beside an answer under `names`. */
export type Names = Readonly<Record<string, { readonly code: string; readonly name: string }>>;

interface NamedProps extends Opening {
  readonly id: string;
  readonly names: Names | undefined;
}

/** Code and name of what an id means; the id itself where the reader may not know more. */
export function Named({ id, names, opens }: NamedProps) {
  const known = names?.[id];
  const text =
    known === undefined ? (
      <code>{id}</code>
    ) : (
      <>
        {known.name}
        {known.code !== known.name && <span className="named-code"> {known.code}</span>}
      </>
    );
  if (opens === undefined) return <span>{text}</span>;
  return (
    <a className="opens" href={opens}>
      {text}
    </a>
  );
}
