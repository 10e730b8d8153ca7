import * as z from 'zod';
import type { Id } from '../../domain/id.ts';
import { id } from '../../schemas/canonical.ts';
import { boundedLimit, MAX_KEYS } from '../ports/bounds.ts';
import { type AsOf, NOTHING_SEALED } from '../ports/journal.ts';
import type { ListedPage, ListName, Stretch } from '../ports/lists.ts';
import { assertFits, type Projection, type ProjectionStep, type Sums, withoutNothing } from '../ports/projection.ts';
import type { Attributes, Connection, Reading } from './connection.ts';
import { parsed, readAmount, readText } from './rows.ts';
import type { Writer } from './writer.ts';

/** Which generation is read, and how far one is. */
interface Cursor {
  readonly generation: bigint;
  readonly position: AsOf;
}

/** The projection in the database of the ledger. */
export function createSqliteProjection(writer: Writer): Projection {
  const advancing = (generation: bigint, isRead: boolean) => async (step: ProjectionStep) => {
    assertFits(step);
    return writer.write((connection) => advance(connection, generation, isRead, step));
  };
  return {
    async current() {
      const { generation, position } = readCursor(writer.reading());
      // Of an earlier version nothing is opened: `SCHEMA_VERSION` grows with what is projected.
      return { position, generation: String(generation), isEarlier: false, advance: advancing(generation, true) };
    },
    async anew() {
      const { before, generation } = await writer.write(begin);
      return {
        position: NOTHING_SEALED,
        generation: String(generation),
        isEarlier: false,
        advance: advancing(generation, false),
        takeOver: () => writer.write((connection) => takeOver(connection, before, generation)),
      };
    },
    async read() {
      const connection = writer.reading();
      const { generation, position } = readCursor(connection);
      const sums = connection.all('SELECT name, figures FROM sums WHERE generation = ?', generation);
      const names = connection.all('SELECT id, fields FROM registered WHERE generation = ?', generation);
      return {
        asOf: position,
        sums: withoutNothing(sums.map(readSums)),
        register: new Map(names.map(readRegistered)),
      };
    },
    async tellPlaces(places) {
      boundedLimit(Math.max(1, places.size));
      await writer.write((connection) => {
        for (const [entry, place] of places)
          connection.run('INSERT OR REPLACE INTO places VALUES (?, ?)', entry, place);
      });
    },
    async placesOf(ids) {
      if (ids.length > MAX_KEYS) throw new RangeError(`a read names at most ${MAX_KEYS} rows, not ${ids.length}`);
      const connection = writer.reading();
      const places = new Map<Id, number>();
      for (const entry of ids) {
        const place = readAmount('place', connection.get('SELECT place FROM places WHERE entry = ?', entry));
        if (place !== undefined) places.set(entry, Number(place));
      }
      return places;
    },
    async listed(stretch) {
      const connection = writer.reading();
      return listed(connection, readCursor(connection).generation, stretch);
    },
  };
}

const storedListed = z.strictObject({ key: z.string(), text: z.string() });

function listed(connection: Reading, generation: bigint, stretch: Stretch): ListedPage {
  const { list, order, above = '', below } = stretch;
  const limit = boundedLimit(stretch.limit);
  const sql = `SELECT key, text FROM listed WHERE generation = ? AND list = ? AND key > ?
    ${below === undefined ? '' : 'AND key < ?'} ORDER BY key ${order === 'rising' ? 'ASC' : 'DESC'} LIMIT ?`;
  const ends = below === undefined ? [above] : [above, below];
  const rows = connection
    .all(sql, generation, list, ...ends, limit + 1)
    .map((row) => parsed('listed', row, () => storedListed.parse(row)));
  return { rows: rows.slice(0, limit), goesOn: rows.length > limit };
}

/** Where there is none yet, generation 0 is of nothing. */
function readCursor(connection: Reading): Cursor {
  const row = connection.get('SELECT generation, size, root FROM projections WHERE is_read = 1');
  return row === undefined ? { generation: 0n, position: NOTHING_SEALED } : cursorIn(row);
}

