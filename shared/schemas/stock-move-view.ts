import { formatYuan } from '../domain/amount.ts';
import type { Entry } from '../domain/entry.ts';
import { lotId } from '../domain/id.ts';
import { stated } from '../domain/stated.ts';
import type { StockMoveView } from './document-answers.ts';
import { packsView } from './showing.ts';

export function stockMoveView({ id, refs, facts, effectiveOn, transfers }: Entry<'stock-move'>): StockMoveView {
  const given = facts.packs ?? [];
  const lines = facts.lots.map(({ from, item, fundingLine, number: batch, expiresOn }, at) => {
    const arrived = lotId(id, at + 1);
    const moved = transfers.find(({ to }) => to.state === 'stock' && to.lot === arrived);
    const quantity = Number(moved?.quantity ?? 0n);
    const packs = packsView(moved?.quantity ?? 0n, onlyOne(given.filter((packs) => packs.item === item)));
    const value = formatYuan(moved?.value ?? 0n);
    const line = { from, lot: arrived, item, fundingLine, quantity, packs, value, batch, expiresOn };
    return stated<StockMoveView['lines'][number]>(line);
  });
  const { to, reason } = facts;
  const packs = facts.packs?.map((one) => ({ ...one, quantity: Number(one.quantity), of: Number(one.of) }));
  return stated<StockMoveView>({ id, number: null, from: refs.warehouse, to, effectiveOn, reason, lines, packs });
}

/** Of several lines in packs no lot tells of which it is. */
function onlyOne<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}
