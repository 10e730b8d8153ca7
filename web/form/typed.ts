import { MAX_AMOUNT } from '../../shared/domain/amount.ts';
import { isCalendarDate } from '../../shared/domain/calendar.ts';
import { isPrice } from '../../shared/domain/price.ts';
import { MAX_QUANTITY } from '../../shared/domain/quantity.ts';

/**
 * What people type and paste, read as the API writes it. Every reader gives a text, never a JS number; nothing typed is
 * nothing read.
 */

/** Why something typed is no value; forms say what would be one. */
export type TypedFlaw =
  | 'not-a-number'
  /** 2.5E+19: a spreadsheet has thrown digits away. */
  | 'scientific'
  /** 1,23: a comma that parts no thousands. */
  | 'thousands'
  | 'fen'
  | 'whole'
  | 'below-zero'
  | 'zero'
  | 'too-large'
  | 'price'
  | 'not-a-date'
  | 'no-such-date'
  /** Nothing registered is called so. */
  | 'unknown'
  /** More than one thing is called so. */
  | 'several';

export type Read = { readonly value: string } | { readonly flaw: TypedFlaw } | undefined;

const SCIENTIFIC = /^[-+]?\d+(?:\.\d+)?E[-+]?\d+$/i;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const DECIMAL = /^(\d*)\.?(\d*)$/;

/** Without widths, blanks at the ends and within, and with a full stop of either writing as the point. */
function plain(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/gu, '').replaceAll('。', '.').replace(/[−–—]/gu, '-');
}

/** Whether a spreadsheet wrote it in powers of ten, so that its digits are not those of the paper. */
export function isScientific(typed: string): boolean {
  return SCIENTIFIC.test(plain(typed));
}

interface Parts {
  readonly whole: string;
  /** Without zeros at the end. */
  readonly places: string;
}

function decimalIn(typed: string): Parts | TypedFlaw | undefined {
  const text = plain(typed)
    .replace(/^(-?)(?:[¥￥]|RMB|CNY)/iu, '$1')
    .replace(/元$/u, '');
  if (text === '') return undefined;
  if (SCIENTIFIC.test(text)) return 'scientific';
  if (text.startsWith('-')) return 'below-zero';
  if (text.includes(',') && !THOUSANDS.test(text)) return 'thousands';
  const [, whole = '', places = ''] = DECIMAL.exec(text.replaceAll(',', '')) ?? [];
  if (whole === '' && places === '') return 'not-a-number';
  return { whole: whole.replace(/^0+(?=\d)/, '') || '0', places: places.replace(/0+$/, '') };
}

/** Yuan with two places, `1234.50`. */
export function readAmount(typed: string): Read {
  const parts = decimalIn(typed);
  if (parts === undefined) return undefined;
  if (typeof parts === 'string') return { flaw: parts };
  if (parts.places.length > 2) return { flaw: 'fen' };
  const value = `${parts.whole}.${parts.places.padEnd(2, '0')}`;
  return BigInt(value.replace('.', '')) > MAX_AMOUNT ? { flaw: 'too-large' } : { value };
}

/** A whole number. */
export function readQuantity(typed: string): Read {
  const parts = decimalIn(typed);
  if (parts === undefined) return undefined;
  if (typeof parts === 'string') return { flaw: parts };
  if (parts.places !== '') return { flaw: 'whole' };
  return BigInt(parts.whole) > MAX_QUANTITY ? { flaw: 'too-large' } : { value: parts.whole };
}

/** What one costs: as many places as were agreed, two at least. */
export function readPrice(typed: string): Read {
  const parts = decimalIn(typed);
  if (parts === undefined) return undefined;
  if (typeof parts === 'string') return { flaw: parts };
  const value = `${parts.whole}.${parts.places.padEnd(2, '0')}`;
  if (isPrice(value)) return { value };
  return { flaw: /[1-9]/.test(value) ? 'price' : 'zero' };
}

const DATE = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]?00:00(?::00)?)?$/u;

/** `2026-11-28`, of `2026/11/28`, `2026.11.28`, `20261128`, `2026年11月28日`. */
export function readDate(typed: string): Read {
  const text = plain(typed);
  if (text === '') return undefined;
  const [, year = '', month, day, shortMonth, shortDay] = DATE.exec(text) ?? [];
  if (year === '') return { flaw: 'not-a-date' };
  const value = `${year}-${twoDigits(month ?? shortMonth)}-${twoDigits(day ?? shortDay)}`;
  return isCalendarDate(value) ? { value } : { flaw: 'no-such-date' };
}

function twoDigits(text = ''): string {
  return text.padStart(2, '0');
}

/** Words as they were typed; digits that a spreadsheet rounded are refused, whatever they were of. */
export function readText(typed: string): Read {
  const value = typed.trim();
  if (value === '') return undefined;
  return isScientific(value) ? { flaw: 'scientific' } : { value };
}

/** Numbers of papers: the same, with digits of one width. */
export function readNumber(typed: string): Read {
  return readText(typed.normalize('NFKC').replace(/\s/gu, ''));
}

export const READERS = {
  amount: readAmount,
  quantity: readQuantity,
  price: readPrice,
  date: readDate,
  text: readText,
  number: readNumber,
} as const;
export type Reader = keyof typeof READERS;

/** How a field shows what was typed once one leaves it: `1,234.50`. What cannot be read stays as it was typed. */
export function written(reader: Reader, typed: string): string {
  const read = READERS[reader](typed);
  if (read === undefined || 'flaw' in read) return typed;
  const { value } = read;
  if (reader !== 'amount' && reader !== 'quantity' && reader !== 'price') return value;
  const [whole = '', places] = value.split('.');
  const thousands = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return places === undefined ? thousands : `${thousands}.${places}`;
}
