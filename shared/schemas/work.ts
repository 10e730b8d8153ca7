import * as z from 'zod';
import { WORK_KINDS, type WorkKind } from '../domain/work.ts';
import { date, id, lotId, number, text, whole, yuan } from './answer-scalars.ts';
import { across } from './check.ts';
import { flawed } from './fault.ts';
import { limit } from './lists.ts';
import { next, provenance } from './report-figures.ts';
import { id as givenId } from './scalars.ts';

/** What is asked of work, and how it is told. */

const MOST_DAYS = 366;
const DAYS = /^[1-9]\d{0,2}$/;

const within = z
  .string()
  .transform((asked, context): number => {
    if (!DAYS.test(asked)) context.issues.push(flawed({ code: 'not-an-integer' }, asked));
    else if (Number(asked) > MOST_DAYS) {
      context.issues.push(flawed({ code: 'too-large', allowed: `${MOST_DAYS}` }, asked));
    }
    return Number(asked);
  })
  .meta({ description: `Lots that expire within so many days, 1 to ${MOST_DAYS}`, pattern: DAYS.source })
  .default(30);

/** A key of a row: where a kind goes on. */
const KEY = /^[0-9a-f#.-]{1,60}$/;

const cursor = z
  .string()
  .transform((given, context): string => {
    const key = /^[\w-]{1,80}$/.test(given) ? atob(given.replaceAll('-', '+').replaceAll('_', '/')) : '';
    if (!KEY.test(key)) context.issues.push(flawed({ code: 'bad-format', format: 'cursor' }, given));
    return key;
  })
  .meta({ description: 'What `next` of the page before said', maxLength: 110 })
  .exactOptional();

export function writeWorkCursor(key: string): string {
  return btoa(key).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export const workQuery = z
  .strictObject({
    kind: z.enum(WORK_KINDS).exactOptional().meta({ description: 'This kind alone, in pages' }),
    limit,
    cursor,
    within,
    after: givenId.exactOptional().meta({ description: 'Waits until this entry is in it, two seconds at the most' }),
  })
  .check(
    across<{ readonly kind?: WorkKind; readonly cursor?: string }>((asked, tell) => {
      if (asked.cursor !== undefined && asked.kind === undefined) tell(['kind'], { code: 'required' });
    }),
  );

const ofPurchase = { purchase: id, number, supplier: id, effectiveOn: date };
const ofConsignment = { consignment: id, number, unit: id, effectiveOn: date };
const lines = whole.meta({ description: 'Lines that wait' });
const ofPlan = { plan: id, number: text, title: text, decidedOn: date, lines, units: whole };
const entry = { entry: id, number: number.meta({ description: 'Voucher number' }) };
const open = whole.meta({ description: 'Opened in that month or before' });

const ROWS = {
  'to-accept': z.strictObject({ ...ofPurchase, committed: yuan.meta({ description: 'Still on order' }) }),
  'to-dispatch': z.strictObject(ofPlan),
  'to-disburse': z.strictObject({ ...ofPlan, left: yuan.meta({ description: 'Planned and not disbursed' }) }),
  'in-transit': z.strictObject({ ...ofConsignment, lines }),
  unconfirmed: z.strictObject({ ...ofConsignment, lines }),
  held: z.strictObject({ ...ofConsignment, lines }),
  'to-pay': z.strictObject({ ...ofPurchase, due: yuan.meta({ description: 'What came and is not paid' }) }),
  'to-countersign': z.strictObject({ adjustment: id, number, effectiveOn: date, warehouse: id, lines }),
  'without-invoice': z.strictObject({
    ...ofPurchase,
    lacking: yuan.meta({ description: 'What came, or was paid where that is more, less what invoices say' }),
  }),
  'order-without-evidence': z.strictObject({ ...ofPurchase, ...entry }),
  'payment-without-evidence': z.strictObject({ ...ofPurchase, ...entry, paid: yuan }),
  'confirmation-without-evidence': z.strictObject({ ...ofConsignment, ...entry }),
  expiring: z.strictObject({ lot: lotId, item: id, warehouse: id, expiresOn: date, quantity: whole }),
  'below-minimum': z.strictObject({ item: id, stock: whole, minimum: whole }),
  'to-close': z.strictObject({
    month: text,
    open: z.strictObject({ toAccept: open, inTransit: open, held: open, toCountersign: open }),
    isMore: z.literal(true).exactOptional().meta({ description: 'At least so many are open' }),
  }),
} as const satisfies Readonly<Record<WorkKind, z.ZodType>>;

/** A row of a kind as it is told. */
export type WorkRow<K extends WorkKind = WorkKind> = z.output<(typeof ROWS)[K]>;

const count = whole.meta({ description: 'How many wait, from the cursor on where one was given' });
const isMore = z.literal(true).exactOptional().meta({ description: 'At least so many wait' });

function kindAnswer<S extends z.ZodType>(row: S) {
  return z
    .strictObject({ count, isMore, rows: z.array(row).meta({ description: 'The first of them' }) })
    .exactOptional();
}

export const workAnswer = z.strictObject({
  ...provenance,
  work: z
    .strictObject({
      'to-accept': kindAnswer(ROWS['to-accept']),
      'to-dispatch': kindAnswer(ROWS['to-dispatch']),
      'to-disburse': kindAnswer(ROWS['to-disburse']),
      'in-transit': kindAnswer(ROWS['in-transit']),
      unconfirmed: kindAnswer(ROWS.unconfirmed).meta({ description: 'In transit for more than 48 hours' }),
      held: kindAnswer(ROWS.held),
      'to-pay': kindAnswer(ROWS['to-pay']),
      'to-countersign': kindAnswer(ROWS['to-countersign']),
      'without-invoice': kindAnswer(ROWS['without-invoice']),
      'order-without-evidence': kindAnswer(ROWS['order-without-evidence']),
      'payment-without-evidence': kindAnswer(ROWS['payment-without-evidence']),
      'confirmation-without-evidence': kindAnswer(ROWS['confirmation-without-evidence']),
      expiring: kindAnswer(ROWS.expiring),
      'below-minimum': kindAnswer(ROWS['below-minimum']),
      'to-close': kindAnswer(ROWS['to-close']).meta({ description: 'Months that are over and not closed' }),
    })
    .meta({ description: 'What waits for the caller, in each of their roles; a kind that is for others is missing' }),
  next,
});
