import canonicalize from 'canonicalize';
import * as z from 'zod';
import { readAccount, writeAccount } from '../domain/account.ts';
import { formatYuan } from '../domain/amount.ts';
import type { Entry, Evidence, Kind, Refs, Transfer } from '../domain/entry.ts';
import { isId } from '../domain/id.ts';
import { REGISTRY_KINDS } from '../domain/registry.ts';
import {
  date,
  id,
  lotId,
  month,
  ordinal,
  partially,
  REGISTRY_SHAPES,
  readYuan,
  whole,
  words,
  yuan,
} from './canonical.ts';

/** The largest entry in UTF-8 bytes: the log's bundles count the bytes of an entry in 16 bits. */
export const MAX_ENTRY_BYTES = 60_000;

/** Version of the written form. An entry is never rewritten, so every version ever used stays readable. */
const VERSION = 1;

const writtenTransfer = z.strictObject({
  from: z.string(),
  to: z.string(),
  /** Left out where no goods move. */
  quantity: z.int().exactOptional(),
  value: z.string(),
});

/** One codec rather than one a field: transfers are most of an entry, and this runs on every post. */
const transfer = z.codec(writtenTransfer, z.custom<Transfer>(), {
  decode(written, context) {
    const from = readAccount(written.from);
    const to = readAccount(written.to);
    const value = readYuan(written.value);
    if (from === undefined || to === undefined || value === undefined || written.quantity === 0) {
      context.issues.push({ code: 'custom', input: written, message: 'not a transfer' });
      return z.NEVER;
    }
    return { from, to, quantity: BigInt(written.quantity ?? 0), value };
  },
  encode: ({ from, to, quantity, value }) => ({
    from: writeAccount(from),
    to: writeAccount(to),
    value: formatYuan(value),
    ...(quantity === 0n ? {} : { quantity: Number(quantity) }),
  }),
});

const REFS: ReadonlySet<string> = new Set<keyof Refs>([
  'unit',
  'item',
  'supplier',
  'warehouse',
  'tariff',
  'plan',
  'member',
  'purchase',
  'consignment',
  'disbursement',
  'benefit',
  'adjustment',
  'receipt',
  'entry',
  'previous',
]);

/** One check rather than one a field, as few of so many are ever there. */
const refs = z.custom<Refs>((written) => isPlain(written) && Object.entries(written).every(isRef));

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRef([name, value]: [string, unknown]): boolean {
  if (name === 'fundingLines') return Array.isArray(value) && value.every(isIdText);
  return REFS.has(name) && isIdText(value);
}

function isIdText(value: unknown): boolean {
  return typeof value === 'string' && isId(value);
}

const evidence = z.strictObject({ sha256: words, name: words, bytes: z.int(), mediaType: words });
const reason = z.strictObject({ reason: words });
const personal = z.strictObject({ fields: z.array(words), reason: words });

const envelope = {
  v: z.literal(VERSION),
  id,
  effectiveOn: date,
  recordedAt: z.int(),
  actor: z.strictObject({ subject: words, role: words }),
  refs,
  transfers: z.array(transfer),
  coverage: z
    .strictObject({ people: whole.exactOptional(), households: whole.exactOptional(), sites: whole.exactOptional() })
    .exactOptional(),
  /** Left out where there is none. */
  evidence: z.array(evidence).min(1).exactOptional(),
  approval: z.strictObject({ document: words, decidedOn: date, approver: words }).exactOptional(),
  exception: reason.exactOptional(),
  belongsTo: z.strictObject({ month, reason: words }).exactOptional(),
  note: words.exactOptional(),
  blinded: z.record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/), words).exactOptional(),
};

const invoice = z.strictObject({ code: words.exactOptional(), number: words, date, amount: yuan });
const batch = { number: words.exactOptional(), expiresOn: date.exactOptional() };
const measure = words.exactOptional();

/** The changed fields of something registered: all of them where it is new. */
const registered = {
  fundingLine: { type: z.literal('fundingLine'), fields: partially(REGISTRY_SHAPES.fundingLine) },
  unit: { type: z.literal('unit'), fields: partially(REGISTRY_SHAPES.unit) },
  item: { type: z.literal('item'), fields: partially(REGISTRY_SHAPES.item) },
  supplier: { type: z.literal('supplier'), fields: partially(REGISTRY_SHAPES.supplier) },
  warehouse: { type: z.literal('warehouse'), fields: partially(REGISTRY_SHAPES.warehouse) },
  tariff: { type: z.literal('tariff'), fields: partially(REGISTRY_SHAPES.tariff) },
  plan: { type: z.literal('plan'), fields: partially(REGISTRY_SHAPES.plan) },
  member: { type: z.literal('member'), fields: partially(REGISTRY_SHAPES.member) },
};

function registration<S extends z.ZodRawShape>(more: S) {
  return z.discriminatedUnion('type', [
    z.strictObject({ ...registered.fundingLine, ...more }),
    z.strictObject({ ...registered.unit, ...more }),
    z.strictObject({ ...registered.item, ...more }),
    z.strictObject({ ...registered.supplier, ...more }),
    z.strictObject({ ...registered.warehouse, ...more }),
    z.strictObject({ ...registered.tariff, ...more }),
    z.strictObject({ ...registered.plan, ...more }),
    z.strictObject({ ...registered.member, ...more }),
  ]);
}

