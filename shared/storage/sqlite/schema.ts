/**
 * The one place that knows the database: a table for each kind of row. All are STRICT, so that an integer that overflows
 * is refused and never becomes a floating point number. Amounts are in fen, times in milliseconds since 1970 UTC.
 * `version` is the id of the entry that changed a row last; `state` is JSON, as `shared/schemas/states.ts` writes it; `lows`
 * say what may be taken out on which days, as `shared/schemas/packing.ts` writes them.
 */

/** Kept in the header of the file. A start refuses a later one; what reads it all the same does not write it. The rows of an earlier version are made again from the log: see local/upgrade.ts. */
export const SCHEMA_VERSION = 6;

/**
 * What came beside the rest and changed nothing of it: a database of this version that has none of it gets it when it is
 * opened. What is due is found without reading what has ended; what a row asks for is encrypted.
 */
export const ADDED = [
  `CREATE TABLE imports (id TEXT PRIMARY KEY, version INTEGER NOT NULL, is_due INTEGER NOT NULL, state TEXT NOT NULL)
   STRICT, WITHOUT ROWID`,
  'CREATE INDEX due_imports ON imports (id) WHERE is_due = 1',
  `CREATE TABLE import_rows (
     import TEXT, ordinal INTEGER, key TEXT NOT NULL, request_hash TEXT NOT NULL, body TEXT, outcome TEXT,
     PRIMARY KEY (import, ordinal))
   STRICT, WITHOUT ROWID`,
  'CREATE UNIQUE INDEX import_keys ON import_rows (import, key)',
] as const;

export const SCHEMA = [
  'CREATE TABLE entries (id TEXT PRIMARY KEY, canonical TEXT NOT NULL, request_hash TEXT NOT NULL) STRICT',
  `CREATE TABLE documents (kind TEXT, id TEXT, version TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (kind, id))
   STRICT, WITHOUT ROWID`,
  `CREATE TABLE funding_lines (
     id TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, available INTEGER NOT NULL CHECK (available >= 0),
     cash INTEGER NOT NULL CHECK (cash >= 0), closed_by TEXT, available_lows TEXT NOT NULL, cash_lows TEXT NOT NULL)
   STRICT, WITHOUT ROWID`,
  `CREATE TABLE lots (
     warehouse TEXT, item TEXT, lot TEXT, version TEXT NOT NULL, state TEXT NOT NULL, lows TEXT NOT NULL,
     PRIMARY KEY (warehouse, item, lot))
   STRICT, WITHOUT ROWID`,
  'CREATE TABLE claims (claim TEXT PRIMARY KEY, entry TEXT NOT NULL) STRICT, WITHOUT ROWID',
  `CREATE TABLE counters (
     counter TEXT PRIMARY KEY, stands INTEGER NOT NULL CHECK (stands >= 0), added INTEGER NOT NULL, freed_on TEXT NOT NULL)
   STRICT, WITHOUT ROWID`,
  // Encrypted.
  'CREATE TABLE persons (entry TEXT PRIMARY KEY, personal TEXT NOT NULL) STRICT, WITHOUT ROWID',
  'CREATE TABLE outbox (recorded_at INTEGER, entry TEXT, PRIMARY KEY (recorded_at, entry)) STRICT, WITHOUT ROWID',
  'CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), head BLOB NOT NULL) STRICT',
  `CREATE TABLE export_jobs (id TEXT PRIMARY KEY, version INTEGER NOT NULL, is_open INTEGER NOT NULL, state TEXT NOT NULL)
   STRICT, WITHOUT ROWID`,
  'CREATE INDEX open_export_jobs ON export_jobs (id) WHERE is_open = 1',
  // Each making anew is a generation of its own, beside the one that is read.
  `CREATE TABLE projections (generation INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL, root TEXT NOT NULL,
     is_read INTEGER NOT NULL) STRICT`,
  // Figures are as large as they come: texts in a JSON object.
  `CREATE TABLE sums (generation INTEGER, name TEXT, figures TEXT NOT NULL, PRIMARY KEY (generation, name))
   STRICT, WITHOUT ROWID`,
  `CREATE TABLE registered (generation INTEGER, id TEXT, fields TEXT NOT NULL, PRIMARY KEY (generation, id))
   STRICT, WITHOUT ROWID`,
  `CREATE TABLE listed (generation INTEGER, list TEXT, key TEXT, text TEXT NOT NULL, PRIMARY KEY (generation, list, key))
   STRICT, WITHOUT ROWID`,
  'CREATE TABLE places (entry TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  // Of the ledger, and of the keys that belong to it.
  'CREATE TABLE fingerprints (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT, WITHOUT ROWID',
  ...ADDED,
] as const;
