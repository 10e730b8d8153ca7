import * as z from 'zod';
import type { Facts, Kind } from '../domain/facts.ts';
import { isKindName } from '../domain/kinds.ts';
import { REGISTRY_KINDS, type RegistryKind } from '../domain/registry.ts';
import { date, id, lotId, month, ordinal, partially, REGISTRY_SHAPES, whole, words, yuan } from './canonical.ts';
import { exactly, strictly } from './exactly.ts';
import { writtenInvoice, writtenTerms } from './terms.ts';

/** How what each kind of entry says is written in its canonical form. */

const batch = { number: words.exactOptional(), expiresOn: date.exactOptional() };
const measure = words.exactOptional();
const movedLots = () =>
  z.array(
    z.strictObject({
      from: lotId,
      birth: lotId,
      item: id,
      fundingLine: id,
      share: z.strictObject({ purchase: id, line: ordinal, fundingLine: ordinal }).exactOptional(),
      ...batch,
    }),
  );
const reason = () => strictly<Facts['release']>()({ reason: words });
const personal = () => strictly<Facts['disclosure']>()({ fields: z.array(words), reason: words });

/** The changed fields of something registered: all of them where it is new. */
function change<K extends RegistryKind, S extends z.ZodRawShape>(type: K, more: S) {
  return z.strictObject({ type: z.literal(type), fields: partially(REGISTRY_SHAPES[type]), ...more });
}

function registration<S extends z.ZodRawShape>(more: S) {
  return z.discriminatedUnion('type', [
    change('fundingLine', more),
    change('unit', more),
    change('item', more),
    change('supplier', more),
    change('warehouse', more),
    change('tariff', more),
    change('plan', more),
    change('member', more),
  ]);
}

/** Each made when it is asked for: a start meets no entry. */
export const FACTS = {
  registration: () => exactly<Facts['registration']>()(registration({})),
  amendment: () => exactly<Facts['amendment']>()(registration({ reason: words })),
  closure: () => strictly<Facts['closure']>()({ type: z.enum(REGISTRY_KINDS), reason: words }),
  appropriation: () => strictly<Facts['appropriation']>()({ source: words }),
  'give-back': reason,
  order: () =>
    strictly<Facts['order']>()({
      lines: z.array(z.strictObject({ item: id, measure, unitPrice: yuan.exactOptional() })),
      ...writtenTerms().shape,
    }),
  acceptance: () =>
    strictly<Facts['acceptance']>()({
      lines: z.array(
        z.strictObject({ line: ordinal, good: whole, damaged: whole, short: whole, reason: words.exactOptional() }),
      ),
      lots: z.array(z.strictObject({ line: ordinal, fundingLine: ordinal, ...batch })),
    }),
  'supplier-return': reason,
  release: reason,
  invoice: () => strictly<Facts['invoice']>()({ invoice: writtenInvoice() }),
  payment: () => strictly<Facts['payment']>()({ method: words, bankReference: words.exactOptional() }),
  refund: () =>
    strictly<Facts['refund']>()({
      method: words,
      bankReference: words.exactOptional(),
      reason: words.exactOptional(),
    }),
  receipt: () =>
    strictly<Facts['receipt']>()({
      kind: z.enum(['donation', 'allocation']),
      giver: words,
      directedTo: words.exactOptional(),
      lots: z.array(z.strictObject({ item: id, measure, ...batch })),
    }),
  'stock-move': () =>
    strictly<Facts['stock-move']>()({
      to: id,
      reason: words.exactOptional(),
      lots: movedLots(),
    }),
  dispatch: () =>
    strictly<Facts['dispatch']>()({
      lines: z.array(z.strictObject({ item: id, quantity: whole, measure, fundingLine: id.exactOptional() })),
      parts: z.array(ordinal),
    }),
  confirmation: () =>
    strictly<Facts['confirmation']>()({
      lines: z.array(
        z.strictObject({ line: ordinal, damaged: whole, short: whole, refused: whole, reason: words.exactOptional() }),
      ),
    }),
  resolution: reason,
  'unit-return': () =>
    strictly<Facts['unit-return']>()({
      reason: words,
      to: id.exactOptional(),
      lots: movedLots().min(1).exactOptional(),
    }),
  disbursement: () => strictly<Facts['disbursement']>()({ purpose: words, method: words }),
  'take-back': reason,
  benefit: () => strictly<Facts['benefit']>()({ method: words, period: words }),
  count: () =>
    strictly<Facts['count']>()({
      lines: z.array(z.strictObject({ lot: lotId, book: whole, counted: whole })),
      reason: words,
    }),
  adjustment: () => strictly<Facts['adjustment']>()({ counter: words }),
  reversal: () => strictly<Facts['reversal']>()({ reason: words, kind: z.custom<Kind>(isKindName) }),
  attachment: () => strictly<Facts['attachment']>()({}),
  'period-closure': () => strictly<Facts['period-closure']>()({ month }),
  disclosure: personal,
  erasure: personal,
} satisfies { readonly [K in Kind]: () => z.ZodType<Facts[K]> };
