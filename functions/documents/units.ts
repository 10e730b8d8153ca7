import type { Id } from '../../shared/domain/id.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';

/**
 * Tells whether a caller may see what belongs to a unit: any, unless the caller is bound to units; then those units and
 * what lies below them, and nothing that belongs to none.
 */
export async function ownUnits(
  ledger: Ledger,
  codes: readonly string[] | undefined,
  asked: readonly (Id | undefined)[],
): Promise<(unit: Id | undefined) => boolean> {
  if (codes === undefined) return () => true;
  const ids = [...new Set(asked.filter((id) => id !== undefined))];
  if (ids.length === 0) return () => false;
  const found = await ledger.read(ids.map((id) => ({ row: 'unit', id })));
  return (unit) => {
    if (unit === undefined) return false;
    const lineage = found.state('unit', unit)?.state.lineage ?? [];
    return lineage.some((code) => codes.includes(code));
  };
}
