import type { Catalogue } from '../shared/storage/ports/catalogue.ts';
import { saidBy } from './said-by.ts';

export interface ReadingAhead {
  /** Settles when nothing is left to be read, or when it was stopped. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Reads the log beside the server, so that whoever filters or sorts a list first does not wait for it. Between pieces of a
 * few milliseconds requests are answered; one that needs the log meanwhile goes on from where this is. A log that cannot be
 * read is told here, and told again to whoever asks for such a list.
 */
export function startReadingAhead(
  { readAhead }: Pick<Catalogue, 'readAhead'>,
  log: (line: string) => void,
): ReadingAhead {
  let isStopped = false;
  const read = async () => {
    while (!isStopped && (await readAhead())) await new Promise((resolve) => setImmediate(resolve));
  };
  const done = read().catch((error: unknown) => log(`日志未能预先读入:${saidBy(error)}`));
  return {
    done,
    async stop() {
      isStopped = true;
      await done;
    },
  };
}
