import { available, cash, committed, spent, stock, supplier } from './account.ts';
import type { Fen } from './amount.ts';
import { isNothing, take } from './balance.ts';
import type { Lot, PurchaseBook } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { BookInvoice, Close, Pay, Refund, ReturnedLot, ReturnToSupplier } from './command.ts';
import { decide, moving, type Verdict } from './decision.ts';
import type { Entry, Transfer } from './entry.ts';
import type { Facts, PurchaseStep } from './facts.ts';
import type { Id, LotId } from './id.ts';
import { packsGiven } from './in-base.ts';
import { isGone } from './invoice.ts';
import { Objections } from './objections.ts';
import { orderedGoods } from './order.ts';
import type { Quantity } from './quantity.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';
import type { Measured } from './threshold.ts';

/** A purchase as its order and its book tell it. */
export interface PurchaseState {
  readonly order: Entry<'order'>;
  readonly book: PurchaseBook;
}

/** Something is still on order. */
export function isOpen(book: PurchaseBook): boolean {
  return book.shares.some((share) => !isNothing(share.committed));
}

/** What may still be paid on the funding line of that ordinal: committed and accepted, less what was paid. */
export function payable(book: PurchaseBook, fundingLine: number): Fen {
  const owed = book.shares
    .filter((share) => share.fundingLine === fundingLine)
    .reduce((sum, share) => sum + share.committed.value + share.accepted.value, 0n);
  return owed - (book.paid[fundingLine - 1] ?? 0n);
}

/** Closes a purchase: what was never accepted is available again. */
export function closePurchase(command: Close, state: PurchaseState & { readonly today: CalendarDate }): Verdict {
  if (!isOpen(state.book)) return { refusal: 'nothing-left', purchase: state.order.id };
  const fundingLines = state.order.refs.fundingLines;
  const draft = {
    kind: 'release',
    effectiveOn: state.today,
    refs: { purchase: state.order.id, fundingLines },
    facts: { reason: command.reason },
    transfers: moving(
      state.book.shares.map((share) => ({
        from: committed(share.line, share.fundingLine),
        to: available(share.fundingLine),
        ...share.committed,
      })),
    ),
  } as const;
  return decide(draft, { purchase: state.book });
}

export interface ReturnState extends PurchaseState {
  /** The items of the purchase, as far as their packs are needed. */
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  /** The lots named that came with this purchase, and the share of it that each belongs to. */
  readonly lots: ReadonlyMap<LotId, { readonly lot: Lot; readonly line: number; readonly fundingLine: number }>;
}

/** Gives goods back to the supplier: they are on order again, to come anew or to be released. */
export function returnToSupplier(command: ReturnToSupplier, state: ReturnState): Verdict {
  const objections = new Objections();
  const accepted = new Map(state.book.shares.map((share) => [keyOf(share), share.accepted.quantity]));
  const lines = command.lines.map((line, at) => {
    const ordinal = lotOf(line, state)?.line ?? line.line;
    const ordered = ordinal === undefined ? undefined : orderedGoods(state.order, ordinal, state.items);
    return objections.inBase(`/lines/${at}`, line, ['quantity'], ordered);
  });
  const services = lines.flatMap((line, at) => servicesBack(line, at, state, accepted, objections));
  lines.forEach(({ lot, quantity }, at) => {
    if (lot === undefined) return;
    const known = state.lots.get(lot);
    if (!known) objections.field(`/lines/${at}/lot`, 'not-of-this-purchase');
    else if (objections.isThere(known.lot, known.lot.warehouse, at, command)) {
      // What a count found in the lot beyond what came with it is not the supplier's.
      const theirs = accepted.get(keyOf(known)) ?? 0n;
      const has = known.lot.stock.quantity < theirs ? known.lot.stock.quantity : theirs;
      if (quantity > has) objections.refuse({ refusal: 'above-lot', lot, asked: quantity, has });
      else accepted.set(keyOf(known), theirs - quantity);
    }
  });
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const goods = lines.flatMap(({ lot, quantity }) => {
    const known = lot === undefined ? undefined : state.lots.get(lot);
    if (!known) return [];
    return [
      { from: stock(known.lot.id), to: committed(known.line, known.fundingLine), ...take(known.lot.stock, quantity) },
    ];
  });
  const draft = {
    kind: 'supplier-return',
    effectiveOn: command.effectiveOn,
    refs: { purchase: state.order.id, fundingLines: state.order.refs.fundingLines },
    facts: stated<Facts['supplier-return']>({
      reason: command.reason,
      packs: packsGiven(
        lines.filter(({ lot }) => lot !== undefined),
        ({ lot = '' }) => ({ lot, item: state.lots.get(lot)?.lot.item ?? '' }),
      ),
    }),
    transfers: [...goods, ...services],
  } as const;
  const lots = new Map([...state.lots].map(([id, known]) => [id, known.lot]));
  return decide(draft, { purchase: state.book, lots });
}

function lotOf({ lot }: Pick<ReturnedLot, 'lot'>, { lots }: ReturnState) {
  return lot === undefined ? undefined : lots.get(lot);
}

