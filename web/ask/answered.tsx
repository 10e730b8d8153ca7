import type { ReactNode } from 'react';
import { Failed, Nothing, Waiting } from '../paper/states.tsx';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';
import { addresses } from './addresses.ts';
import type { Answer } from './answers.ts';
import { Problem } from './problem.ts';

interface AnsweredProps<T> {
  readonly answer: Answer<T>;
  /** Lines of the skeleton. */
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

/** An answer as far as it came: lines while it is awaited, what it says, or why there is none. */
export function Answered<T>({ answer, lines, children }: AnsweredProps<T>) {
  // What was answered before stays while it is asked for anew, and where that fails.
  if (answer.data !== undefined) return children(answer.data);
  if (answer.error !== null) return <Refused problem={answer.error} onRetry={() => void answer.refetch()} />;
  return <Waiting {...(lines === undefined ? {} : { lines })} />;
}

/** Why there is no answer, and what to do. */
export function Refused({ problem, onRetry }: { readonly problem: Error; readonly onRetry: () => void }) {
  const words = useWords(sharedWords);
  const why = problem instanceof Problem ? problem.why : 'broken';
  const told = problem instanceof Problem ? problem : undefined;
  switch (why) {
    // Whoever is not signed in is told so by the desk, over what stands here.
    case 'unauthenticated':
      return <Waiting />;
    case 'unreachable':
      return <Failed title={words.unreachable} detail={words.unreachableDetail} onRetry={onRetry} />;
    case 'unreadable':
      return <Failed title={words.unreadable} detail={words.unreadableDetail} kept={told?.detail} onRetry={onRetry} />;
    case 'forbidden':
      return (
        <Nothing title={words.forbidden} action={<a href={addresses.home}>{words.back}</a>}>
          <p className="told">{told?.detail}</p>
        </Nothing>
      );
    case 'missing':
      return (
        <Nothing title={told?.title || words.missing} action={<a href={addresses.home}>{words.back}</a>}>
          <p className="told">{told?.detail || words.missingDetail}</p>
        </Nothing>
      );
    case 'busy':
    case 'refused':
      return <Failed title={told?.title || words.broken} detail={told?.detail ?? ''} onRetry={onRetry} />;
    case 'broken':
      return <Failed title={words.broken} detail={words.brokenDetail} kept={problem.message} onRetry={onRetry} />;
  }
}
