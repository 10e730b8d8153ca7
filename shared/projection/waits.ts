import { lotsNamed } from '../commands/lots.ts';
import { planCounter } from '../commands/plan.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import type { PlannedLine, Registered } from '../domain/registry.ts';
import type { Sealed } from '../domain/voucher.ts';
import type { Waiting, WaitingKind } from '../domain/waiting.ts';
import {
  adjustmentWaits,
  consignmentWaits,
  itemWaits,
  lotWaits,
  papersWaiting,
  planWaits,
  purchaseWaits,
  type Wait,
} from '../domain/waits.ts';
import { writeWaiting } from '../schemas/waiting.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import type { ListName } from '../storage/ports/lists.ts';
import { openedKey } from './opened.ts';
import { eachOf, historiesOf, piecesOf, remember, type Standing, statesOf, wide } from './standing.ts';
import { type Touched, type TouchedLot, touchedBy } from './touched.ts';

/** A row of a list as it is from now on; without a text it goes. */
interface Row {
  readonly list: ListName;
  readonly key: string;
  readonly text: string | undefined;
}

/**
 * What waits of everything that a bundle is about, as it stands in the ledger, by the last entry of the bundle about each:
 * whatever is about it later sets the same once more. What an entry alone opened has no rows before, so none goes.
 */
export async function waiting(bundle: readonly Sealed[], ledger: Standing): Promise<ReadonlyMap<Id, readonly Row[]>> {
  const touched = touchedBy(bundle);
  const known = new Map(bundle.map(({ entry }): [Id, Entry] => [entry.id, entry]));
  const all = await Promise.all([
    purchasesOf(touched, ledger, known),
    consignmentsOf(touched, ledger, known),
    adjustmentsOf(touched, ledger, known),
    plansOf(touched, ledger, known),
    lotsIn(touched, ledger),
    itemsIn(touched, ledger),
  ]);
  const rows = new Map<Id, Row[]>();
  for (const [last, waits] of all.flat()) rows.set(last, [...(rows.get(last) ?? []), ...waits.map(rowOf)]);
  return rows;
}

/** What waits, by the entry that it is set with. */
type Set = readonly [last: Id, waits: readonly Wait[]];

function rowOf({ kind, key, row }: Wait): Row {
  return { list: `waiting/${kind}`, key, text: row === undefined ? undefined : written(kind, row) };
}

/** Kind and row belong together, which a wait says and two parameters cannot. */
function written<K extends WaitingKind>(kind: K, row: Waiting[WaitingKind]): string {
  return writeWaiting(kind, row as Waiting[K]);
}

/** What waits of a document; of one that was opened by the entry that is set with, only what there is. */
function setOf(id: Id, last: Id, waits: readonly Wait[]): Set {
  return [last, last === id ? waits.filter(({ row }) => row !== undefined) : waits];
}

async function purchasesOf({ purchases }: Touched, ledger: Standing, known: Map<Id, Entry>): Promise<Set[]> {
  const rows = await statesOf(ledger, 'purchase', purchases.keys());
  const asked = rows.map(({ id, version }) => ({ kind: 'purchase', id, version }) as const);
  const histories = await historiesOf(ledger, asked, known);
  return rows.flatMap(({ id, state: book }): Set[] => {
    const touched = purchases.get(id);
    const entries = histories.get(id) ?? [];
    const opening = entries[0];
    if (touched === undefined || opening === undefined || !isKind(opening, 'order')) return [];
    const purchase = { opening, book, entries };
    const waits = [
      ...purchaseWaits(purchase, openedKey(opening)),
      ...papersWaiting(purchase, touched.entries, openedKey),
    ];
    return [setOf(id, touched.last, waits)];
  });
}

async function consignmentsOf({ consignments }: Touched, ledger: Standing, known: Map<Id, Entry>): Promise<Set[]> {
  const rows = await statesOf(ledger, 'consignment', consignments.keys());
  const asked = rows.map(({ id, version }) => ({ kind: 'consignment', id, version }) as const);
  const histories = await historiesOf(ledger, asked, known);
  return rows.flatMap(({ id, state: book }): Set[] => {
    const touched = consignments.get(id);
    const entries = histories.get(id) ?? [];
    const opening = entries[0];
    if (touched === undefined || opening === undefined || !isKind(opening, 'dispatch')) return [];
    const consignment = { opening, book, entries };
    const waits = [
      ...consignmentWaits(consignment, openedKey(opening)),
      ...papersWaiting(consignment, touched.entries, openedKey),
    ];
    return [setOf(id, touched.last, waits)];
  });
}

