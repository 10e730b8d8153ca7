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

/**
 * So many packs, as they were given on the day: 40 箱 of 240. It stands beside what they come to in the base measure, and
 * stays true whatever becomes of the item's packs.
 */
export interface Packed extends Pack {
  readonly quantity: InMeasure;
}

export interface Measured {
  readonly baseMeasure: string;
  readonly packs: readonly Pack[];
}

/** What a line is of: the item, and the pack that the document's own line was given in. */
export interface Goods {
  readonly item: Measured | undefined;
  readonly packs?: Pack | undefined;
}

/**
 * How many of the base measure one of `measure` holds. The pack of the document's line goes before the item's, which may
 * have been amended since; `undefined` where neither knows the measure.
 */
export function packSize({ item, packs }: Goods, measure: string | undefined): Quantity | undefined {
  if (measure === undefined || (item && isSameName(measure, item.baseMeasure))) return 1n;
  if (packs && isSameName(measure, packs.measure)) return packs.of;
  return item?.packs.find((pack) => isSameName(pack.measure, measure))?.of;
}

/** Every measure that a line may be given in, for telling a caller what would pass. */
export function measuresOf({ item, packs }: Goods): string[] {
  const known = [...(packs ? [packs] : []), ...(item?.packs ?? [])].map(({ measure }) => measure);
  return [...new Set([...(item ? [item.baseMeasure] : []), ...known])];
}

/** A quantity of the base measure in packs, where it was given in packs and is a whole number of them. */
export function inPacks(quantity: Quantity, pack: Pack | undefined): Packed | undefined {
  if (pack === undefined || pack.of === 1n || quantity % pack.of !== 0n) return undefined;
  return { quantity: quantity / pack.of, measure: pack.measure, of: pack.of };
}

const BETWEEN_THOUSANDS = /\B(?=(\d{3})+$)/g;

/** A whole number as it is printed: 9,600 */
export function writeWhole(number: bigint): string {
  return `${number}`.replace(BETWEEN_THOUSANDS, ',');
}

/** A quantity as it is printed, with the packs that it was given in: 40 箱 (9,600 片); without any, 9,600 片. */
export function writePacked(quantity: Quantity, baseMeasure: string, pack: Pack | undefined): string {
  const pieces = `${writeWhole(quantity)} ${baseMeasure}`;
  const packs = inPacks(quantity, pack);
  return packs === undefined ? pieces : `${writeWhole(packs.quantity)} ${packs.measure} (${pieces})`;
}
