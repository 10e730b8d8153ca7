import { type Entry, isKind, papersOf } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { allocatedBy, invoiceOf } from '../domain/invoice.ts';
import type { Sealed } from '../domain/voucher.ts';

interface Voucher {
  readonly index: number;
  readonly files: Set<string>;
}

/** The files that invoices of a purchase came with, and the first payment that they belong to. */
interface Purchase {
  readonly files: Set<string>;
  readonly payments: Id[];
}

/**
 * Which voucher each file belongs to (附件): the first one that it came with, in the order of the log. A file of an invoice
 * belongs to the first payment of its purchase, whenever it came; every other voucher that has it points there.
 */
export class VoucherPapers {
  /** By the hash of the file. */
  readonly #first = new Map<string, number>();
  /** Of entries that move cash. */
  readonly #vouchers = new Map<Id, Voucher>();
  readonly #purchases = new Map<Id, Purchase>();
  /** By invoice: its files, and the purchases that it is for. */
  readonly #invoices = new Map<Id, { readonly files: Set<string>; readonly purchases: Set<Id> }>();

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const files = papersOf(entry).map(({ sha256 }) => sha256);
    if (sealed.movements.some(({ chain }) => chain === 'cash')) this.#openVoucher(entry, index, files);
    const invoice = invoiceOf(entry);
    if (invoice !== undefined) this.#allocate(invoice, entry, isKind(entry, 'invoice-allocation') ? [] : files);
    const target = isKind(entry, 'attachment') ? entry.refs.entry : undefined;
    if (target === undefined) return;
    this.#give(target, files);
    const told = this.#invoices.get(target);
    if (told !== undefined) this.#spread(told, files);
  }

  /** How many files belong to an entry first, and the places of the vouchers that its other files belong to. */
  of(entry: Id): { readonly own: number; readonly elsewhere: readonly number[] } {
    const voucher = this.#vouchers.get(entry);
    if (voucher === undefined) return { own: 0, elsewhere: [] };
    const places = [...voucher.files].map((file) => this.#first.get(file) ?? voucher.index);
    const elsewhere = new Set(places.filter((place) => place !== voucher.index));
    return {
      own: places.filter((place) => place === voucher.index).length,
      elsewhere: [...elsewhere].sort((a, b) => a - b),
    };
  }

  #openVoucher(entry: Entry, index: number, files: readonly string[]): void {
    this.#vouchers.set(entry.id, { index, files: new Set() });
    this.#give(entry.id, files);
    if (!isKind(entry, 'payment')) return;
    const purchase = this.#purchase(entry.refs.purchase);
    purchase.payments.push(entry.id);
    this.#give(entry.id, [...purchase.files]);
  }

  #give(entry: Id, files: readonly string[]): void {
    const voucher = this.#vouchers.get(entry);
    if (voucher === undefined) return;
    for (const file of files) {
      voucher.files.add(file);
      if (!this.#first.has(file)) this.#first.set(file, voucher.index);
    }
  }

  #allocate(id: Id, entry: Entry, files: readonly string[]): void {
    const invoice = this.#invoices.get(id) ?? { files: new Set(), purchases: new Set() };
    this.#invoices.set(id, invoice);
    for (const { purchase } of allocatedBy(entry)) invoice.purchases.add(purchase);
    this.#spread(invoice, [...invoice.files, ...files]);
  }

  #spread(invoice: { readonly files: Set<string>; readonly purchases: Set<Id> }, files: readonly string[]): void {
    for (const file of files) invoice.files.add(file);
    for (const id of invoice.purchases) {
      const purchase = this.#purchase(id);
      for (const file of files) purchase.files.add(file);
      for (const payment of purchase.payments) this.#give(payment, files);
    }
  }

  #purchase(id: Id): Purchase {
    const known = this.#purchases.get(id) ?? { files: new Set(), payments: [] };
    this.#purchases.set(id, known);
    return known;
  }
}
