import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { MAX_KEYS } from '../storage/ports/bounds.ts';
import type { ClaimName } from '../storage/ports/guard-names.ts';
import type { Found, Key, Ledger } from '../storage/ports/ledger.ts';
import { type Asked, plain } from './asked.ts';

/** Corrections that are read at once, each with the claim behind it. */
const AT_ONCE = MAX_KEYS / 2;

type Reading = Pick<Ledger, 'read'>;

/**
 * The name under which a correction holds its place behind the one before it. So the corrections of an entry stand in one
 * line, whoever records them, and of two at once only one finds what stands.
 */
export function correctionClaim(target: Id, after: Id | undefined): ClaimName {
  return after === undefined ? `correction/of/${target}` : `correction/after/${after}`;
}

/** Takes the place behind the corrections that were found; who comes too late decides again. */
export function lineUpBehind(target: Id, earlier: readonly Entry<'correction'>[]): Asked {
  const claim = correctionClaim(target, earlier.at(-1)?.id);
  return {
    ...plain({ change: 'claim', claim }),
    refused: (failed) => (failed.outcome === 'claimed' && failed.claim === claim ? 'stale' : undefined),
  };
}

/** The row that says whether an entry was corrected. */
export function correctionKey(target: Id): Key {
  return { row: 'claim', claim: correctionClaim(target, undefined) };
}

/** The corrections of each entry in their order: found along the claims, a read a correction. */
export async function correctionsOf(
  ledger: Reading,
  targets: readonly Id[],
): Promise<ReadonlyMap<Id, readonly Entry<'correction'>[]>> {
  if (targets.length === 0) return new Map();
  return correctionsFound(ledger, targets, await ledger.read(targets.map(correctionKey)));
}

/** The same where those rows were read already, with others. */
export async function correctionsFound(
  ledger: Reading,
  targets: readonly Id[],
  found: Found,
): Promise<ReadonlyMap<Id, readonly Entry<'correction'>[]>> {
  const lines = new Map<Id, Entry<'correction'>[]>();
  let next = targets.flatMap((target) => {
    const first = found.claim(correctionClaim(target, undefined));
    return first === undefined ? [] : [{ target, id: first }];
  });
  while (next.length > 0) {
    const now = next.slice(0, AT_ONCE);
    const later = next.slice(AT_ONCE);
    const rows = await ledger.read(
      now.flatMap(({ target, id }) => [
        { row: 'entry', id } as const,
        { row: 'claim', claim: correctionClaim(target, id) } as const,
      ]),
    );
    const after = now.flatMap(({ target, id }) => {
      const entry = rows.entry(id)?.entry;
      if (entry === undefined || !isKind(entry, 'correction')) return [];
      lines.set(target, [...(lines.get(target) ?? []), entry]);
      const following = rows.claim(correctionClaim(target, id));
      return following === undefined ? [] : [{ target, id: following }];
    });
    next = [...later, ...after];
  }
  return lines;
}
