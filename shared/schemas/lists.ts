import * as z from 'zod';
import { formatYuan } from '../domain/amount.ts';
import type { BookKind } from '../domain/books.ts';
import { isId } from '../domain/id.ts';
import { KIND_NAMES } from '../domain/kinds.ts';
import type { RegistryKind } from '../domain/registry.ts';
import { across, inOrder } from './check.ts';
import { HEADLINE_FIGURES, ORIGINS, STANDING, WITHOUT } from './entries-meant.ts';
import { flawed } from './fault.ts';
import { inTree } from './in-tree.ts';
import { LIMITS } from './limits.ts';
import { anyDate, id, lot, valuation, words } from './scalars.ts';

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
const after = {
  after: ref.meta({ description: 'Wait up to two seconds until this entry is sealed, so that it has its number' }),
};
/** Of one document: where its history goes on. */
export const historyQuery = z.strictObject({ history: cursor, ...after });
export const entryQuery = z.strictObject(after);
/** What stands on a paper, as it is typed or scanned. */
export const findQuery = z.strictObject({
  number: words(LIMITS.asked).meta({
    description:
      'The number of a document, a voucher, an invoice, a contract, a batch or a payment, a code, or what a QR code says',
    examples: ['FF-000069', '89'],
  }),
});

/** Of documents: exactly what stands on paper, whatever else is asked for. */
const byNumber = {
  q: words(LIMITS.asked)
    .exactOptional()
    .meta({
      description:
        'A number of it exactly: its own, a voucher of it, its invoice, contract, batch or bank reference. Of those, what ' +
        'the other filters ask for',
    }),
};
/** Of what entries opened: by when, and by what else its rows can answer. */
const opened = <const S extends z.ZodRawShape>(more: S) =>
  z.strictObject({ ...page, ...after, ...period, ...byNumber, ...more }).check(inOrder());
/** Of a register. */
const q = words(LIMITS.search)
  .exactOptional()
  .meta({
    description:
      'Words that each have to be in the code, the name, its initials in pinyin, a credit code, or be the last four ' +
      'digits of a phone; what is so called first, then what begins so, then the rest, each by code',
  });
const standing = z.strictObject({ ...page, ...after, q, ...status(['open', 'closed']) });
/** Instead of newest first. */
const sorted = <const T extends readonly ['amount', 'date'] | readonly ['amount'] | readonly ['date']>(by: T) => ({
  sort: z
    .enum<T>(by)
    .exactOptional()
    .meta({
      description:
        'The largest amount as it is shown, or the last day, first; of equals the newest. However many rows fit, unless ' +
        `the ledger has more than half a million entries: then at most ${LIMITS.sorted} may`,
    }),
});
const byBoth = sorted(['amount', 'date']);
const byDay = sorted(['date']);
const coded = standing.extend({ code: words(LIMITS.code).exactOptional() });

/** A number of an invoice, with its code before it or not. */
const invoice = words(2 * LIMITS.invoice)
  .exactOptional()
  .meta({ description: 'Its number, that with the code before it, or the one of 20 digits' });
const value = valuation.exactOptional();
const AMOUNT =
  'the amount of an entry is the value that its transfers move, which is counted once where they go on or move money twice';

const amountsInOrder = across<{ readonly amountFrom?: bigint; readonly amountTo?: bigint }>(
  ({ amountFrom, amountTo }, tell) => {
    if (typeof amountFrom !== 'bigint' || typeof amountTo !== 'bigint' || amountTo >= amountFrom) return;
    tell(['amountTo'], { code: 'too-small', allowed: formatYuan(amountFrom) });
  },
);

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
    item: ref,
    invoice,
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
    number: invoice,
  }),
  receipt: opened({
    ...byBoth,
    kind: z.enum(['donation', 'allocation']).exactOptional(),
    fundingLine: ref,
    warehouse: ref,
    item: ref,
  }),
  stockMove: opened({ ...byDay, warehouse: ref, item: ref }),
  consignment: opened({
    ...byDay,
    ...status(['in-transit', 'confirmed', 'withdrawn']),
    unit: ref,
    ...inTree,
    warehouse: ref,
    plan: ref,
    held: z.enum(['true']).exactOptional().meta({ description: 'Of what is sealed: something is held' }),
    item: ref,
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
    kind: z.enum(KIND_NAMES).exactOptional(),
    actor: words(LIMITS.subject).exactOptional().meta({ description: 'The sign-in of who recorded it' }),
    document: ref.meta({ description: 'The document that it is about or that it changed' }),
    item: ref,
    lot: lot.exactOptional(),
    unit: ref,
    ...inTree,
    fundingLine: ref,
    supplier: ref,
    warehouse: ref,
    amountFrom: value.meta({ description: `At least this; ${AMOUNT}` }),
    amountTo: value.meta({ description: `At most this; ${AMOUNT}` }),
    entry: ref.meta({ description: 'This one alone' }),
    follows: ref.meta({ description: 'Those that rest on this one directly: what became of it' }),
    figure: z
      .enum(HEADLINE_FIGURES)
      .exactOptional()
      .meta({ description: 'Those that change this figure of the headline' }),
    stands: z.enum(STANDING).exactOptional().meta({
      description: 'Those that change what stands there, each with its `change`, and `changed` by all of them',
    }),
    origin: z
      .enum(ORIGINS)
      .exactOptional()
      .meta({ description: 'With `stands`: of what was paid for alone, or of what came in kind' }),
    without: z
      .enum(WITHOUT)
      .exactOptional()
      .meta({ description: 'Those that change what stands at no unit, or is of no item: in stock, available, spent' }),
  }).check(amountsInOrder),
  period: listQuery.extend(after),
} as const satisfies Readonly<Record<RegistryKind | BookKind | 'entry', z.ZodObject>>;
