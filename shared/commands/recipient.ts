import type { Dispatch } from '../domain/command.ts';
import type { Recipient } from '../domain/direction.ts';
import type { Id } from '../domain/id.ts';
import { normalForm } from '../domain/normal-form.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import type { LoadedLot } from './changes.ts';
import type { Office } from './command.ts';
import { lineageOn } from './unit-tree.ts';

/**
 * Whom a dispatch is for, by the tree of units of its day, to which its figures belong. Where nothing directed lies on its
 * shelves nothing is read.
 */
export async function recipientOf(
  { ledger }: Office,
  { unit: to, effectiveOn }: Pick<Dispatch, 'unit' | 'effectiveOn'>,
  lots: readonly LoadedLot[],
): Promise<Omit<Recipient, 'purpose'>> {
  const directions = lots.flatMap(({ lot }) => lot.directed?.to ?? []);
  if (directions.length === 0) return { units: new Set([to]), named: new Map() };
  const units = new Set<Id<'unit'>>(await lineageOn(ledger, to, effectiveOn));
  const words = new Set(directions.flatMap((one) => (typeof one === 'string' ? normalForm(one) : [])));
  return { units, named: await unitsNamed(ledger, words) };
}

/** How many pages of units are looked through for a name. */
const MAX_PAGES = 10;

/** The units that have exactly those names, by normal form: only gifts of before directions are named in words. */
async function unitsNamed(ledger: Office['ledger'], names: ReadonlySet<string>): Promise<Recipient['named']> {
  const named = new Map<string, Id<'unit'>[]>();
  let after: Id | undefined;
  for (let pages = 0; names.size > 0 && pages < MAX_PAGES; pages += 1) {
    const page = await ledger.states('unit', { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    for (const { id, state } of page.items) {
      const name = normalForm(state.fields.name);
      if (names.has(name)) named.set(name, [...(named.get(name) ?? []), id]);
    }
    after = page.next;
    if (after === undefined) break;
  }
  return named;
}
