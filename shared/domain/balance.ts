import type { Fen } from './amount.ts';
import type { Quantity } from './quantity.ts';

/** What stands in an account: a quantity in the item's base measure (0 where no goods are meant) and a value in fen. */
export interface Balance {
  readonly quantity: Quantity;
  readonly value: Fen;
}

export const NOTHING: Balance = { quantity: 0n, value: 0n };

export function plus(a: Balance, b: Balance): Balance {
  return { quantity: a.quantity + b.quantity, value: a.value + b.value };
}

export function minus(a: Balance, b: Balance): Balance {
  return { quantity: a.quantity - b.quantity, value: a.value - b.value };
}

export function isNothing(a: Balance): boolean {
  return a.quantity === 0n && a.value === 0n;
}

/** Below zero in either dimension: no account that holds something real may ever be. */
export function isOverdrawn(a: Balance): boolean {
  return a.quantity < 0n || a.value < 0n;
}

/** No more than the other in either dimension. */
export function isWithin(a: Balance, b: Balance): boolean {
  return a.quantity <= b.quantity && a.value <= b.value;
}

/**
 * Takes `quantity` out of a balance with its share of the value: floor(value × taken ÷ quantity), the last taking the
 * rest. So the parts of a balance always add up to it: no fen appears or vanishes.
 */
export function take(from: Balance, quantity: Quantity): Balance {
  if (quantity < 0n || quantity > from.quantity) {
    throw new RangeError(`cannot take ${quantity} out of ${from.quantity}`);
  }
  if (quantity === 0n) return NOTHING;
  if (quantity === from.quantity) return from;
  return { quantity, value: (from.value * quantity) / from.quantity };
}

/** Takes as much of `wanted` as there is. */
export function takeUpTo(from: Balance, wanted: Quantity): Balance {
  if (wanted < from.quantity) return take(from, wanted);
  return take(from, from.quantity);
}

/** The smaller of two sums or quantities. */
export function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}
