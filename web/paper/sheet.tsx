import { type ReactNode, useEffect } from 'react';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';
import { InSheet } from './in-sheet.ts';

interface SheetProps {
  /** The window is called by it too. */
  readonly title: string;
  /** Beside the title: number, date, state. */
  readonly note?: ReactNode;
  /** At the top right. */
  readonly seal?: ReactNode;
  readonly children: ReactNode;
}

/** A document, or a page, as it would lie on the desk. Its history goes beside it, in an element of class `beside`. */
export function Sheet({ title, note, seal, children }: SheetProps) {
  const { product } = useWords(sharedWords);
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <article className="sheet">
      <header>
        <div className="sheet-head">
          <h1>{title}</h1>
          {note !== undefined && <p className="note">{note}</p>}
        </div>
        {seal}
      </header>
      <div className="sheet-body">
        <InSheet value={true}>{children}</InSheet>
      </div>
    </article>
  );
}

export type SealProps =
  | {
      readonly state: 'sealed';
      /** Of the last voucher that is sealed. */
      readonly number: string;
      /** When that was published, in milliseconds since 1970, where it is known. */
      readonly at?: number | undefined;
    }
  | { readonly state: 'waiting' }
  | {
      readonly state: 'broken';
      /** What does not hold, in a sentence. */
      readonly because: string;
    };

/** The stamp: how far what is shown is sealed. A check that fails breaks it. */
export function Seal(props: SealProps) {
  const words = useWords(sharedWords);
  return (
    <p className="seal" data-state={props.state} {...(props.state === 'broken' ? { role: 'alert' } : {})}>
      {props.state === 'sealed' && words.sealedTo(props.number)}
      {props.state === 'sealed' && props.at !== undefined && ` · ${words.ago(...since(props.at, Date.now()))}`}
      {props.state === 'waiting' && words.toBeSealed}
      {props.state === 'broken' && `${words.sealBroken}: ${props.because}`}
    </p>
  );
}

const UNITS = [
  ['days', 172_800, 86_400],
  ['hours', 7_200, 3_600],
  ['minutes', 120, 60],
] as const;
export type AgoUnit = (typeof UNITS)[number][0] | 'seconds';

/** How long ago, in the largest unit of which there are two. Whose clock is behind sees no time to come. */
export function since(at: number, now: number): [count: number, unit: AgoUnit] {
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  const [unit, , size] = UNITS.find(([, least]) => seconds >= least) ?? (['seconds', 0, 1] as const);
  return [Math.floor(seconds / size), unit];
}
