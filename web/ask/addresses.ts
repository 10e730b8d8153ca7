import type { DocumentKind } from '../../shared/domain/documents.ts';
import type { WorkKind } from '../../shared/domain/work.ts';

/** Where everything stands. A feature names an address, and never the feature that shows it. */

/** What a page is about, in its address: a funding line and days. */
export interface Scope {
  readonly fundingLine?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Filters as they stand in the address, so that it can be sent to somebody: those of the API. */
export type Asked = Readonly<Record<string, string>>;

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A path with those parameters that are given. */
export function withQuery<P extends string>(path: P, query: Query): P | `${P}?${string}` {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${String(new URLSearchParams(given))}`;
}

/** Reports that have a page of their own; those of a funding line and a unit's card stand with these. */
export type ReportName = 'usage' | 'unit' | 'stock-card' | 'headline' | 'matching' | 'exceptions' | 'identities';

const one = (path: string) => (id: string) => `${path}/${encodeURIComponent(id)}`;

/** Where the desk shows what a query of the API lists: `/api/entries?kind=order` is at `/entries?kind=order`. */
export function shownAt(query: string): string {
  return query.replace(/^\/api(?=\/)/, '');
}

export const addresses = {
  home: '/',
  account: '/account',
  overview: (scope: Scope = {}) => withQuery('/overview', { ...scope }),
  /** What a node of the picture of the overview is made of. */
  flowNode: (node: string, scope: Scope = {}) => withQuery('/overview/node', { ...scope, node }),
  /** Filters as the API's list of entries has them. */
  entries: (filters: Query = {}) => withQuery('/entries', filters),
  entry: one('/entries'),
  correction: (id: string) => `${one('/entries')(id)}/correct`,
  reversal: (id: string) => `${one('/entries')(id)}/reverse`,
  attachment: (id: string) => `${one('/entries')(id)}/attach`,
  /** Filters of these lists too are those of the API's. */
  purchases: '/purchases',
  newPurchase: '/purchases/new',
  consignments: '/consignments',
  stock: '/stock',
  invoices: '/invoices',
  receipts: '/receipts',
  stockMoves: '/stock-moves',
  adjustments: '/stock-adjustments',
  disbursements: '/disbursements',
  plans: '/allocation-plans',
  units: '/units',
  items: '/items',
  suppliers: '/suppliers',
  warehouses: '/warehouses',
  tariffs: '/tariffs',
  fundingLines: '/funding-lines',
  plan: one('/allocation-plans'),
  purchase: one('/purchases'),
  acceptance: (id: string) => `${one('/purchases')(id)}/accept`,
  purchaseWithdrawal: (id: string) => `${one('/purchases')(id)}/withdraw`,
  /** What is owed; filters as the report of matching has them. */
  pay: '/pay',
  paySeveral: '/pay/several',
  payment: (id: string) => `${one('/purchases')(id)}/pay`,
  refund: (id: string) => `${one('/purchases')(id)}/refund`,
  closing: (id: string) => `${one('/purchases')(id)}/close`,
  supplierReturn: (id: string) => `${one('/purchases')(id)}/return`,
  invoice: one('/invoices'),
  consignment: one('/consignments'),
  consignmentWithdrawal: (id: string) => `${one('/consignments')(id)}/withdraw`,
  /** Under a plan: to choose a unit of it, or for one. */
  newConsignment: (of: { readonly plan?: string; readonly unit?: string } = {}) => withQuery('/consignments/new', of),
  consignmentMatrix: (of: { readonly plan?: string } = {}) => withQuery('/consignments/matrix', of),
  confirmation: (id: string) => `${one('/consignments')(id)}/confirm`,
  held: '/held',
  resolution: (id: string) => `${one('/consignments')(id)}/resolve`,
  unitReturn: (id: string) => `${one('/consignments')(id)}/return`,
  newReceipt: '/receipts/new',
  /** Out of a warehouse, and a lot that lies in it. */
  newStockMove: (of: { readonly warehouse?: string; readonly lot?: string } = {}) => withQuery('/stock-moves/new', of),
  /** Of a warehouse, so many lots at once: the first part of them, or another. */
  newCount: (of: { readonly warehouse?: string; readonly part?: number | undefined } = {}) =>
    withQuery('/stock-adjustments/new', of),
  /** To be printed; `blind` without what the books say. */
  countSheet: (of: { readonly warehouse: string; readonly blind?: 'true' | undefined }) =>
    withQuery('/stock-adjustments/sheet', of),
  countersignature: (id: string) => `${one('/stock-adjustments')(id)}/countersign`,
  lot: one('/lots'),
  unit: one('/units'),
  fundingLine: one('/funding-lines'),
  receipt: one('/receipts'),
  disbursement: one('/disbursements'),
  benefits: '/benefits',
  benefit: one('/benefits'),
  stockMove: one('/stock-moves'),
  adjustment: one('/stock-adjustments'),
  item: one('/items'),
  supplier: one('/suppliers'),
  warehouse: one('/warehouses'),
  tariff: one('/tariffs'),
  member: one('/members'),
  threshold: one('/approval-thresholds'),
  /** What waits, of a kind. */
  work: (of: { readonly kind?: WorkKind } = {}) => withQuery('/work', of),
  /** `2020-12` */
  monthClosing: (month: string) => `/months/${month}/close`,
  reports: '/reports',
  /** Filters of a report are those of the API's, with what it is of beside them. */
  report: (name: ReportName, filters: Query = {}) => withQuery(`/reports/${name}`, filters),
  /** With what an export is to be of. */
  exports: (request: Query = {}) => withQuery('/exports', request),
  verify: '/verify',
  begin: '/begin',
} as const;

/** Where each document is shown, by its kind. A closed month is told by the entry that closed it, which has its id. */
export const documentAt: Readonly<Record<DocumentKind, (id: string) => string>> = {
  ...addresses,
  period: addresses.entry,
};
