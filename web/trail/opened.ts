import { DOCUMENTS, type DocumentKind } from '../../shared/domain/documents.ts';
import { isKindName, KINDS } from '../../shared/domain/kinds.ts';
import type { Language } from '../../shared/words/language.ts';
import { addresses, withQuery } from '../ask/addresses.ts';

/** Where each document is shown: on a sheet of its own or, where it has none, by the vouchers that are about it. */
const SHEETS: Partial<Readonly<Record<DocumentKind, (id: string) => string>>> = {
  purchase: addresses.purchase,
  invoice: addresses.invoice,
  consignment: addresses.consignment,
  unit: addresses.unit,
  fundingLine: addresses.fundingLine,
  receipt: addresses.receipt,
  disbursement: addresses.disbursement,
  plan: addresses.plan,
  supplier: (supplier) => withQuery(addresses.purchases, { supplier }),
  item: (item) => withQuery(addresses.stock, { item }),
  warehouse: (warehouse) => withQuery(addresses.stock, { warehouse }),
};

export function isDocumentKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(DOCUMENTS, kind);
}

export function addressOf(kind: string, id: string): string {
  const sheet = isDocumentKind(kind) ? SHEETS[kind] : undefined;
  return sheet === undefined ? addresses.entries({ document: id }) : sheet(id);
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
