import { type Account, writeAccount } from './account.ts';
import type { Fen } from './amount.ts';
import { type Balance, isNothing, isOverdrawn, minus, NOTHING, plus } from './balance.ts';
import type { ConsignmentBook, DisbursementBook, DocumentDays, Fed, Lot, Part, PurchaseBook, Share } from './books.ts';
import { type CalendarDate, laterOf } from './calendar.ts';
import { type Coverage, standingAfter } from './coverage.ts';
import type { Transfer } from './entry.ts';
import type { Id, LotId } from './id.ts';
import { bearableOn, firstBearing, moved } from './lows.ts';

/** The books that an entry's transfers stand in, as loaded. What the entry does not touch need not be there. */
export interface Books {
  /** What the ordinals of funding lines mean. */
  readonly fundingLines: readonly Id[];
  readonly purchase?: PurchaseBook;
  readonly consignment?: ConsignmentBook;
  /** The lots of the transfers, those of a consignment's parts included. */
  readonly lots: ReadonlyMap<LotId, Lot>;
  readonly disbursement?: DisbursementBook;
}

/** What a funding line gains or loses. Its floors are kept by storage, because no read comes before. */
export interface Funds {
  readonly available: Fen;
  readonly cash: Fen;
}

/** An account that the transfers would take below zero. */
export interface Overdraft {
  readonly account: Account;
  readonly has: Balance;
  readonly needs: Balance;
}

export interface Posted {
  readonly books: Books;
  readonly funds: ReadonlyMap<Id, Funds>;
  readonly overdrafts: readonly Overdraft[];
  /** Where the accounts bear it in the end and not yet on its day: the first day on which each of them does. */
  readonly notBefore: CalendarDate | undefined;
}

/**
 * Posts the transfers of a day, with the coverage said beside them, to the books: the books are a fold of both and nothing
 * else, for an entry and for its mirror alike. Overdrafts are told, not thrown: a decision that checked its rules has none, a
 * reversal may.
 */
export function post(transfers: readonly Transfer[], books: Books, on: CalendarDate, coverage?: Coverage): Posted {
  const changes = new Map<string, { account: Account; change: Balance }>();
  const add = (account: Account, change: Balance): void => {
    const key = writeAccount(account);
    changes.set(key, { account, change: plus(changes.get(key)?.change ?? NOTHING, change) });
  };
  for (const { from, to, quantity, value } of transfers) {
    add(from, minus(NOTHING, { quantity, value }));
    add(to, { quantity, value });
  }
  const desk = new Desk(books, on, coverage);
  const overdrafts: Overdraft[] = [];
  const beyondAccepted = transfers.flatMap(({ from, to, quantity, value }) => {
    return desk.accept(from, to, { quantity, value }) ?? [];
  });
  const budgetMoney = transfers.filter((transfer) => transfer.from.state !== 'cash' && transfer.to.state !== 'cash');
  desk.disbursed(budgetMoney);
  for (const { account, change } of changes.values()) {
    // What is only passed through within the entry needs no book.
    if (isNothing(change)) continue;
    const overdraft = desk.enter(account, change);
    if (overdraft) overdrafts.push(overdraft);
  }
  // What an account itself lacks is told before what it holds that is not the supplier's.
  const { funds, notBefore } = desk;
  return { books: desk.books(), funds, overdrafts: [...overdrafts, ...beyondAccepted], notBefore };
}

/** The books while one entry is posted to them. */
class Desk {
  readonly funds = new Map<Id, Funds>();
  notBefore: CalendarDate | undefined;
  readonly #before: Books;
  readonly #on: CalendarDate;
  readonly #lots: Map<LotId, Lot>;
  readonly #shares: Share[];
  readonly #paid: Fen[];
  readonly #parts: Part[];
  readonly #fed: { readonly [K in DatedBook]: Map<FedAccount, CalendarDate> };
  readonly #coverage: Coverage | undefined;
  #remaining: Fen;

