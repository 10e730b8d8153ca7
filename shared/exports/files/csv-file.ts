import iconv from 'iconv-lite';
import type { Encoding } from '../../schemas/export.ts';
import { csvOf, utf8Csv } from './csv.ts';
import type { Sheet } from './sheet.ts';

export interface CsvOptions {
  readonly encoding: Encoding;
}

/** A ledger as a CSV file. GB18030 has no byte-order mark. */
export function writeCsv(sheet: Sheet, { encoding }: CsvOptions): AsyncGenerator<Uint8Array> {
  return encoding === 'gb18030' ? inGb18030(sheet) : utf8Csv(sheet);
}

async function* inGb18030(sheet: Sheet): AsyncGenerator<Uint8Array> {
  for await (const piece of csvOf(sheet)) yield iconv.encode(piece, 'gb18030');
}
