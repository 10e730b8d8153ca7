import { type Kept, readKept, writeKept } from '../../shared/audit/kept-checkpoint.ts';

/** The checkpoints that this browser keeps, one of each log. */

const PREFIX = 'nuanzhang.checkpoint.';

export type Found =
  | { readonly is: 'none' }
  | { readonly is: 'kept'; readonly kept: Kept }
  /** Something is there that nobody's key signed. */
  | { readonly is: 'unreadable' };

/** Of that log; where there is none, that of another log which these pages told of before. */
export function keptOf(origin: string): Found {
  const others = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const text = localStorage.getItem(PREFIX + origin) ?? localStorage.getItem(others[0] ?? '');
  if (text === null) return { is: 'none' };
  const kept = readKept(text);
  return kept === undefined ? { is: 'unreadable' } : { is: 'kept', kept };
}

/** Keeps one, in the place of whichever was kept. */
export function keep(origin: string, kept: Kept): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  localStorage.setItem(PREFIX + origin, writeKept(kept));
}
