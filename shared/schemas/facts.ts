import * as z from 'zod';
import { CORRECTABLE } from '../domain/correctable.ts';
import type { Beside, Facts, Kind } from '../domain/facts.ts';
import { isKindName } from '../domain/kinds.ts';
import { REGISTRY_KINDS, type RegistryKind } from '../domain/registry.ts';
import type { Measured } from '../domain/threshold.ts';
import {
  date,
  id,
  lotId,
  month,
  ordinal,
  packed,
  partially,
  price,
  REGISTRY_SHAPES,
  whole,
  words,
  yuan,
} from './canonical.ts';
import { writtenConsent, writtenDirection } from './direction.ts';
import { exactly, strictly } from './exactly.ts';
import { writtenInvoice, writtenInvoiceRow, writtenTerms } from './terms.ts';

/** How what each kind of entry says is written in its canonical form. */

const batch = { number: words.exactOptional(), expiresOn: date.exactOptional() };
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
/** A text, or a number of people, households or sites. */
const said = z.union([words, whole]);
const packs = packed.exactOptional();
const packedLines = () => z.array(packed.extend({ item: id, line: ordinal })).exactOptional();
const allocations = () => z.array(z.strictObject({ purchase: id, amount: yuan }));
const beside = () => z.array(strictly<Beside>()({ kind: z.enum(['purchase', 'invoice']), id, previous: id }));
const reason = () => strictly<Facts['release']>()({ reason: words });
const personal = () => strictly<Facts['disclosure']>()({ fields: z.array(words), reason: words });

const measured = () =>
  strictly<Measured>()({
    threshold: id,
    overCash: z.strictObject({ above: yuan, together: yuan }).exactOptional(),
  }).exactOptional();

type RegistryShapes = Readonly<Record<RegistryKind, z.ZodRawShape>>;

/** What is registered of a kind, or the changed fields of it, as `shapes` have them. */
export function changeIn<S extends Partial<RegistryShapes>, M extends z.ZodRawShape>(shapes: S, more: M) {
  return <K extends keyof S & RegistryKind>(type: K) =>
    z.strictObject({ type: z.literal(type), fields: partially(shapes[type] as NonNullable<S[K]>), ...more });
}

/** The same of any kind. */
function registration<M extends z.ZodRawShape>(more: M) {
  const change = changeIn(REGISTRY_SHAPES, more);
  return z.discriminatedUnion('type', [
    change('fundingLine'),
    change('unit'),
    change('item'),
    change('supplier'),
    change('warehouse'),
    change('tariff'),
    change('plan'),
    change('member'),
    change('threshold'),
  ]);
}

/** Each made when it is asked for: a start meets no entry. */
export const FACTS = {
  registration: () => exactly<Facts['registration']>()(registration({})),
  amendment: () => exactly<Facts['amendment']>()(registration({ reason: words })),
  closure: () => strictly<Facts['closure']>()({ type: z.enum(REGISTRY_KINDS), reason: words }),
  reopening: () => strictly<Facts['reopening']>()({ type: z.enum(REGISTRY_KINDS), reason: words }),
  appropriation: () => strictly<Facts['appropriation']>()({ source: words, giver: words.exactOptional() }),
  'give-back': reason,
  order: () =>
    strictly<Facts['order']>()({
      lines: z.array(
        z.strictObject({
          item: id,
          service: z.literal(true).exactOptional(),
          packs,
          unitPrice: price.exactOptional(),
        }),
      ),
      ...writtenTerms().shape,
    }),
  acceptance: () =>
    strictly<Facts['acceptance']>()({
      lines: z.array(
        z.strictObject({
          line: ordinal,
          good: whole,
          damaged: whole,
          short: whole,
          packs,
          reason: words.exactOptional(),
        }),
      ),
      lots: z.array(z.strictObject({ line: ordinal, fundingLine: ordinal, ...batch })),
    }),
  'supplier-return': () =>
    strictly<Facts['supplier-return']>()({
      reason: words,
      packs: z.array(packed.extend({ item: id, lot: lotId })).exactOptional(),
    }),
  release: reason,
  invoice: () => strictly<Facts['invoice']>()({ invoice: writtenInvoice() }),
  invoicing: () =>
    strictly<Facts['invoicing']>()({
      invoice: writtenInvoice(),
      allocations: allocations(),
      lines: z.array(writtenInvoiceRow()).exactOptional(),
      beside: beside(),
    }),
  'invoice-allocation': () => strictly<Facts['invoice-allocation']>()({ allocations: allocations(), beside: beside() }),
  payment: () =>
    strictly<Facts['payment']>()({
      method: words,
      bankReference: words.exactOptional(),
      samePersonAs: z.enum(['order', 'acceptance']).exactOptional(),
      measured: measured(),
    }),
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
      directedTo: z.union([words, writtenDirection()]).exactOptional(),
      lots: z.array(z.strictObject({ item: id, packs, ...batch })),
    }),
  'stock-move': () =>
    strictly<Facts['stock-move']>()({
      to: id,
      reason: words.exactOptional(),
      lots: movedLots(),
      packs: z.array(packed.extend({ item: id })).exactOptional(),
    }),
  dispatch: () =>
    strictly<Facts['dispatch']>()({
      lines: z.array(z.strictObject({ item: id, quantity: whole, packs, fundingLine: id.exactOptional() })),
      parts: z.array(ordinal),
      purpose: words.exactOptional(),
      consent: writtenConsent().exactOptional(),
      redirected: z.array(ordinal).min(1).exactOptional(),
    }),
  confirmation: () =>
    strictly<Facts['confirmation']>()({
      lines: z.array(
        z.strictObject({
          line: ordinal,
          damaged: whole,
          short: whole,
          refused: whole,
          packs,
          reason: words.exactOptional(),
        }),
      ),
    }),
  resolution: () => strictly<Facts['resolution']>()({ reason: words, packs: packedLines() }),
  'unit-return': () =>
    strictly<Facts['unit-return']>()({
      reason: words,
      packs: packedLines(),
      to: id.exactOptional(),
      lots: movedLots().min(1).exactOptional(),
    }),
  disbursement: () => strictly<Facts['disbursement']>()({ purpose: words, method: words, measured: measured() }),
  'take-back': reason,
  benefit: () => strictly<Facts['benefit']>()({ method: words, period: words, measured: measured() }),
  count: () =>
    strictly<Facts['count']>()({
      lines: z.array(z.strictObject({ lot: lotId, book: whole, counted: whole, packs })),
      reason: words,
    }),
  adjustment: () => strictly<Facts['adjustment']>()({ counter: words }),
  reversal: () =>
    strictly<Facts['reversal']>()({
      reason: words,
      kind: z.custom<Kind>(isKindName),
      withdrawn: z.literal(true).exactOptional(),
      beside: beside().min(1).exactOptional(),
    }),
  correction: () =>
    strictly<Facts['correction']>()({
      reason: words,
      kind: z.custom<Kind>(isKindName),
      changes: z
        .array(
          z.strictObject({
            field: z.enum(CORRECTABLE),
            lot: lotId.exactOptional(),
            paper: words.exactOptional(),
            was: said.exactOptional(),
            is: said.exactOptional(),
          }),
        )
        .min(1),
    }),
  attachment: () => strictly<Facts['attachment']>()({}),
  'period-closure': () => strictly<Facts['period-closure']>()({ month }),
  naming: () => strictly<Facts['naming']>()({}),
  disclosure: personal,
  erasure: personal,
} satisfies { readonly [K in Kind]: () => z.ZodType<Facts[K]> };
