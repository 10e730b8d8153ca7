import { useEffect, useMemo, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { useDraft } from '../ask/draft.ts';

/** How long the tab of before may take to let go of a draft, where a page is loaded anew. */
const HANDOVER_MS = 1_500;

/** A draft and the key under which it is sent. */
export interface KeyedDraft<T> {
  readonly draft: T;
  readonly key: string;
  /** Whether the key is known to be of this tab alone; it is in a moment. */
  readonly isOwn: boolean;
  readonly change: (by: (before: T) => T) => void;
  /** Keeps what stands with its key, whether anything was typed or not. */
  readonly keep: () => void;
  /** Another key for the same: what is sent then is a second entry like the first. */
  readonly takeAnotherKey: () => void;
  /** Nothing is typed, and the key is another. */
  readonly forget: () => void;
}

/**
 * The key is made once for each draft, so that however often it is sent it is one entry. A tab that was copied from another
 * has its draft, and takes a key of its own.
 */
export function useKeyedDraft<T>(name: string, schema: z.ZodType<T>, empty: T): KeyedDraft<T> {
  const kept = useMemo(() => z.object({ key: z.uuid(), of: schema }), [schema]);
  const [fresh] = useState(() => ({ key: uuidv7(), of: empty }));
  const { draft, change, forget } = useDraft(name, kept, fresh);
  const { key, of } = draft;
  const takeAnotherKey = () => change((before) => ({ ...before, key: uuidv7() }));
  return {
    draft: of,
    key,
    isOwn: useOwned(key, takeAnotherKey),
    change: (by) => change((before) => ({ ...before, of: by(before.of) })),
    keep: () => change((before) => before),
    takeAnotherKey,
    forget: () => forget({ key: uuidv7(), of: empty }),
  };
}

/** Holds a lock of the key's name for as long as the form is shown; where another tab has it, `onTaken` is called. */
function useOwned(key: string, onTaken: () => void): boolean {
  const [owned, setOwned] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each key
  useEffect(() => {
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(HANDOVER_MS)]);
    navigator.locks
      .request(`nuanzhang.draft.${key}`, { signal }, () => {
        if (gone.signal.aborted) return undefined;
        setOwned(key);
        return new Promise<void>((release) => gone.signal.addEventListener('abort', () => release()));
      })
      .catch(() => {
        if (!gone.signal.aborted) onTaken();
      });
    return () => gone.abort();
  }, [key]);
  return owned === key;
}
