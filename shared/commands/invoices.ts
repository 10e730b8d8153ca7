import type { InvoiceBook, PurchaseBook } from '../domain/books.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Beside } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import {
  allocatedBook,
  allocatedBy,
  correctedBook,
  type InvoicedPurchase,
  invoiceIn,
  invoiceOf,
  negated,
  openedInvoice,
  type StandingInvoice,
  withdrawnBook,
} from '../domain/invoice.ts';
import { invoicedBook } from '../domain/purchase.ts';
import { refsOf } from '../domain/refs.ts';
import type { Found, Key, Ledger, StoredEntry } from '../storage/ports/ledger.ts';
import { type Asked, claims } from './asked.ts';
import { placed } from './changes.ts';

interface Reading {
  readonly ledger: Pick<Ledger, 'read'>;
}

/** An invoice as it was found. One that came with an order has no row of its own before something happens to it. */
export interface FoundInvoice extends StandingInvoice {
  readonly opening: StoredEntry;
  readonly isStored: boolean;
}

/** The invoice that an entry told of, as it stands. */
export async function invoiceNow({ ledger }: Reading, id: Id): Promise<FoundInvoice | undefined> {
  const reversal = claims.reversal(id).name;
  const found = await ledger.read([
    { row: 'invoice', id },
    { row: 'entry', id },
    { row: 'claim', claim: reversal },
  ]);
  const opening = found.entry(id);
  if (opening === undefined || invoiceIn(opening.entry) === undefined) return undefined;
  const row = found.state('invoice', id);
  if (row !== undefined) return { id, opening, version: row.version, book: row.state, isStored: true };
  const supplier = await supplierOf(ledger, opening.entry);
  const book = supplier === undefined ? undefined : openedInvoice(opening.entry, supplier);
  if (book === undefined) return undefined;
  const by = found.claim(reversal);
  const standing = by === undefined ? book : withdrawnBook(book);
  return { id, opening, version: by ?? id, book: standing, isStored: false };
}

async function supplierOf(ledger: Pick<Ledger, 'read'>, entry: Entry): Promise<Id<'supplier'> | undefined> {
  const { supplier, purchase } = refsOf(entry);
  if (supplier !== undefined || purchase === undefined) return supplier;
  const order = (await ledger.read([{ row: 'entry', id: purchase }])).entry(purchase)?.entry;
  return order && refsOf(order).supplier;
}

/** What an entry about an invoice changes, as it was found: that invoice, a blue one that it takes back, purchases. */
export interface InvoiceScene {
  readonly invoice: FoundInvoice | undefined;
  readonly blue: FoundInvoice | undefined;
  readonly purchases: ReadonlyMap<Id, InvoicedPurchase>;
}

/** Of an invoice that is of one purchase, which is the entry's own document. */
export const NOTHING_BESIDE: InvoiceScene = { invoice: undefined, blue: undefined, purchases: new Map() };

interface Naming {
  readonly invoice?: Id | undefined;
  readonly corrects?: Id | undefined;
  readonly purchases: readonly Id[];
}

export async function loadInvoices(office: Reading, { invoice, corrects, purchases }: Naming): Promise<InvoiceScene> {
  const keys = [...new Set(purchases)].flatMap((id): Key[] => [
    { row: 'purchase', id },
    { row: 'entry', id },
  ]);
  const [own, blue, found] = await Promise.all([
    invoice === undefined ? undefined : invoiceNow(office, invoice),
    corrects === undefined ? undefined : invoiceNow(office, corrects),
    keys.length === 0 ? undefined : office.ledger.read(keys),
  ]);
  return {
    invoice: own,
    blue,
    purchases: new Map(purchases.flatMap((id) => purchaseIn(found, id))),
  };
}

function purchaseIn(found: Found | undefined, id: Id): [Id, InvoicedPurchase][] {
  const row = found?.state('purchase', id);
  const order = found?.entry(id)?.entry;
  if (row === undefined || order === undefined || !isKind(order, 'order')) return [];
  return [[id, { order, book: row.state, version: row.version }]];
}

