import type * as z from 'zod';
import { formatYuan } from '../domain/amount.ts';
import type { Balance } from '../domain/balance.ts';
import { inPacks, type Pack, type Quantity } from '../domain/quantity.ts';
import type { packed as packedAnswer } from './answer-scalars.ts';
import type { BalanceView } from './document-answers.ts';

/** What a caller may see of a document. */
export interface Showing {
  readonly prices: boolean;
}

export const EVERYTHING: Showing = { prices: true };

export type PackedView = z.output<typeof packedAnswer>;

/** What a quantity comes to in packs, where it was given in packs and is a whole number of them. */
export function packsView(quantity: Quantity, pack: Pack | undefined): PackedView | undefined {
  const packs = inPacks(quantity, pack);
  return packs && { quantity: Number(packs.quantity), measure: packs.measure, of: Number(packs.of) };
}

export function balanceView({ quantity, value }: Balance, { prices }: Showing): BalanceView {
  return prices ? { quantity: Number(quantity), value: formatYuan(value) } : { quantity: Number(quantity) };
}
