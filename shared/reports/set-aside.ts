import { type BelongsTo, type Entry, isKind } from '../domain/entry.ts';
import { refsOf } from '../domain/refs.ts';

/** A rule that an entry says was set aside, and why. It is a claim: a reason may be given where nothing stood in the way. */
export type SetAside =
  | { readonly rule: 'separation' | 'own-roles' | 'plan' | 'direction'; readonly reason: string }
  | ({ readonly rule: 'late' } & BelongsTo);

export function setAsideBy(entry: Entry): readonly SetAside[] {
  const { kind, facts, exception, belongsTo } = entry;
  const redirected = redirectedBy(entry);
  if (exception === undefined && belongsTo === undefined && redirected === undefined) return NONE;
  // A dispatch separates nobody, so its reason is for its plan; whoever decides over roles, for their own.
  const rule = kind === 'dispatch' ? 'plan' : 'type' in facts && facts.type === 'member' ? 'own-roles' : 'separation';
  // Where words that name nobody were set aside and there is no plan, the reason is for the words.
  const isForWords = rule === 'plan' && refsOf(entry).plan === undefined && redirected === exception?.reason;
  return [
    ...(exception === undefined || isForWords ? [] : [{ rule, reason: exception.reason } as const]),
    ...(redirected === undefined ? [] : [{ rule: 'direction', reason: redirected } as const]),
    ...(belongsTo === undefined ? [] : [{ rule: 'late', ...belongsTo } as const]),
  ];
}

/** Why gifts went to somebody else than their givers meant; undefined where none did. */
function redirectedBy(entry: Entry): string | undefined {
  if (!isKind(entry, 'dispatch') || entry.facts.redirected === undefined) return undefined;
  const { consent } = entry.facts;
  return consent === undefined ? entry.exception?.reason : `捐赠人同意：${consent.document}`;
}

const NONE: readonly SetAside[] = [];
