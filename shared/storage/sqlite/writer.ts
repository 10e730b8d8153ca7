import * as z from 'zod';
import type { RowVersion } from '../../schemas/row-version.ts';
import { LedgerError } from '../ports/ledger.ts';
import type { Connection, Reading } from './connection.ts';
import { SCHEMA_VERSION } from './schema.ts';

/** What one member of a group writes: every condition is looked at before its first write, so that it may be run again. */
type Work<T> = () => T;

interface Member {
  readonly work: Work<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Members of one group at most: what comes beside waits for the next. */
const MOST = 256;

/** How often a copy is begun that meets a transaction. */
const MOST_TRIES = 1_000;

/**
 * The one writer of a database. What is asked for while others wait is committed together, and each is answered after its
 * commit is on the disk. A member that fails otherwise than by what it gives back leaves the others as they are.
 *
 * A commit that fails is neither done nor undone: what stands in the file then, only the next start finds out. So the
 * writer is broken from there on: nobody is told anything but that there was no answer, and nothing is read any more. Only
 * a full disk is known to have undone it.
 */
export class Writer {
  readonly #connection: Connection;
  readonly #onBreak: (error: Error) => void;
  #waiting: Member[] = [];
  #broken: LedgerError | undefined;
  /** How many versions later than this code the database is. */
  #beyond: number | undefined;

  constructor(connection: Connection, onBreak: (error: Error) => void = () => {}) {
    this.#connection = connection;
    this.#onBreak = onBreak;
  }

  /** For reading. What cannot be read is told as a LedgerError, and so is everything once the writer is broken. */
  reading(): Reading {
    if (this.#broken !== undefined) throw this.#broken;
    return {
      get: (sql, ...values) => telling(() => this.#connection.get(sql, ...values)),
      all: (sql, ...values) => telling(() => this.#connection.all(sql, ...values)),
    };
  }

  /** By which version of the code the database was made; told at the first use. */
  version(): RowVersion {
    this.#beyond ??= Number(this.reading().get('PRAGMA user_version')?.user_version) - SCHEMA_VERSION;
    return this.#beyond === 1 ? 'next' : 'own';
  }

  /** Throws where nothing can be written. */
  assertWritable(): void {
    if (this.version() === 'next') throw newer();
    if (this.#broken !== undefined) throw this.#broken;
  }

  write<T>(work: (connection: Connection) => T): Promise<T> {
    try {
      this.assertWritable();
    } catch (error) {
      return Promise.reject(error);
    }
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const member = { work: () => work(this.#connection), resolve: resolve as Member['resolve'], reject };
    if (this.#waiting.push(member) === 1) setImmediate(() => this.#commitWaiting());
    return promise;
  }

  /**
   * Copies the database into a new file: everything that was committed before, and whatever is committed until it is
   * done. Goes on with what is written meanwhile.
   */
  async copyTo(path: string, onStep: () => void): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      if (this.#broken !== undefined) throw this.#broken;
      try {
        await this.#connection.copyTo(path, onStep);
        break;
      } catch (error) {
        // Its first step came into a transaction of ours: Node gives up there, and only there.
        if (codeOf(error) !== OK || tries === MOST_TRIES) throw error;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    // What a commit of unknown fate wrote may be in the copy.
    if (this.#broken !== undefined) throw this.#broken;
  }

  /**
   * Writes the WAL back and empties it, so that what was deleted does not stand in its older pages. Where that fails now,
   * the next time or closing does it: what was committed stands.
   */
  purge(): void {
    if (this.#broken !== undefined) return;
    try {
      this.#emptyWal();
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
  }

  /** Commits what waits, and closes the database with its WAL written back. */
  close(): void {
    while (this.#waiting.length > 0) this.#commitWaiting();
    if (this.#broken === undefined) this.#emptyWal();
    this.#broken ??= new LedgerError('unavailable', 'the database is closed');
    this.#connection.close();
  }

  #emptyWal(): void {
    this.#connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  #commitWaiting(): void {
    const group = this.#waiting.splice(0, MOST);
    if (this.#waiting.length > 0) setImmediate(() => this.#commitWaiting());
    if (group.length > 0 && !this.#commit(group)) for (const member of group) this.#commit([member]);
  }

  /** Whether the members were answered; else all of them were rolled back, and none of them is the only one. */
  #commit(group: readonly Member[]): boolean {
    if (this.#broken !== undefined) return this.#refuse(group, this.#broken);
    const outcomes: unknown[] = [];
    try {
      this.#connection.run('BEGIN IMMEDIATE');
      for (const { work } of group) outcomes.push(work());
    } catch (error) {
      if (!this.#isRolledBack()) return this.#break(group, error);
      return group.length === 1 ? this.#refuse(group, told(error)) : false;
    }
    try {
      this.#connection.run('COMMIT');
    } catch (error) {
      // The mark of a commit is what it writes last: where there was no room for all of it, it is not there.
      const isUndone = codeOf(error) === FULL && this.#isRolledBack();
      return isUndone ? this.#refuse(group, told(error)) : this.#break(group, error);
    }
    for (const [at, { resolve }] of group.entries()) resolve(outcomes[at]);
    return true;
  }

  /** Some failures roll back by themselves. */
  #isRolledBack(): boolean {
    try {
      if (this.#connection.isInTransaction) this.#connection.run('ROLLBACK');
      return true;
    } catch {
      return false;
    }
  }

  #refuse(group: readonly Member[], error: unknown): true {
    for (const { reject } of group) reject(error);
    return true;
  }

  #break(group: readonly Member[], cause: unknown): true {
    this.#broken = new LedgerError('unavailable', 'whether the database committed is not known', cause);
    const waiting = this.#waiting.splice(0);
    this.#onBreak(this.#broken);
    return this.#refuse([...group, ...waiting], this.#broken);
  }
}

/** SQLite's own codes (https://sqlite.org/rescode.html), of which the lowest byte says the sort. */
const OK = 0;
const FULL = 13;
const sqliteError = z.looseObject({ code: z.literal('ERR_SQLITE_ERROR'), errcode: z.int() });

function codeOf(error: unknown): number | undefined {
  const parsed = sqliteError.safeParse(error);
  return parsed.success ? parsed.data.errcode & 0xff : undefined;
}

function telling<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw told(error);
  }
}

/** What is told of an error of a statement. An error of our own is told as it is. */
export function told(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (code === FULL) return new LedgerError('full', 'no room is left for the database', error);
  return new LedgerError('unavailable', 'the database does not take this', error);
}

/** Whoever would write does not know what would be lost with it. */
function newer(): LedgerError {
  return new LedgerError('newer-row', `a database of the version after ${SCHEMA_VERSION} is read and not written`);
}
