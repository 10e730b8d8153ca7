import * as z from 'zod';
import type { BookKind } from '../domain/books.ts';
import { isId } from '../domain/id.ts';
import type { RegistryKind } from '../domain/registry.ts';
import { HEADLINE_FIGURES } from './entries-meant.ts';
import { flawed } from './fault.ts';
import { inTree } from './in-tree.ts';
import { LIMITS } from './limits.ts';
import { anyDate, id, lot, words } from './scalars.ts';

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
/** Of one document: where its history goes on. */
export const historyQuery = z.strictObject({ history: cursor });

/** Of what entries opened: by when, and by what else its rows can answer. */
const opened = <const S extends z.ZodRawShape>(more: S) => z.strictObject({ ...page, ...period, ...more });
const standing = z.strictObject({ ...page, ...status(['open', 'closed']) });
const coded = standing.extend({ code: words(LIMITS.code).exactOptional() });

/** By what is listed. */
export const listQueries = {
  fundingLine: coded,
  unit: coded.extend({ parent: ref }),
  item: coded,
  supplier: standing,
  warehouse: coded,
  tariff: coded,
  plan: standing,
  member: standing,
  threshold: standing,
  purchase: opened({ ...status(['open', 'closed']), supplier: ref, fundingLine: ref }),
  invoice: opened({ ...status(['booked', 'withdrawn']), supplier: ref, kind: z.enum(['blue', 'red']).exactOptional() }),
  receipt: opened({ kind: z.enum(['donation', 'allocation']).exactOptional(), fundingLine: ref, warehouse: ref }),
  stockMove: opened({ warehouse: ref }),
  consignment: opened({
    ...status(['in-transit', 'confirmed', 'withdrawn']),
    unit: ref,
    ...inTree,
    warehouse: ref,
    plan: ref,
  }),
  disbursement: opened({ ...status(['disbursed', 'taken-back']), unit: ref, ...inTree, fundingLine: ref }),
  benefit: opened({ ...status(['paid', 'reversed']), tariff: ref, fundingLine: ref }),
  adjustment: opened({ ...status(['counted', 'posted', 'withdrawn']), warehouse: ref }),
  entry: opened({
    kind: z.string().max(40).exactOptional(),
    fundingLine: ref,
    unit: ref,
    ...inTree,
    supplier: ref,
    warehouse: ref,
    entry: ref.meta({ description: 'This one alone' }),
    follows: ref.meta({ description: 'Those that rest on this one directly: what became of it' }),
    item: ref,
    lot: lot.exactOptional(),
    figure: z
      .enum(HEADLINE_FIGURES)
      .exactOptional()
      .meta({ description: 'Those that change this figure of the headline' }),
  }),
  period: listQuery,
} as const satisfies Readonly<Record<RegistryKind | BookKind | 'entry', z.ZodObject>>;