async function adjustmentsOf({ adjustments }: Touched, ledger: Standing, known: Map<Id, Entry>): Promise<Set[]> {
  const rows = await statesOf(ledger, 'adjustment', adjustments.keys());
  await remember(
    ledger,
    rows.map(({ id }) => id),
    known,
  );
  return rows.flatMap(({ id, state }): Set[] => {
    const last = adjustments.get(id);
    const opening = known.get(id);
    if (last === undefined || opening === undefined || !isKind(opening, 'count')) return [];
    return [setOf(id, last, adjustmentWaits(opening, state, openedKey(opening)))];
  });
}

async function plansOf({ plans }: Touched, ledger: Standing, known: Map<Id, Entry>): Promise<Set[]> {
  const rows = await statesOf(ledger, 'plan', plans.keys());
  await remember(
    ledger,
    rows.map(({ id }) => id),
    known,
  );
  return eachOf(rows, async ({ id, state }): Promise<Set> => {
    const counted = await countedUnder(ledger, id, state);
    const opening = known.get(id);
    const last = plans.get(id);
    if (opening === undefined || last === undefined) return [id, []];
    return setOf(id, last, planWaits({ id, state }, counted, openedKey(opening)));
  });
}

/** What was dispatched or disbursed of each line of a plan, as its counters say. Of a closed one nothing is asked. */
async function countedUnder(ledger: Standing, plan: Id, { fields, closed }: Registered<'plan'>) {
  const counters = new Set(closed ? [] : fields.lines.map((line) => planCounter({ plan, ...line })));
  const found = await wide(ledger).read([...counters].map((counter) => ({ row: 'counter', counter })));
  return (line: PlannedLine) => found.counter(planCounter({ plan, ...line }));
}

/** Lots that are read at once. */
const LOTS = 40;

async function lotsIn(touched: Touched, ledger: Standing): Promise<Set[]> {
  const lots = await withMovedOn(touched, ledger);
  const found = await eachOf(piecesOf([...lots.keys()], LOTS), (piece) => lotsNamed(wide(ledger), piece));
  return found.flatMap((named) =>
    [...named.values()].flatMap(({ lot, origin }): Set[] => {
      const one = lots.get(lot.id);
      return one === undefined ? [] : [[one.last, lotWaits(lot, origin.batch.expiresOn, one.expiredOn)]];
    }),
  );
}

/**
 * The lots that are touched, and where an expiry was corrected all lots of that item that have something: which of them came
 * from the corrected one is told by each. Corrections of it are rare.
 */
async function withMovedOn({ lots }: Touched, ledger: Standing): Promise<ReadonlyMap<LotId, TouchedLot>> {
  const corrected = [...lots].filter(([, { expiredOn }]) => expiredOn.length > 0);
  if (corrected.length === 0) return lots;
  const { items: warehouses } = await ledger.states('warehouse', { limit: MAX_PAGE });
  const named = await lotsNamed(
    wide(ledger),
    corrected.map(([lot]) => lot),
  );
  const all = new Map(lots);
  for (const [lot, { last, expiredOn }] of corrected) {
    const item = named.get(lot)?.lot.item;
    const others = item === undefined ? [] : await lotsOfItem(ledger, item, warehouses);
    for (const { lot: other } of others) {
      const before = all.get(other.id);
      all.set(other.id, { last: before?.last ?? last, expiredOn: [...(before?.expiredOn ?? []), ...expiredOn] });
    }
  }
  return all;
}

/** An item without a minimum waits for nothing, unless it just lost that. */
async function itemsIn({ items }: Touched, ledger: Standing): Promise<Set[]> {
  const rows = await statesOf(ledger, 'item', items.keys());
  const asked = rows.filter(({ id, state }) => items.get(id)?.isChanged || state.fields.minimum !== undefined);
  if (asked.length === 0) return [];
  const { items: warehouses } = await ledger.states('warehouse', { limit: MAX_PAGE });
  return eachOf(asked, async ({ id, state }): Promise<Set> => {
    const lots = state.fields.minimum === undefined ? [] : await lotsOfItem(ledger, id, warehouses);
    const stock = lots.reduce((sum, { lot }) => sum + lot.stock.quantity, 0n);
    return setOf(id, items.get(id)?.last ?? id, itemWaits(id, state, stock));
  });
}

async function lotsOfItem(ledger: Standing, item: Id, warehouses: readonly { readonly id: Id }[]) {
  return (await eachOf(warehouses, ({ id }) => ledger.lotsOf(id, item))).flat();
}
