import type * as z from 'zod';
import { formatYuan } from '../domain/amount.ts';
import { type Balance, NOTHING, plus } from '../domain/balance.ts';
import type { PurchaseBook, Share } from '../domain/books.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { writePrice } from '../domain/price.ts';
import type { Procurement } from '../domain/procurement.ts';
import { isOpen, payable } from '../domain/purchase.ts';
import { stated } from '../domain/stated.ts';
import type { PurchaseView } from './document-answers.ts';
import { balanceView, EVERYTHING, packsView } from './showing.ts';
import type { toldProcurement, toldQuote } from './terms-answer.ts';

/** A purchase: what its order asked for beside what its book says came, was paid and is still to come. */
export function purchaseView(order: Entry<'order'>, book: PurchaseBook): PurchaseView {
  const { fundingLines } = order.refs;
  const { emergency, procurement, invoice, lines } = order.facts;
  return stated<PurchaseView>({
    id: order.id,
    number: null,
    status: isOpen(book) ? 'open' : 'closed',
    supplier: order.refs.supplier,
    effectiveOn: order.effectiveOn,
    emergency,
    procurement: procurement && procurementView(procurement),
    invoice: invoice && { ...invoice, amount: formatYuan(invoice.amount) },
    laterInvoices: book.laterInvoices,
    lines: lines.map(({ item, service, packs, unitPrice }, at) => {
      const shares = book.shares.filter((share) => share.line === at + 1);
      const ordered = sum(shares.map((share) => orderedOn(order, share)));
      return stated<PurchaseView['lines'][number]>({
        line: at + 1,
        item,
        service,
        packs: packsView(ordered.quantity, packs),
        unitPrice: unitPrice === undefined ? undefined : writePrice(unitPrice),
        ordered: balanceView(ordered, EVERYTHING),
        shares: shares.map((share) => ({
          fundingLine: fundingLines[share.fundingLine - 1] ?? '',
          ordered: balanceView(orderedOn(order, share), EVERYTHING),
          committed: balanceView(share.committed, EVERYTHING),
          accepted: balanceView(share.accepted, EVERYTHING),
        })),
      });
    }),
    funding: fundingLines.map((fundingLine, at) => fundingView(fundingLine, at + 1, book)),
  });
}

function fundingView(fundingLine: Id, ordinal: number, book: PurchaseBook): PurchaseView['funding'][number] {
  const shares = book.shares.filter((share) => share.fundingLine === ordinal);
  return {
    fundingLine,
    committed: formatYuan(sum(shares.map((share) => share.committed)).value),
    accepted: formatYuan(sum(shares.map((share) => share.accepted)).value),
    paid: formatYuan(book.paid[ordinal - 1] ?? 0n),
    payable: formatYuan(payable(book, ordinal)),
  };
}

/** What the order put on one share. */
function orderedOn(order: Entry<'order'>, share: Share): Balance {
  const transfer = order.transfers.find(
    ({ to }) => to.state === 'committed' && to.line === share.line && to.fundingLine === share.fundingLine,
  );
  return transfer ?? NOTHING;
}

function sum(balances: readonly Balance[]): Balance {
  return balances.reduce(plus, NOTHING);
}

type ProcurementView = z.output<ReturnType<typeof toldProcurement>>;
type QuoteView = z.output<ReturnType<typeof toldQuote>>;

function procurementView({ method, contract, quotes, reason }: Procurement): ProcurementView {
  return stated<ProcurementView>({
    method,
    contract,
    quotes: quotes?.map(({ supplier, amount, evidence }) =>
      stated<QuoteView>({ supplier, amount: formatYuan(amount), evidence }),
    ),
    reason,
  });
}
