import type { ReactNode } from 'react';
import type { Operation } from '../../shared/routes.ts';
import { addresses } from '../ask/addresses.ts';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { stockWords } from './stock-words.ts';

interface ForWhoMayProps {
  readonly operation: Operation;
  readonly words: { readonly mayNot: string; readonly mayNotDetail: string };
  readonly children: ReactNode;
}

/** A form for who may send it; all others are told who does. */
export function ForWhoMay({ operation, words, children }: ForWhoMayProps) {
  const { toStock } = useWords(stockWords);
  const { data: me } = useMe();
  if (me === undefined || mayCall(me, operation)) return children;
  return (
    <Nothing title={words.mayNot} action={<a href={addresses.stock}>{toStock}</a>}>
      <p>{words.mayNotDetail}</p>
    </Nothing>
  );
}
