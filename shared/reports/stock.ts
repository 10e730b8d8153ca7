import { formatYuan } from '../domain/amount.ts';
import { isNothing } from '../domain/balance.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { birthOf, type Id, type LotId } from '../domain/id.ts';
import { type Bringing, bringsLots } from '../domain/lot-origin.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import type { Stock } from '../schemas/reports.ts';
import { writeDirection } from './directions.ts';
import { writeBalance, writeQuantity } from './figures.ts';
import { Tally } from './holdings.ts';
import { lotIn } from './lots.ts';
import { type PageOptions, pageOf } from './page.ts';
import { leftOf, PlanStandings } from './plan-standings.ts';
import { byCode, compare, type Register } from './register.ts';
import { belongs } from './selection.ts';

export interface StockOptions extends PageOptions {
  readonly warehouse?: Id;
  readonly item?: Id;
  readonly fundingLine?: Id;
  readonly purchase?: Id;
  /** Of what expires on this day or before it. */
  readonly expiresBy?: CalendarDate;
}

/** What is in the warehouses, lot by lot: by item, first-expired first. Undefined where the cursor is unknown. */
export function stock(postings: readonly Posting[], register: Register, options: StockOptions): Stock | undefined {
  const births = new Map<Id, Bringing>();
  const standing = new Map<LotId, { readonly movement: Movement; readonly tally: Tally }>();
  const items = new StockedItems();
  for (const posting of postings) {
    items.enter(posting);
    if (bringsLots(posting.entry)) births.set(posting.entry.id, posting.entry);
    for (const movement of posting.movements) {
      if (cameWith(movement, options.purchase, births)) enter(movement, options, standing);
    }
  }
  const asked = [...standing].filter(([lot]) => expiresBy(lot, options.expiresBy, births));
  const lots = asked.flatMap(([lot, { movement, tally }]) =>
    isNothing(tally) ? [] : [writeLot(lot, movement, tally, births, register)],
  );
  lots.sort(
    (a, b) =>
      byCode(a.item, b.item) ||
      compare(a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31') ||
      compare(a.receivedOn, b.receivedOn) ||
      compare(a.lot, b.lot),
  );
  const page = pageOf(lots, (lot) => lot.lot, options);
  if (page === undefined) return undefined;
  return {
    lots: page.rows,
    value: formatYuan(asked.reduce((sum, [, { tally }]) => sum + tally.value, 0n)),
    items: items.write(register, options.item),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

/** What is in stock of each item, wherever it lies, beside what open plans still have to dispatch of it. */
class StockedItems {
  readonly #stock = new Map<Id, bigint>();
  readonly #plans = new PlanStandings();

  enter(posting: Posting): void {
    this.#plans.enter(posting);
    for (const { item, from, to, quantity } of posting.movements) {
      if (item === undefined || (from !== 'stock' && to !== 'stock')) continue;
      const by = (to === 'stock' ? quantity : 0n) - (from === 'stock' ? quantity : 0n);
      this.#stock.set(item, (this.#stock.get(item) ?? 0n) + by);
    }
  }

  /** All of them, or the one that is asked for. */
  write(register: Register, asked: Id | undefined): Stock['items'] {
    const reserved = this.#plans.reserved(register);
    const ids = new Set([...this.#stock.keys(), ...reserved.keys()]);
    return [...ids]
      .filter((id) => asked === undefined || id === asked)
      .map((id) => ({ id, quantity: this.#stock.get(id) ?? 0n, reserved: reserved.get(id) ?? 0n }))
      .filter((one) => one.quantity !== 0n || one.reserved !== 0n)
      .map((one) => ({
        item: register.item(one.id),
        quantity: writeQuantity(one.quantity),
        reserved: writeQuantity(one.reserved),
        free: writeQuantity(leftOf(one.quantity, one.reserved)),
        ...(one.reserved > one.quantity ? { short: writeQuantity(one.reserved - one.quantity) } : {}),
      }))
      .sort((a, b) => byCode(a.item, b.item));
  }
}

/** Whether what moves came with a purchase, whichever lot it is now in. */
function cameWith({ lot, birth }: Movement, purchase: Id | undefined, births: ReadonlyMap<Id, Bringing>): boolean {
  if (purchase === undefined) return true;
  const first = lot === undefined ? undefined : births.get(birthOf(birth ?? lot));
  return first?.kind === 'acceptance' && first.refs.purchase === purchase;
}

/** Whether a lot expires on a day or before it, where one is asked for; what says no day does not. */
function expiresBy(lot: LotId, day: CalendarDate | undefined, births: ReadonlyMap<Id, Bringing>): boolean {
  if (day === undefined) return true;
  const birth = births.get(birthOf(lot));
  const { expiresOn } = birth === undefined ? {} : lotIn(birth, lot);
  return expiresOn !== undefined && expiresOn <= day;
}

function enter(
  movement: Movement,
  options: StockOptions,
  standing: Map<LotId, { readonly movement: Movement; readonly tally: Tally }>,
): void {
  const { lot } = movement;
  if (lot === undefined || (movement.from !== 'stock' && movement.to !== 'stock')) return;
  if (!belongs(movement, options)) return;
  const stands = standing.get(lot) ?? { movement, tally: new Tally() };
  standing.set(lot, stands);
  stands.tally.add(movement, movement.to === 'stock' ? 1n : -1n);
}

function writeLot(
  lot: LotId,
  movement: Movement,
  tally: Tally,
  births: ReadonlyMap<Id, Bringing>,
  register: Register,
): Stock['lots'][number] {
  const birth = births.get(birthOf(lot));
  const gift = births.get(birthOf(movement.birth ?? lot));
  const directedTo = gift?.kind === 'receipt' ? gift.facts.directedTo : undefined;
  const { expiresOn, number } = birth === undefined ? {} : lotIn(birth, lot);
  return {
    lot,
    item: register.item(movement.item ?? ''),
    fundingLine: register.named(movement.fundingLine),
    warehouse: register.named(movement.warehouse ?? ''),
    inKind: movement.inKind,
    ...(directedTo === undefined ? {} : { directedTo: writeDirection(directedTo, register) }),
    receivedOn: birth?.effectiveOn ?? '',
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(number === undefined ? {} : { batch: number }),
    ...writeBalance(tally),
  };
}
