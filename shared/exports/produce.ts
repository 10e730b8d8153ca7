import type { ExportKind } from '../schemas/export.ts';
import { entriesFile } from './entries-file.ts';
import { ledgerFile } from './ledger-file.ts';
import { packFile } from './pack.ts';
import { deliverySlipFile, signOffSheetFile } from './paper-file.ts';
import type { Producer } from './produced.ts';

/** Who makes each kind of export. */
const PRODUCERS: Readonly<Record<ExportKind, Producer>> = {
  'fund-usage': ledgerFile('fund-usage'),
  acceptance: ledgerFile('acceptance'),
  distribution: ledgerFile('distribution'),
  'stock-card': ledgerFile('stock-card'),
  donations: ledgerFile('donations'),
  exceptions: ledgerFile('exceptions'),
  'sign-off-sheet': signOffSheetFile,
  'delivery-slip': deliverySlipFile,
  entries: entriesFile,
  'audit-pack': packFile,
};

/** Begins the file that is asked for. */
export const produce: Producer = (request, source, task) => PRODUCERS[request.kind](request, source, task);
