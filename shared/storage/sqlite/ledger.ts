import type { StateKind } from '../../domain/books.ts';
import type { RowVersion } from '../../schemas/row-version.ts';
import { assertAppendable } from '../ports/append-rules.ts';
import { boundedLimit, MAX_KEYS, MAX_LOTS } from '../ports/bounds.ts';
import { outcomeOn } from '../ports/conditions.ts';
import { Findings } from '../ports/findings.ts';
import type { Found, Key, Ledger, ListOptions, Page } from '../ports/ledger.ts';
import type { PersonalCipher } from '../ports/personal-cipher.ts';
import { CLAIM, COUNTER, LINE, LINE_COLUMNS, land, standingIn } from './append.ts';
import type { Attributes, Reading } from './connection.ts';
import * as rows from './rows.ts';
import type { Writer } from './writer.ts';

export interface SqliteLedgerOptions {
  readonly writer: Writer;
  /** Encrypts personal data. Without it, the ledger has none to give or to take. */
  readonly cipher?: PersonalCipher | undefined;
}

/** The ledger in a database in the process. */
export function createSqliteLedger({ writer, cipher }: SqliteLedgerOptions): Ledger {
  return {
    async read(keys) {
      return read(writer.reading(), keys, { cipher, by: writer.version() });
    },
    async lotsOf(warehouse, item) {
      // Asked by many writes. SQLite plans a statement anew whenever a limit is bound, so this one stands in the text.
      const sql = `SELECT ${LOT} FROM lots WHERE warehouse = ? AND item = ? ORDER BY lot LIMIT ${MAX_LOTS}`;
      const found = writer.reading().all(sql, warehouse, item);
      return found.map((row) => rows.readLot(row, writer.version()));
    },
    async append(append) {
      assertAppendable(append);
      const encrypted = append.personal && (await cipherOf(cipher).encrypt(append.entry.id, append.personal));
      const outcome = await writer.write((connection) => land(connection, append, encrypted));
      const isErasure = append.changes.some(({ change }) => change === 'erase');
      if (isErasure && outcome.outcome === 'appended') writer.purge();
      return outcome;
    },
    async outcomeOf(append) {
      assertAppendable(append);
      writer.assertWritable();
      return outcomeOn(standingIn(writer.reading()), append);
    },
    async fundingLines(options) {
      return page(writer.reading(), `${LINE_COLUMNS} FROM funding_lines`, [], options, rows.readFundingLine);
    },
    async states(kind, options) {
      const from = 'id, version, state FROM documents';
      return page(writer.reading(), from, [kind], options, (row) => rows.readDocument(kind, row, writer.version()));
    },
    async entries(options) {
      return page(writer.reading(), 'id, canonical, request_hash FROM entries', [], options, rows.readEntry);
    },
    async lots({ limit, after }) {
      const asked = boundedLimit(limit);
      const [warehouse = '', item = '', lot = ''] = after?.split('#') ?? [];
      const sql = `SELECT ${LOT} FROM lots WHERE (warehouse, item, lot) > (?, ?, ?) ORDER BY warehouse, item, lot LIMIT ?`;
      const found = writer
        .reading()
        .all(sql, warehouse, item, lot, asked + 1)
        .map((row) => rows.readLot(row, writer.version()).lot);
      const items = found.slice(0, asked);
      const last = items.at(-1);
      if (found.length <= asked || last === undefined) return { items };
      return { items, next: `${last.warehouse}#${last.item}#${last.id}` };
    },
    async outbox({ since, limit }) {
      const sql = 'SELECT recorded_at, entry FROM outbox WHERE recorded_at >= ? ORDER BY recorded_at, entry LIMIT ?';
      return writer.reading().all(sql, since, boundedLimit(limit)).map(rows.readOutbox);
    },
    async clearOutbox(items) {
      boundedLimit(Math.max(1, items.length));
      await writer.write((connection) => {
        for (const { recordedAt, id } of items) {
          connection.run('DELETE FROM outbox WHERE recorded_at = ? AND entry = ?', recordedAt, id);
        }
      });
    },
  };
}

