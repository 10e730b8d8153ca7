import type { RefKind } from './documents.ts';
import type { Kind } from './facts.ts';
import type { Id } from './id.ts';
import type { KINDS } from './kinds.ts';
import type { RegisteredKind } from './registry.ts';

/** Everything that an entry may point at. Ordinals of funding lines in accounts count in `fundingLines`. */
export interface EveryRef extends Readonly<Partial<{ [K in RefKind]: Id<K> }>> {
  readonly fundingLines?: readonly Id<'fundingLine'>[];
  /** Purchases that an invoice is allocated to. */
  readonly purchases?: readonly Id<'purchase'>[];
  /** The blue invoice that a red one takes back. */
  readonly corrects?: Id<'invoice'>;
  /** The entry that this one reverses, that late evidence belongs to, or whose personal data it is about. */
  readonly entry?: Id;
  /** The entry before this one on the same document, where that is not the one that opened it. */
  readonly previous?: Id;
}

type Marked<M> = {
  readonly [R in keyof M & keyof EveryRef as M[R] extends 'maybe' ? never : R]: M[R] extends 'line'
    ? readonly [Id<'fundingLine'>]
    : NonNullable<EveryRef[R]>;
} & { readonly [R in keyof M & keyof EveryRef as M[R] extends 'maybe' ? R : never]?: NonNullable<EveryRef[R]> };

interface Later {
  readonly previous?: Id;
}

/** What an amendment, a closure or a reopening is about. */
type RegisteredRef =
  | { readonly fundingLines: readonly [Id<'fundingLine'>] }
  | { [K in RegisteredKind]: { readonly [R in K]: Id<R> } }[RegisteredKind];

interface TargetRef extends EveryRef {
  readonly entry: Id;
}

/** What an entry points at, whatever its kind. */
export function refsOf({ refs }: { readonly refs: EveryRef }): EveryRef {
  return refs;
}

/** What an entry of each kind points at, as `KINDS` declares it. */
export type Refs = {
  readonly [K in Kind]: (typeof KINDS)[K]['refs'] extends 'registered'
    ? RegisteredRef & Later
    : (typeof KINDS)[K]['refs'] extends 'target'
      ? TargetRef
      : Marked<(typeof KINDS)[K]['refs']>;
};
