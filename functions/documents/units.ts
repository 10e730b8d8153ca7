import { lineagesOf } from '../../shared/commands/unit-tree.ts';
import type { Id } from '../../shared/domain/id.ts';
import { actsFor } from '../../shared/domain/own-units.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';

/** Tells of each of some units whether a caller may see what belongs to it; they are read at once. */
export async function ownUnits(
  ledger: Ledger,
  codes: readonly string[] | undefined,
  asked: readonly (Id | undefined)[],
): Promise<(unit: Id | undefined) => boolean> {
  if (codes === undefined) return () => true;
  const lineages = await lineagesOf(ledger, asked);
  const isOwn = (unit: Id | undefined) => {
    const lineage = lineages(unit).map(({ code }) => code);
    return actsFor(codes, lineage);
  };
  return isOwn;
}
