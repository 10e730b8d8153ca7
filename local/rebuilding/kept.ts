import type { SQLInputValue } from 'node:sqlite';
import type { Attributes, Connection, Reading } from '../../shared/storage/sqlite/connection.ts';

/** A table of which the log knows nothing, in the order of what tells its rows apart. */
interface Kept {
  readonly table: string;
  readonly key: string;
}

/** They are taken over as they stand. */
const KEPT: readonly Kept[] = [
  { table: 'export_jobs', key: 'id' },
  { table: 'imports', key: 'id' },
  { table: 'import_rows', key: "import || '#' || printf('%05d', ordinal)" },
];

const PAGE = 500;

/**
 * Takes over what the log knows nothing of, in the place of what a run that was ended took over. How many rows of each
 * table; null where it cannot be read to its end.
 */
export function keepBeside(connection: Connection, found: Reading | undefined): Map<string, number | null> {
  const kept = new Map<string, number | null>();
  if (found === undefined) return kept;
  for (const one of KEPT) kept.set(one.table, keepTable(connection, found, one));
  return kept;
}

function keepTable(connection: Connection, found: Reading, { table, key }: Kept): number | null {
  connection.run(`DELETE FROM ${table}`);
  let count = 0;
  for (let last = ''; ; ) {
    const page = rowsAfter(
      found,
      `SELECT *, ${key} AS place FROM ${table} WHERE place > ? ORDER BY place LIMIT ${PAGE}`,
      last,
    );
    if (page === undefined) return null;
    if (!page.every((row) => isInserted(connection, table, row))) return null;
    count += page.length;
    const next = page.at(-1);
    if (next === undefined || page.length < PAGE) return count;
    const id = String(next.place);
    // Damaged pages may lead back to where one was already.
    if (id <= last) return null;
    last = id;
  }
}

function rowsAfter(found: Reading, sql: string, last: string): readonly Attributes[] | undefined {
  try {
    return found.all(sql, last);
  } catch {
    return undefined;
  }
}

function isInserted(connection: Connection, table: string, row: Attributes): boolean {
  try {
    insert(connection, table, row);
    return true;
  } catch {
    return false;
  }
}

function insert(connection: Connection, table: string, { place: _place, ...row }: Attributes): void {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  connection.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, ...Object.values(row).map(storable));
}

function storable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array)
    return value;
  throw new TypeError(`a column holds a ${typeof value}`);
}
