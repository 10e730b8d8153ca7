import type { CalendarDate } from '../domain/calendar.ts';
import type { Id, LotId } from '../domain/id.ts';
import type { Tree } from '../domain/unit-trees.ts';

/** The figures of the headline, by which the entries that make each are found. */
export const HEADLINE_FIGURES = [
  'invested',
  'goodsDelivered',
  'disbursed',
  'benefits',
  'inKind',
  'inKindDelivered',
  'people',
  'households',
  'sites',
  'units',
] as const;
export type HeadlineFigure = (typeof HEADLINE_FIGURES)[number];

/** What a row of the use of funds may be without: it is of what stands at no unit, is of no item, or neither. */
export const WITHOUT = ['unit', 'item', 'unit,item'] as const;
export type Without = (typeof WITHOUT)[number];

/**
 * What stands somewhere, by which the entries that change it are found: `received` came in and did not go back, `returned`
 * is that with the other sign; `goods` are they wherever they are; `units` is what units have, in goods and in money.
 */
export const STANDING = [
  'received',
  'returned',
  'available',
  'committed',
  'stock',
  'transit',
  'held',
  'delivered',
  'loss',
  'spent',
  'goods',
  'disbursed',
  'benefits',
  'units',
] as const;
export type Standing = (typeof STANDING)[number];

/** Of what was paid for, or of what came in kind. */
export const ORIGINS = ['money', 'gifts'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Which entries are meant, by what they move or rest on, their kind and their day: those of which all of it is true. */
export interface EntriesMeant {
  /** This one alone. */
  readonly entry?: Id;
  /** Those that rest on this one directly. */
  readonly follows?: Id;
  readonly fundingLine?: Id;
  readonly unit?: Id;
  readonly below?: boolean;
  readonly tree?: Tree;
  readonly item?: Id;
  readonly lot?: LotId;
  /** Those that change this figure of the headline. */
  readonly figure?: HeadlineFigure;
  /** Those that change what stands there, of the funding line, unit and item that are asked for. */
  readonly stands?: Standing;
  readonly origin?: Origin;
  /** Those that change what stands at no unit, or is of no item, of the funding line, unit and item that are asked for. */
  readonly without?: Without;
  readonly kind?: string;
  /** The days on which they take effect. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
}

/** The parameters in the order in which they are written. */
const PARAMETERS = [
  'entry',
  'follows',
  'kind',
  'fundingLine',
  'unit',
  'below',
  'tree',
  'item',
  'lot',
  'figure',
  'stands',
  'origin',
  'without',
  'from',
  'to',
] as const satisfies (keyof EntriesMeant)[];

/** The query that lists entries. A tree is said only with what lies below a unit. */
export function entriesAt(asked: { readonly [P in keyof EntriesMeant]?: EntriesMeant[P] | undefined }): string {
  const query = new URLSearchParams();
  for (const name of PARAMETERS) {
    const value = asked[name];
    const isIdle = name === 'below' ? value !== true : name === 'tree' && asked.below !== true;
    if (value !== undefined && !isIdle) query.set(name, String(value));
  }
  return query.size === 0 ? '/api/entries' : `/api/entries?${query}`;
}
