import { addresses } from '../ask/addresses.ts';
import type { zh } from './zh.ts';

/** The words of the top bar, and where each leads. What has no screen of its own yet opens the entries of its kind. */
export const SECTIONS = {
  overview: addresses.overview(),
  purchases: addresses.entries({ kind: 'order' }),
  stock: addresses.entries({ kind: 'acceptance' }),
  consignments: addresses.entries({ kind: 'dispatch' }),
  money: addresses.entries({ kind: 'appropriation' }),
  ledger: addresses.entries(),
  verify: addresses.verify,
} as const satisfies Readonly<Record<keyof typeof zh.bar, string>>;