/** The scene of an entry that says of an invoice what is to be taken back; undefined where it says nothing of any. */
export async function invoiceSceneOf(office: Reading, entry: Entry): Promise<InvoiceScene | undefined> {
  const invoice = invoiceOf(entry);
  if (invoice === undefined) return undefined;
  const { corrects, purchases = [] } = refsOf(entry);
  return loadInvoices(office, { invoice, corrects, purchases });
}

/** What an entry that tells of an invoice, or allocates one, changes of invoices and of purchases beside its own. */
export function invoiceChanges(entry: Entry, supplier: Id<'supplier'> | undefined, scene: InvoiceScene): Asked[] {
  const added = allocatedBy(entry);
  const { invoice } = scene;
  switch (entry.kind) {
    case 'invoice':
    case 'invoicing': {
      const book = supplier === undefined ? undefined : openedInvoice(entry, supplier);
      const opened = book === undefined ? [] : [placed({ kind: 'invoice', id: entry.id, state: book }, undefined)];
      return [...opened, ...besideChanges(scene, { corrected: entry.facts.invoice.amount, allocated: added })];
    }
    case 'invoice-allocation': {
      const own = invoice === undefined ? [] : [replaced(invoice, allocatedBook(invoice.book, added))];
      return [...own, ...besideChanges(scene, { corrected: 0n, allocated: added })];
    }
    default:
      return [];
  }
}

/** What the reversal of such an entry changes of them. */
export function withdrawnChanges(entry: Entry, scene: InvoiceScene): Asked[] {
  const { invoice } = scene;
  const taken = negated(allocatedBy(entry));
  const isStep = entry.kind === 'invoice-allocation';
  const after = invoice && (isStep ? allocatedBook(invoice.book, taken) : withdrawnBook(invoice.book));
  const corrected = isStep ? 0n : -(invoiceIn(entry)?.amount ?? 0n);
  return [
    ...(invoice === undefined || after === undefined ? [] : [replaced(invoice, after)]),
    ...besideChanges(scene, { corrected, allocated: taken }),
  ];
}

interface Effect {
  /** By how much a red one takes back of its blue one. */
  readonly corrected: bigint;
  readonly allocated: ReturnType<typeof allocatedBy>;
}

function besideChanges({ invoice, purchases, blue }: InvoiceScene, { corrected, allocated }: Effect): Asked[] {
  const changed = [...purchases].map(([id, { book, version }]) => {
    const before = invoice?.book.allocations.find(({ purchase }) => purchase === id)?.amount ?? 0n;
    const by = allocated.reduce((sum, one) => (one.purchase === id ? sum + one.amount : sum), 0n);
    // However often one is allocated to a purchase, it is one invoice of it.
    const state: PurchaseBook = invoicedBook(book, numberOf(before + by) - numberOf(before));
    return placed({ kind: 'purchase', id, state }, version);
  });
  return blue === undefined ? changed : [...changed, replaced(blue, correctedBook(blue.book, corrected, allocated))];
}

/** How many invoices one is that comes to so much. */
function numberOf(amount: bigint): number {
  return amount === 0n ? 0 : 1;
}

function replaced({ id, version, isStored }: FoundInvoice, state: InvoiceBook): Asked {
  return placed({ kind: 'invoice', id, state }, isStored ? version : undefined);
}

/** The documents beside its own that the reversal of an entry changes, as they were found. */
export function besideReversal(entry: Entry, { invoice, blue, purchases }: InvoiceScene): Beside[] {
  const isOwn = entry.kind === 'invoicing' || entry.kind === 'invoice-allocation';
  return [
    ...[...purchases].map(([id, { version }]): Beside => ({ kind: 'purchase', id, previous: version })),
    ...[isOwn ? undefined : invoice, blue].flatMap((one): Beside[] =>
      one === undefined ? [] : [{ kind: 'invoice', id: one.id, previous: one.version }],
    ),
  ];
}
