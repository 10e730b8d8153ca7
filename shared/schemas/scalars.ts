import * as z from 'zod';
import { formatYuan, MAX_AMOUNT, parseYuan, YUAN } from '../domain/amount.ts';
import { DATE, isCalendarDate, isMonth } from '../domain/calendar.ts';
import { isSha256 } from '../domain/evidence.ts';
import { isId, isLotId, UUID_V7 } from '../domain/id.ts';
import { asPrinted, charactersIn, foreignLettersIn, normalForm } from '../domain/normal-form.ts';
import { PAYMENT_METHODS } from '../domain/payment-method.ts';
import { isPhone } from '../domain/phone.ts';
import { isPrice } from '../domain/price.ts';
import { isUscc } from '../domain/uscc.ts';
import { type Flaw, type Format, flawed } from './fault.ts';
import { LIMITS } from './limits.ts';
import { isFuture } from './today.ts';

/** The single values that requests are made of. Each says by itself what would pass in its place. */

interface Description {
  readonly description: string;
  readonly pattern?: string;
  readonly examples?: string[];
  readonly id?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
}

/** A text read by `read`, which gives its value or what is wrong with it. */
function read<T extends string | bigint>(read: (text: string) => T | Flaw, description: Description) {
  return z
    .string()
    .transform((text, context): T => {
      const found = read(text);
      if (typeof found !== 'object') return found;
      context.issues.push(flawed(found, text));
      return z.NEVER;
    })
    .meta({ ...description });
}

function formatted(format: Format, pattern: RegExp, description: Omit<Description, 'pattern'>) {
  const flaw: Flaw = { code: 'bad-format', format };
  return read<string>((text) => (pattern.test(text) ? text : flaw), { ...description, pattern: pattern.source });
}

const MOST = formatYuan(MAX_AMOUNT);

function money(least: bigint, description: string) {
  return read<bigint>(
    (text) => {
      if (!YUAN.test(text)) return { code: 'bad-format', format: 'amount' };
      if (text.startsWith('-')) return { code: 'too-small', allowed: formatYuan(least) };
      const fen = parseYuan(text);
      if (fen === undefined) return { code: 'too-large', allowed: MOST };
      return fen < least ? { code: 'too-small', allowed: formatYuan(least) } : fen;
    },
    { description, pattern: '^(0|[1-9][0-9]{0,9})[.][0-9]{2}$', examples: ['1619170.00'] },
  );
}

/** What one of a measure costs: above zero, with up to 13 places, kept as it is written. */
export const price = read<string>((text) => (isPrice(text) ? text : { code: 'bad-format', format: 'price' }), {
  description: 'Yuan for one of the measure, as a decimal string with up to 13 places, above zero',
  pattern: '^(0|[1-9][0-9]{0,9})([.][0-9]{1,13})?$',
  examples: ['216.00', '0.625'],
});

/** Yuan with exactly two places, above zero. */
export const amount = money(1n, 'Yuan as a decimal string with exactly two places, at least 0.01');
/** Yuan with exactly two places; nothing is a value too, for what was given without a price. */
export const valuation = money(0n, 'Yuan as a decimal string with exactly two places; 0.00 where nothing is known');

/** Yuan with exactly two places, below zero too: what an invoice takes back, or lowers another row by. */
export const signedAmount = read<bigint>(
  (text) => {
    if (!YUAN.test(text)) return { code: 'bad-format', format: 'amount' };
    const fen = parseYuan(text.replace('-', ''));
    if (fen === undefined) return { code: 'too-large', allowed: MOST };
    return text.startsWith('-') ? -fen : fen;
  },
  {
    description: 'Yuan as a decimal string with exactly two places, which may be below zero',
    pattern: '^-?(0|[1-9][0-9]{0,9})[.][0-9]{2}$',
    examples: ['-100.00'],
  },
);

/** A decimal of an invoice, kept as it is written. */
export const decimal = formatted('decimal', /^-?(0|[1-9]\d{0,15})(\.\d{1,20})?$/, {
  description: 'A decimal, as it stands in the invoice',
  examples: ['12.5'],
});

