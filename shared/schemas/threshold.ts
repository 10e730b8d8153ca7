import * as z from 'zod';
import type { AmendThreshold, RegisterThreshold } from '../domain/command.ts';
import { PAID_SPENDINGS, SPENDINGS, type ThresholdFields } from '../domain/threshold.ts';
import { changesSomething } from './amendment.ts';
import { across } from './check.ts';
import { exactly } from './exactly.ts';
import { remarks } from './remarks.ts';
import { reason, valuation } from './scalars.ts';

const limits = {
  approvalAbove: valuation.exactOptional().meta({
    description: 'Above it an approval is needed, counted with what else is paid to the same payee within seven days',
  }),
  cashAbove: valuation.exactOptional().meta({
    description: 'Above it nothing is paid in cash, counted with what else is within seven days; an order is not paid',
  }),
};

const limitsSomething = across<Partial<ThresholdFields>>((body, tell) => {
  if (body.approvalAbove === undefined && body.cashAbove === undefined) {
    if (body.spending === 'order') tell(['approvalAbove'], { code: 'required' });
    else tell([], { code: 'not-at-least-one', allowed: 'approvalAbove, cashAbove' });
  }
  if (body.spending === 'order' && body.cashAbove !== undefined) {
    tell(['cashAbove'], { code: 'only-for', allowed: PAID_SPENDINGS.join(', ') });
  }
});

export const registerThresholdBody = exactly<RegisterThreshold>()(
  z.strictObject({ spending: z.enum(SPENDINGS), ...limits, ...remarks }).check(limitsSomething),
);

export const amendThresholdBody = exactly<AmendThreshold>()(
  z.strictObject({ ...limits, reason, ...remarks }).check(changesSomething),
);
