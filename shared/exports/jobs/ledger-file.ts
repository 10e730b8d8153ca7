import { LEDGER_TITLES } from '../../domain/ledger-titles.ts';
import { People } from '../../reports/people.ts';
import { Register } from '../../reports/register.ts';
import { selectionIn } from '../../reports/selection.ts';
import type { ExportRequest, LedgerKind } from '../../schemas/export.ts';
import { writeCsv } from '../files/csv-file.ts';
import { fileName } from '../files/file-name.ts';
import { namesOf, plainly } from '../files/names.ts';
import {
  counted,
  type ExportSource,
  MEDIA_TYPES,
  type Producer,
  sealedOf,
  type Task,
  walkOf,
} from '../files/produced.ts';
import type { Sheet } from '../files/sheet.ts';
import { sortedIn } from '../files/sorted-rows.ts';
import { writeXlsx } from '../files/xlsx.ts';
import { openLedger } from '../ledgers/ledger.ts';

/** A ledger as a file: folded from the entries one by one, then written row by row. Neither is ever held whole. */
export function ledgerFile(kind: LedgerKind): Producer {
  return (request, source, task) => {
    const register = new Register();
    return {
      chunks: ledgerChunks(kind, register, request, source, task),
      mediaType: request.encoding === 'gb18030' ? 'text/csv; charset=GB18030' : MEDIA_TYPES[request.format],
      name: () => fileName(LEDGER_TITLES[kind], request, register),
    };
  };
}

async function* ledgerChunks(
  kind: LedgerKind,
  register: Register,
  request: ExportRequest,
  source: ExportSource,
  task: Task,
): AsyncGenerator<Uint8Array> {
  const walk = walkOf(source);
  const fold = openLedger(kind, selectionIn(request), source, walk.openings, sortedIn(source.folder));
  const people = new People();
  try {
    for await (const bundle of sealedOf(source, task, walk)) {
      for (const sealed of bundle) {
        register.enter(sealed.entry);
        people.enter(sealed.entry);
        fold.enter(sealed);
      }
    }
    const sheet = fold.close(plainly(await namesOf(source.ledger, people.committed)));
    yield* written({ ...sheet, rows: counted(sheet.rows, source, task), foot: () => sheet.foot() }, request);
  } finally {
    fold.discard();
  }
}

function written(sheet: Sheet, { format, encoding = 'utf-8' }: ExportRequest): AsyncGenerator<Uint8Array> {
  return format === 'csv' ? writeCsv(sheet, { encoding }) : writeXlsx(sheet);
}
