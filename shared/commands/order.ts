import type { Order } from '../domain/command.ts';
import type { Id } from '../domain/id.ts';
import { order as decideOrder } from '../domain/order.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Found } from '../storage/ports/ledger.ts';
import { invoicesOf, take } from './asked.ts';
import { changesOf } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { record } from './record.ts';
import { itemsIn } from './registered.ts';
import { measureOrder } from './thresholds.ts';

export const order: Command<Order> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const fundingLines = body.lines.flatMap(
      (line) => line.funding?.map((share) => share.fundingLine) ?? line.fundingLine ?? [],
    );
    const items = body.lines.map((line) => line.item);
    const found = await office.ledger.read([
      { row: 'supplier', id: body.supplier },
      ...[...new Set(items)].map((item) => ({ row: 'item', id: item }) as const),
      ...[...new Set(fundingLines)].map((line) => ({ row: 'fundingLine', id: line }) as const),
    ]);
    const decision = decideOrder(body, {
      supplier: found.state('supplier', body.supplier)?.state,
      items: itemsIn(found, items),
      fundingLines: linesIn(found, fundingLines),
    });
    if (isRefusal(decision)) return decision;
    const amount = body.lines.reduce((sum, line) => sum + line.amount, 0n);
    const refusal = await measureOrder(office, { ...body, amount, isCash: false });
    if (refusal) return refusal;
    const { purchase } = decision.books;
    return {
      decision,
      changes: [...changesOf(decision, { purchase: { id } }), ...invoicesOf(decision.draft).map(take)],
      ...(purchase ? { document: (opening) => documentOf('purchase', id, opening, id, purchase) } : {}),
    };
  });

function linesIn(found: Found, ids: readonly Id[]): Map<Id, { readonly closed: boolean }> {
  return new Map(
    ids.flatMap((id): [Id, { readonly closed: boolean }][] => {
      const line = found.fundingLine(id);
      return line ? [[id, { closed: line.closed }]] : [];
    }),
  );
}