/**
 * A whole number within bounds. Not zod's own: that one stops the checks around it, so that a request with a fraction
 * somewhere would not learn what else is wrong.
 */
function integer<T extends number | bigint>(
  least: number,
  most: number,
  as: (value: number) => T,
  description: string,
) {
  return z
    .number()
    .transform((value, context): T => {
      const flaw = integerFlaw(value, least, most);
      if (flaw === undefined) return as(value);
      context.issues.push(flawed(flaw, value));
      return z.NEVER;
    })
    .meta({ description, type: 'integer', minimum: least, maximum: most });
}

function integerFlaw(value: number, least: number, most: number): Flaw | undefined {
  if (value < least) return { code: 'too-small', allowed: String(least) };
  if (value > most) return { code: 'too-large', allowed: String(most) };
  return Number.isInteger(value) ? undefined : { code: 'not-an-integer' };
}

const whole = (least: number, most: number, description: string) => integer(least, most, BigInt, description);
const counting = (most: number, description: string) => integer(1, most, (value) => value, description);

export const quantity = whole(1, LIMITS.quantity, 'A whole number of the measure named beside it');
/** A quantity that may be nothing: what was damaged, short, counted. */
export const countedQuantity = whole(0, LIMITS.quantity, 'A whole number of the measure named beside it, or 0');
export const packContent = whole(2, LIMITS.quantity, 'How many of the base measure one pack holds');
export const minimum = whole(
  1,
  LIMITS.quantity,
  'Of which less is too little, in the base measure, all warehouses together',
);
export const reached = whole(0, LIMITS.coverage, 'How many were reached');

/** The 1-based position of a line in the document that the request is about. */
export const linePosition = counting(LIMITS.lines, '1-based position of the line');
export const rowsOfImport = counting(LIMITS.importRows, 'How many rows');
export const evidenceBytes = counting(LIMITS.evidenceBytes, 'Size of the file in bytes');

function date(mayBeFuture: boolean, description: string) {
  return read<string>(
    (text) => {
      if (!DATE.test(text)) return { code: 'bad-format', format: 'date' };
      if (!isCalendarDate(text)) return { code: 'no-such-date' };
      return !mayBeFuture && isFuture(text) ? { code: 'future-date' } : text;
    },
    { description, format: 'date', examples: ['2020-12-28'] },
  );
}

/** A date of something that happened: not in the future. */
export const pastDate = date(false, 'A date in Asia/Shanghai that exists and does not lie in the future');
/** A date that may still come, such as an expiry. */
export const anyDate = date(true, 'A date that exists');

export const month = read<string>((text) => (isMonth(text) ? text : { code: 'bad-format', format: 'month' }), {
  description: 'A month in Asia/Shanghai',
  pattern: '^[0-9]{4}-[0-9]{2}$',
  examples: ['2020-12'],
});

export const id = read<string>((text) => (isId(text) ? text : { code: 'bad-format', format: 'id' }), {
  description: 'A UUIDv7 in lower case',
  pattern: UUID_V7.source,
  format: 'uuid',
  id: 'Id',
});

export const lot = read<string>((text) => (isLotId(text) ? text : { code: 'bad-format', format: 'lot' }), {
  description: 'A lot: the id of the entry that brought it, a dot, and its ordinal there',
  pattern: UUID_V7.source.replace('$', '[.][1-9][0-9]?$'),
  id: 'LotId',
});

/**
 * Control characters, line separators and the marks that turn the direction of writing: they make a printed ledger
 * show something else than what was written.
 */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * Words of a person, as papers will print them: trimmed, without invisible characters, at least one visible one and at
 * most so many, nothing unprintable.
 */
function readWords(text: string, most: number): string | Flaw {
  if (!text.isWellFormed() || UNPRINTABLE.test(text)) return { code: 'bad-text' };
  const printed = asPrinted(text);
  if (printed === '') return { code: 'too-short', allowed: '1' };
  return charactersIn(printed) > most ? { code: 'too-long', allowed: String(most) } : printed;
}

