import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Id } from '../../shared/domain/id.ts';
import { type Head, readHead } from '../../shared/log/sealing/head.ts';
import { readJobState } from '../../shared/storage/ports/export-state.ts';
import type { Attributes, Reading } from '../../shared/storage/sqlite/connection.ts';

const head = z.object({ head: z.instanceof(Uint8Array) });
const entry = z.object({ canonical: z.string() });
const job = z.object({ state: z.string() });
const number = z.object({ n: z.bigint() });

/** A copy of the database, as it lies there: nobody writes it, and nothing is written to it. */
export class CopiedDatabase implements Reading {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(path: string) {
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    this.#database = new DatabaseSync(url, { readOnly: true, readBigInts: true });
  }

  get(sql: string, ...values: readonly SQLInputValue[]): Attributes | undefined {
    return this.#statement(sql).get(...values);
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Attributes[] {
    return this.#statement(sql).all(...values);
  }

  /** What SQLite finds wrong with the file; undefined where nothing is. */
  damage(): string | undefined {
    const [found] = Object.values(this.get('PRAGMA integrity_check(1)') ?? {});
    return found === 'ok' ? undefined : String(found);
  }

  get schema(): number {
    return Number(Object.values(this.get('PRAGMA user_version') ?? {})[0]);
  }

  /** Of the log; undefined where nothing was ever sealed. */
  head(): Head | undefined {
    const row = this.get('SELECT head FROM head');
    return row === undefined ? undefined : readHead(head.parse(row).head);
  }

  canonicalOf(key: Id): string | undefined {
    const row = this.get('SELECT canonical FROM entries WHERE id = ?', key);
    return row === undefined ? undefined : entry.parse(row).canonical;
  }

  get entries(): number {
    return Number(number.parse(this.get('SELECT count(*) AS n FROM entries')).n);
  }

  /** The keys of the files that exports have. */
  exportFiles(): string[] {
    const keys: string[] = [];
    for (const row of this.#database.prepare('SELECT state FROM export_jobs').iterate()) {
      keys.push(...readJobState(job.parse(row).state).files.map(({ key }) => key));
    }
    return keys.sort();
  }

  close(): void {
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    let one = this.#prepared.get(sql);
    if (one === undefined) {
      one = this.#database.prepare(sql);
      this.#prepared.set(sql, one);
    }
    return one;
  }
}