/** What is no goods goes back out of what was accepted of its line, share by share. */
function servicesBack(
  { line, quantity }: { readonly line?: number; readonly quantity: Quantity },
  at: number,
  { order, book }: ReturnState,
  accepted: Map<string, bigint>,
  objections: Objections,
): Transfer[] {
  if (line === undefined) return [];
  const ordered = order.facts.lines[line - 1];
  if (ordered?.service !== true) {
    const pointer = `/lines/${at}/line`;
    if (ordered === undefined) objections.bound(pointer, 'unknown-line', `1..${order.facts.lines.length}`);
    else objections.bound(pointer, 'goods-by-lot', `${line}`);
    return [];
  }
  let rest = quantity;
  const shares = book.shares.filter((share) => share.line === line);
  const left = shares.reduce((sum, share) => sum + (accepted.get(keyOf(share)) ?? 0n), 0n);
  if (quantity > left) objections.bound(`/lines/${at}/quantity`, 'too-large', `${left}`);
  return shares.flatMap((share) => {
    const has = accepted.get(keyOf(share)) ?? 0n;
    const taken = rest < has ? rest : has;
    if (taken === 0n) return [];
    rest -= taken;
    accepted.set(keyOf(share), has - taken);
    const { fundingLine } = share;
    return [{ from: spent(line, fundingLine), to: committed(line, fundingLine), ...take(share.accepted, taken) }];
  });
}

function keyOf(share: { readonly line: number; readonly fundingLine: number }): string {
  return `${share.line}/${share.fundingLine}`;
}

/** Books an invoice that came after the order. That nobody booked it before is kept by its claim. */
export function bookInvoice(command: BookInvoice, state: PurchaseState & { readonly today: CalendarDate }): Verdict {
  const { order, book } = state;
  if (isGone(book)) return { refusal: 'nothing-left', purchase: order.id };
  const { note: _note, exception: _exception, evidence: _evidence, ...invoice } = command;
  const draft = {
    kind: 'invoice',
    effectiveOn: state.today,
    refs: { purchase: order.id },
    facts: { invoice },
    transfers: [],
  } as const;
  return decide(draft, { purchase: invoicedBook(book) });
}

/** The book of a purchase with one more invoice that came after its order, with one less, or with as many. */
export function invoicedBook(book: PurchaseBook, by = 1): PurchaseBook {
  return { ...book, laterInvoices: book.laterInvoices + by };
}

export interface PayState extends PurchaseState {
  readonly actor: string;
  /** Who accepted something of it, where that stands. */
  readonly acceptedBy: ReadonlySet<string>;
  readonly measured: Measured | undefined;
}

/** Pays the supplier out of the cash of the purchase's own funding lines: by somebody who neither ordered nor accepted. */
export function pay(command: Pay, state: PayState): Verdict {
  const fundingLines = state.order.refs.fundingLines;
  const objections = new Objections();
  objections.notBefore(state.order.effectiveOn, command.effectiveOn);
  const step = stepBefore(state);
  if (step && !command.exception) objections.refuse({ refusal: 'same-person', step });
  command.shares.forEach(({ fundingLine, amount }, at) => {
    const ordinal = fundingLines.indexOf(fundingLine) + 1;
    if (ordinal === 0) objections.bound(`/shares/${at}/fundingLine`, 'not-its-funding-line', fundingLines.join(', '));
    else if (amount > payable(state.book, ordinal)) {
      objections.refuse({
        refusal: 'above-payable',
        fundingLine,
        asked: amount,
        payable: payable(state.book, ordinal),
      });
    }
  });
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const draft = {
    kind: 'payment',
    effectiveOn: command.effectiveOn,
    refs: { purchase: state.order.id, fundingLines },
    facts: stated<Facts['payment']>({
      method: command.method,
      bankReference: command.bankReference,
      samePersonAs: step,
      measured: state.measured,
    }),
    transfers: command.shares.map(({ fundingLine, amount }) => {
      const ordinal = fundingLines.indexOf(fundingLine) + 1;
      return { from: cash(ordinal), to: supplier(ordinal), quantity: 0n, value: amount };
    }),
  } as const;
  return decide(draft, { purchase: state.book });
}

/** The step of a purchase that its payer did already. */
function stepBefore({ actor, order, acceptedBy }: PayState): PurchaseStep | undefined {
  if (actor === order.actor.subject) return 'order';
  return acceptedBy.has(actor) ? 'acceptance' : undefined;
}

/** What the supplier owes back on the funding line of that ordinal: paid beyond what is on order and what was accepted. */
export function refundable(book: PurchaseBook, fundingLine: number): Fen {
  const left = payable(book, fundingLine);
  return left < 0n ? -left : 0n;
}

/** Takes back from the supplier (供应商退款) what was paid too much: into the cash of the lines that paid it. */
export function refund(command: Refund, state: PurchaseState): Verdict {
  const fundingLines = state.order.refs.fundingLines;
  const objections = new Objections();
  objections.notBefore(state.order.effectiveOn, command.effectiveOn);
  command.shares.forEach(({ fundingLine, amount }, at) => {
    const ordinal = fundingLines.indexOf(fundingLine) + 1;
    const most = refundable(state.book, ordinal);
    if (ordinal === 0) objections.bound(`/shares/${at}/fundingLine`, 'not-its-funding-line', fundingLines.join(', '));
    else if (amount > most) {
      objections.refuse({ refusal: 'above-refundable', fundingLine, asked: amount, refundable: most });
    }
  });
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const { method, bankReference, reason } = command;
  const draft = {
    kind: 'refund',
    effectiveOn: command.effectiveOn,
    refs: { purchase: state.order.id, fundingLines },
    facts: stated<Facts['refund']>({ method, bankReference, reason }),
    transfers: command.shares.map(({ fundingLine, amount }) => {
      const ordinal = fundingLines.indexOf(fundingLine) + 1;
      return { from: supplier(ordinal), to: cash(ordinal), quantity: 0n, value: amount };
    }),
  } as const;
  return decide(draft, { purchase: state.book });
}
