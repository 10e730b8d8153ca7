import * as z from 'zod';
import type { BookKind } from '../domain/books.ts';
import { isId } from '../domain/id.ts';
import type { RegistryKind } from '../domain/registry.ts';
import { flawed } from './fault.ts';
import { inTree } from './in-tree.ts';
import { LIMITS } from './limits.ts';
import { anyDate, id, words } from './scalars.ts';

/** The query parameters of lists and of documents. Each list takes the filters that its rows can answer. */

/** What of a purchase may be asked for as waiting. */
export const PURCHASES_WAITING = ['to-accept', 'to-pay', 'without-invoice'] as const;

const DIGITS = /^\d{1,4}$/;

export const limit = z
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
/** Of one document: where its history goes on. */
export const historyQuery = z.strictObject({ history: cursor });

/** Of what entries opened: by when, and by what else its rows can answer. */
const opened = <const S extends z.ZodRawShape>(more: S) => z.strictObject({ ...page, ...period, ...more });
/** Of a register. */
const q = words(LIMITS.search)
  .exactOptional()
  .meta({
    description:
      'Words that each have to be in the code, the name, its initials in pinyin, a credit code, or be the last four ' +
      'digits of a phone; what is so called first, then what begins so, then the rest, each by code',
  });
const standing = z.strictObject({ ...page, q, ...status(['open', 'closed']) });
/** Instead of newest first, where not too many rows fit. */
const sorted = <const T extends readonly ['amount', 'date'] | readonly ['amount'] | readonly ['date']>(by: T) => ({
  sort: z
    .enum<T>(by)
    .exactOptional()
    .meta({
      description: `The largest, or the last day, first. At most ${LIMITS.sorted} rows may fit`,
    }),
});
const byBoth = sorted(['amount', 'date']);
const byDay = sorted(['date']);
const coded = standing.extend({ code: words(LIMITS.code).exactOptional() });

/** By what is listed. */
export const listQueries = {
  fundingLine: coded.extend(sorted(['amount'])),
  unit: coded.extend({ parent: ref }),
  item: coded,
  supplier: standing,
  warehouse: coded,
  tariff: coded,
  plan: standing,
  member: standing,
  threshold: standing,
  purchase: opened({
    ...byBoth,
    ...status(['open', 'closed']),
    supplier: ref,
    fundingLine: ref,
    waiting: z
      .enum(PURCHASES_WAITING)
      .exactOptional()
      .meta({ description: 'Of what is sealed: something is to be accepted, to be paid, or lacks its invoice' }),
  }),
  invoice: opened({
    ...byBoth,
    ...status(['booked', 'withdrawn']),
    supplier: ref,
    kind: z.enum(['blue', 'red']).exactOptional(),
  }),
  receipt: opened({
    ...byBoth,
    kind: z.enum(['donation', 'allocation']).exactOptional(),
    fundingLine: ref,
    warehouse: ref,
  }),
  stockMove: opened({ ...byDay, warehouse: ref }),
  consignment: opened({
    ...byDay,
    ...status(['in-transit', 'confirmed', 'withdrawn']),
    unit: ref,
    ...inTree,
    warehouse: ref,
    plan: ref,
    held: z.enum(['true']).exactOptional().meta({ description: 'Of what is sealed: something is held' }),
  }),
  disbursement: opened({
    ...byBoth,
    ...status(['disbursed', 'taken-back']),
    unit: ref,
    ...inTree,
    fundingLine: ref,
    plan: ref,
  }),
  benefit: opened({ ...byBoth, ...status(['paid', 'reversed']), tariff: ref, fundingLine: ref }),
  adjustment: opened({ ...byDay, ...status(['counted', 'posted', 'withdrawn']), warehouse: ref }),
  entry: opened({
    kind: z.string().max(40).exactOptional(),
    fundingLine: ref,
    unit: ref,
    supplier: ref,
    warehouse: ref,
  }),
  period: listQuery,
} as const satisfies Readonly<Record<RegistryKind | BookKind | 'entry', z.ZodObject>>;
