import canonicalize from 'canonicalize';
import * as z from 'zod';
import { readAccount, writeAccount } from '../domain/account.ts';
import { formatYuan } from '../domain/amount.ts';
import type { Draft, Entry, Envelope, Transfer } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Kind } from '../domain/facts.ts';
import { isKindName } from '../domain/kinds.ts';
import { date, evidence, id, month, readYuan, whole, words } from './canonical.ts';
import { strictly } from './exactly.ts';
import { FACTS } from './facts.ts';
import { FIRST_FACTS } from './first-facts.ts';
import { refsOf } from './refs.ts';

/** The largest entry in UTF-8 bytes: the log's bundles count the bytes of an entry in 16 bits. */
export const MAX_ENTRY_BYTES = 60_000;

/** The form that entries are written in now. None is ever rewritten, so each form ever used stays readable. */
const FORM = 2;

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

const reason = z.strictObject({ reason: words });

/** What is written of every entry, whatever its kind and form. */
type Surroundings = Omit<Envelope, 'evidence' | 'form' | 'belongsTo'> &
  Pick<Draft, 'effectiveOn' | 'transfers' | 'coverage'> & {
    /** Left out where there is none. */
    readonly evidence?: readonly Evidence[];
  };

const surroundings = strictly<Surroundings>()({
  id,
  effectiveOn: date,
  recordedAt: z.int(),
  actor: z.strictObject({ subject: words, role: words }),
  transfers: z.array(transfer),
  coverage: z
    .strictObject({ people: whole.exactOptional(), households: whole.exactOptional(), sites: whole.exactOptional() })
    .exactOptional(),
  evidence: z.array(evidence).min(1).exactOptional(),
  approval: z.strictObject({ document: words, decidedOn: date, approver: words }).exactOptional(),
  exception: reason.exactOptional(),
  note: words.exactOptional(),
  blinded: z.record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/), words).exactOptional(),
});

/** What is written otherwise in each form. */
const OF_FORM = {
  1: { v: z.literal(1), belongsTo: z.strictObject({ month, reason: words }).exactOptional() },
  2: { v: z.literal(FORM), belongsTo: z.strictObject({ date, reason: words }).exactOptional() },
} as const;

/** An entry as it is written. */
type Written<E extends Entry = Entry> = E extends Entry
  ? Omit<E, 'evidence' | 'form'> & Surroundings & { readonly v: keyof typeof OF_FORM }
  : never;

/** Each made when an entry of its kind and form is met first: a start meets none. */
const FORMS = { 1: new Map<Kind, z.ZodType<Written>>(), 2: new Map<Kind, z.ZodType<Written>>() } as const;

function formOf({ kind, v = FORM }: { readonly kind?: unknown; readonly v?: unknown }): z.ZodType<Written> {
  if (!isKindName(kind)) throw new TypeError('an entry is of a kind that there is');
  const version = v === 1 ? 1 : FORM;
  const made = FORMS[version].get(kind);
  if (made !== undefined) return made;
  // Kind, refs and facts belong together, which each form says and the type of all forms cannot.
  const facts = (version === 1 ? FIRST_FACTS : FACTS)[kind]();
  const form = surroundings.extend({ ...OF_FORM[version], kind: z.literal(kind), refs: refsOf(kind), facts });
  FORMS[version].set(kind, form as unknown as z.ZodType<Written>);
  return form as unknown as z.ZodType<Written>;
}

/**
 * The canonical text (RFC 8785) of an entry: what is stored, hashed, sealed and exported. Made once; the same entry
 * always gives the same bytes. Throws where the entry is too long, or is none.
 */
export function encodeEntry(entry: Entry): string {
  const { evidence: papers, form: v = FORM, ...rest } = entry;
  const written: Written = { ...rest, v, ...(papers.length === 0 ? {} : { evidence: papers }) };
  const text = canonicalize(z.encode(formOf(written), written));
  if (text === undefined) throw new TypeError('an entry is an object');
  refuseTooLong(text);
  return text;
}

/** The entry of a canonical text. Throws where the text is not one of an entry. */
export function decodeEntry(text: string): Entry {
  refuseTooLong(text);
  const written: unknown = JSON.parse(text);
  if (typeof written !== 'object' || written === null) throw new TypeError('an entry is an object');
  const { v, ...entry } = z.decode(formOf(written), written as never);
  return { ...entry, evidence: entry.evidence ?? [], ...(v === 1 ? { form: v } : {}) };
}

const utf8 = new TextEncoder();

function refuseTooLong(text: string): void {
  // A unit of UTF-16 takes three bytes at most, so only a long text has to be measured.
  if (text.length * 3 <= MAX_ENTRY_BYTES) return;
  if (text.length > MAX_ENTRY_BYTES || utf8.encode(text).length > MAX_ENTRY_BYTES) {
    throw new RangeError(`an entry takes at most ${MAX_ENTRY_BYTES} bytes`);
  }
}