const storedCursor = z.strictObject({ generation: z.bigint(), size: z.bigint().min(0n), root: z.string() });

function cursorIn(row: Attributes): Cursor {
  return parsed('projection', row, () => {
    const { generation, size, root } = storedCursor.parse(row);
    return { generation, position: { size: Number(size), root } };
  });
}

/** A generation has a number that no other ever had. */
function begin(connection: Connection): { before: bigint; generation: bigint } {
  const { generation: before, position } = readCursor(connection);
  if (before === 0n) place(connection, { generation: 0n, position }, true);
  const { size, root } = NOTHING_SEALED;
  const sql = 'INSERT INTO projections (size, root, is_read) VALUES (?, ?, 0) RETURNING generation';
  return { before, generation: readAmount('projection', connection.get(sql, size, root)) ?? 0n };
}

function place(connection: Connection, { generation, position }: Cursor, isRead: boolean): void {
  const { size, root } = position;
  connection.run('INSERT OR REPLACE INTO projections VALUES (?, ?, ?, ?)', generation, size, root, isRead ? 1 : 0);
}

function advance(
  connection: Connection,
  generation: bigint,
  isRead: boolean,
  { from, to, sums, register, lists }: ProjectionStep,
): 'advanced' | 'moved' {
  const current = readCursor(connection);
  const row = connection.get('SELECT generation, size, root FROM projections WHERE generation = ?', generation);
  const own = row === undefined ? current : cursorIn(row);
  const isMeant = own.generation === generation && isRead === (generation === current.generation);
  if (!isMeant || own.position.size !== from) return 'moved';
  place(connection, { generation, position: to }, isRead);
  for (const [name, figures] of withoutNothing(sums)) {
    const stands = connection.get('SELECT name, figures FROM sums WHERE generation = ? AND name = ?', generation, name);
    const sum = new Map(stands === undefined ? [] : readSums(stands)[1]);
    for (const [figure, value] of figures) sum.set(figure, (sum.get(figure) ?? 0n) + value);
    connection.run('INSERT OR REPLACE INTO sums VALUES (?, ?, ?)', generation, name, writeFigures(sum));
  }
  for (const [registered, text] of register) {
    connection.run('INSERT OR REPLACE INTO registered VALUES (?, ?, ?)', generation, registered, text);
  }
  for (const [list, rows] of lists) for (const [key, text] of rows) setListed(connection, generation, list, key, text);
  return 'advanced';
}

function setListed(connection: Connection, generation: bigint, list: ListName, key: string, text?: string): void {
  if (text !== undefined) {
    connection.run('INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?)', generation, list, key, text);
  } else connection.run('DELETE FROM listed WHERE generation = ? AND list = ? AND key = ?', generation, list, key);
}

/** The renewals that were begun before another took over end with it: their rows are gone. */
function takeOver(connection: Connection, before: bigint, generation: bigint): 'taken' | 'moved' {
  const isFirst = readCursor(connection).generation === before;
  if (isFirst) connection.run('UPDATE projections SET is_read = (generation = ?)', generation);
  for (const table of ['projections', 'sums', 'registered', 'listed']) {
    const others = isFirst ? 'generation <> ?' : 'generation = ?';
    connection.run(`DELETE FROM ${table} WHERE ${others}`, generation);
  }
  return isFirst ? 'taken' : 'moved';
}

function writeFigures(figures: Sums): string {
  return JSON.stringify(Object.fromEntries(Array.from(figures, ([name, value]) => [name, String(value)])));
}

const storedSums = z.strictObject({ name: z.string(), figures: z.string() });
const storedFigures = z.record(z.string(), z.string().regex(/^-?\d+$/));

function readSums(row: Attributes): [string, Sums] {
  return parsed('sums', row, () => {
    const { name, figures } = storedSums.parse(row);
    const texts = storedFigures.parse(JSON.parse(figures));
    return [name, new Map(Object.entries(texts).map(([figure, value]) => [figure, BigInt(value)]))];
  });
}

function readRegistered(row: Attributes): [Id, string] {
  return parsed('registered', row, () => [id.parse(row.id), readText('registered', { fields: row.fields }) ?? '']);
}
