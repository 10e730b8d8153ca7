import { type HeadStore, MAX_HEAD } from '../ports/head-store.ts';
import { LedgerError } from '../ports/ledger.ts';
import type { Reading } from './connection.ts';
import type { Writer } from './writer.ts';

/** The head in one row of the database. */
export function createSqliteHeadStore(writer: Writer): HeadStore {
  return {
    read: async () => headIn(writer.reading()),
    async replace(expected, next) {
      if (next.length > MAX_HEAD) throw new RangeError(`a head has at most ${MAX_HEAD} bytes`);
      return writer.write((connection) => {
        if (!isSame(headIn(connection), expected)) return 'differs';
        connection.run('INSERT OR REPLACE INTO head VALUES (1, ?)', next);
        return 'replaced';
      });
    },
  };
}

function headIn(connection: Reading): Uint8Array | undefined {
  const row = connection.get('SELECT head FROM head');
  if (row === undefined) return undefined;
  if (!(row.head instanceof Uint8Array)) throw new LedgerError('corrupt-row', 'the row of the head does not parse');
  return row.head;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}
