import * as z from 'zod';
import { item, named, next, quantity, yuan } from './report-figures.ts';

const ABOVE = 'How much more was sent than planned; absent where that is nothing';

const goods = {
  planned: quantity,
  dispatched: quantity.meta({ description: 'Less what was refused, returned or reversed' }),
  confirmed: quantity.meta({ description: 'What of that stands with the unit, confirmed as good' }),
  returned: quantity.meta({ description: 'What came back to stock of what had been dispatched' }),
  left: quantity.meta({ description: 'Still to be dispatched' }),
  above: quantity.exactOptional().meta({ description: ABOVE }),
};

const money = {
  planned: yuan,
  disbursed: yuan.meta({ description: 'Less what was taken back or reversed' }),
  takenBack: yuan,
  left: yuan.meta({ description: 'Still to be disbursed' }),
  above: yuan.exactOptional().meta({ description: ABOVE }),
};

const ACROSS = 'It adds up what is of different measures';

export const planProgress = z.strictObject({
  plan: named,
  closed: z.boolean(),
  lines: z
    .array(
      z.union([
        z.strictObject({ unit: named, item, ...goods }),
        z.strictObject({ unit: named, fundingLine: named, ...money }),
      ]),
    )
    .meta({
      description:
        'Units that got nothing first, then by code. What was sent under the plan to whom it gives nothing is a line too.',
    }),
  units: z
    .array(
      z.strictObject({
        unit: named,
        gotNothing: z.boolean(),
        goods: z.strictObject(goods).meta({ description: ACROSS }),
        money: z.strictObject(money),
      }),
    )
    .meta({ description: 'Each unit over all pages, in the order of the lines' }),
  items: z.array(z.strictObject({ item, ...goods })).meta({ description: 'Over all pages, by code' }),
  fundingLines: z
    .array(z.strictObject({ fundingLine: named, ...money }))
    .meta({ description: 'Over all pages, by code' }),
  total: z.strictObject({
    units: z.int(),
    gotNothing: z.int().meta({ description: 'Units that got nothing' }),
    goods: z.strictObject(goods).meta({ description: ACROSS }),
    money: z.strictObject(money),
  }),
  next,
});

export type PlanProgress = z.infer<typeof planProgress>;
