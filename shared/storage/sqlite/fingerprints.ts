import * as z from 'zod';
import type { Reading } from './connection.ts';
import { parsed } from './rows.ts';
import type { Writer } from './writer.ts';

/** What a database remembers of itself and of what belongs to it, by name; nothing where it was never told. */
export interface KeptFingerprints {
  read(): ReadonlyMap<string, string>;
  /** Remembers these, and no others, from now on. */
  replace(fingerprints: ReadonlyMap<string, string>): Promise<void>;
}

export function createSqliteFingerprints(writer: Writer): KeptFingerprints {
  return {
    read: () => fingerprintsIn(writer.reading()),
    replace: (fingerprints) =>
      writer.write((connection) => {
        connection.run('DELETE FROM fingerprints');
        for (const [name, one] of fingerprints) connection.run('INSERT INTO fingerprints VALUES (?, ?)', name, one);
      }),
  };
}

const storedFingerprint = z.strictObject({ name: z.string(), fingerprint: z.string() });

function fingerprintsIn(connection: Reading): ReadonlyMap<string, string> {
  const rows = connection.all('SELECT name, fingerprint FROM fingerprints');
  return new Map(
    rows.map((row) =>
      parsed('fingerprint', row, () => {
        const { name, fingerprint } = storedFingerprint.parse(row);
        return [name, fingerprint];
      }),
    ),
  );
}
