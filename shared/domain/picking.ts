import { MAX_LOTS } from './acceptance.ts';
import { type Balance, minus, NOTHING, takeUpTo } from './balance.ts';
import type { Lot } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { Id, LotId } from './id.ts';
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

/** Takes goods out of lots line by line, first-expired first; what one line took another does not find. */
export class Picking {
  readonly picked: Picked[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #lots: readonly Lot[];
  readonly #isUsable: (lot: Lot) => boolean;
  readonly #left: Map<LotId, Balance>;

  constructor(lots: readonly Lot[], isUsable: (lot: Lot) => boolean) {
    this.#lots = lots;
    this.#isUsable = isUsable;
    this.#left = new Map(lots.map((lot) => [lot.id, lot.stock]));
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
    const stocked = onLine.filter((lot) => this.#leftOf(lot).quantity > 0n);
    const usable = stocked.filter(this.#isUsable).sort(firstExpiredFirst);
    const fundingLines = [...new Set(usable.map((lot) => lot.fundingLine))];
    const available = this.#sum(usable);
    if (fundingLines.length > 1) this.#refusals.push({ refusal: 'funding-line-not-named', line, fundingLines });
    else if (quantity > available) {
      const shortfall = quantity - available;
      const unusable = this.#sum(stocked) - available;
      this.#refusals.push({ refusal: 'insufficient-stock', line, item, available, shortfall, unusable });
    } else this.#take(line, usable, quantity);
  }

  /** Takes from one lot. */
  pickFrom(line: number, lot: Lot, quantity: Quantity): void {
    const has = this.#leftOf(lot).quantity;
    if (quantity > has) this.#refusals.push({ refusal: 'above-lot', lot: lot.id, asked: quantity, has });
    else this.#take(line, [lot], quantity);
  }

  #take(line: number, lots: readonly Lot[], quantity: Quantity): void {
    let wanted = quantity;
    for (const lot of lots) {
      if (wanted === 0n) break;
      const has = this.#leftOf(lot);
      const taken = takeUpTo(has, wanted);
      this.#left.set(lot.id, minus(has, taken));
      wanted -= taken.quantity;
      this.picked.push({ line, lot, taken });
    }
  }

  #leftOf(lot: Lot): Balance {
    return this.#left.get(lot.id) ?? NOTHING;
  }

  #sum(lots: readonly Lot[]): bigint {
    return lots.reduce((total, lot) => total + this.#leftOf(lot).quantity, 0n);
  }
}

/** Not before it came, and not past its date. */
export function isFreshOn(lot: Lot, on: CalendarDate): boolean {
  return lot.receivedOn <= on && (lot.expiresOn === undefined || lot.expiresOn >= on);
}

/** First-expired first, what never expires last; of equals the one received first. */
export function firstExpiredFirst(a: Lot, b: Lot): number {
  const byExpiry = compare(a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31');
  if (byExpiry !== 0) return byExpiry;
  const byReceipt = compare(a.receivedOn, b.receivedOn);
  return byReceipt === 0 ? compare(a.id, b.id) : byReceipt;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
