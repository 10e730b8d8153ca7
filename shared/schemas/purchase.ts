import * as z from 'zod';
import type {
  Accept,
  AcceptLine,
  Order,
  OrderLine,
  Pay,
  Refund,
  ReturnedLot,
  ReturnToSupplier,
} from '../domain/command.ts';
import type { Batch } from '../domain/facts.ts';
import { across, elements, tellRepeated } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { approval, effective, evidence, remarks } from './remarks.ts';
import {
  amount,
  anyDate,
  countedQuantity,
  id,
  linePosition,
  lot,
  measure,
  method,
  name,
  price,
  quantity,
  reason,
  reference,
  valuation,
} from './scalars.ts';
import { givenTerms } from './terms.ts';

const funding = z
  .array(z.strictObject({ fundingLine: id, quantity }))
  .min(1)
  .max(LIMITS.funding)
  .meta({ description: 'Splits the line by quantity, in its own measure; the quantities add up to the line' });

/** An order line is paid by one funding line, or by several whose quantities are together the line's. */
const fundedOnce = across<OrderLine>((line, tell) => {
  if ((line.fundingLine === undefined) === (line.funding === undefined)) {
    tell(['fundingLine'], { code: 'not-exactly-one', allowed: 'fundingLine, funding' });
  }
  tellRepeated(
    line.funding,
    (share) => share.fundingLine,
    (at) => tell(['funding', at, 'fundingLine'], { code: 'repeated' }),
  );
  const quantities: unknown[] = elements(line.funding).map(([, share]) => share.quantity);
  if (quantities.length === 0 || !quantities.every((one) => typeof one === 'bigint')) return;
  const sum = quantities.reduce((total, one) => total + one, 0n);
  if (typeof line.quantity === 'bigint' && sum !== line.quantity) {
    tell(['funding'], { code: 'does-not-add-up', allowed: String(line.quantity) });
  }
});

const orderLine = exactly<OrderLine>()(
  z
    .strictObject({
      item: id,
      quantity,
      measure,
      amount: valuation,
      unitPrice: price.exactOptional(),
      fundingLine: id.exactOptional(),
      funding: funding.exactOptional(),
    })
    .check(fundedOnce),
);

const boundedShares = across<readonly OrderLine[]>((lines, tell) => {
  const shares = elements(lines).map(([, line]) => (Array.isArray(line.funding) ? line.funding.length : 1));
  const sum = shares.reduce((total, one) => total + one, 0);
  if (sum > LIMITS.shares) tell([], { code: 'too-many', allowed: `${LIMITS.shares} shares` });
});

export const orderBody = strictly<Order>()({
  supplier: id,
  ...effective,
  ...givenTerms().shape,
  lines: z.array(orderLine).min(1).max(LIMITS.lines).check(boundedShares),
  approval: approval.exactOptional(),
  evidence,
  ...remarks,
});

export const batch = strictly<Batch>()({
  number: reference.exactOptional(),
  expiresOn: anyDate.exactOptional(),
});

/** A line that says nothing was found there says nothing. */
const foundSomething = across<AcceptLine>((line, tell) => {
  if (line.good === 0n && !(line.damaged ?? 0n) && !(line.short ?? 0n)) tell(['good'], { code: 'nothing-to-do' });
});

const acceptLine = exactly<AcceptLine>()(
  z
    .strictObject({
      line: linePosition,
      good: countedQuantity,
      damaged: countedQuantity.exactOptional(),
      short: countedQuantity.exactOptional(),
      measure,
      reason: reason.exactOptional(),
      amount: valuation.exactOptional(),
      fundingLine: id.exactOptional(),
      batch: batch.exactOptional(),
    })
    .check(foundSomething),
);

export const acceptBody = strictly<Accept>()({
  warehouse: id,
  ...effective,
  lines: z.array(acceptLine).min(1).max(LIMITS.lines),
  witness: name.exactOptional(),
  evidence,
  ...remarks,
});

/** Goods by their lot, what is no goods by its line. */
const returnedLot = exactly<ReturnedLot>()(
  z
    .strictObject({
      lot: lot.exactOptional(),
      line: linePosition.meta({ description: 'Of what is no goods: the line of its order' }).exactOptional(),
      quantity,
      measure,
    })
    .check(
      across<ReturnedLot>((line, tell) => {
        if ((line.lot === undefined) === (line.line === undefined)) {
          tell(['lot'], { code: 'not-exactly-one', allowed: 'lot, line' });
        }
      }),
    ),
);

export const returnToSupplierBody = strictly<ReturnToSupplier>()({
  lines: z
    .array(returnedLot)
    .min(1)
    .max(LIMITS.lines)
    .check(
      across<ReturnToSupplier['lines']>((lines, tell) => {
        for (const name of ['lot', 'line'] as const) {
          tellRepeated(
            lines,
            (line) => line[name],
            (at) => tell([at, name], { code: 'repeated' }),
          );
        }
      }),
    ),
  ...effective,
  reason,
  ...remarks,
});

const shares = z
  .array(z.strictObject({ fundingLine: id, amount }))
  .min(1)
  .max(LIMITS.shares)
  .check(
    across<Pay['shares']>((shares, tell) =>
      tellRepeated(
        shares,
        (share) => share.fundingLine,
        (at) => tell([at, 'fundingLine'], { code: 'repeated' }),
      ),
    ),
  );

export const payBody = strictly<Pay>()({
  shares,
  ...effective,
  method,
  bankReference: reference.exactOptional(),
  approval,
  evidence,
  ...remarks,
});

export const refundBody = strictly<Refund>()({
  shares,
  ...effective,
  method,
  bankReference: reference.exactOptional(),
  reason: reason.exactOptional(),
  approval: approval.exactOptional(),
  evidence,
  ...remarks,
});
