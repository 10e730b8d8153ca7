import { Component, type ReactNode } from 'react';
import { Failed } from '../paper/states.tsx';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';

interface State {
  readonly error: Error | undefined;
}

/** Keeps an error of one part from emptying the page: what happened, that the books are untouched, and a way on. */
export class Breaking extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: asError(error) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <Broken error={error} onRetry={() => this.setState({ error: undefined })} />;
  }
}

/** Anything can be thrown. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

export function Broken({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const words = useWords(sharedWords);
  return <Failed title={words.broken} detail={words.brokenDetail} kept={error.message} onRetry={onRetry} />;
}
