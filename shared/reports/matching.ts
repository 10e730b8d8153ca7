import { type Fen, formatYuan } from '../domain/amount.ts';
import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { invoiceIn } from '../domain/invoice.ts';
import { documentNumber, type Sealed } from '../domain/voucher.ts';
import type { Matching } from '../schemas/reports.ts';
import { type Bought, dueOf, type Moved, Purchases, payableOf, worthOf } from './bought.ts';
import { type PageOptions, pageOf } from './page.ts';
import { isDuring, type Period } from './period.ts';
import { byCode, compare, type Register } from './register.ts';

export interface MatchingOptions extends PageOptions, Period {
  readonly fundingLine?: Id;
  readonly supplier?: Id;
  readonly unsettled?: 'true';
}

/**
 * Of each purchase what was ordered, came, was invoiced, paid and refunded, and what differs; and what is owed to each
 * supplier (应付), with what suppliers owe back beside it until that is settled. Of a funding line it is what moved on that
 * line alone; invoices are for purchases as a whole. Undefined where the cursor is unknown.
 */
export function matching(
  postings: readonly Sealed[],
  register: Register,
  options: MatchingOptions,
): Matching | undefined {
  const purchases = new Purchases();
  const places = new Map<Id, number>();
  for (const posting of postings) {
    purchases.enter(posting);
    const { entry, index } = posting;
    if (isKind(entry, 'order') || invoiceIn(entry) !== undefined) places.set(entry.id, index);
  }
  const numberOf: NumberOf = (kind, id) => documentNumber(kind, places.get(id) ?? 0);
  const { fundingLine, supplier, unsettled } = options;
  const asked = [...purchases.all()].filter((bought) => {
    const { effectiveOn, ...order } = bought.order;
    return (
      isDuring(effectiveOn, options) &&
      (supplier === undefined || order.supplier === supplier) &&
      (fundingLine === undefined || order.fundingLines.includes(fundingLine)) &&
      (unsettled === undefined || !isSettled(bought, movedOn(bought, fundingLine)))
    );
  });
  asked.sort((a, b) => compare(a.order.effectiveOn, b.order.effectiveOn) || compare(a.order.id, b.order.id));
  const page = pageOf(asked, ({ order }) => order.id, options);
  if (page === undefined) return undefined;
  return {
    purchases: page.rows.map((one) => writeBought(one, fundingLine, register, numberOf)),
    suppliers: suppliersOf(asked, fundingLine, register),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

/** What moved of a purchase: in all, or on one of its funding lines. */
function movedOn(bought: Bought, fundingLine: Id | undefined): Moved {
  return (fundingLine === undefined ? undefined : bought.byLine.get(fundingLine)) ?? bought;
}

type NumberOf = (kind: 'purchase' | 'invoice', id: Id) => string;

function writeBought(
  bought: Bought,
  fundingLine: Id | undefined,
  register: Register,
  numberOf: NumberOf,
): Matching['purchases'][number] {
  const { order, invoiced, invoices, byLine } = bought;
  const moved = movedOn(bought, fundingLine);
  const { ordered, committed, accepted, paid, refunded } = moved;
  return {
    purchase: order.id,
    number: numberOf('purchase', order.id),
    effectiveOn: order.effectiveOn,
    supplier: register.named(order.supplier),
    ordered: formatYuan(ordered),
    committed: formatYuan(committed),
    accepted: formatYuan(accepted),
    invoiced: formatYuan(invoiced),
    paid: formatYuan(paid),
    refunded: formatYuan(refunded),
    payable: formatYuan(payableOf(moved)),
    due: formatYuan(dueOf(bought, fundingLine)),
    funding: [...byLine]
      .filter(([line]) => fundingLine === undefined || line === fundingLine)
      .map(([line, of]) => ({
        fundingLine: register.named(line),
        payable: formatYuan(payableOf(of)),
        due: formatYuan(dueOf(bought, line)),
      })),
    invoices: [...invoices].map(([invoice, amount]) => ({
      invoice,
      number: numberOf('invoice', invoice),
      amount: formatYuan(amount),
    })),
    differs: differing(bought, moved).map(({ what, by }) => ({ what, by: formatYuan(by) })),
  };
}

/** Whether nothing is to be paid or taken back any more, and all matches. */
function isSettled(bought: Bought, moved: Moved): boolean {
  return payableOf(moved) === 0n && differing(bought, moved).length === 0;
}

/** In what a purchase does not match: what came with what was ordered, what was invoiced and paid with what it comes to. */
function differing(bought: Bought, moved: Moved) {
  const { ordered, accepted, paid, refunded } = moved;
  return [
    { what: 'accepted', by: accepted - ordered } as const,
    { what: 'invoiced', by: bought.invoiced - worthOf(bought) } as const,
    { what: 'paid', by: paid - refunded - worthOf(moved) } as const,
  ].filter(({ by }) => by !== 0n);
}

/** What was paid too much on one purchase pays for no other, so the two stand apart. */
function suppliersOf(asked: readonly Bought[], fundingLine: Id | undefined, register: Register): Matching['suppliers'] {
  const sums = new Map<Id, { payable: Fen; due: Fen; refundable: Fen }>();
  for (const bought of asked) {
    const { supplier } = bought.order;
    const sum = sums.get(supplier) ?? { payable: 0n, due: 0n, refundable: 0n };
    sums.set(supplier, sum);
    const payable = payableOf(movedOn(bought, fundingLine));
    if (payable < 0n) sum.refundable -= payable;
    else sum.payable += payable;
    sum.due += dueOf(bought, fundingLine);
  }
  return [...sums]
    .filter(([, { payable, refundable }]) => payable !== 0n || refundable !== 0n)
    .map(([id, { payable, due, refundable }]) => ({
      supplier: register.named(id),
      payable: formatYuan(payable),
      due: formatYuan(due),
      refundable: formatYuan(refundable),
    }))
    .sort((a, b) => byCode(a.supplier, b.supplier));
}
