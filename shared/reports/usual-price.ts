import { type Fen, formatYuan } from '../domain/amount.ts';

/** What of an item is usually paid, by what was paid before. */

/** Of one: value by quantity, not divided. */
export interface Price {
  readonly value: Fen;
  readonly quantity: bigint;
}

/** Earlier orders that a price is compared with: at least, and the newest of them at the most. */
const LEAST_PRICES = 3;
export const MOST_PRICES = 99;

/** The price in the middle of earlier ones, newest or not; undefined where they are too few. */
export function medianOf(prices: readonly Price[]): Price | undefined {
  if (prices.length < LEAST_PRICES) return undefined;
  const sorted = prices.toSorted((a, b) => Number(sign(a.value * b.quantity - b.value * a.quantity)));
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) return undefined;
  if (upper === lower) return upper;
  return {
    value: upper.value * lower.quantity + lower.value * upper.quantity,
    quantity: 2n * upper.quantity * lower.quantity,
  };
}

function sign(number: bigint): bigint {
  return number < 0n ? -1n : number > 0n ? 1n : 0n;
}

/** More than twice, or less than half. */
export function isUnusual(price: Price, median: Price): boolean {
  const [own, usual] = [price.value * median.quantity, median.value * price.quantity];
  return own > 2n * usual || 2n * own < usual;
}

/** What a price comes to, to the fen: of a median that may not end. */
export function writePriceOf({ value, quantity }: Price): string {
  return formatYuan((2n * value + quantity) / (2n * quantity));
}
