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
  const ids = [...new Set(asked.filter((id) => id !== undefined))];
  if (ids.length === 0) return () => false;
  const found = await ledger.read(ids.map((id) => ({ row: 'unit', id })));
  return (unit) => unit !== undefined && actsFor(codes, found.state('unit', unit)?.state.lineage);
}
