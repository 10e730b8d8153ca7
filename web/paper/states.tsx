import { type ReactNode, use, useEffect, useState } from 'react';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';
import { InSheet } from './in-sheet.ts';

/** What a page shows in the place of what it is for. */

const PATIENCE_MS = 300;

/** Lines where text will be, after a moment: what is there at once need not be announced. */
export function Waiting({ lines = 3 }: { readonly lines?: number }) {
  const words = useWords(sharedWords);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  return (
    <div className="waiting" role="status">
      <span className="unseen">{words.waiting}</span>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike, and none ever moves
        <i key={at} style={{ width: `${90 - at * 15}%` }} />
      ))}
    </div>
  );
}

interface MessageProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do: a button or a link. */
  readonly action?: ReactNode;
}

/** What happened, what was kept, what to do. */
export function Failed({
  title,
  detail,
  kept,
  onRetry,
}: {
  readonly title: string;
  readonly detail: string;
  readonly kept?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
}) {
  const words = useWords(sharedWords);
  const retry = onRetry && (
    <button type="button" className="plain-button" onClick={onRetry}>
      {words.retry}
    </button>
  );
  return (
    <div role="alert">
      <Message title={title} action={retry}>
        <p className="told">{detail}</p>
        {kept !== undefined && <p className="told">{kept}</p>}
      </Message>
    </div>
  );
}

/** Nothing is here yet: what belongs here, and one way to begin. */
export function Nothing({ title, children, action }: MessageProps) {
  return (
    <Message title={title} action={action}>
      {children}
    </Message>
  );
}

function Message({ title, children, action }: MessageProps) {
  const isPart = use(InSheet);
  return (
    <div className="message">
      {isPart ? <h2>{title}</h2> : <h1>{title}</h1>}
      {children}
      {action}
    </div>
  );
}
