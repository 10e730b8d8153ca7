import * as z from 'zod';
import { formatYuan } from '../domain/amount.ts';
import type { Entry } from '../domain/entry.ts';
import { lotId as lotNamed } from '../domain/id.ts';
import { stated } from '../domain/stated.ts';
import type { MoveLine, MoveStock } from '../domain/stock-move.ts';
import * as answers from './answer-scalars.ts';
import { across } from './check.ts';
import { exactly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { effective, remarks } from './remarks.ts';
import { id, lot, measure, quantity, reason } from './scalars.ts';

/** A line moves an item or a lot; a lot has its funding line already. */
const oneOfTwo = across<MoveLine>((line, tell) => {
  if ((line.item === undefined) === (line.lot === undefined)) {
    tell(['item'], { code: 'not-exactly-one', allowed: 'item, lot' });
  } else if (line.item === undefined && line.fundingLine !== undefined) {
    tell(['fundingLine'], { code: 'only-for', allowed: 'item' });
  }
});

const moveLine = exactly<MoveLine>()(
  z
    .strictObject({
      item: id.exactOptional(),
      lot: lot.exactOptional(),
      quantity,
      measure: measure.exactOptional(),
      fundingLine: id.exactOptional(),
    })
    .check(oneOfTwo),
);

const elsewhere = across<MoveStock>(({ from, to }, tell) => {
  if (typeof from === 'string' && from === to) tell(['to'], { code: 'repeated' });
});

export const moveStockBody = exactly<MoveStock>()(
  z
    .strictObject({
      from: id.meta({ description: 'The warehouse that the goods leave' }),
      to: id.meta({ description: 'The warehouse that they arrive in' }),
      ...effective,
      lines: z.array(moveLine).min(1).max(LIMITS.lines),
      reason: reason.exactOptional(),
      ...remarks,
    })
    .check(elsewhere),
);

export const stockMoveAnswer = z
  .strictObject({
    id: answers.id,
    number: answers.number,
    from: answers.id,
    to: answers.id,
    effectiveOn: answers.date,
    reason: answers.text.exactOptional(),
    lines: z.array(
      z.strictObject({
        from: answers.lotId.meta({ description: 'The lot that it was taken out of' }),
        lot: answers.lotId.meta({ description: 'The lot that it arrived as' }),
        item: answers.id,
        fundingLine: answers.id,
        quantity: answers.whole,
        value: answers.yuan,
        batch: answers.text.exactOptional(),
        expiresOn: answers.date.exactOptional(),
      }),
    ),
  })
  .meta({ id: 'StockMove', description: 'Goods that went from one warehouse to another' });

export type StockMoveView = z.output<typeof stockMoveAnswer>;

export function stockMoveView({ id, refs, facts, effectiveOn, transfers }: Entry<'stock-move'>): StockMoveView {
  const lines = facts.lots.map(({ from, item, fundingLine, number: batch, expiresOn }, at) => {
    const arrived = lotNamed(id, at + 1);
    const moved = transfers.find(({ to }) => to.state === 'stock' && to.lot === arrived);
    const quantity = Number(moved?.quantity ?? 0n);
    const value = formatYuan(moved?.value ?? 0n);
    const line = { from, lot: arrived, item, fundingLine, quantity, value, batch, expiresOn };
    return stated<StockMoveView['lines'][number]>(line);
  });
  const { to, reason } = facts;
  return stated<StockMoveView>({ id, number: null, from: refs.warehouse, to, effectiveOn, reason, lines });
}
