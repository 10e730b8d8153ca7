import * as z from 'zod';
import type { AmendPlan, PlanLine, RegisterPlan } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { across, tellRepeated } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { remarks } from './remarks.ts';
import { amount, id, identifier, measure, pastDate, quantity, reason, title } from './scalars.ts';

/** Goods have a quantity, and money an amount. */
const ofGoodsOrMoney = across<PlanLine>((line, tell) => {
  const given = (field: 'item' | 'fundingLine' | 'quantity' | 'measure' | 'amount') => line[field] !== undefined;
  if (given('item') === given('fundingLine')) {
    tell(['item'], { code: 'not-exactly-one', allowed: 'item, fundingLine' });
    return;
  }
  const [own, others] = given('item')
    ? (['quantity', ['amount']] as const)
    : (['amount', ['quantity', 'measure']] as const);
  if (!given(own)) tell([own], { code: 'required' });
  for (const field of others) {
    if (given(field)) tell([field], { code: 'only-for', allowed: given('item') ? 'fundingLine' : 'item' });
  }
});

const planLine = exactly<PlanLine>()(
  z
    .strictObject({
      unit: id,
      item: id.exactOptional(),
      quantity: quantity.exactOptional(),
      measure,
      fundingLine: id.exactOptional(),
      amount: amount.exactOptional(),
    })
    .check(ofGoodsOrMoney),
);

const lines = z
  .array(planLine)
  .min(1)
  .max(LIMITS.planLines)
  .check(
    across<readonly PlanLine[]>((planned, tell) =>
      tellRepeated(
        planned,
        (line) => `${line.unit} ${line.item ?? line.fundingLine}`,
        (at) => tell([at, planned[at]?.item === undefined ? 'fundingLine' : 'item'], { code: 'repeated' }),
      ),
    ),
  )
  .meta({
    description:
      'What each unit is to get: a quantity of an item, or an amount of a funding line; one line for a unit and each of them',
  });

export const registerPlanBody = strictly<RegisterPlan>()({
  number: identifier(LIMITS.name),
  decidedOn: pastDate,
  title,
  lines,
  ...remarks,
});

export const amendPlanBody = exactly<AmendPlan>()(
  z
    .strictObject({
      decidedOn: pastDate.exactOptional(),
      title: title.exactOptional(),
      lines: lines.exactOptional(),
      reason,
      ...remarks,
    })
    .check(changesSomething),
);
