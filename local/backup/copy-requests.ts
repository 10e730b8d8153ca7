import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { codeOf } from '../error-code.ts';
import { isAbsent, writeNew } from './durable-files.ts';
import { one } from './sources.ts';

/** What came of a request: a copy beside it, or none, and why. */
const answer = z.union([
  z.strictObject({ outcome: z.literal('copied') }),
  z.strictObject({ outcome: z.literal('failed'), said: z.string().max(2_000) }),
]);
export type CopyAnswer = z.infer<typeof answer>;

const NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./;
/** Whoever asked shows every second that it still waits. */
const SILENT_MS = 30_000;
const MOST_ANSWER = 10_000;

/**
 * Where a command asks the server that has the folder for a copy of its database, and the server leaves it: files below
 * the data folder, which nobody but its owner may read. A request is a file that its command touches while it waits;
 * whatever stands there without such a one was left behind.
 */
export class CopyRequests {
  readonly #folder: string;

  constructor(data: string) {
    this.#folder = join(data, 'backup-requests');
  }

  at(id: string, what: 'request' | 'draft' | 'db' | 'answer' | 'proof'): string {
    return join(this.#folder, `${id}.${what}`);
  }

  async ask(id: string): Promise<void> {
    // One level, so that a disk that is read-only says so.
    await mkdir(this.#folder, { mode: 0o700 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await writeNew(this.at(id, 'request'), one(new Uint8Array()), false);
  }

  /** Whoever asked still waits. */
  async touch(id: string, now: number): Promise<void> {
    await utimes(this.at(id, 'request'), now / 1_000, now / 1_000);
  }

  async answerTo(id: string): Promise<CopyAnswer | undefined> {
    const text = await readFile(this.at(id, 'answer'), 'utf8').catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
    return text === undefined ? undefined : answer.parse(JSON.parse(text.slice(0, MOST_ANSWER)));
  }

  /** Appears whole, and after the copy. */
  async give(id: string, given: CopyAnswer): Promise<void> {
    const draft = `${this.at(id, 'answer')}.draft`;
    await writeFile(draft, JSON.stringify(given), { mode: 0o600 });
    await rename(draft, this.at(id, 'answer'));
  }

  async isAwaited(id: string, now: number): Promise<boolean> {
    const found = await stat(this.at(id, 'request')).catch(() => undefined);
    return found !== undefined && now - found.mtimeMs < SILENT_MS;
  }

  /** The requests that wait for a copy; removes what nobody waits for any more. */
  async open(now: number): Promise<string[]> {
    const names = await readdir(this.#folder).catch((error: unknown): string[] => {
      if (isAbsent(error)) return [];
      throw error;
    });
    const waiting: string[] = [];
    const ids = new Set(names.flatMap((name) => NAME.exec(name)?.[1] ?? []));
    for (const id of ids) {
      if (!(await this.isAwaited(id, now))) await this.remove(id);
      else if (!names.includes(`${id}.answer`)) waiting.push(id);
    }
    return waiting;
  }

  /** Everything of a request, itself first. */
  async remove(id: string): Promise<void> {
    await rm(this.at(id, 'request'), { force: true });
    const names = await readdir(this.#folder).catch((): string[] => []);
    for (const name of names) {
      if (name.startsWith(`${id}.`)) await rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}
