import type { Append, Change, Outcome } from './ledger.ts';

/** What a transaction may touch: the entry, its outbox item, personal data and every change count one row each. */
export const MAX_ROWS = 100;

/** Personal data of one entry, as JSON: a few names and numbers of a few persons. */
const MAX_PERSONAL_CHARACTERS = 16_000;

/** An explanation comes before what it explains, and rules come in the order in which the domain tells its refusals. */
const PRECEDENCE = [
  'repeated',
  'stale',
  'unknown-line',
  'closed-line',
  'claimed',
  'above-ceiling',
  'short',
] as const satisfies readonly Outcome['outcome'][];

/** The outcome to tell where several conditions failed; of one sort, the first in the order of the changes. */
export function firstOutcome(outcomes: readonly Outcome[]): Outcome | undefined {
  for (const sort of PRECEDENCE) {
    const outcome = outcomes.find((failed) => failed.outcome === sort);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/** Throws where an append cannot be one transaction: such an append is a mistake of the caller's, not a refusal. */
export function assertAppendable({ changes, personal }: Append): void {
  const rows = 2 + changes.length + (personal === undefined ? 0 : 1);
  if (rows > MAX_ROWS) throw new RangeError(`an append touches at most ${MAX_ROWS} rows, not ${rows}`);
  if (personal !== undefined && JSON.stringify(personal).length > MAX_PERSONAL_CHARACTERS) {
    throw new RangeError(`personal data of an entry takes at most ${MAX_PERSONAL_CHARACTERS} characters`);
  }
  const touched = new Set<string>();
  for (const change of changes) {
    const row = rowOf(change);
    if (touched.has(row))
      throw new RangeError(`an append changes a row once: two changes touch one (${change.change})`);
    touched.add(row);
  }
}

/** Names the row that a change touches, whatever it does to it. */
function rowOf(change: Change): string {
  switch (change.change) {
    case 'open':
    case 'replace':
      return `${change.document.kind} ${change.document.id}`;
    case 'open-line':
    case 'close-line':
    case 'reopen-line':
      return `fundingLine ${change.id}`;
    case 'funds':
      return `fundingLine ${change.fundingLine}`;
    case 'lot':
      return `lot ${change.lot.warehouse} ${change.lot.item} ${change.lot.id}`;
    case 'erase':
      return `personal ${change.entry}`;
    case 'claim':
    case 'release':
      return `claim ${change.claim}`;
    case 'count':
      return `counter ${change.counter}`;
  }
}
