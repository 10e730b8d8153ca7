import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import * as z from 'zod';
import { isSame } from '../../shared/log/tree/bytes.ts';
import { rootOf } from '../../shared/log/tree/proof.ts';
import { hashesFrom } from '../../shared/log/tree/tile-hashes.ts';
import { id } from '../../shared/schemas/canonical.ts';
import { type Connection, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import type { SoundLog } from './sound-log.ts';
import { Tally } from './tally.ts';

/** Tables that a database has while it is made, and a ledger has not. */
const BESIDE = [
  `CREATE TABLE making (one INTEGER PRIMARY KEY CHECK (one = 1), made_from TEXT, size INTEGER NOT NULL,
     root BLOB NOT NULL, reached TEXT NOT NULL) STRICT`,
  // Entries whose persons can no longer be read by anybody.
  'CREATE TABLE lost_persons (entry TEXT PRIMARY KEY) STRICT, WITHOUT ROWID',
] as const;

const tally = z.strictObject({ total: z.int().min(0), first: z.array(z.string()) }).transform(Tally.of);

/** How far a draft is made: with the rows that stand in it, all that whoever goes on with it has to know. */
const reached = z.strictObject({
  /** So many entries of the log, from its first on, are entered. */
  entered: z.int().min(0),
  /** Whether what was not sealed is entered behind them. */
  isLined: z.boolean(),
  /** Entered, and not placed yet. */
  waiting: z.array(id),
  /** Who waits for which claim, in their order. */
  next: z.array(z.tuple([z.string(), z.array(id)])),
  unknownRequests: tally,
  unopenedPersons: tally,
  lostCounters: tally,
});
export type Reached = z.output<typeof reached>;

function nothingReached(): Reached {
  const [unknownRequests, unopenedPersons, lostCounters] = [new Tally(), new Tally(), new Tally()];
  return { entered: 0, isLined: false, waiting: [], next: [], unknownRequests, unopenedPersons, lostCounters };
}

/** A database while every row of a ledger is made in it. */
export class Draft {
  readonly connection: Connection;
  /** Of the same connection. Nothing is written through it while entries are entered. */
  readonly writer: Writer;
  /** How far it was made when it was opened. */
  readonly reached: Reached;

  private constructor(connection: Connection, reached: Reached) {
    this.connection = connection;
    this.writer = new Writer(connection);
    this.reached = reached;
  }

  /**
   * Begins one. `madeFrom` tells all that its rows are made from beside the log: another run goes on with it only where
   * that is the same, and where it is left out never.
   */
  static async begin(path: string, log: SoundLog, madeFrom?: string): Promise<Draft> {
    await removeDatabase(path);
    const draft = new Draft(openConnection(path, BESIDE), nothingReached());
    const { size, root } = log.checkpoint;
    const made = [madeFrom ?? null, size, root, JSON.stringify(draft.reached)];
    draft.connection.run('INSERT INTO making VALUES (1, ?, ?, ?, ?)', ...made);
    return draft;
  }

  /**
   * Opens one whose run was ended, or begins one where none can be gone on with: made from anything else, from a log of
   * which this one is no continuation, by another version, damaged, or finished and no draft any more.
   */
  static async goOnOrBegin(path: string, log: SoundLog, madeFrom: string): Promise<Draft> {
    const connection = openLeft(path);
    if (connection === undefined) return Draft.begin(path, log, madeFrom);
    const left = await reachedIn(connection, log, madeFrom);
    if (left === undefined) {
      connection.close();
      return Draft.begin(path, log, madeFrom);
    }
    const { size, root } = log.checkpoint;
    connection.run('UPDATE making SET size = ?, root = ?', size, root);
    // Each run that comes to its end writes its own.
    for (const table of ['head', 'fingerprints']) connection.run(`DELETE FROM ${table}`);
    return new Draft(connection, left);
  }

  /** Within the transaction that got it there. */
  reach(reached: Reached): void {
    this.connection.run('UPDATE making SET reached = ?', JSON.stringify(reached));
  }

  /** Makes a ledger of it. Ended before it is put in place, the next run begins anew: there is nothing long in between. */
  finish(): Promise<void> {
    return this.writer.write((connection) => {
      connection.run('DROP TABLE making');
      connection.run('DROP TABLE lost_persons');
    });
  }
}

export async function removeDatabase(path: string): Promise<void> {
  for (const file of [path, `${path}-wal`]) await rm(file, { force: true });
}

/** Undefined where none is there, or it is none that could be gone on with. */
function openLeft(path: string): Connection | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return openConnection(path, BESIDE);
  } catch {
    return undefined;
  }
}

const making = z.strictObject({
  made_from: z.string(),
  size: z.bigint().transform(Number),
  root: z.instanceof(Uint8Array),
  reached: z.string(),
});

/** Undefined where it was made from anything else. */
async function reachedIn(connection: Connection, log: SoundLog, madeFrom: string): Promise<Reached | undefined> {
  const row = making.safeParse(connection.get('SELECT made_from, size, root, reached FROM making')).data;
  if (row === undefined || row.made_from !== madeFrom || !(await continues(log, row))) return undefined;
  const left = readReached(row.reached);
  // What was not sealed then may stand in the log now.
  return left?.isLined && log.checkpoint.size !== left.entered ? undefined : left;
}

/** Undefined where another version wrote it. */
function readReached(text: string): Reached | undefined {
  try {
    return reached.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether the log begins with the one of that checkpoint. Its tiles are what its entries hash to. */
async function continues(
  { checkpoint, files }: SoundLog,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Promise<boolean> {
  if (size > checkpoint.size) return false;
  const hashAt = hashesFrom(checkpoint.size, (tile) => files.tile(tile));
  return isSame(await rootOf(0, size, hashAt), root);
}
