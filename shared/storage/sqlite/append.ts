import { isNothing } from '../../domain/balance.ts';
import { dateInShanghai } from '../../domain/calendar.ts';
import { counted, UNCOUNTED } from '../../domain/counter.ts';
import type { Entry } from '../../domain/entry.ts';
import { movedOnLine } from '../../domain/lows.ts';
import { packLows } from '../../schemas/packing.ts';
import { lotState, writeState } from '../../schemas/states.ts';
import { outcomeOn, type Standing } from '../ports/conditions.ts';
import type { Append, Change, Outcome } from '../ports/ledger.ts';
import type { Connection, Reading } from './connection.ts';
import { readCounter, readFundingLine, readId } from './rows.ts';

/** What a change has from its entry. */
type Recording = Pick<Entry, 'id' | 'recordedAt'>;

/** One append inside a transaction: every condition is looked at before anything is written. */
export function land(connection: Connection, append: Append, encrypted: string | undefined): Outcome {
  const outcome = outcomeOn(standingIn(connection), append);
  if (outcome.outcome !== 'appended') return outcome;
  const { entry, canonical, requestHash, changes } = append;
  connection.run('INSERT INTO entries VALUES (?, ?, ?)', entry.id, canonical, requestHash);
  connection.run('INSERT INTO outbox VALUES (?, ?)', entry.recordedAt, entry.id);
  if (encrypted !== undefined) connection.run('INSERT INTO persons VALUES (?, ?)', entry.id, encrypted);
  for (const change of changes) applyChange(connection, change, entry);
  return outcome;
}

/** By name, so that what a later version has beside is not read. */
export const LINE_COLUMNS = 'id, code, name, available, cash, closed_by, available_lows, cash_lows';
export const LINE = `SELECT ${LINE_COLUMNS} FROM funding_lines WHERE id = ?`;
export const CLAIM = 'SELECT entry FROM claims WHERE claim = ?';
export const COUNTER = 'SELECT stands, added, freed_on FROM counters WHERE counter = ?';

/** Rows as the connection reads them: in a transaction, or between two. */
export function standingIn(connection: Reading): Standing {
  return {
    hasEntry: (id) => connection.get('SELECT 1 FROM entries WHERE id = ?', id) !== undefined,
    version: ({ kind, id }) =>
      readId(kind, connection.get('SELECT version FROM documents WHERE kind = ? AND id = ?', kind, id)),
    lotVersion({ warehouse, item, lot }) {
      const sql = 'SELECT version FROM lots WHERE warehouse = ? AND item = ? AND lot = ?';
      return readId('lot', connection.get(sql, warehouse, item, lot));
    },
    line(id) {
      const row = connection.get(LINE, id);
      return row && readFundingLine(row);
    },
    claim: (claim) => readId('claim', connection.get(CLAIM, claim)),
    counter: (counter) => readCounter(connection.get(COUNTER, counter)),
    hasPersonal: (entry) => connection.get('SELECT 1 FROM persons WHERE entry = ?', entry) !== undefined,
  };
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
    case 'reopen-line':
      connection.run('UPDATE funding_lines SET closed_by = NULL WHERE id = ?', change.id);
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
