import { historyOf } from '../../shared/commands/history.ts';
import { lineagesOf, MOST_AMENDED, parentSaid } from '../../shared/commands/unit-tree.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { actsFor } from '../../shared/domain/own-units.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import type { Tree } from '../../shared/domain/unit-trees.ts';
import { Register } from '../../shared/reports/register.ts';
import { unitsAsked } from '../../shared/reports/units-asked.ts';
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

/** Tells of what was opened whether its unit is one, or lies below that in the tree that is meant. */
export async function unitsBelow(
  ledger: Pick<Ledger, 'read'>,
  asked: { readonly unit: Id; readonly tree: Tree },
  openings: readonly Entry[],
): Promise<(opening: Entry) => boolean> {
  const register = await registerOf(
    ledger,
    openings.map((opening) => refsOf(opening).unit),
  );
  const isAsked = unitsAsked(register, { ...asked, below: true });
  return (opening) => {
    const { unit } = refsOf(opening);
    return unit !== undefined && isAsked(unit, register.treeAt(opening));
  };
}

/** What some units, and whatever they ever lay below, were from their registration on. */
async function registerOf(ledger: Pick<Ledger, 'read'>, units: readonly (Id | undefined)[]): Promise<Register> {
  const register = new Register();
  const looked = new Set<Id>();
  for (let level = units; level.length > 0; ) {
    const next = [...new Set(level.filter((id) => id !== undefined))].filter((id) => !looked.has(id));
    for (const id of next) looked.add(id);
    const histories = await Promise.all(next.map((id) => entriesOf(ledger, id)));
    for (const entry of histories.flat()) register.enter(entry);
    level = histories.flat().map((entry) => parentSaid(entry) ?? undefined);
  }
  return register;
}

/** The entries of a unit, oldest first. */
async function entriesOf(ledger: Pick<Ledger, 'read'>, id: Id): Promise<Entry[]> {
  const row = (await ledger.read([{ row: 'unit', id }])).state('unit', id);
  if (row === undefined) return [];
  const history = await historyOf(ledger, { kind: 'unit', id, version: row.version }, MOST_AMENDED);
  return history.map(({ entry }) => entry).reverse();
}
