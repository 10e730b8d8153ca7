import * as z from 'zod';
import type { MoveLine, MoveStock } from '../domain/stock-move.ts';
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
      measure,
      fundingLine: id.exactOptional(),
    })
    .check(oneOfTwo),
);

const elsewhere = across<MoveStock>(({ from, to }, tell) => {
  if (typeof from === 'string' && from === to) tell(['to'], { code: 'same-as', allowed: 'from' });
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
