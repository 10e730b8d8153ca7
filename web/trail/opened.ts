import { DOCUMENTS, type DocumentKind } from '../../shared/domain/documents.ts';
import { isKindName, KINDS } from '../../shared/domain/kinds.ts';
import type { Operation } from '../../shared/routes.ts';
import type { Language } from '../../shared/words/language.ts';
import { addresses, withQuery } from '../ask/addresses.ts';

interface Shown {
  readonly at: (id: string) => string;
  /** What its page asks for: whoever may not call it is offered no link. */
  readonly by: Operation;
}

/** Where each document is shown: on a sheet of its own or, where it has none, by the vouchers that are about it. */
const SHEETS: Partial<Readonly<Record<DocumentKind, Shown>>> = {
  purchase: { at: addresses.purchase, by: 'readPurchase' },
  invoice: { at: addresses.invoice, by: 'readInvoiceDocument' },
  consignment: { at: addresses.consignment, by: 'readConsignment' },
  unit: { at: addresses.unit, by: 'readUnitCard' },
  fundingLine: { at: addresses.fundingLine, by: 'readFundingLine' },
  receipt: { at: addresses.receipt, by: 'readReceipt' },
  disbursement: { at: addresses.disbursement, by: 'readDisbursement' },
  plan: { at: addresses.plan, by: 'readPlan' },
  supplier: { at: (supplier) => withQuery(addresses.purchases, { supplier }), by: 'listPurchases' },
  item: { at: (item) => withQuery(addresses.stock, { item }), by: 'readStock' },
  warehouse: { at: (warehouse) => withQuery(addresses.stock, { warehouse }), by: 'readStock' },
};
const ELSE: Shown = { at: (document) => addresses.entries({ document }), by: 'listEntries' };

export function isDocumentKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(DOCUMENTS, kind);
}

export function shownAt(kind: string): Shown {
  return (isDocumentKind(kind) ? SHEETS[kind] : undefined) ?? ELSE;
}

/** The page that lists what a query of the API lists: the `entries` of a figure. */
export function pageOfEntries(query: string): string {
  return query.replace(/^\/api\/entries/, '/entries');
}

export function kindCalled(kind: string, language: Language): string {
  return isKindName(kind) ? KINDS[kind][language] : kind;
}

export function documentCalled(kind: string, language: Language): string {
  return isDocumentKind(kind) ? DOCUMENTS[kind][language] : kind;
}
