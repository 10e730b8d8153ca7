import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Id } from '../../shared/domain/id.ts';
import { type Head, readHead } from '../../shared/log/sealing/head.ts';
import { readJobState } from '../../shared/storage/ports/export-state.ts';

const head = z.object({ head: z.instanceof(Uint8Array) });
const entry = z.object({ canonical: z.string() });
const job = z.object({ state: z.string() });
const number = z.object({ n: z.bigint() });

/** A copy of the database, as it lies there: nobody writes it, and nothing is written to it. */
export class CopiedDatabase {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    this.#database = new DatabaseSync(url, { readOnly: true, readBigInts: true });
  }

  /** What SQLite finds wrong with the file; undefined where nothing is. */
  damage(): string | undefined {
    const [found] = Object.values(this.#database.prepare('PRAGMA integrity_check(1)').get() ?? {});
    return found === 'ok' ? undefined : String(found);
  }

  get schema(): number {
    return Number(Object.values(this.#database.prepare('PRAGMA user_version').get() ?? {})[0]);
  }

  /** Of the log; undefined where nothing was ever sealed. */
  head(): Head | undefined {
    const row = this.#database.prepare('SELECT head FROM head').get();
    return row === undefined ? undefined : readHead(head.parse(row).head);
  }

  canonicalOf(key: Id): string | undefined {
    const row = this.#database.prepare('SELECT canonical FROM entries WHERE id = ?').get(key);
    return row === undefined ? undefined : entry.parse(row).canonical;
  }

  get entries(): number {
    return Number(number.parse(this.#database.prepare('SELECT count(*) AS n FROM entries').get()).n);
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
}