const KINDS = [
  'registration',
  'amendment',
  'closure',
  'appropriation',
  'give-back',
  'order',
  'acceptance',
  'supplier-return',
  'release',
  'invoice',
  'payment',
  'receipt',
  'dispatch',
  'confirmation',
  'resolution',
  'unit-return',
  'disbursement',
  'take-back',
  'benefit',
  'count',
  'adjustment',
  'reversal',
  'attachment',
] as const satisfies readonly Kind[];

const order = z.strictObject({
  lines: z.array(z.strictObject({ item: id, measure, unitPrice: yuan.exactOptional() })),
  emergency: z.strictObject({ basis: words, from: date, to: date.exactOptional() }).exactOptional(),
  invoice: invoice.exactOptional(),
});

const acceptance = z.strictObject({
  lines: z.array(
    z.strictObject({ line: ordinal, good: whole, damaged: whole, short: whole, reason: words.exactOptional() }),
  ),
  lots: z.array(z.strictObject({ line: ordinal, fundingLine: ordinal, ...batch })),
});

const receipt = z.strictObject({
  kind: z.enum(['donation', 'allocation']),
  giver: words,
  directedTo: words.exactOptional(),
  lots: z.array(z.strictObject({ item: id, measure, ...batch })),
});

const dispatch = z.strictObject({
  lines: z.array(z.strictObject({ item: id, quantity: whole, measure, fundingLine: id.exactOptional() })),
  parts: z.array(ordinal),
});

const confirmation = z.strictObject({
  lines: z.array(
    z.strictObject({ line: ordinal, damaged: whole, short: whole, refused: whole, reason: words.exactOptional() }),
  ),
});

const count = z.strictObject({
  lines: z.array(z.strictObject({ lot: lotId, book: whole, counted: whole })),
  reason: words,
});

function kind<K extends Kind, F extends z.ZodType>(name: K, facts: F) {
  return z.strictObject({ ...envelope, kind: z.literal(name), facts });
}

/** An entry as it is written: with the version of its form, and without an empty list of evidence. */
type Written<E extends Entry = Entry> = E extends Entry
  ? Omit<E, 'evidence'> & { readonly v: typeof VERSION; readonly evidence?: readonly Evidence[] }
  : never;

const written: z.ZodType<Written> = z.discriminatedUnion('kind', [
  kind('registration', registration({})),
  kind('amendment', registration({ reason: words })),
  kind('closure', z.strictObject({ type: z.enum(REGISTRY_KINDS), reason: words })),
  kind('appropriation', z.strictObject({ source: words })),
  kind('give-back', reason),
  kind('order', order),
  kind('acceptance', acceptance),
  kind('supplier-return', reason),
  kind('release', reason),
  kind('invoice', z.strictObject({ invoice })),
  kind('payment', z.strictObject({ method: words, bankReference: words.exactOptional() })),
  kind('receipt', receipt),
  kind('dispatch', dispatch),
  kind('confirmation', confirmation),
  kind('resolution', reason),
  kind('unit-return', reason),
  kind('disbursement', z.strictObject({ purpose: words, method: words })),
  kind('take-back', reason),
  kind('benefit', z.strictObject({ method: words, period: words })),
  kind('count', count),
  kind('adjustment', z.strictObject({ counter: words })),
  kind('reversal', z.strictObject({ reason: words, kind: z.enum(KINDS) })),
  kind('attachment', z.strictObject({})),
  kind('period-closure', z.strictObject({ month })),
  kind('disclosure', personal),
  kind('erasure', personal),
]);

/**
 * The canonical text (RFC 8785) of an entry: what is stored, hashed, sealed and exported. Made once; the same entry
 * always gives the same bytes. Throws where the entry is too long, or is none.
 */
export function encodeEntry(entry: Entry): string {
  const { evidence: papers, ...rest } = entry;
  const form: Written = { ...rest, v: VERSION, ...(papers.length === 0 ? {} : { evidence: papers }) };
  const text = canonicalize(z.encode(written, form));
  if (text === undefined) throw new TypeError('an entry is an object');
  refuseTooLong(text);
  return text;
}

/** The entry of a canonical text. Throws where the text is not one of an entry. */
export function decodeEntry(text: string): Entry {
  refuseTooLong(text);
  const { v: _version, ...entry } = z.decode(written, JSON.parse(text));
  return { ...entry, evidence: entry.evidence ?? [] };
}

const utf8 = new TextEncoder();

function refuseTooLong(text: string): void {
  // A unit of UTF-16 takes three bytes at most, so only a long text has to be measured.
  if (text.length * 3 <= MAX_ENTRY_BYTES) return;
  if (text.length > MAX_ENTRY_BYTES || utf8.encode(text).length > MAX_ENTRY_BYTES) {
    throw new RangeError(`an entry takes at most ${MAX_ENTRY_BYTES} bytes`);
  }
}
