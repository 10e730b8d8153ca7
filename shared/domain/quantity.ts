import type { Flavour } from './flavour.ts';
import { isSameName } from './normal-form.ts';

/** Goods in the base measure of their item. */
export type Quantity = bigint & Flavour<'base measure'>;

/** Goods in whatever measure is named beside the number: packs, or the base measure where none is. */
export type InMeasure = bigint & Flavour<'measure named beside'>;

/** The largest quantity one field may name, in the base measure. */
export const MAX_QUANTITY: Quantity = 1_000_000_000_000n;

/** A pack of an item: `measure` (箱) holds exactly `of` of the base measure (240 个). */
export interface Pack {
  readonly measure: string;
  readonly of: Quantity;
}

export interface Measured {
  readonly baseMeasure: string;
  readonly packs: readonly Pack[];
}

/** How many of the base measure one of `measure` holds; `undefined` where the item does not know that measure. */
export function packSize(item: Measured, measure: string | undefined): Quantity | undefined {
  if (measure === undefined || isSameName(measure, item.baseMeasure)) return 1n;
  return item.packs.find((pack) => isSameName(pack.measure, measure))?.of;
}

/** Every measure that an item knows, for telling a caller what would pass. */
export function measuresOf({ baseMeasure, packs }: Measured): string[] {
  return [baseMeasure, ...packs.map(({ measure }) => measure)];
}
