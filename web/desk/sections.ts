import { addresses } from '../ask/addresses.ts';
import type { zh } from './zh.ts';

/** The words of the top bar, and where each leads. */
export const SECTIONS = {
  overview: addresses.overview(),
  purchases: addresses.purchases,
  stock: addresses.stock,
  consignments: addresses.consignments,
  money: addresses.fundingLines,
  ledger: addresses.entries(),
  reports: addresses.reports,
  verify: addresses.verify,
} as const satisfies Readonly<Record<keyof typeof zh.bar, string>>;
