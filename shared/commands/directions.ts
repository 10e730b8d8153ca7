import type { DirectedTo, Recipient } from '../domain/direction.ts';
import type { Id } from '../domain/id.ts';
import { normalForm } from '../domain/normal-form.ts';
import type { Registered } from '../domain/registry.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import type { LoadedLot } from './changes.ts';
import type { Office } from './command.ts';
import { unitsIn } from './registered.ts';

type Units = Map<Id<'unit'>, Registered<'unit'>>;

/** What a dispatch has to know of units where gifts that are directed lie on its shelves: elsewhere nothing is read. */
export async function directionsOf(
  office: Office,
  to: { readonly id: Id<'unit'>; readonly unit: Registered<'unit'> | undefined },
  lots: readonly LoadedLot[],
): Promise<{ readonly units: Units; readonly named: Recipient['named'] }> {
  const directions = lots.flatMap(({ lot }) => lot.directed?.to ?? []);
  const units: Units = new Map(to.unit === undefined ? [] : [[to.id, to.unit]]);
  if (directions.length === 0) return { units, named: new Map() };
  const words = new Set(directions.flatMap((one) => (typeof one === 'string' ? normalForm(one) : [])));
  const [named] = await Promise.all([unitsNamed(office, words), readUnits(office, units, directions.flatMap(unitIn))]);
  const line = new Set([to.id]);
  for (let above = to.unit?.fields.parent; above !== undefined && !line.has(above); ) {
    line.add(above);
    await readUnits(office, units, [above]);
    above = units.get(above)?.fields.parent;
  }
  return { units, named };
}

const unitIn = (to: DirectedTo): Id<'unit'>[] => (typeof to === 'object' && 'unit' in to ? [to.unit] : []);

/** The most units that lots of one dispatch are looked at for: what more there are stay without a name in a refusal. */
const MAX_UNITS = 100;

async function readUnits({ ledger }: Office, units: Units, wanted: readonly Id<'unit'>[]): Promise<void> {
  const ids = [...new Set(wanted)].filter((id) => !units.has(id)).slice(0, MAX_UNITS);
  if (ids.length === 0) return;
  const found = await ledger.read(ids.map((id) => ({ row: 'unit', id })));
  for (const [id, unit] of unitsIn(found, ids)) units.set(id, unit);
}

/** How many pages of units are looked through for a name. */
const MAX_PAGES = 10;

/** The units that have exactly those names, by normal form: only gifts of before directions are named in words. */
async function unitsNamed({ ledger }: Office, names: ReadonlySet<string>): Promise<Recipient['named']> {
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
