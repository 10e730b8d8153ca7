import { useCallback, useRef, useState } from 'react';
import type * as z from 'zod';

/**
 * What was typed into a form, kept in this tab at every change: it is there again after signing in anew, and after a
 * reload. `name` is of the form and what it is about; who else signs in there does not see it (sign-in/session.ts).
 */
export function useDraft<T>(name: string, schema: z.ZodType<T>, empty: T) {
  const place = `${DRAFTS}${name}`;
  const [draft, setDraft] = useState<T>(() => kept(place, schema) ?? empty);
  const latest = useRef(draft);
  /** What is changed is what stands then, however long ago the page was drawn. */
  const change = useCallback(
    (by: (before: T) => T) => {
      latest.current = by(latest.current);
      sessionStorage.setItem(place, JSON.stringify(latest.current));
      setDraft(latest.current);
    },
    [place],
  );
  const forget = useCallback(
    (next: T) => {
      latest.current = next;
      sessionStorage.removeItem(place);
      setDraft(next);
    },
    [place],
  );
  return { draft, change, forget };
}

const DRAFTS = 'nuanzhang.draft.';

function kept<T>(place: string, schema: z.ZodType<T>): T | undefined {
  const text = sessionStorage.getItem(place);
  if (text === null) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // An earlier version of the form wrote it.
    return undefined;
  }
}

/** Another person's drafts are nobody's to read. */
export function forgetDrafts(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(DRAFTS)) sessionStorage.removeItem(name);
}