const LOT = 'warehouse, item, lot, version, state, lows';

function cipherOf(cipher: PersonalCipher | undefined): PersonalCipher {
  if (cipher === undefined) throw new Error('whoever was given no cipher neither reads nor writes persons');
  return cipher;
}

interface HowRead {
  readonly cipher: PersonalCipher | undefined;
  /** Which version of the code wrote what is read. */
  readonly by: RowVersion;
}

async function read(connection: Reading, keys: readonly Key[], { cipher, by }: HowRead): Promise<Found> {
  const names = new Set(keys.map((key) => JSON.stringify(key)));
  if (names.size > MAX_KEYS) throw new RangeError(`a read names at most ${MAX_KEYS} rows, not ${names.size}`);
  const found = new Findings();
  for (const key of keys) {
    if (key.row === 'personal') {
      const encrypted = rows.readText(
        'personal',
        connection.get('SELECT personal FROM persons WHERE entry = ?', key.id),
      );
      if (encrypted !== undefined) found.persons.set(key.id, await cipherOf(cipher).decrypt(key.id, encrypted));
    } else keep(connection, key, by, found);
  }
  return found;
}

function keep(
  connection: Reading,
  key: Exclude<Key, { readonly row: 'personal' }>,
  by: RowVersion,
  found: Findings,
): void {
  switch (key.row) {
    case 'entry': {
      const row = connection.get('SELECT id, canonical, request_hash FROM entries WHERE id = ?', key.id);
      if (row) found.entries.set(key.id, rows.readEntry(row));
      break;
    }
    case 'fundingLine': {
      const row = connection.get(LINE, key.id);
      if (row) found.fundingLines.set(key.id, rows.readFundingLine(row));
      break;
    }
    case 'lot': {
      const sql = `SELECT ${LOT} FROM lots WHERE warehouse = ? AND item = ? AND lot = ?`;
      const row = connection.get(sql, key.warehouse, key.item, key.lot);
      if (row) found.lots.set(key.lot, rows.readLot(row, by));
      break;
    }
    case 'claim': {
      const by = rows.readId('claim', connection.get(CLAIM, key.claim));
      if (by !== undefined) found.claims.set(key.claim, by);
      break;
    }
    case 'counter': {
      const counter = rows.readCounter(connection.get(COUNTER, key.counter));
      if (counter !== undefined) found.counters.set(key.counter, counter.stands);
      break;
    }
    default:
      keepDocument(connection, key.row, key.id, by, found);
  }
}

function keepDocument<K extends StateKind>(
  connection: Reading,
  kind: K,
  id: string,
  by: RowVersion,
  found: Findings,
): void {
  const row = connection.get('SELECT id, version, state FROM documents WHERE kind = ? AND id = ?', kind, id);
  if (row) found.keep(kind, rows.readDocument(kind, row, by));
}

/** One more than asked for is read, so that the last page says that it is. */
export function page<T>(
  connection: Reading,
  columns: string,
  kind: readonly [] | readonly [StateKind],
  { limit, after, order = 'newest' }: ListOptions,
  parse: (row: Attributes) => T,
): Page<T> {
  const asked = boundedLimit(limit);
  const [beyond, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  const conditions = [...(kind.length === 0 ? [] : ['kind = ?']), ...(after === undefined ? [] : [`id ${beyond} ?`])];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const sql = `SELECT ${columns} ${where} ORDER BY id ${direction} LIMIT ?`;
  const found = connection.all(sql, ...kind, ...(after === undefined ? [] : [after]), asked + 1);
  const items = found.slice(0, asked).map(parse);
  const next = found.length > asked ? found[asked - 1]?.id : undefined;
  return typeof next === 'string' ? { items, next } : { items };
}
