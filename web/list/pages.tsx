import type * as z from 'zod';
import type { Asked } from '../ask/addresses.ts';
import { withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { useWords } from '../words/words.tsx';
import { listWords } from './list-words.ts';
import './list.css';

interface PagesProps<A> {
  readonly isEmpty: (answer: A) => boolean;
  readonly from: `/api/${string}`;
  readonly path: string;
  readonly asked: Asked;
  readonly schema: z.ZodType<A>;
  readonly next: string | undefined;
}

/** The next page is read ahead: one on which nothing fits any more is not offered. */
export function Pages<A>({ from, path, asked, schema, next, isEmpty }: PagesProps<A>) {
  const onNext = { ...asked, ...(next === undefined ? {} : { cursor: next }) };
  const ahead = useAnswer(withQuery(from, onNext), schema, { enabled: next !== undefined });
  const goesOn = next !== undefined && (ahead.data === undefined || !isEmpty(ahead.data));
  return <PageLinks path={path} asked={asked} next={goesOn ? next : undefined} />;
}

/** The ways from a page to the first and to the next. */
export function PageLinks({ path, asked, next }: Pick<PagesProps<never>, 'path' | 'asked' | 'next'>) {
  const words = useWords(listWords);
  if (asked.cursor === undefined && next === undefined) return null;
  return (
    <p className="pages not-printed">
      {asked.cursor !== undefined && <a href={withQuery(path, { ...asked, cursor: undefined })}>{words.first}</a>}
      {next !== undefined && <a href={withQuery(path, { ...asked, cursor: next })}>{words.next}</a>}
    </p>
  );
}
