import { isSameName } from '../../shared/domain/normal-form.ts';
import { BLANK, type Choice, isBlank, ofText, type Typed } from './cells.ts';

/** The measures that a quantity of an item may be in: its base measure first, and then its packs. */

/** As they are offered, packs with what each holds. */
export function measuresOf(item: Typed): readonly Choice[] | undefined {
  const measures = item.chosen?.measures;
  const base = measures?.[0]?.measure ?? '';
  return measures?.map(({ measure, of }) => ({
    id: measure,
    name: measure,
    ...(of === 1 ? {} : { note: `${of} ${base}` }),
  }));
}

/** What stands in the cell of a measure once an item is chosen, or another one: its own base measure, where none was typed. */
export function measureFor(item: Typed, measure: Typed, before: Typed): Typed {
  const measures = item.chosen?.measures;
  if (measures !== undefined) return isBlank(measure) ? ofText(measures[0]?.measure ?? '') : measure;
  const others = before.chosen?.measures ?? [];
  return others.some((other) => other.measure === measure.text) ? BLANK : measure;
}

/** How many of the base measure one of a measure is. */
export function sizeOf(item: Typed, { text }: Typed): bigint {
  const found = item.chosen?.measures?.find(({ measure }) => isSameName(measure, text));
  return BigInt(found?.of ?? 1);
}
