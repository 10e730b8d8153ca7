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
import { refsOf } from './refs.ts';

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

const reason = z.strictObject({ reason: words });

/** What is written of every entry, whatever its kind. */
type Surroundings = Omit<Envelope, 'evidence'> &
  Pick<Draft, 'effectiveOn' | 'transfers' | 'coverage'> & {
    readonly v: typeof VERSION;
    /** Left out where there is none. */
    readonly evidence?: readonly Evidence[];
  };

const surroundings = strictly<Surroundings>()({
  v: z.literal(VERSION),
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
  belongsTo: z.strictObject({ month, reason: words }).exactOptional(),
  note: words.exactOptional(),
  blinded: z.record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/), words).exactOptional(),
});

/** An entry as it is written. */
type Written<E extends Entry = Entry> = E extends Entry ? Omit<E, 'evidence'> & Surroundings : never;

/** Each made when an entry of its kind is met first: a start meets none. */
const FORMS = new Map<Kind, z.ZodType<Written>>();

function formOf(kind: unknown): z.ZodType<Written> {
  if (!isKindName(kind)) throw new TypeError('an entry is of a kind that there is');
  const made = FORMS.get(kind);
  if (made !== undefined) return made;
  // Kind, refs and facts belong together, which each form says and the type of all forms cannot.
  const form = surroundings.extend({ kind: z.literal(kind), refs: refsOf(kind), facts: FACTS[kind]() });
  FORMS.set(kind, form as z.ZodType<Written>);
  return form as z.ZodType<Written>;
}

function kindIn(written: unknown): unknown {
  return typeof written === 'object' && written !== null ? Reflect.get(written, 'kind') : undefined;
}

/**
 * The canonical text (RFC 8785) of an entry: what is stored, hashed, sealed and exported. Made once; the same entry
 * always gives the same bytes. Throws where the entry is too long, or is none.
 */
export function encodeEntry(entry: Entry): string {
  const { evidence: papers, ...rest } = entry;
  const form: Written = { ...rest, v: VERSION, ...(papers.length === 0 ? {} : { evidence: papers }) };
  const text = canonicalize(z.encode(formOf(entry.kind), form));
  if (text === undefined) throw new TypeError('an entry is an object');
  refuseTooLong(text);
  return text;
}

/** The entry of a canonical text. Throws where the text is not one of an entry. */
export function decodeEntry(text: string): Entry {
  refuseTooLong(text);
  const written: unknown = JSON.parse(text);
  const { v: _version, ...entry } = z.decode(formOf(kindIn(written)), written);
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
