import * as z from 'zod';
import type { Facts, Kind } from '../domain/facts.ts';
import { isKindName } from '../domain/kinds.ts';
import { REGISTRY_KINDS, type RegistryKind } from '../domain/registry.ts';
import { date, id, lotId, month, ordinal, partially, REGISTRY_SHAPES, whole, words, yuan } from './canonical.ts';
import { exactly } from './exactly.ts';
import { writtenInvoice, writtenTerms } from './terms.ts';

/** How what each kind of entry says is written in its canonical form. */

const batch = { number: words.exactOptional(), expiresOn: date.exactOptional() };
const measure = words.exactOptional();
const reason = exactly<Facts['release']>()(z.strictObject({ reason: words }));
const personal = exactly<Facts['disclosure']>()(z.strictObject({ fields: z.array(words), reason: words }));

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

export const FACTS = {
  registration: exactly<Facts['registration']>()(registration({})),
  amendment: exactly<Facts['amendment']>()(registration({ reason: words })),
  closure: exactly<Facts['closure']>()(z.strictObject({ type: z.enum(REGISTRY_KINDS), reason: words })),
  appropriation: exactly<Facts['appropriation']>()(z.strictObject({ source: words })),
  'give-back': reason,
  order: exactly<Facts['order']>()(
    z.strictObject({
      lines: z.array(z.strictObject({ item: id, measure, unitPrice: yuan.exactOptional() })),
      ...writtenTerms.shape,
    }),
  ),
  acceptance: exactly<Facts['acceptance']>()(
    z.strictObject({
      lines: z.array(
        z.strictObject({ line: ordinal, good: whole, damaged: whole, short: whole, reason: words.exactOptional() }),
      ),
      lots: z.array(z.strictObject({ line: ordinal, fundingLine: ordinal, ...batch })),
    }),
  ),
  'supplier-return': reason,
  release: reason,
  invoice: exactly<Facts['invoice']>()(z.strictObject({ invoice: writtenInvoice })),
  payment: exactly<Facts['payment']>()(z.strictObject({ method: words, bankReference: words.exactOptional() })),
  receipt: exactly<Facts['receipt']>()(
    z.strictObject({
      kind: z.enum(['donation', 'allocation']),
      giver: words,
      directedTo: words.exactOptional(),
      lots: z.array(z.strictObject({ item: id, measure, ...batch })),
    }),
  ),
  'stock-move': exactly<Facts['stock-move']>()(
    z.strictObject({
      to: id,
      reason: words.exactOptional(),
      lots: z.array(
        z.strictObject({
          from: lotId,
          birth: lotId,
          item: id,
          fundingLine: id,
          share: z.strictObject({ purchase: id, line: ordinal, fundingLine: ordinal }).exactOptional(),
          ...batch,
        }),
      ),
    }),
  ),
  dispatch: exactly<Facts['dispatch']>()(
    z.strictObject({
      lines: z.array(z.strictObject({ item: id, quantity: whole, measure, fundingLine: id.exactOptional() })),
      parts: z.array(ordinal),
    }),
  ),
  confirmation: exactly<Facts['confirmation']>()(
    z.strictObject({
      lines: z.array(
        z.strictObject({ line: ordinal, damaged: whole, short: whole, refused: whole, reason: words.exactOptional() }),
      ),
    }),
  ),
  resolution: reason,
  'unit-return': reason,
  disbursement: exactly<Facts['disbursement']>()(z.strictObject({ purpose: words, method: words })),
  'take-back': reason,
  benefit: exactly<Facts['benefit']>()(z.strictObject({ method: words, period: words })),
  count: exactly<Facts['count']>()(
    z.strictObject({ lines: z.array(z.strictObject({ lot: lotId, book: whole, counted: whole })), reason: words }),
  ),
  adjustment: exactly<Facts['adjustment']>()(z.strictObject({ counter: words })),
  reversal: exactly<Facts['reversal']>()(z.strictObject({ reason: words, kind: z.custom<Kind>(isKindName) })),
  attachment: exactly<Facts['attachment']>()(z.strictObject({})),
  'period-closure': exactly<Facts['period-closure']>()(z.strictObject({ month })),
  disclosure: personal,
  erasure: personal,
} satisfies { readonly [K in Kind]: z.ZodType<Facts[K]> };
