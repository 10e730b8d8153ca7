import * as z from 'zod';
import { formatYuan, YUAN } from '../domain/amount.ts';
import { isCalendarDate, isMonth } from '../domain/calendar.ts';
import { isId, isLotId } from '../domain/id.ts';
import { isPrice } from '../domain/price.ts';
import type { Pack, Packed } from '../domain/quantity.ts';
import { PERIODS, type PlannedGoods, type PlannedMoney } from '../domain/registry.ts';
import { ROLES } from '../domain/role.ts';
import { SPENDINGS } from '../domain/threshold.ts';
import { strictly } from './exactly.ts';

/**
 * How the domain's values are written where they are kept, in entries and in rows: one codec for both directions, so
 * that what was written is what is read. Amounts are decimal strings in yuan, quantities JSON integers.
 */

export const id = z.string().refine(isId);
export const lotId = z.string().refine(isLotId);
export const date = z.string().refine(isCalendarDate);
export const month = z.string().refine(isMonth);
/** Free text: JSON may spell half a character, canonical JSON never does. */
export const words = z.string().refine((text) => text.isWellFormed());

/** Reads what `formatYuan` wrote, of any length and sign: sums may be longer than a field may be. */
export function readYuan(text: string): bigint | undefined {
  return YUAN.test(text) ? BigInt(text.replace('.', '')) : undefined;
}

/** The same where it is a text and no sum. */
export const yuanText = z.string().regex(YUAN);

export const yuan = z.codec(z.string().regex(YUAN), z.bigint(), {
  decode: (text) => BigInt(text.replace('.', '')),
  encode: formatYuan,
});

/** A quantity or a number of people; beyond 2^53 a JSON number would not be exact, so it is refused both ways. */
export const whole = z.codec(z.int(), z.bigint(), { decode: BigInt, encode: Number });

/** A paper, wherever one is named. */
export const evidence = z.strictObject({ sha256: words, name: words, bytes: z.int(), mediaType: words });

/** A place in a list, counted from 1. */
export const ordinal = z.int().min(1);

/** A price as it was agreed: text, so that every place of it is kept. */
export const price = z.string().refine(isPrice);

const pack = strictly<Pack>()({ measure: words, of: whole });

/** Packs as they were given, with what they held on the day. */
export const packed = strictly<Packed>()({ quantity: whole, measure: words, of: whole });

/** A line of a plan: of goods, or of money. */
export const plannedLine = z.union([
  strictly<PlannedGoods>()({ unit: id, item: id, quantity: whole, packs: packed.exactOptional() }),
  strictly<PlannedMoney>()({ unit: id, fundingLine: id, amount: yuan }),
]);

/** The fields of what is registered, by its kind. */
export const REGISTRY_SHAPES = {
  fundingLine: { code: words, name: words, basis: z.array(words), permittedUses: words.exactOptional() },
  unit: { code: words, name: words, parent: id.nullable().exactOptional(), region: words.exactOptional() },
  item: {
    code: words,
    name: words,
    spec: words.exactOptional(),
    grade: words.exactOptional(),
    baseMeasure: words,
    packs: z.array(pack),
    perishable: z.boolean().exactOptional(),
    service: z.boolean().exactOptional(),
    minimum: whole.nullable().exactOptional(),
  },
  supplier: { name: words, uscc: words.exactOptional() },
  warehouse: { code: words, name: words },
  tariff: { code: words, name: words, basis: words, cap: yuan, per: z.enum(PERIODS) },
  member: { subject: words, roles: z.array(z.enum(ROLES)), units: z.array(words) },
  threshold: { spending: z.enum(SPENDINGS), approvalAbove: yuan.exactOptional(), cashAbove: yuan.exactOptional() },
  plan: { number: words, decidedOn: date, title: words, lines: z.array(plannedLine) },
} as const;

type Partially<S extends z.ZodRawShape> = { readonly [K in keyof S]: z.ZodExactOptional<S[K]> };

/** The same object with every field left to choice, as an amendment names only what changes. */
export function partially<S extends z.ZodRawShape>(shape: S): z.ZodObject<Partially<S>, z.core.$strict> {
  const fields = Object.entries(shape).map(([name, schema]) => [name, z.exactOptional(schema)]);
  return z.strictObject(Object.fromEntries(fields) as Partially<S>);
}
