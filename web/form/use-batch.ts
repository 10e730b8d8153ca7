import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { entryAnswer } from '../../shared/schemas/entry-answer.ts';
import { ask } from '../ask/ask.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import {
  type BatchKept,
  type BatchProgress,
  goingOut,
  keyed,
  progressOf,
  type RowState,
  sendTogether,
  settled,
  stateOf,
} from './batch.ts';
import { wrongBefore } from './faults.ts';
import { formWords } from './form-words.ts';
import type { Made } from './reading.ts';

/** A row that is to be sent. */
export interface BatchRow extends Made {
  readonly id: string;
  /** `/api/consignments` */
  readonly path: `/api/${string}`;
}

interface BatchOf {
  readonly rows: readonly BatchRow[];
  /** The very schema that the server reads the bodies by. */
  readonly schema: z.ZodType;
  readonly kept: BatchKept;
  readonly change: (by: (before: BatchKept) => BatchKept) => void;
  /** The key of the draft that they stand in, and whether it is this tab's. */
  readonly draft: { readonly key: string; readonly isOwn: boolean };
}

export interface Batch {
  readonly stateOf: (id: string) => RowState;
  readonly progress: BatchProgress;
  readonly isRunning: boolean;
  /** How often something wrong was told. */
  readonly tries: number;
  /** Sends all rows that are not booked. */
  readonly send: () => void;
  /** What was wrong with a row is not, once it is changed. */
  readonly forgive: (id: string) => void;
}

const AT_ONCE = 4;

const recorded = z.looseObject({ entry: entryAnswer });

/** Sends the rows of a form together: each one POST with a key of its own, however often. */
export function useBatch({ rows, schema, kept, change, draft }: BatchOf): Batch {
  const words = useWords(formWords);
  const { language } = useLanguage();
  const client = useQueryClient();
  const [told, setTold] = useState<ReadonlyMap<string, RowState>>(new Map());
  const [tries, setTries] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const isSending = useRef(false);
  const tell = (id: string, state: RowState) => setTold((before) => new Map(before).set(id, state));
  const state = (id: string) => stateOf(kept, told, id);
  const run = async () => {
    const open = rows.filter(({ id }) => state(id).as !== 'booked');
    const wrong = open.flatMap(({ id, body, unreadable, wrong: more = [] }) => {
      // What went out before goes again as it went.
      if (kept[id]?.out !== undefined) return [];
      const all = [...wrongBefore({ schema, body, unreadable, language, words, now: Date.now() }), ...more];
      return all.length === 0 ? [] : [{ id, all }];
    });
    for (const { id, all } of wrong) tell(id, { as: 'wrong', wrong: all });
    if (wrong.length > 0) return setTries((before) => before + 1);
    let latest = kept;
    const keep = (by: (before: BatchKept) => BatchKept) => {
      latest = by(latest);
      change(by);
    };
    const ids = open.map(({ id }) => id);
    const made = keyed(kept, ids, { under: draft.key, anew: uuidv7 });
    keep((before) => ({ ...before, ...made }));
    await sendTogether(ids, {
      atOnce: AT_ONCE,
      isOnline: () => navigator.onLine,
      pause: (seconds) => new Promise((resume) => setTimeout(resume, 1_000 * seconds)),
      onState: (id, next) => {
        if (next.as !== 'waiting' && next.as !== 'sending') keep((before) => settled(before, id, next));
        tell(id, next);
      },
      post: async (id) => {
        const row = open.find((one) => one.id === id);
        if (row === undefined) throw new Error(`no row ${id}`);
        keep((before) => goingOut(before, id, row.body));
        const { key, out } = latest[id] ?? { key: '', out: undefined };
        const { entry } = await ask(row.path, recorded, { method: 'POST', body: out ?? row.body, key });
        return entry.id;
      },
    });
    setTries((before) => before + 1);
    // What was read before they were booked is no longer so.
    await client.invalidateQueries();
  };
  const send = () => {
    if (isSending.current || !draft.isOwn || rows.length === 0) return;
    isSending.current = true;
    setRunning(true);
    run().finally(() => {
      isSending.current = false;
      setRunning(false);
    });
  };
  const forgive = (id: string) =>
    setTold((before) => {
      if (!before.has(id)) return before;
      const rest = new Map(before);
      rest.delete(id);
      return rest;
    });
  return {
    stateOf: state,
    progress: progressOf(rows.map(({ id }) => state(id))),
    isRunning,
    tries,
    send,
    forgive,
  };
}
