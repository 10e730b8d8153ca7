import * as z from 'zod';
import type { Id } from '../../shared/domain/id.ts';
import { LogPrefix, UnsoundEntry } from '../../shared/log/journal/prefix.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import type { Head } from '../../shared/log/sealing/head.ts';
import { readStaged } from '../../shared/log/sealing/staged-round.ts';
import { TILE_WIDTH } from '../../shared/log/tree/tile.ts';
import { type Ledger, LedgerError, type StoredEntry } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Connection } from '../../shared/storage/sqlite/connection.ts';

export interface SealedOrderOptions {
  readonly connection: Connection;
  /** Of the same database. */
  readonly ledger: Pick<Ledger, 'read'>;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly head: Head;
}

/** The places up to the first gap: a table of the connection alone. */
const LINE = 'temp.sealed_line';

/**
 * The bytes of the entries of a database in the order in which they were sealed, up to the size of its head, one bundle
 * or less at a time: by their places, then what left the outbox and has no place yet, then, where the round of the head
 * did not empty the outbox, what that sealed. Whether it is the order only the root of the head tells. Ends early where an
 * entry is missing or cannot stand there.
 */
export async function* sealedOrder(options: SealedOrderOptions): AsyncGenerator<Uint8Array[]> {
  const { connection, ledger, head } = options;
  const { size } = head.checkpoint;
  connection.run(`CREATE TABLE ${LINE} (place INTEGER PRIMARY KEY, entry TEXT NOT NULL UNIQUE) STRICT`);
  connection.run(`INSERT OR IGNORE INTO ${LINE} SELECT place, entry FROM places WHERE place < ?`, size);
  const prefix = new LogPrefix(async (ids) => (await storedEntries(ledger, ids)).map(({ entry }) => entry));
  try {
    for (;;) {
      const placed = await storedEntries(ledger, nextPlaced(connection, prefix.size));
      if (placed.length === 0) break;
      await prefix.enter(placed.map(({ entry }) => entry));
      yield placed.map(bytesOf);
    }
    // What stands behind a gap is lined up like the rest.
    connection.run(`DELETE FROM ${LINE} WHERE place >= ?`, prefix.size);
    for (const left of [() => notInOutbox(connection), () => sealedByHead(options)]) {
      if (prefix.size === size) return;
      const stored = new Map((await storedEntries(ledger, await left())).map((one) => [one.entry.id, one]));
      const { ready } = await prefix.lineUp(Array.from(stored.values(), ({ entry }) => entry));
      const next = ready.slice(0, size - prefix.size);
      prefix.follow(next);
      yield next.flatMap(({ entry }) => stored.get(entry.id) ?? []).map(bytesOf);
    }
  } catch (error) {
    if (error instanceof UnsoundEntry || (error instanceof LedgerError && error.code === 'corrupt-row')) return;
    throw error;
  }
}

function bytesOf({ canonical }: StoredEntry): Uint8Array {
  return Buffer.from(canonical);
}

const placedRow = z.object({ place: z.bigint().transform(Number), entry: z.string() });
const idRow = z.object({ entry: z.string() });

/** The entries at the places from one on, up to the first gap, a bundle at the most. */
function nextPlaced(connection: Connection, from: number): Id[] {
  const sql = `SELECT place, entry FROM ${LINE} WHERE place >= ? ORDER BY place LIMIT ?`;
  const rows = connection.all(sql, from, TILE_WIDTH).map((row) => placedRow.parse(row));
  return rows.filter(({ place }, at) => place === from + at).map(({ entry }) => entry);
}

/** What has no place and waits for none: the projection is behind the log. */
function notInOutbox(connection: Connection): Id[] {
  const sql = `SELECT id AS entry FROM entries
    WHERE id NOT IN (SELECT entry FROM ${LINE}) AND id NOT IN (SELECT entry FROM outbox)`;
  return connection.all(sql).map((row) => idRow.parse(row).entry);
}

/** What the round of the head sealed, of which nothing left the outbox yet; all that waits where that is not known. */
async function sealedByHead({ connection, objects, head }: SealedOrderOptions): Promise<Id[]> {
  const sql = `SELECT entry FROM outbox WHERE entry NOT IN (SELECT entry FROM ${LINE})`;
  const waiting = connection.all(sql).map((row) => idRow.parse(row).entry);
  const staged = await objects.get(head.staged);
  try {
    const sealed = staged && new Set(readStaged(staged).sealed.map(({ id }) => id));
    return sealed === undefined ? waiting : waiting.filter((id) => sealed.has(id));
  } catch {
    return waiting;
  }
}