export function words(most: number) {
  return read<string>((text) => readWords(text, most), {
    description: `Text of 1 to ${most} characters`,
    minLength: 1,
    maxLength: most,
  });
}

/** What tells one thing from all others of its sort: no letter that only looks like another. */
export function identifier(most: number) {
  return read<string>(
    (text) => {
      const printed = readWords(text, most);
      if (typeof printed === 'object') return printed;
      const [letter] = foreignLettersIn(printed);
      return letter === undefined ? printed : { code: 'foreign-letter', allowed: letter };
    },
    {
      description: `1 to ${most} Latin letters, digits, Chinese characters, punctuation or spaces`,
      minLength: 1,
      maxLength: most,
    },
  );
}

/** What is printed as it was typed and has to be of a form. */
function ofForm(format: Format, isOne: (text: string) => boolean, description: Description) {
  return read<string>((text) => {
    const words = readWords(text, LIMITS.reference);
    return typeof words === 'string' && isOne(words) ? words : { code: 'bad-format', format };
  }, description);
}

export const name = words(LIMITS.name);
export const note = words(LIMITS.note);
export const reason = words(LIMITS.note);
export const title = words(LIMITS.title);
/** How something was paid. */
export const method = words(LIMITS.reference).meta({
  description: `${Object.values(PAYMENT_METHODS)
    .map(({ zh, en }) => `${zh} (${en})`)
    .join(', ')}; any other text is another way`,
  examples: [PAYMENT_METHODS.transfer.zh],
});
export const reference = identifier(LIMITS.reference);
/** Every line that takes a quantity takes one. */
export const measure = words(LIMITS.measure)
  .exactOptional()
  .meta({
    description:
      "What the line's quantities count in: the base measure of its item where left out, else one of its packs. A step " +
      'of a document takes the size that the pack had on the line of the document.',
  });
/** What a measure is called. */
export const measureName = words(LIMITS.measure);

const CODE = /^[A-Za-z0-9._\-\p{Script=Han}]{1,32}$/u;

/** Tokens list the codes of units separated by spaces, so a code has none. */
export const code = ofForm('code', (text) => CODE.test(text), {
  description: 'Up to 32 letters, digits, dots, hyphens, underscores or Chinese characters',
  pattern: CODE.source,
  examples: ['SY-01'],
});

/** The `sub` of a person's tokens, exactly as the issuer writes it. */
export const subject = read<string>(
  (text) => {
    if (!text.isWellFormed() || UNPRINTABLE.test(text)) return { code: 'bad-text' };
    if (text === '') return { code: 'too-short', allowed: '1' };
    return charactersIn(text) > LIMITS.subject ? { code: 'too-long', allowed: String(LIMITS.subject) } : text;
  },
  {
    description: 'What the issuer calls the person: the `sub` of their tokens',
    minLength: 1,
    maxLength: LIMITS.subject,
  },
);

export const phone = ofForm('phone', isPhone, {
  description: 'A mobile number, a landline with its area code, a 400 or service number, with an extension or without',
  maxLength: LIMITS.reference,
  examples: ['010-12345678 转 8'],
});

export const region = formatted('region', /^[1-9]\d{5}$/, {
  description: 'Six digits of the administrative division (GB/T 2260)',
  examples: ['110113'],
});

export const sha256 = read<string>((text) => (isSha256(text) ? text : { code: 'bad-format', format: 'sha256' }), {
  description: 'SHA-256 in lower-case hexadecimal',
  pattern: '^[0-9a-f]{64}$',
});

export const mediaType = formatted('media-type', /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/, {
  description: 'A media type in lower case, without parameters',
  examples: ['image/jpeg'],
});

export const uscc = read<string>(
  (text) => {
    const printed = readWords(text, LIMITS.reference);
    const isOne = typeof printed === 'string' && isUscc(normalForm(printed));
    return isOne ? printed : { code: 'bad-identifier', format: 'uscc' };
  },
  {
    description: 'Unified social credit code (GB 32100-2015) with its check character',
    maxLength: LIMITS.reference,
    examples: ['91350100M000100Y43'],
  },
);
