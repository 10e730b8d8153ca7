import type { Id } from './id.ts';
import { isSameName, normalForm } from './normal-form.ts';

/** Whom a giver meant (定向): a unit with what lies below it, or whoever the goods serve for a purpose. */
export type Direction = { readonly unit: Id<'unit'> } | { readonly purpose: string };

/** As entries say it: before there were directions, a giver's own words. */
export type DirectedTo = Direction | string;

/** What a lot is by the gift of which it is, wherever it lies. */
export interface Directed {
  readonly to: DirectedTo;
  readonly receipt: Id<'receipt'>;
}

/** Whom goods that are to leave are for, as far as directions ask. */
export interface Recipient {
  /** The unit, and everything above it in the tree of the day on which they leave. */
  readonly units: ReadonlySet<Id<'unit'>>;
  readonly purpose: string | undefined;
  /** By normal form, the units that have exactly the name which earlier entries say in words. */
  readonly named: ReadonlyMap<string, readonly Id<'unit'>[]>;
}

/** Whether a gift was meant for whom it is to go to. */
export function isFor({ to }: Directed, { units, purpose, named }: Recipient): boolean {
  if (typeof to === 'string') return unitsIn(to, named).some((unit) => units.has(unit));
  return 'unit' in to ? units.has(to.unit) : purpose !== undefined && isSameName(to.purpose, purpose);
}

/** Whether it was given for a purpose, and for no unit. */
export function isPurpose({ to }: Directed): boolean {
  return typeof to === 'object' && 'purpose' in to;
}

/** Whether all that is known of a direction is words that name nobody: a person has to say what they meant. */
export function isInWordsAlone({ to }: Directed, { named }: Pick<Recipient, 'named'>): boolean {
  return typeof to === 'string' && unitsIn(to, named).length === 0;
}

function unitsIn(words: string, named: Recipient['named']): readonly Id<'unit'>[] {
  return named.get(normalForm(words)) ?? [];
}
