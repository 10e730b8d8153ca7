import * as z from 'zod';
import { treeTold } from './in-tree.ts';
import { day, entryId, item, kind, named, next, quantity, yuan } from './report-figures.ts';

/** The cards of items and units, as far as they tell more than figures. */

const namedThen = z
  .strictObject({ id: z.string(), code: z.string(), name: z.string() })
  .meta({ description: 'What is registered, as it was called on the day of the row' });
const itemThen = namedThen.extend({ baseMeasure: z.string() });

export const stockCounterparty = z
  .strictObject({
    kind: z.enum(['supplier', 'giver', 'unit', 'warehouse']),
    id: z.string().nullable().meta({ description: 'Null of a giver, who is not registered' }),
    code: z.string().exactOptional(),
    name: z.string(),
  })
  .nullable()
  .meta({ description: 'Whom it came from or went to, as they are called today; null of what was counted' });

export const unitCard = z.strictObject({
  unit: named,
  below: z.boolean(),
  tree: treeTold,
  opening: z
    .strictObject({ goods: z.array(z.strictObject({ item, quantity })), money: yuan })
    .meta({ description: 'What was there before the first row of the period' }),
  rows: z.array(
    z.strictObject({
      date: day,
      entry: entryId,
      number: z.string().nullable().meta({ description: 'Voucher number' }),
      document: z.strictObject({ kind: z.string(), id: z.string(), number: z.string() }),
      kind,
      summary: z.string(),
      unit: namedThen,
      goods: z
        .strictObject({ item: itemThen, came: quantity, returned: quantity, stands: quantity })
        .exactOptional()
        .meta({ description: 'Negative where it is reversed (红字); `stands` is of the item, after the row' }),
      value: yuan
        .exactOptional()
        .meta({ description: 'Of the goods, less what was returned; not told to coordinators' }),
      money: z.strictObject({ came: yuan, returned: yuan, stands: yuan }).exactOptional(),
    }),
  ),
  closing: z
    .strictObject({ goods: z.array(z.strictObject({ item, quantity })), money: yuan })
    .meta({ description: 'After the last row of the period, whatever page this is' }),
  next,
});

export type StockCounterparty = z.infer<typeof stockCounterparty>;
export type UnitCard = z.infer<typeof unitCard>;
