/** The largest quantity one field may name, in the base measure. */
export const MAX_QUANTITY = 1_000_000_000_000n;

/** A pack of an item: `measure` (箱) holds exactly `of` of the base measure (240 个). */
export interface Pack {
  readonly measure: string;
  readonly of: bigint;
}

export interface Measured {
  readonly baseMeasure: string;
  readonly packs: readonly Pack[];
}

/** How many of the base measure one of `measure` holds; `undefined` where the item does not know that measure. */
export function packSize(item: Measured, measure: string | undefined): bigint | undefined {
  if (measure === undefined || measure === item.baseMeasure) return 1n;
  return item.packs.find((pack) => pack.measure === measure)?.of;
}
