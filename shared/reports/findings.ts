import type { Fen } from '../domain/amount.ts';
import { daysBetween } from '../domain/calendar.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { allocatedBy, invoiceIn, invoiceOf } from '../domain/invoice.ts';
import { normalForm } from '../domain/normal-form.ts';
import type { Posting } from '../domain/posting.ts';
import { type Bought, type Ordered, Purchases, payableOf, worthOf } from './bought.ts';
import { isUnusual, MOST_PRICES, medianOf, type Price } from './usual-price.ts';

/** What an entry shows that somebody should look at, without any rule having been set aside. */
export type Finding = { readonly fundingLines: readonly Id[] } & (
  | {
      readonly finding: 'invoice-differs';
      readonly purchase: Id;
      /** The number of the one that showed it. */
      readonly invoice: string;
      readonly invoiced: Fen;
      readonly worth: Fen;
    }
  | { readonly finding: 'old-invoice'; readonly purchase: Id; readonly invoice: string; readonly date: string }
  | { readonly finding: 'payable-below-zero'; readonly purchase: Id; readonly payable: Fen }
  | { readonly finding: 'paid-without-paper'; readonly purchase: Id }
  | { readonly finding: 'same-bank-reference'; readonly reference: string; readonly first: Id }
  | { readonly finding: 'unusual-price'; readonly item: Id; readonly price: Price; readonly median: Price }
);

interface Paid extends Price {
  readonly order: Id;
}

/** An invoice is not expected to be so much older than the order. */
const OLD_INVOICE_DAYS = 365;

/** Finds while entries go by what was invoiced, paid and ordered otherwise than one would expect. */
export class Findings {
  readonly purchases = new Purchases();
  readonly #references = new Map<string, Id>();
  /** By item, those of earlier orders. */
  readonly #prices = new Map<Id, Paid[]>();
  readonly #below = new Set<Id>();
  /** By invoice, its number. */
  readonly #numbers = new Map<Id, string>();

  enter(posting: Posting): readonly Finding[] {
    const { entry } = posting;
    const changed = this.purchases.enter(posting);
    const told = invoiceIn(entry);
    if (told !== undefined) this.#numbers.set(entry.id, told.number);
    const invoice = this.#numbers.get(invoiceOf(entry) ?? '') ?? '';
    const allocated = new Set(allocatedBy(entry).map(({ purchase }) => purchase));
    const findings = changed.flatMap((id): Finding[] => {
      const bought = this.purchases.find(id);
      if (bought === undefined) return [];
      return [
        ...(allocated.has(id) ? invoiceFindings({ purchase: id, invoice }, bought, entry) : []),
        ...this.#payableFindings(id, bought),
        ...(isKind(entry, 'payment') && entry.evidence.length === 0 && bought.invoices.size === 0
          ? [{ finding: 'paid-without-paper', purchase: id, fundingLines: linesOf(bought) } as const]
          : []),
      ];
    });
    return [...findings, ...this.#referenceFindings(entry), ...this.#priceFindings(posting)];
  }

  /** Told where it falls below zero, and anew only after it was not. */
  #payableFindings(purchase: Id, bought: Bought): Finding[] {
    const payable = payableOf(bought);
    if (payable >= 0n) this.#below.delete(purchase);
    if (payable >= 0n || this.#below.has(purchase)) return [];
    this.#below.add(purchase);
    return [{ finding: 'payable-below-zero', purchase, payable, fundingLines: linesOf(bought) }];
  }

  #referenceFindings(entry: Entry): Finding[] {
    if (isKind(entry, 'reversal')) {
      for (const [reference, id] of this.#references) {
        if (id === entry.refs.entry) this.#references.delete(reference);
      }
      return [];
    }
    if (!isKind(entry, 'payment') && !isKind(entry, 'refund')) return [];
    const { bankReference } = entry.facts;
    if (bankReference === undefined) return [];
    const name = normalForm(bankReference);
    const first = this.#references.get(name);
    if (first === undefined) this.#references.set(name, entry.id);
    const { fundingLines } = entry.refs;
    return first === undefined
      ? []
      : [{ finding: 'same-bank-reference', reference: bankReference, first, fundingLines }];
  }

  #priceFindings({ entry, movements }: Posting): Finding[] {
    if (isKind(entry, 'reversal') && entry.facts.kind === 'order') this.#forget(entry.refs.entry);
    if (!isKind(entry, 'order')) return [];
    const prices = new Map<Id, Price>();
    for (const { item, quantity, value } of movements) {
      if (item === undefined || value === 0n) continue;
      const before = prices.get(item) ?? { quantity: 0n, value: 0n };
      prices.set(item, { quantity: before.quantity + quantity, value: before.value + value });
    }
    return [...prices].flatMap(([item, price]): Finding[] => {
      const earlier = this.#prices.get(item) ?? [];
      const median = medianOf(earlier);
      this.#prices.set(item, [...earlier, { ...price, order: entry.id }].slice(-MOST_PRICES));
      if (median === undefined || !isUnusual(price, median)) return [];
      return [{ finding: 'unusual-price', item, price, median, fundingLines: entry.refs.fundingLines }];
    });
  }

  #forget(order: Id): void {
    for (const [item, prices] of this.#prices) {
      if (prices.some((price) => price.order === order)) {
        this.#prices.set(
          item,
          prices.filter((price) => price.order !== order),
        );
      }
    }
  }
}

function invoiceFindings(
  of: { readonly purchase: Id; readonly invoice: string },
  bought: Bought,
  entry: Entry,
): Finding[] {
  const found = { ...of, fundingLines: linesOf(bought) };
  const worth = worthOf(bought);
  const date = invoiceIn(entry)?.date;
  const { invoiced, order } = bought;
  return [
    ...(invoiced === worth ? [] : [{ finding: 'invoice-differs', ...found, invoiced, worth } as const]),
    ...(date !== undefined && isOld(date, order) ? [{ finding: 'old-invoice', ...found, date } as const] : []),
  ];
}

export function isOld(date: string, order: Pick<Ordered, 'effectiveOn'>): boolean {
  return daysBetween(date, order.effectiveOn) > OLD_INVOICE_DAYS;
}

function linesOf({ order }: Bought): readonly Id[] {
  return order.fundingLines;
}
