import { MAX_LOTS } from './acceptance.ts';
import { type Balance, minus, NOTHING, take, takeUpTo } from './balance.ts';
import type { Lot } from './books.ts';
import { type CalendarDate, laterOf } from './calendar.ts';
import type { Id, LotId } from './id.ts';
import { bearableOn, type Lows, moved } from './lows.ts';
import type { Quantity } from './quantity.ts';
import type { Refusal } from './refusal.ts';

/** What one line takes out of stock. */
export interface Wanted {
  /** Its position, from 1. */
  readonly line: number;
  readonly item: Id<'item'>;
  readonly quantity: Quantity;
  readonly fundingLine: Id<'fundingLine'> | undefined;
}

/** What one lot gives to one line. */
export interface Picked {
  readonly line: number;
  readonly lot: Lot;
  readonly taken: Balance;
}

/** What a lot has: in all, and as much of it as it bears to lose on the day. */
interface Left {
  readonly all: Balance;
  readonly lows: Lows;
}

/** Takes goods out of lots on a day, line by line and in an order of lots; what one line took another does not find. */
export class Picking {
  readonly picked: Picked[] = [];
  /** Where the lots bear it in the end and not yet on the day: the first day on which they do. */
  notBefore: CalendarDate | undefined;
  readonly #refusals: Refusal[] = [];
  readonly #lots: readonly Lot[];
  readonly #isUsable: (lot: Lot) => boolean;
  readonly #order: (a: Lot, b: Lot) => number;
  readonly #on: CalendarDate;
  readonly #left: Map<LotId, Left>;

  constructor(
    lots: readonly Lot[],
    on: CalendarDate,
    isUsable: (lot: Lot) => boolean,
    order: (a: Lot, b: Lot) => number,
  ) {
    this.#lots = lots;
    this.#on = on;
    this.#isUsable = isUsable;
    this.#order = order;
    this.#left = new Map(lots.map((lot) => [lot.id, { all: lot.stock, lows: lot.lows }]));
  }

  get refusals(): readonly Refusal[] {
    const lots = this.picked.length;
    return lots <= MAX_LOTS ? this.#refusals : [...this.#refusals, { refusal: 'too-many-lots', lots, most: MAX_LOTS }];
  }

  /** Takes from the usable lots of an item, which have to be of one funding line where the line names none. */
  pick({ line, item, quantity, fundingLine }: Wanted): void {
    const onLine = this.#lots.filter(
      (lot) => lot.item === item && (fundingLine === undefined || lot.fundingLine === fundingLine),
    );
    const stocked = onLine.filter((lot) => this.#leftOf(lot).all.quantity > 0n);
    const fresh = stocked.filter(this.#isUsable).sort(this.#order);
    const usable = fresh.filter((lot) => this.#bearable(lot, this.#on) > 0n);
    const fundingLines = [...new Set(usable.map((lot) => lot.fundingLine))];
    const available = this.#sum(usable, this.#on);
    const later = quantity > available ? this.#firstDay(fresh, quantity) : undefined;
    if (fundingLines.length > 1) this.#refusals.push({ refusal: 'funding-line-not-named', line, fundingLines });
    else if (later !== undefined) this.notBefore = laterOf(this.notBefore, later);
    else if (quantity > available) {
      const shortfall = quantity - available;
      const all = stocked.reduce((sum, lot) => sum + this.#leftOf(lot).all.quantity, 0n);
      const unusable = all - available;
      this.#refusals.push({ refusal: 'insufficient-stock', line, item, available, shortfall, unusable });
    } else this.#take(line, usable, quantity);
  }

  /** Takes from one lot. */
  pickFrom(line: number, lot: Lot, quantity: Quantity): void {
    const has = this.#leftOf(lot).all.quantity;
    const later = quantity > this.#bearable(lot, this.#on) ? this.#firstDay([lot], quantity) : undefined;
    if (later !== undefined) this.notBefore = laterOf(this.notBefore, later);
    else if (quantity > has) this.#refusals.push({ refusal: 'above-lot', lot: lot.id, asked: quantity, has });
    else this.#take(line, [lot], quantity);
  }

  #take(line: number, lots: readonly Lot[], quantity: Quantity): void {
    let wanted = quantity;
    for (const lot of lots) {
      if (wanted === 0n) break;
      const { all, lows } = this.#leftOf(lot);
      const bearable = this.#bearable(lot, this.#on);
      const taken = take(all, takeUpTo({ quantity: bearable, value: 0n }, wanted).quantity);
      this.#left.set(lot.id, { all: minus(all, taken), lows: moved(lows, this.#on, minus(NOTHING, taken)) });
      wanted -= taken.quantity;
      this.picked.push({ line, lot, taken });
    }
  }

  #leftOf(lot: Lot): Left {
    return this.#left.get(lot.id) ?? { all: NOTHING, lows: [] };
  }

  #bearable(lot: Lot, day: CalendarDate): Quantity {
    const { quantity } = bearableOn(this.#leftOf(lot).lows, day);
    return quantity < 0n ? 0n : quantity;
  }

  #sum(lots: readonly Lot[], day: CalendarDate): Quantity {
    return lots.reduce((total, lot) => total + this.#bearable(lot, day), 0n);
  }

  /** The first later day on which the lots have so much to give. */
  #firstDay(lots: readonly Lot[], quantity: Quantity): CalendarDate | undefined {
    const days = lots.flatMap((lot) => this.#leftOf(lot).lows.map(({ from }) => from)).sort();
    return days.find((day) => day > this.#on && this.#sum(lots, day) >= quantity);
  }
}

/** When a lot expires, by what stands: its date may have been corrected since it came. */
export type ExpiryOf = (lot: Lot) => CalendarDate | undefined;

/** First-expired first, what never expires last; of equals the one received first. */
export function firstExpiredFirst(expiryOf: ExpiryOf): (a: Lot, b: Lot) => number {
  return (a, b) => {
    const byExpiry = compare(expiryOf(a) ?? '9999-12-31', expiryOf(b) ?? '9999-12-31');
    if (byExpiry !== 0) return byExpiry;
    const byReceipt = compare(a.receivedOn, b.receivedOn);
    return byReceipt === 0 ? compare(a.id, b.id) : byReceipt;
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
