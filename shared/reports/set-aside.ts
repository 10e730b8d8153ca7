import type { BelongsTo, Entry } from '../domain/entry.ts';
import type { Measured } from '../domain/threshold.ts';

type OverCash = NonNullable<Measured['overCash']>;

/** A rule that an entry says was set aside, and why. It is a claim: a reason may be given where nothing stood in the way. */
export type SetAside =
  | { readonly rule: 'separation' | 'own-roles' | 'plan'; readonly reason: string }
  | ({ readonly rule: 'cash'; readonly reason: string } & OverCash)
  | ({ readonly rule: 'late' } & BelongsTo);

export function setAsideBy(entry: Entry): readonly SetAside[] {
  const { exception, belongsTo } = entry;
  if (exception === undefined && belongsTo === undefined) return NONE;
  return [
    ...(exception === undefined ? [] : excused(entry, exception.reason)),
    ...(belongsTo === undefined ? [] : [{ rule: 'late', ...belongsTo } as const]),
  ];
}

function excused({ kind, facts }: Entry, reason: string): readonly SetAside[] {
  const overCash = 'measured' in facts ? facts.measured?.overCash : undefined;
  const cash = overCash === undefined ? [] : [{ rule: 'cash', reason, ...overCash } as const];
  // Of a payment in cash above the limit, the reason is for that, unless its payer also ordered or accepted.
  const isForCash = overCash !== undefined && !('samePersonAs' in facts && facts.samePersonAs !== undefined);
  if (isForCash) return cash;
  // A dispatch separates nobody, so its reason is for its plan; whoever decides over roles, for their own.
  const rule = kind === 'dispatch' ? 'plan' : 'type' in facts && facts.type === 'member' ? 'own-roles' : 'separation';
  return [{ rule, reason }, ...cash];
}

const NONE: readonly SetAside[] = [];
