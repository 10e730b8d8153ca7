import type { WaitingKind } from '../domain/waiting.ts';
import { readWaiting } from '../schemas/waiting.ts';
import { LedgerError } from '../storage/ports/ledger.ts';
import type { ListedRow } from '../storage/ports/lists.ts';
import type { Projection } from '../storage/ports/projection.ts';
import type { WaitingLists, Waits } from '../storage/ports/waiting.ts';

/** What waits, read from the lists of a projection. */
export function waitingIn(projection: Pick<Projection, 'listed'>): WaitingLists {
  return {
    async waiting(kind, { limit, ...stretch }) {
      const rows: ListedRow[] = [];
      let from: { above?: string; below?: string } = {};
      for (;;) {
        const asked = { ...stretch, ...from, list: `waiting/${kind}`, limit: limit - rows.length } as const;
        const page = await projection.listed(asked);
        rows.push(...page.rows);
        const last = page.rows.at(-1)?.key;
        if (!page.goesOn || rows.length === limit) {
          return { rows: rows.map((row) => waits(kind, row)), goesOn: page.goesOn };
        }
        if (last !== undefined) from = stretch.order === 'rising' ? { above: last } : { below: last };
      }
    },
  };
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
