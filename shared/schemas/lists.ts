import * as z from 'zod';
import type { BookKind } from '../domain/books.ts';
import { isId } from '../domain/id.ts';
import type { RegistryKind } from '../domain/registry.ts';
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
/** Of one document: where its history goes on. */
export const historyQuery = z.strictObject({ history: cursor });

/** By what is listed. */
export const listQueries = {
  fundingLine: registered,
  unit: registered.extend({ parent: ref }),
  item: registered,
  supplier: z.strictObject({ ...page, ...status(['open', 'closed']) }),
  warehouse: registered,
  tariff: registered,
  plan: z.strictObject({ ...page, ...status(['open', 'closed']) }),
  member: z.strictObject({ ...page, ...status(['open', 'closed']) }),
  purchase: z.strictObject({
    ...page,
    ...period,
    ...status(['open', 'closed']),
    supplier: ref,
    fundingLine: ref,
  }),
  receipt: z.strictObject({
    ...page,
    ...period,
    kind: z.enum(['donation', 'allocation']).exactOptional(),
    fundingLine: ref,
    warehouse: ref,
  }),
  stockMove: z.strictObject({ ...page, ...period, warehouse: ref }),
  consignment: z.strictObject({
    ...page,
    ...period,
    ...status(['in-transit', 'confirmed', 'withdrawn']),
    unit: ref,
    warehouse: ref,
    plan: ref,
  }),
  disbursement: z.strictObject({
    ...page,
    ...period,
    ...status(['disbursed', 'taken-back']),
    unit: ref,
    fundingLine: ref,
  }),
  benefit: z.strictObject({ ...page, ...period, ...status(['paid', 'reversed']), tariff: ref, fundingLine: ref }),
  adjustment: z.strictObject({
    ...page,
    ...period,
    ...status(['counted', 'posted', 'withdrawn']),
    warehouse: ref,
  }),
  entry: z.strictObject({
    ...page,
    ...period,
    kind: z.string().max(40).exactOptional(),
    fundingLine: ref,
    unit: ref,
    supplier: ref,
    warehouse: ref,
  }),
  period: listQuery,
} as const satisfies Readonly<Record<RegistryKind | BookKind | 'entry', z.ZodObject>>;
