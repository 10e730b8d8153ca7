import { isNothing } from '../../domain/balance.ts';
import { type CalendarDate, dateInShanghai } from '../../domain/calendar.ts';
import { counted, takesFrom, UNCOUNTED } from '../../domain/counter.ts';
import type { Entry } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { lineBears, movedOnLine } from '../../domain/lows.ts';
import { packLows } from '../../schemas/packing.ts';
import { lotState, writeState } from '../../schemas/states.ts';
import { firstOutcome } from '../ports/append-rules.ts';
import type { Append, Change, FundingLineRow, Opened, Outcome } from '../ports/ledger.ts';
import type { Connection } from './connection.ts';
import { readCounter, readFundingLine, readId } from './rows.ts';

/** What a change has from its entry. */
type Recording = Pick<Entry, 'id' | 'recordedAt'>;

/** One append inside a transaction: every condition is looked at before anything is written. */
export function land(connection: Connection, append: Append, encrypted: string | undefined): Outcome {
  const refusal = firstOutcome(refusalsOf(connection, append));
  if (refusal !== undefined) return refusal;
  const { entry, canonical, requestHash, changes } = append;
  connection.run('INSERT INTO entries VALUES (?, ?, ?)', entry.id, canonical, requestHash);
  connection.run('INSERT INTO outbox VALUES (?, ?)', entry.recordedAt, entry.id);
  if (encrypted !== undefined) connection.run('INSERT INTO persons VALUES (?, ?)', entry.id, encrypted);
  for (const change of changes) applyChange(connection, change, entry);
  return { outcome: 'appended' };
}

export const LINE = 'SELECT * FROM funding_lines WHERE id = ?';
export const CLAIM = 'SELECT entry FROM claims WHERE claim = ?';
export const COUNTER = 'SELECT stands, added, freed_on FROM counters WHERE counter = ?';

function refusalsOf(connection: Connection, { entry, changes }: Append): Outcome[] {
  const isThere = connection.get('SELECT 1 FROM entries WHERE id = ?', entry.id) !== undefined;
  const refusals = changes.flatMap((change) => refusalOf(connection, change) ?? []);
  return isThere ? [{ outcome: 'repeated' }, ...refusals] : refusals;
}

function refusalOf(connection: Connection, change: Change): Outcome | undefined {
  switch (change.change) {
    case 'open':
      return staleUnless(versionOf(connection, change.document), undefined);
    case 'replace':
      return staleUnless(versionOf(connection, change.document), change.expected);
    case 'lot': {
      const { warehouse, item, id } = change.lot;
      const sql = 'SELECT version FROM lots WHERE warehouse = ? AND item = ? AND lot = ?';
      return staleUnless(readId('lot', connection.get(sql, warehouse, item, id)), change.expected);
    }
    case 'open-line':
      return connection.get(LINE, change.id) === undefined ? undefined : { outcome: 'stale' };
    case 'close-line':
      return lineRefusal(connection, change.id, ({ available, cash }) =>
        available === 0n && cash === 0n ? undefined : {},
      );
    case 'funds':
      return lineRefusal(connection, change.fundingLine, ({ lows }) => {
        const from = lineBears(lows, change);
        if (from === undefined) return {};
        return from <= change.on ? undefined : { from };
      });
    case 'claim': {
      const by = readId('claim', connection.get(CLAIM, change.claim));
      return by === undefined ? undefined : { outcome: 'claimed', claim: change.claim, by };
    }
    case 'erase':
      return connection.get('SELECT 1 FROM persons WHERE entry = ?', change.entry) ? undefined : { outcome: 'stale' };
    case 'release':
      return undefined;
    case 'count': {
      const { counter } = change;
      const standing = readCounter(connection.get(COUNTER, counter)) ?? UNCOUNTED;
      const from = takesFrom(standing, change);
      const { stands } = standing;
      if (from === undefined) return { outcome: 'above-ceiling', counter, stands };
      return from <= (change.on ?? from) ? undefined : { outcome: 'above-ceiling', counter, stands, from };
    }
  }
}

function versionOf(connection: Connection, { kind, id }: Opened): Id | undefined {
  return readId(kind, connection.get('SELECT version FROM documents WHERE kind = ? AND id = ?', kind, id));
}

function staleUnless(version: Id | undefined, expected: Id | undefined): Outcome | undefined {
  return version === expected ? undefined : { outcome: 'stale' };
}

function lineRefusal(
  connection: Connection,
  fundingLine: Id,
  lacking: (line: FundingLineRow) => { readonly from?: CalendarDate } | undefined,
): Outcome | undefined {
  const row = connection.get(LINE, fundingLine);
  if (row === undefined) return { outcome: 'unknown-line', fundingLine };
  const line = readFundingLine(row);
  if (line.closed) return { outcome: 'closed-line', fundingLine };
  const lacks = lacking(line);
  return lacks && { outcome: 'short', fundingLine, available: line.available, cash: line.cash, ...lacks };
}

/** Does what a change says; that it may happen was looked at before. */
export function applyChange(connection: Connection, change: Change, { id: entry, recordedAt }: Recording): void {
  switch (change.change) {
    case 'open':
    case 'replace': {
      const { kind, id } = change.document;
      connection.run(
        'INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)',
        kind,
        id,
        entry,
        writeState(change.document),
      );
      break;
    }
    case 'lot': {
      const { id, item, warehouse, lows, ...state } = change.lot;
      if (isNothing(state.stock) && isNothing(state.lost)) {
        connection.run('DELETE FROM lots WHERE warehouse = ? AND item = ? AND lot = ?', warehouse, item, id);
      } else {
        const sql = 'INSERT OR REPLACE INTO lots VALUES (?, ?, ?, ?, ?, ?)';
        connection.run(sql, warehouse, item, id, entry, lotState.write(state), packLows(lows));
      }
      break;
    }
    case 'open-line':
      connection.run(
        "INSERT INTO funding_lines VALUES (?, ?, ?, 0, 0, NULL, '', '')",
        change.id,
        change.code,
        change.name,
      );
      break;
    case 'close-line':
      connection.run('UPDATE funding_lines SET closed_by = ? WHERE id = ?', entry, change.id);
      break;
    case 'funds': {
      const row = connection.get(LINE, change.fundingLine);
      if (row === undefined) throw new Error(`there is no funding line ${change.fundingLine}`);
      const lows = movedOnLine(readFundingLine(row).lows, change.on, change);
      const sql = `UPDATE funding_lines SET available = available + ?, cash = cash + ?, available_lows = ?, cash_lows = ?
         WHERE id = ?`;
      const packed = [packLows(lows.available), packLows(lows.cash)];
      connection.run(sql, change.available, change.cash, ...packed, change.fundingLine);
      break;
    }
    case 'claim':
      connection.run('INSERT INTO claims VALUES (?, ?)', change.claim, entry);
      break;
    case 'release':
      connection.run('DELETE FROM claims WHERE claim = ?', change.claim);
      break;
    case 'erase':
      connection.run('DELETE FROM persons WHERE entry = ?', change.entry);
      break;
    case 'count': {
      const before = readCounter(connection.get(COUNTER, change.counter)) ?? UNCOUNTED;
      const { stands, added, freedOn } = counted(before, change, dateInShanghai(recordedAt));
      connection.run('INSERT OR REPLACE INTO counters VALUES (?, ?, ?, ?)', change.counter, stands, added, freedOn);
      break;
    }
  }
}
