import type { WaitingKind } from '../domain/waiting.ts';
import { readWaiting } from '../schemas/waiting.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import { LedgerError } from '../storage/ports/ledger.ts';
import type { ListedRow } from '../storage/ports/lists.ts';
import type { Projection } from '../storage/ports/projection.ts';
import type { WaitingLists, Waits } from '../storage/ports/waiting.ts';

/** A page may be short by the two ends of its stretch: of more than those something is always told. */
const LEAST = 3;

/** What waits, read from the lists of a projection. */
export function waitingIn(projection: Pick<Projection, 'listed'>): WaitingLists {
  return {
    async waiting(kind, { limit, ...stretch }) {
      const rows: ListedRow[] = [];
      let from: { above?: string; below?: string } = {};
      // One more than is asked for says whether there is more.
      for (let goesOn = true; goesOn && rows.length <= limit; ) {
        const left = Math.min(MAX_PAGE, Math.max(LEAST, limit + 1 - rows.length));
        const page = await projection.listed({ ...stretch, ...from, list: `waiting/${kind}`, limit: left });
        rows.push(...page.rows);
        const last = page.rows.at(-1)?.key;
        if (last !== undefined) from = stretch.order === 'rising' ? { above: last } : { below: last };
        goesOn = page.goesOn && last !== undefined;
      }
      return { rows: rows.slice(0, limit).map((row) => waits(kind, row)), goesOn: rows.length > limit };
    },
  };
}

/** The keys of all documents of which something waits, rising. */
export async function waitingKeys(projection: Pick<Projection, 'listed'>, kind: WaitingKind): Promise<string[]> {
  const keys: string[] = [];
  for (let goesOn = true; goesOn; ) {
    const above = keys.at(-1);
    const from = above === undefined ? {} : { above };
    const page = await projection.listed({ list: `waiting/${kind}`, order: 'rising', limit: MAX_PAGE, ...from });
    for (const { key } of page.rows) keys.push(key);
    goesOn = page.goesOn && page.rows.length > 0;
  }
  return keys;
}

function waits<K extends WaitingKind>(kind: K, { key, text }: ListedRow): Waits<K> {
  return {
    key,
    tell() {
      try {
        return readWaiting(kind, text);
      } catch (cause) {
        throw new LedgerError('corrupt-row', `a row of waiting/${kind} does not parse`, cause);
      }
    },
  };
}
