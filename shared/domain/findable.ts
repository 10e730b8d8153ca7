import type { DocumentKind } from './documents.ts';
import { BORNE } from './numbers-borne.ts';

/** By which number of it something is found. */
export const FOUND_BY = [...BORNE, 'document-number', 'voucher', 'slip', 'id'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** What is found. Closed months are found by no number. */
export type Findable = Exclude<DocumentKind, 'period'> | 'entry';

/** The operation by which each is read: who may call it may find it. */
export const READ_BY = {
  entry: 'readEntry',
  fundingLine: 'listFundingLines',
  unit: 'readUnit',
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
} as const satisfies Readonly<Record<Findable, string>>;

export const FINDABLE = Object.keys(READ_BY).filter((kind): kind is Findable => kind in READ_BY);
