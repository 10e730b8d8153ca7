import { DOCUMENTS, type DocumentKind } from '../../shared/domain/documents.ts';
import { isKindName, KINDS } from '../../shared/domain/kinds.ts';
import type { Operation } from '../../shared/routes.ts';
import type { Language } from '../../shared/words/language.ts';
import { addresses, documentAt } from '../ask/addresses.ts';

interface Shown {
  readonly at: (id: string) => string;
  /** What its page asks for: whoever may not call it is offered no link. */
  readonly by: Operation;
}

/** What the sheet of each document asks for. */
const READ_BY: Readonly<Record<DocumentKind, Operation>> = {
  fundingLine: 'readFundingLine',
  unit: 'readUnitCard',
  item: 'readItem',
  supplier: 'readSupplier',
  warehouse: 'readWarehouse',
  tariff: 'readTariff',
  plan: 'readPlan',
  member: 'readMember',
  threshold: 'readThreshold',
  purchase: 'readPurchase',
  invoice: 'readInvoiceDocument',
  receipt: 'readReceipt',
  stockMove: 'readStockMove',
  consignment: 'readConsignment',
  disbursement: 'readDisbursement',
  benefit: 'readBenefit',
  adjustment: 'readAdjustment',
  period: 'readEntry',
};
/** What is no document: by the vouchers that are about it. */
const ELSE: Shown = { at: (document) => addresses.entries({ document }), by: 'listEntries' };

export function isDocumentKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(DOCUMENTS, kind);
}

export function shownAt(kind: string): Shown {
  return isDocumentKind(kind) ? { at: documentAt[kind], by: READ_BY[kind] } : ELSE;
}

/** The page that lists what a query of the API lists: the `entries` of a figure. */
export function pageOfEntries(query: string): string {
  return query.replace(/^\/api\/entries/, '/entries');
}

export function kindCalled(kind: string, language: Language): string {
  return isKindName(kind) ? KINDS[kind][language] : kind;
}

/** Refs of entries that are not called as the kind of what they point at. */
const REF_DOCUMENTS: Readonly<Record<string, DocumentKind>> = {
  fundingLines: 'fundingLine',
  purchases: 'purchase',
  corrects: 'invoice',
};
/** Refs that point at entries. */
const ENTRIES = ['entry', 'previous'];

/** What a ref of an entry points at: a document of a kind, or an entry. */
export function pointsAt(ref: string): string {
  return ENTRIES.includes(ref) ? 'entry' : (REF_DOCUMENTS[ref] ?? ref);
}

export function documentCalled(kind: string, language: Language): string {
  return isDocumentKind(kind) ? DOCUMENTS[kind][language] : kind;
}
