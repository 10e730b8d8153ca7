import * as z from 'zod';
import type { Facts, Kind } from '../domain/facts.ts';
import { isKindName } from '../domain/kinds.ts';
import { date, id, lotId, ordinal, REGISTRY_SHAPES, whole, words, yuan, yuanText } from './canonical.ts';
import { strictly } from './exactly.ts';
import { changeIn, FACTS } from './facts.ts';
import { writtenTerms } from './terms.ts';

const batch = { number: words.exactOptional(), expiresOn: date.exactOptional() };
/** A measure stands beside pieces and says nothing of them: it is read to be written again, and of no fact. */
const measure = words.exactOptional();
const why = words.exactOptional();
const invoice = () => z.strictObject({ code: words.exactOptional(), number: words, date, amount: yuan });
const reason = () => strictly<Facts['release']>()({ reason: words });

const { threshold: _later, ...REGISTRY } = REGISTRY_SHAPES;
const { service: _unknown, minimum: _unsaid, ...item } = REGISTRY.item;
const shapes = {
  ...REGISTRY,
  unit: { code: words, name: words, parent: id.exactOptional(), region: words.exactOptional() },
  item,
  plan: {
    number: words,
    decidedOn: date,
    title: words,
    lines: z.array(z.strictObject({ unit: id, item: id, quantity: whole })),
  },
} as const;

const FIRST_KINDS = ['fundingLine', 'unit', 'item', 'supplier', 'warehouse', 'tariff', 'plan', 'member'] as const;

function registration<M extends z.ZodRawShape>(more: M) {
  const change = changeIn(shapes, more);
  return z.discriminatedUnion('type', [
    change('fundingLine'),
    change('unit'),
    change('item'),
    change('supplier'),
    change('warehouse'),
    change('tariff'),
    change('plan'),
    change('member'),
  ]);
}

/** What came with a later form was never written in this one. */
const never = () => z.never();

/** How the first form wrote what each kind of entry says: kept for ever, as its entries are. */
export const FIRST_FACTS = {
  ...FACTS,
  registration: () => registration({}),
  amendment: () => registration({ reason: words }),
  closure: () => z.strictObject({ type: z.enum(FIRST_KINDS), reason: words }),
  appropriation: () => z.strictObject({ source: words }),
  order: () =>
    z.strictObject({
      lines: z.array(z.strictObject({ item: id, measure, unitPrice: yuanText.exactOptional() })),
      ...writtenTerms().shape,
      invoice: invoice().exactOptional(),
    }),
  invoice: () => z.strictObject({ invoice: invoice() }),
  acceptance: () =>
    z.strictObject({
      lines: z.array(z.strictObject({ line: ordinal, good: whole, damaged: whole, short: whole, reason: why })),
      lots: z.array(z.strictObject({ line: ordinal, fundingLine: ordinal, ...batch })),
    }),
  'supplier-return': reason,
  payment: () => z.strictObject({ method: words, bankReference: words.exactOptional() }),
  disbursement: () => z.strictObject({ purpose: words, method: words }),
  benefit: () => z.strictObject({ method: words, period: words }),
  receipt: () =>
    z.strictObject({
      kind: z.enum(['donation', 'allocation']),
      giver: words,
      directedTo: words.exactOptional(),
      lots: z.array(z.strictObject({ item: id, measure, ...batch })),
    }),
  'stock-move': () =>
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
  dispatch: () =>
    z.strictObject({
      lines: z.array(z.strictObject({ item: id, quantity: whole, measure, fundingLine: id.exactOptional() })),
      parts: z.array(ordinal),
    }),
  confirmation: () =>
    z.strictObject({
      lines: z.array(z.strictObject({ line: ordinal, damaged: whole, short: whole, refused: whole, reason: why })),
    }),
  resolution: reason,
  'unit-return': reason,
  count: () =>
    z.strictObject({
      lines: z.array(z.strictObject({ lot: lotId, book: whole, counted: whole })),
      reason: words,
    }),
  invoicing: never,
  'invoice-allocation': never,
  reversal: () => z.strictObject({ reason: words, kind: z.custom<Kind>(isKindName) }),
  correction: never,
  reopening: never,
  naming: never,
  refund: never,
} as const;
