import * as z from 'zod';
import { YUAN } from '../domain/amount.ts';
import { names } from './names.ts';

/** The figures that several reports show. Every total is computed from entries, none is ever typed in. */

export const yuan = z
  .string()
  .regex(YUAN)
  .meta({ description: 'Yuan; a sum may be negative', examples: ['1619170.00'] });
export const quantity = z.int().meta({ description: 'In the base measure of the item; exact, at most 2^53 − 1' });
export const balance = z.strictObject({ quantity, value: yuan });
export const kind = z.string().meta({ description: 'Kind of the entry' });
export const day = z.string().meta({ format: 'date' });
export const entryId = z.string().meta({ description: 'Id of the entry' });

/** Where the entries of a figure are listed. */
export const entries = z
  .string()
  .meta({ description: 'The query that lists the entries of this row', examples: ['/api/entries?kind=order'] });

export const named = z
  .strictObject({ id: z.string(), code: z.string(), name: z.string() })
  .meta({ description: 'What is registered, by its id, its code and its name today' });
/** Whom or what a giver meant. */
export const direction = z
  .union([
    z.strictObject({ unit: named }),
    z.strictObject({ purpose: z.string() }),
    z.strictObject({ words: z.string() }),
  ])
  .meta({ description: 'Whom or what the giver meant: a unit with what lies below it, a purpose, or early words' });
export const item = named.extend({ baseMeasure: z.string() });

/** In which prefix of the ledger the answer was computed. */
export const provenance = {
  names,
  asOf: z
    .strictObject({ size: z.int(), root: z.string() })
    .nullable()
    .meta({ description: 'The checkpoint that the answer was computed under; null until entries are sealed' }),
  includes: z.boolean().exactOptional().meta({ description: 'Whether the entry that `after` names is in it' }),
};

export const next = z
  .string()
  .exactOptional()
  .meta({ description: 'The cursor of the next page; absent on the last one' });

export const goods = z.strictObject({
  received: balance,
  found: balance,
  committed: balance,
  spent: balance.meta({ description: 'What is no goods: freight, unloading, printing' }),
  stock: balance,
  transit: balance,
  held: balance,
  delivered: balance,
  loss: balance,
});

export const values = z.strictObject({
  received: yuan,
  stock: yuan,
  transit: yuan,
  held: yuan,
  delivered: yuan,
  loss: yuan,
});

export const budget = z.strictObject({
  appropriated: yuan,
  givenBack: yuan,
  available: yuan,
  committed: yuan,
  spent: yuan
    .exactOptional()
    .meta({ description: 'What is no goods: freight, unloading, printing; left out where nothing was spent' }),
  stock: yuan,
  transit: yuan,
  held: yuan,
  delivered: yuan,
  disbursed: yuan,
  benefits: yuan,
  loss: yuan,
});

export const money = z.strictObject({
  appropriated: yuan,
  givenBack: yuan,
  cash: yuan,
  paid: yuan,
  disbursed: yuan,
  benefits: yuan,
});

export type Named = z.infer<typeof named>;
export type DirectionOnWire = z.infer<typeof direction>;
export type NamedItem = z.infer<typeof item>;
export type BalanceOnWire = z.infer<typeof balance>;
export type GoodsOnWire = z.infer<typeof goods>;
export type ValuesOnWire = z.infer<typeof values>;
export type BudgetOnWire = z.infer<typeof budget>;
export type CashOnWire = z.infer<typeof money>;