  constructor(books: Books, on: CalendarDate, coverage: Coverage | undefined) {
    this.#before = books;
    this.#on = on;
    this.#coverage = coverage;
    this.#fed = {
      purchase: fedIn(books.purchase),
      consignment: fedIn(books.consignment),
      disbursement: fedIn(books.disbursement),
    };
    this.#lots = new Map(books.lots);
    this.#shares = [...(books.purchase?.shares ?? [])];
    this.#paid = [...(books.purchase?.paid ?? [])];
    this.#parts = [...(books.consignment?.parts ?? [])];
    this.#remaining = books.disbursement?.remaining ?? 0n;
  }

  /**
   * `accepted` is no account of the chain: it is what went from an order into stock and did not come back. More than
   * that may lie in stock where a count found some, and cannot go back to the order all the same.
   */
  accept(from: Account, to: Account, moved: Balance): Overdraft | undefined {
    if (from.state === 'committed' && (to.state === 'stock' || to.state === 'spent')) {
      this.#changeShare(from, (share) => ({ ...share, accepted: plus(share.accepted, moved) }));
    } else if ((from.state === 'stock' || from.state === 'spent') && to.state === 'committed') {
      const { accepted } = this.#changeShare(to, (share) => ({ ...share, accepted: minus(share.accepted, moved) }));
      // What was spent has no account in the books but this.
      if (from.state === 'spent') return below(from, accepted, minus(NOTHING, moved));
      if (isOverdrawn(minus(accepted, moved))) return { account: from, has: accepted, needs: moved };
    }
    return undefined;
  }

  /** Money at a unit stands once in each chain; its book counts the budget's. */
  disbursed(transfers: readonly Transfer[]): void {
    for (const { from, to, value } of transfers) {
      if (to.state === 'unit' && to.part === undefined) this.#remaining += value;
      if (from.state === 'unit' && from.part === undefined) this.#remaining -= value;
    }
  }

  enter(account: Account, change: Balance): Overdraft | undefined {
    switch (account.state) {
      case 'available':
        this.#fund(account.fundingLine, { available: change.value, cash: 0n });
        return undefined;
      case 'cash':
        this.#fund(account.fundingLine, { available: 0n, cash: change.value });
        return undefined;
      case 'supplier': {
        const at = account.fundingLine - 1;
        const has = { quantity: 0n, value: this.#paid[at] ?? 0n };
        this.#paid[at] = has.value + change.value;
        this.#date('purchase', `supplier/${account.fundingLine}`, change);
        return isOverdrawn(plus(has, change)) ? { account, has, needs: minus(NOTHING, change) } : undefined;
      }
      case 'committed': {
        const share = this.#changeShare(account, (old) => ({ ...old, committed: plus(old.committed, change) }));
        this.#date('purchase', `committed/${this.#placeOf(account) + 1}`, change);
        return below(account, share.committed, change);
      }
      // What was accepted of it says it all: nothing else comes to it or leaves it.
      case 'spent':
        this.#date('purchase', `spent/${this.#placeOf(account) + 1}`, change);
        return undefined;
      case 'stock':
        return this.#changeLot(account.lot, 'stock', account, change);
      case 'loss':
        return 'lot' in account ? this.#changeLot(account.lot, 'lost', account, change) : undefined;
      case 'transit':
        return this.#changePart(account.part, 'transit', account, change);
      case 'held':
        return this.#changePart(account.part, 'held', account, change);
      case 'unit':
        if (account.part !== undefined) return this.#changePart(account.part, 'delivered', account, change);
        this.#date('disbursement', 'unit/1', change);
        return this.#moneyAtUnit(account);
      default:
        return undefined;
    }
  }

  books(): Books {
    const { purchase, consignment, disbursement, fundingLines } = this.#before;
    return {
      fundingLines,
      lots: this.#lots,
      ...(purchase
        ? {
            purchase: {
              ...purchase,
              shares: this.#shares,
              paid: this.#paid,
              days: this.#daysNow('purchase', purchase),
            },
          }
        : {}),
      ...(consignment ? { consignment: this.#reached({ ...consignment, parts: this.#parts }, 'consignment') } : {}),
      ...(disbursement
        ? { disbursement: this.#reached({ ...disbursement, remaining: this.#remaining }, 'disbursement') }
        : {}),
    };
  }

  /** With what stands of the coverage, and when its accounts were fed last. */
  #reached<B extends ConsignmentBook | DisbursementBook>(book: B, kind: DatedBook): B {
    const coverage = standingAfter(book.coverage, this.#coverage);
    return { ...book, days: this.#daysNow(kind, book), ...(coverage === undefined ? {} : { coverage }) };
  }

  /** When something came to an account of a document last; what leaves it does so no earlier. */
  #date(book: DatedBook, account: FedAccount, change: Balance): void {
    const fed = this.#fed[book];
    const last = fed.get(account) ?? this.#before[book]?.days.openedOn;
    if (last === undefined || isNothing(change)) return;
    if (change.quantity < 0n || change.value < 0n) this.#noEarlierThan(last);
    else if (last < this.#on) fed.set(account, this.#on);
  }

  #daysNow(book: DatedBook, { days }: { readonly days: DocumentDays }): DocumentDays {
    return { ...days, fed: Object.fromEntries(this.#fed[book]) };
  }

  #noEarlierThan(day: CalendarDate | undefined): void {
    if (day !== undefined && day > this.#on) this.notBefore = laterOf(this.notBefore, day);
  }

  #moneyAtUnit(account: Account): Overdraft | undefined {
    if (this.#remaining >= 0n) return undefined;
    const had = this.#before.disbursement?.remaining ?? 0n;
    return {
      account,
      has: { quantity: 0n, value: had },
      needs: { quantity: 0n, value: had - this.#remaining },
    };
  }

  #fund(ordinal: number, change: Funds): void {
    const id = this.#before.fundingLines[ordinal - 1];
    if (id === undefined) throw new Error(`funding line ${ordinal} is not among the entry's`);
    const old = this.funds.get(id) ?? { available: 0n, cash: 0n };
    this.funds.set(id, { available: old.available + change.available, cash: old.cash + change.cash });
  }

  #changeShare(account: { line: number; fundingLine: number }, change: (share: Share) => Share): Share {
    const at = this.#placeOf(account);
    const old = this.#shares[at];
    if (old === undefined) throw new Error(`the purchase has no share ${account.line}/${account.fundingLine}`);
    this.#shares[at] = change(old);
    return old;
  }

  #placeOf(account: { line: number; fundingLine: number }): number {
    return this.#shares.findIndex((share) => share.line === account.line && share.fundingLine === account.fundingLine);
  }

  #changeLot(id: LotId, side: 'stock' | 'lost', account: Account, change: Balance): Overdraft | undefined {
    const lot = this.#lots.get(id);
    if (lot === undefined) throw new Error(`lot ${id} is not loaded`);
    const lows = side === 'stock' ? moved(lot.lows, this.#on, change) : lot.lows;
    this.#lots.set(id, { ...lot, [side]: plus(lot[side], change), lows });
    const overdraft = below(account, lot[side], change);
    const isLeaving = change.quantity < 0n || change.value < 0n;
    if (overdraft === undefined && side === 'stock' && isLeaving) {
      const needs = minus(NOTHING, change);
      if (isOverdrawn(minus(bearableOn(lot.lows, this.#on), needs))) this.#noEarlierThan(firstBearing(lot.lows, needs));
    }
    return overdraft;
  }

  #changePart(ordinal: number, side: keyof Part, account: Account, change: Balance): Overdraft | undefined {
    const part = this.#parts[ordinal - 1];
    if (part === undefined) throw new Error(`the consignment has no part ${ordinal}`);
    this.#parts[ordinal - 1] = { ...part, [side]: plus(part[side], change) };
    this.#date('consignment', `${side === 'delivered' ? 'unit' : side}/${ordinal}`, change);
    return below(account, part[side], change);
  }
}

type DatedBook = 'purchase' | 'consignment' | 'disbursement';
type FedAccount = keyof Fed;

function fedIn(book: { readonly days: DocumentDays } | undefined): Map<FedAccount, CalendarDate> {
  return new Map(Object.entries(book?.days.fed ?? {}) as [FedAccount, CalendarDate][]);
}

/** Below zero, or with a value left where the last of the goods that carry it would be gone. */
function below(account: Account, has: Balance, change: Balance): Overdraft | undefined {
  const after = plus(has, change);
  const isStranded = after.quantity === 0n && after.value > 0n;
  return isOverdrawn(after) || isStranded ? { account, has, needs: minus(NOTHING, change) } : undefined;
}
