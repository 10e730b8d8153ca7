import { type BelongsTo, type Entry, isKind } from '../domain/entry.ts';
import { refsOf } from '../domain/refs.ts';
import type { Measured } from '../domain/threshold.ts';

type OverCash = NonNullable<Measured['overCash']>;

/** A rule that an entry says was set aside, and why. It is a claim: a reason may be given where nothing stood in the way. */
export type SetAside =
  | { readonly rule: 'separation' | 'own-roles' | 'plan'; readonly reason: string }
  /** What a giver meant: by their consent, whose document is the reason, or by exception. */
  | { readonly rule: 'direction'; readonly reason: string; readonly isConsented: boolean }
  | ({ readonly rule: 'cash'; readonly reason: string } & OverCash)
  | ({ readonly rule: 'late' } & BelongsTo);

export function setAsideBy(entry: Entry): readonly SetAside[] {
  const { exception, belongsTo } = entry;
  const redirected = redirectedBy(entry);
  if (exception === undefined && belongsTo === undefined && redirected === undefined) return NONE;
  // Where words that name nobody were set aside and there is no plan, the reason is for the words.
  const isForWords = redirected?.isConsented === false && refsOf(entry).plan === undefined;
  return [
    ...(exception === undefined || isForWords ? [] : excused(entry, exception.reason)),
    ...(redirected === undefined ? [] : [redirected]),
    ...(belongsTo === undefined ? [] : [{ rule: 'late', ...belongsTo } as const]),
  ];
}

/** Why gifts went to somebody else than their givers meant; undefined where none did. */
function redirectedBy(entry: Entry): Extract<SetAside, { readonly rule: 'direction' }> | undefined {
  if (!isKind(entry, 'dispatch') || entry.facts.redirected === undefined) return undefined;
  const { consent } = entry.facts;
  const reason = consent?.document ?? entry.exception?.reason ?? '';
  return { rule: 'direction', reason, isConsented: consent !== undefined };
}

function excused(entry: Entry, reason: string): readonly SetAside[] {
  const { facts } = entry;
  const overCash = 'measured' in facts ? facts.measured?.overCash : undefined;
  const cash = overCash === undefined ? [] : [{ rule: 'cash', reason, ...overCash } as const];
  // Of a payment in cash above the limit, the reason is for that, unless its payer also ordered or accepted.
  const isForCash = overCash !== undefined && !('samePersonAs' in facts && facts.samePersonAs !== undefined);
  if (isForCash && !isOfPlan(entry)) return cash;
  // Neither of the two separates anybody, so its reason is for its plan; whoever decides over roles, for their own.
  const rule = isOfPlan(entry) ? 'plan' : 'type' in facts && facts.type === 'member' ? 'own-roles' : 'separation';
  return [{ rule, reason }, ...cash];
}

/** A disbursement is under a plan now and then; what else it gives a reason for stands beside. */
function isOfPlan(entry: Entry): boolean {
  return entry.kind === 'dispatch' || (entry.kind === 'disbursement' && refsOf(entry).plan !== undefined);
}

const NONE: readonly SetAside[] = [];
