import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ADDED, SCHEMA, SCHEMA_VERSION } from './schema.ts';
import { UnusableDatabase } from './unusable-database.ts';

/** A row as the database gave it: nothing is known of it before it is parsed. Integers are bigints. */
export type Attributes = Readonly<Record<string, unknown>>;

/** As much of a connection as the stores need, so that a test can stand between them and the file. */
export interface Connection {
  /** Runs what gives no rows. */
  run(sql: string, ...values: readonly SQLInputValue[]): void;
  get(sql: string, ...values: readonly SQLInputValue[]): Attributes | undefined;
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Attributes[];
  /** Whether a transaction was begun and is neither committed nor rolled back. */
  readonly isInTransaction: boolean;
  /**
   * Copies the database into a new file, a few pages at a time in a thread beside; what is committed meanwhile is in the
   * copy too, and the copy is on the disk. Rejects with what `onStep` throws, which is called after every few pages.
   */
  copyTo(path: string, onStep: () => void): Promise<void>;
  close(): void;
}

/** As much of it as is needed for reading. */
export type Reading = Pick<Connection, 'get' | 'all'>;

/** Older ones can corrupt a database in WAL mode (https://sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = '3.51.3';

export const IN_MEMORY = ':memory:';

/** What the file says it is, in the four bytes that SQLite leaves to applications: NZDB. */
const APPLICATION_ID = 0x4e5a4442;

/** Whoever writes waits for one step at the most: about a millisecond. */
const PAGES_A_STEP = 100;

/**
 * Opens the one connection to a database, made where there is none, after a look at all of its tables and pages. Nobody
 * else reads or writes the file meanwhile. What is committed is on the disk: macOS flushes its drive only for `fullfsync`.
 * `beside` makes the tables that are there beside those of a ledger, where it is none yet. Throws UnusableDatabase.
 */
export function openConnection(path: string, beside: readonly string[] = []): Connection {
  const tables = [...SCHEMA, ...beside];
  return opened(path, (connection, isNew) => {
    if (isNew) make(connection, tables);
    else assertUsable(connection, tables);
  });
}

/** The same without the look, and as it stands: for whoever reads what is left of one that is damaged. */
export function openUnlooked(path: string): Connection {
  return opened(path, () => undefined);
}

function opened(path: string, ready: (connection: Connection, isNew: boolean) => void): Connection {
  if (isOlder(process.versions.sqlite, OLDEST_SQLITE)) {
    throw new UnusableDatabase('old-sqlite', `SQLite ${process.versions.sqlite} is older than ${OLDEST_SQLITE}`);
  }
  const database = new DatabaseSync(path, { readBigInts: true, timeout: 0 });
  try {
    const connection = connect(database);
    connection.get('PRAGMA locking_mode = EXCLUSIVE');
    const isNew = isUnused(connection);
    if (path !== IN_MEMORY) settle(connection);
    ready(connection, isNew);
    return connection;
  } catch (error) {
    database.close();
    throw error;
  }
}

function connect(database: DatabaseSync): Connection {
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let one = prepared.get(sql);
    if (one === undefined) {
      one = database.prepare(sql);
      prepared.set(sql, one);
    }
    return one;
  };
  return {
    run(sql, ...values) {
      statement(sql).run(...values);
    },
    get: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    get isInTransaction() {
      return database.isTransaction;
    },
    async copyTo(path, onStep) {
      await backup(database, path, { rate: PAGES_A_STEP, progress: onStep });
    },
    close: () => database.close(),
  };
}

/** Whether nothing was ever made in it. Throws where it is a database of something else, before any of it is changed. */
function isUnused(connection: Reading): boolean {
  const application = connection.get('PRAGMA application_id')?.application_id;
  const version = connection.get('PRAGMA user_version')?.user_version;
  if (application === BigInt(APPLICATION_ID)) return false;
  const isEmpty = connection.get('SELECT name FROM sqlite_schema LIMIT 1') === undefined;
  if (application === 0n && version === 0n && isEmpty) return true;
  throw new UnusableDatabase('foreign', 'the file is a database of something else');
}

/**
 * Exclusive before WAL: then the index of the WAL stands in the memory of the process, and in no file beside. What is
 * deleted is overwritten, so that who is erased stands in no page that was given up.
 */
function settle(connection: Connection): void {
  const mode = connection.get('PRAGMA journal_mode = WAL')?.journal_mode;
  if (mode !== 'wal') throw new UnusableDatabase('no-wal', `the journal is ${String(mode)} and not a WAL`);
  for (const pragma of ['synchronous = FULL', 'fullfsync = ON', 'checkpoint_fullfsync = ON', 'secure_delete = ON']) {
    connection.all(`PRAGMA ${pragma}`);
  }
}

function make(connection: Connection, tables: readonly string[]): void {
  change(connection, [...tables, `PRAGMA application_id = ${APPLICATION_ID}`], SCHEMA_VERSION);
}

function assertUsable(connection: Connection, tables: readonly string[]): void {
  const version = Number(connection.get('PRAGMA user_version')?.user_version);
  if (version > SCHEMA_VERSION) {
    throw new UnusableDatabase('newer', `the database is of version ${version}, later than ${SCHEMA_VERSION}`);
  }
  assertUndamaged(connection, 'quick_check');
  if (version < SCHEMA_VERSION) {
    throw new UnusableDatabase('older', `the database is of version ${version}, before ${SCHEMA_VERSION}`);
  }
  add(connection);
  assertTables(connection, tables);
}

/** Where one of them is there, all were: then one that is not is a loss, which the look tells. */
function add(connection: Connection): void {
  const isThere = (statement: string) =>
    connection.get('SELECT 1 FROM sqlite_schema WHERE name = ?', nameIn(statement)) !== undefined;
  if (!ADDED.some(isThere)) change(connection, ADDED, SCHEMA_VERSION);
}

/** `CREATE TABLE entries`, or `CREATE UNIQUE INDEX import_keys`. */
function nameIn(statement: string): string {
  const words = statement.split(' ');
  return words[words[1] === 'UNIQUE' ? 3 : 2] ?? '';
}

function change(connection: Connection, statements: readonly string[], version: number): void {
  connection.run('BEGIN IMMEDIATE');
  for (const statement of statements) connection.run(statement);
  connection.run(`PRAGMA user_version = ${version}`);
  connection.run('COMMIT');
}

/** Goes through every page: `quick_check` by its structure, `integrity_check` with indexes and rows beside each other. */
export function assertUndamaged(connection: Reading, check: 'quick_check' | 'integrity_check'): void {
  const found = connection.all(`PRAGMA ${check}(1)`).map((row) => String(Object.values(row)[0]));
  if (found.length !== 1 || found[0] !== 'ok') throw new UnusableDatabase('damaged', found[0] ?? 'nothing is found');
}

/** Each table and index is there as it was made, and none beside. */
function assertTables(connection: Reading, tables: readonly string[]): void {
  const rows = connection.all("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
  const found = new Map(rows.map(({ name, sql }) => [String(name), String(sql)]));
  for (const statement of tables) {
    const name = nameIn(statement);
    if (found.get(name) !== statement) throw new UnusableDatabase('tables', name);
    found.delete(name);
  }
  const [surplus] = found.keys();
  if (surplus !== undefined) throw new UnusableDatabase('tables', surplus);
}

function isOlder(version: string | undefined, than: string): boolean {
  const parts = (version ?? '').split('.').map(Number);
  for (const [at, least] of than.split('.').map(Number).entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
