import type { BelongsTo, Entry } from '../domain/entry.ts';

/** A rule that an entry says was set aside, and why. It is a claim: a reason may be given where nothing stood in the way. */
export type SetAside =
  | { readonly rule: 'separation' | 'own-roles' | 'plan'; readonly reason: string }
  | ({ readonly rule: 'late' } & BelongsTo);

export function setAsideBy({ kind, facts, exception, belongsTo }: Entry): readonly SetAside[] {
  if (exception === undefined && belongsTo === undefined) return NONE;
  // A dispatch separates nobody, so its reason is for its plan; whoever decides over roles, for their own.
  const rule = kind === 'dispatch' ? 'plan' : 'type' in facts && facts.type === 'member' ? 'own-roles' : 'separation';
  return [
    ...(exception === undefined ? [] : [{ rule, reason: exception.reason } as const]),
    // A correction of a closed month is late by rule.
    ...(belongsTo === undefined || kind === 'correction' ? [] : [{ rule: 'late', ...belongsTo } as const]),
  ];
}

const NONE: readonly SetAside[] = [];
