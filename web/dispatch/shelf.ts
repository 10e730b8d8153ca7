import type { Stock } from '../../shared/schemas/reports.ts';

/** What lies in one warehouse of an item, and what plans have still to dispatch of it. */
export interface OnShelf {
  /** There, not past its date and not received after the day. */
  readonly here: bigint;
  /** There, and not to be had on that day. */
  readonly unusable: bigint;
  /** Of it, wherever it lies: what open plans have still to dispatch, and what of all the stock is free of that. */
  readonly reserved: bigint;
  readonly free: bigint;
}

export type Shelves = ReadonlyMap<string, OnShelf>;

export const NOTHING_THERE: OnShelf = { here: 0n, unusable: 0n, reserved: 0n, free: 0n };

/** By the ids of items; `stock` is that of the warehouse alone. */
export function shelvesOf({ lots, items }: Pick<Stock, 'lots' | 'items'>, day: string): Shelves {
  const shelves = new Map<string, OnShelf>(
    items.map(({ item, reserved, free }) => [
      item.id,
      { ...NOTHING_THERE, reserved: BigInt(reserved), free: BigInt(free) },
    ]),
  );
  for (const { item, quantity, receivedOn, expiresOn = day } of lots) {
    const before = shelves.get(item.id) ?? NOTHING_THERE;
    const of = receivedOn <= day && expiresOn >= day ? 'here' : 'unusable';
    shelves.set(item.id, { ...before, [of]: before[of] + BigInt(quantity) });
  }
  return shelves;
}
