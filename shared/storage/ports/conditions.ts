import type { CalendarDate } from '../../domain/calendar.ts';
import { type Counter, takesFrom, UNCOUNTED } from '../../domain/counter.ts';
import type { Id } from '../../domain/id.ts';
import { lineBears } from '../../domain/lows.ts';
import { firstOutcome } from './append-rules.ts';
import type { Append, Change, FundingLineRow, LotKey, Opened, Outcome } from './ledger.ts';

/** The rows that the conditions of an append are about, as they stand in one moment. */
export interface Standing {
  hasEntry(id: Id): boolean;
  /** The stored version of a document; undefined where it has no row. */
  version(document: Opened): Id | undefined;
  lotVersion(lot: LotKey): Id | undefined;
  line(id: Id): FundingLineRow | undefined;
  /** The entry that holds the claim. */
  claim(claim: string): Id | undefined;
  counter(counter: string): Counter | undefined;
  hasPersonal(entry: Id): boolean;
}

/** What would become of an append where rows stand so; nothing is written. */
export function outcomeOn(standing: Standing, { entry, changes }: Append): Outcome {
  const refusals = changes.flatMap((change) => refusalOf(standing, change) ?? []);
  const all: Outcome[] = standing.hasEntry(entry.id) ? [{ outcome: 'repeated' }, ...refusals] : refusals;
  return firstOutcome(all) ?? { outcome: 'appended' };
}

function refusalOf(standing: Standing, change: Change): Outcome | undefined {
  switch (change.change) {
    case 'open':
      return staleUnless(standing.version(change.document), undefined);
    case 'replace':
      return staleUnless(standing.version(change.document), change.expected);
    case 'lot': {
      const { warehouse, item, id: lot } = change.lot;
      return staleUnless(standing.lotVersion({ warehouse, item, lot }), change.expected);
    }
    case 'open-line':
      return standing.line(change.id) === undefined ? undefined : { outcome: 'stale' };
    case 'close-line':
      return lineRefusal(standing, change.id, ({ available, cash }) =>
        available === 0n && cash === 0n ? undefined : {},
      );
    case 'reopen-line': {
      const line = standing.line(change.id);
      if (line === undefined) return { outcome: 'unknown-line', fundingLine: change.id };
      return line.closed ? undefined : { outcome: 'stale' };
    }
    case 'funds':
      return lineRefusal(standing, change.fundingLine, ({ lows }) => {
        const from = lineBears(lows, change);
        if (from === undefined) return {};
        return from <= change.on ? undefined : { from };
      });
    case 'claim': {
      const by = standing.claim(change.claim);
      return by === undefined ? undefined : { outcome: 'claimed', claim: change.claim, by };
    }
    case 'erase':
      return standing.hasPersonal(change.entry) ? undefined : { outcome: 'stale' };
    case 'release':
      return undefined;
    case 'count': {
      const { counter } = change;
      const counted = standing.counter(counter) ?? UNCOUNTED;
      const from = takesFrom(counted, change);
      const { stands } = counted;
      if (from === undefined) return { outcome: 'above-ceiling', counter, stands };
      return from <= (change.on ?? from) ? undefined : { outcome: 'above-ceiling', counter, stands, from };
    }
  }
}

function staleUnless(version: Id | undefined, expected: Id | undefined): Outcome | undefined {
  return version === expected ? undefined : { outcome: 'stale' };
}

function lineRefusal(
  standing: Standing,
  fundingLine: Id,
  lacking: (line: FundingLineRow) => { readonly from?: CalendarDate } | undefined,
): Outcome | undefined {
  const line = standing.line(fundingLine);
  if (line === undefined) return { outcome: 'unknown-line', fundingLine };
  if (line.closed) return { outcome: 'closed-line', fundingLine };
  const lacks = lacking(line);
  return lacks && { outcome: 'short', fundingLine, available: line.available, cash: line.cash, ...lacks };
}
