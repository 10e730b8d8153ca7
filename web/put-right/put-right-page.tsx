import './put-right.css';
import type { ReactNode } from 'react';
import type * as z from 'zod';
import { isKindName, KINDS } from '../../shared/domain/kinds.ts';
import type { Operation } from '../../shared/routes.ts';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { putRightWords } from './put-right-words.ts';

const answered = entryRead.extend({ names });
export type Read = z.infer<typeof answered>;

interface PutRightPageProps {
  readonly id: string;
  readonly operation: Operation;
  readonly by: 'correct' | 'reverse' | 'attach';
  readonly children: (read: Read, title: string) => ReactNode;
}

/** Around a form that puts an entry right: which entry, whether the caller may, and whether it still can be. */
export function PutRightPage({ id, operation, by, children }: PutRightPageProps) {
  const words = useWords(putRightWords);
  const { language } = useLanguage();
  const { data: me } = useMe();
  const answer = useAnswer(`/api/entries/${id}`, answered);
  const back = <a href={addresses.entry(id)}>{words.back}</a>;
  if (me !== undefined && !mayCall(me, operation)) {
    return (
      <Nothing title={words.mayNot} action={back}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => {
        if (read.reversedBy !== undefined) {
          return (
            <Nothing title={words.over} action={back}>
              <p>{words.overDetail}</p>
            </Nothing>
          );
        }
        const { number, kind } = read.entry;
        const title = words[by].title(number ?? words.unsealed);
        return (
          <Sheet title={title} note={words[by].note}>
            <p className="put-right-of">
              <a className="opens" href={addresses.entry(id)}>
                {words.of(number ?? words.unsealed, isKindName(kind) ? KINDS[kind][language] : kind)}
              </a>
            </p>
            {children(read, title)}
          </Sheet>
        );
      }}
    </Answered>
  );
}
