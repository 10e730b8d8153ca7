import * as z from 'zod';
import { isId } from '../domain/id.ts';
import { flawed } from './fault.ts';
import { LIMITS } from './limits.ts';
import { anyDate, code, id } from './scalars.ts';

/** The query parameters of lists and of documents. Each list takes the filters that its rows can answer. */

const DIGITS = /^\d{1,4}$/;

const limit = z
  .string()
  .transform((text, context): number => {
    const asked = DIGITS.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(asked)) context.issues.push(flawed({ code: 'not-an-integer' }, text));
    else if (asked < 1) context.issues.push(flawed({ code: 'too-small', allowed: '1' }, text));
    else if (asked > LIMITS.page)
      context.issues.push(flawed({ code: 'too-large', allowed: String(LIMITS.page) }, text));
    return asked;
  })
  .meta({ description: `Rows of a page, 1 to ${LIMITS.page}`, pattern: DIGITS.source })
  .default(LIMITS.defaultPage);

/** Where a page goes on, as the one before said. What is in it is nobody's business but the next page's. */
const cursor = z
  .string()
  .transform((text, context): string => {
    const after = /^[\w-]{22}$/.test(text) ? readCursor(text) : '';
    if (!isId(after)) context.issues.push(flawed({ code: 'bad-format', format: 'cursor' }, text));
    return after;
  })
  .meta({ description: 'What `next` of the page before said', maxLength: 100 })
  .exactOptional();

/** The sixteen bytes of an id in base64url. */
export function writeCursor(after: string): string {
  const bytes = after.replaceAll('-', '').match(/../g) ?? [];
  const text = btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function readCursor(text: string): string {
  const bytes = Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const page = { limit, cursor };
/** Of a list that can only be paged. */
export const listQuery = z.strictObject(page);
const period = {
  from: anyDate.exactOptional().meta({ description: 'First day, by the date on which entries take effect' }),
  to: anyDate.exactOptional().meta({ description: 'Last day, by the date on which entries take effect' }),
};
const status = <const T extends readonly [string, ...string[]]>(values: T) => ({
  status: z.enum(values).exactOptional(),
});
const ref = id.exactOptional();
const registered = z.strictObject({ ...page, ...status(['open', 'closed']), code: code.exactOptional() });
const history = z.strictObject({ history: cursor });

export const documentQueries = {
  listFundingLines: registered,
  listUnits: registered.extend({ parent: ref }),
  listItems: registered,
  listSuppliers: z.strictObject({ ...page, ...status(['open', 'closed']) }),
  listWarehouses: registered,
  listTariffs: registered,
  listPlans: z.strictObject({ ...page, ...status(['open', 'closed']) }),
  listMembers: z.strictObject({ ...page, ...status(['open', 'closed']) }),
  listPurchases: z.strictObject({
    ...page,
    ...period,
    ...status(['open', 'closed']),
    supplier: ref,
    fundingLine: ref,
  }),
  listReceipts: z.strictObject({
    ...page,
    ...period,
    kind: z.enum(['donation', 'allocation']).exactOptional(),
    fundingLine: ref,
    warehouse: ref,
  }),
  listConsignments: z.strictObject({
    ...page,
    ...period,
    ...status(['in-transit', 'confirmed', 'withdrawn']),
    unit: ref,
    warehouse: ref,
    plan: ref,
  }),
  listDisbursements: z.strictObject({
    ...page,
    ...period,
    ...status(['disbursed', 'taken-back']),
    unit: ref,
    fundingLine: ref,
  }),
  listBenefits: z.strictObject({ ...page, ...period, ...status(['paid', 'reversed']), tariff: ref, fundingLine: ref }),
  listAdjustments: z.strictObject({
    ...page,
    ...period,
    ...status(['counted', 'posted', 'withdrawn']),
    warehouse: ref,
  }),
  listEntries: z.strictObject({
    ...page,
    ...period,
    kind: z.string().max(40).exactOptional(),
    fundingLine: ref,
    unit: ref,
    supplier: ref,
    warehouse: ref,
  }),
  listPeriods: listQuery,
  readUnit: history,
  readItem: history,
  readSupplier: history,
  readWarehouse: history,
  readTariff: history,
  readPlan: history,
  readMember: history,
  readPurchase: history,
  readReceipt: history,
  readConsignment: history,
  readDisbursement: history,
  readBenefit: history,
  readAdjustment: history,
  readEntry: z.strictObject({}),
} as const;
