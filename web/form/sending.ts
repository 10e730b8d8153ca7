import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import * as z from 'zod';
import { entryAnswer } from '../../shared/schemas/entry-answer.ts';
import { withQuery } from '../ask/addresses.ts';
import { ask } from '../ask/ask.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { tellBooked } from './booked.ts';
import { type Wrong, wrongBefore } from './faults.ts';
import { formWords } from './form-words.ts';
import type { KeyedDraft } from './keyed-draft.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Made } from './reading.ts';

/** What is sent, and where to. */
export interface SendingOf {
  /** `/api/purchases` */
  readonly path: `/api/${string}`;
  /** The very schema that the server reads the body by. */
  readonly schema: z.ZodType;
  readonly draft: Pick<KeyedDraft<unknown>, 'key' | 'isOwn' | 'keep' | 'takeAnotherKey' | 'forget'>;
  readonly made: Made;
}

interface Sent extends SendingOf {
  /** Goes to the page of the document, by the id of its entry. */
  readonly onBooked: (entry: string) => void;
  /** What it is of, where it opens no document of its own. */
  readonly document?: string;
  /** Where the next one of a row of them is filled in. */
  readonly next?: string | undefined;
  /** Where the answer tells what was made, where that is no entry. */
  readonly answered?: z.ZodType<{ readonly id: string }>;
}

export interface Sending {
  readonly outcome: Outcome;
  readonly wrong: readonly Wrong[];
  /** How often something wrong was told: each time, the first wrong field has the focus. */
  readonly tries: number;
  readonly forgive: (which: (one: Wrong) => boolean) => void;
  readonly send: () => void;
  readonly sendAnew: () => void;
}

const recorded = z.looseObject({ entry: entryAnswer }).transform(({ entry }) => entry);

/** Sends what a form holds: one POST with the key of its draft, however often. */
export function useSending(sent: Sent): Sending {
  const { path, schema, draft, made, onBooked, document, next, answered = recorded } = sent;
  const words = useWords(formWords);
  const { language } = useLanguage();
  const [outcome, setOutcome] = useState<Outcome>({ as: 'none' });
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const [tries, setTries] = useState(0);
  const client = useQueryClient();
  const isSending = useRef(false);
  const settle = (next: Outcome) => {
    setOutcome(next);
    setWrong(wrongOf(next));
    if (next.as === 'wrong') setTries((before) => before + 1);
  };
  const post = async () => {
    const wasOffline = !navigator.onLine;
    // The browser would complain aloud of what cannot go out.
    if (wasOffline) return settle({ as: 'offline' });
    settle({ as: 'sending' });
    draft.keep();
    try {
      const { id } = await ask(path, answered, { method: 'POST', body: made.body, key: draft.key });
      draft.forget();
      settle({ as: 'none' });
      if (answered === recorded) tellBooked({ entry: id, document: document ?? id, next });
      // What was read before it was booked is no longer so.
      void client.invalidateQueries();
      onBooked(id);
    } catch (error) {
      const outcome = outcomeOf(error, wasOffline);
      settle(outcome);
      // What was tried before has changed since.
      if (outcome.as === 'refused') void client.invalidateQueries({ queryKey: ['trial'] });
    }
  };
  const send = () => {
    if (isSending.current || !draft.isOwn) return;
    const before = [
      ...wrongBefore({ schema, body: made.body, unreadable: made.unreadable, language, words, now: Date.now() }),
      ...(made.wrong ?? []),
    ];
    if (before.length > 0) return settle({ as: 'wrong', wrong: before });
    isSending.current = true;
    post().finally(() => {
      isSending.current = false;
    });
  };
  const forgive = useCallback(
    (which: (one: Wrong) => boolean) => setWrong((before) => before.filter((one) => !which(one))),
    [],
  );
  const sendAnew = () => {
    draft.takeAnotherKey();
    setOutcome({ as: 'none' });
  };
  return { outcome, wrong, tries, forgive, send, sendAnew };
}

function wrongOf(outcome: Outcome): readonly Wrong[] {
  if (outcome.as === 'wrong') return outcome.wrong;
  return outcome.as === 'refused' && outcome.at !== undefined ? [{ at: outcome.at, told: outcome.detail }] : [];
}

/** The address of a write that is only tried. */
export function triedAt(path: `/api/${string}`) {
  return withQuery(path, { 'dry-run': true });
}
