import { formatYuan } from '../domain/amount.ts';
import type { Balance } from '../domain/balance.ts';
import type { BalanceView } from './document-answers.ts';

/** What a caller may see of a document. */
export interface Showing {
  readonly prices: boolean;
}

export const EVERYTHING: Showing = { prices: true };

export function balanceView({ quantity, value }: Balance, { prices }: Showing): BalanceView {
  return prices ? { quantity: Number(quantity), value: formatYuan(value) } : { quantity: Number(quantity) };
}
