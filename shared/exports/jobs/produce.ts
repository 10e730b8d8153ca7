import type { ExportKind } from '../../schemas/export.ts';
import type { Producer } from '../files/produced.ts';
import { packFile } from '../pack/pack.ts';
import { entriesFile } from './entries-file.ts';
import { ledgerFile } from './ledger-file.ts';
import { deliverySlipFile, dispatchPapersFile, signOffSheetFile } from './paper-file.ts';

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
  'dispatch-papers': dispatchPapersFile,
  entries: entriesFile,
  'audit-pack': packFile,
};

/** Begins the file that is asked for. */
export const produce: Producer = (request, source, task) => PRODUCERS[request.kind](request, source, task);
