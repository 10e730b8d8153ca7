import type { Writer } from './writer.ts';

/**
 * Takes every personal row out of the database, once `keep` has them, a line of JSON each, encrypted as they are: for when
 * the key is lost that opens them. Answers how many there were.
 */
export async function takePersons(writer: Writer, keep: (lines: string) => Promise<void>): Promise<number> {
  const rows = writer.reading().all('SELECT entry, personal FROM persons ORDER BY entry');
  if (rows.length === 0) return 0;
  await keep(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await writer.write((connection) => connection.run('DELETE FROM persons'));
  return rows.length;
}
