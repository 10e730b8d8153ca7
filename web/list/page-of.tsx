import type { ReactNode } from 'react';
import type { Asked } from '../ask/addresses.ts';
import { withQuery } from '../ask/addresses.ts';
import { useWords } from '../words/words.tsx';
import { listWords } from './list-words.ts';
import { NothingListed } from './nothing-listed.tsx';
import './list.css';

interface PageOfProps {
  readonly path: string;
  readonly asked: Asked;
  readonly isEmpty: boolean;
  readonly next: string | undefined;
  readonly children: ReactNode;
}

/** The rows of a page of a report, which knows whether it goes on, and the way to the next; or that there is nothing. */
export function PageOf({ path, asked, isEmpty, next, children }: PageOfProps) {
  const words = useWords(listWords);
  if (isEmpty) return <NothingListed path={path} asked={asked} />;
  return (
    <>
      {children}
      <p className="pages not-printed">
        {asked.cursor !== undefined && <a href={withQuery(path, { ...asked, cursor: undefined })}>{words.first}</a>}
        {next !== undefined && <a href={withQuery(path, { ...asked, cursor: next })}>{words.next}</a>}
      </p>
    </>
  );
}
