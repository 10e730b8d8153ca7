import { type ReactNode, useEffect } from 'react';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';

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
      <div className="sheet-body">{children}</div>
    </article>
  );
}

export type SealProps =
  | {
      readonly state: 'sealed';
      /** Of the last voucher that is sealed. */
      readonly number: string;
      /** How long ago, in whole seconds. */
      readonly secondsAgo?: number | undefined;
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
      {props.state === 'sealed' && props.secondsAgo !== undefined && ` · ${words.secondsAgo(props.secondsAgo)}`}
      {props.state === 'waiting' && words.toBeSealed}
      {props.state === 'broken' && `${words.sealBroken}: ${props.because}`}
    </p>
  );
}
