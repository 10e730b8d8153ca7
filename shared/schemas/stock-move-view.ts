import { formatYuan } from '../domain/amount.ts';
import type { Entry } from '../domain/entry.ts';
import { lotId } from '../domain/id.ts';
import { stated } from '../domain/stated.ts';
import type { StockMoveView } from './document-answers.ts';

export function stockMoveView({ id, refs, facts, effectiveOn, transfers }: Entry<'stock-move'>): StockMoveView {
  const lines = facts.lots.map(({ from, item, fundingLine, number: batch, expiresOn }, at) => {
    const arrived = lotId(id, at + 1);
    const moved = transfers.find(({ to }) => to.state === 'stock' && to.lot === arrived);
    const quantity = Number(moved?.quantity ?? 0n);
    const value = formatYuan(moved?.value ?? 0n);
    const line = { from, lot: arrived, item, fundingLine, quantity, value, batch, expiresOn };
    return stated<StockMoveView['lines'][number]>(line);
  });
  const { to, reason } = facts;
  return stated<StockMoveView>({ id, number: null, from: refs.warehouse, to, effectiveOn, reason, lines });
}
