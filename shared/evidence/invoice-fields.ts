import { type Fen, formatYuan, MAX_AMOUNT, parseYuan } from '../domain/amount.ts';
import { type CalendarDate, isCalendarDate } from '../domain/calendar.ts';
import { asPrinted, charactersIn } from '../domain/normal-form.ts';
import type { Flaw } from '../schemas/fault.ts';

/** The single values of an invoice file. No number of it ever becomes a float. */

/** A text read as what it means, or what is wrong with it. */
export type Reader<T> = (text: string) => T | Flaw;

const YUAN = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/;

/** Yuan with up to two places that mean something; below zero on a line that lowers another. */
export const readFen: Reader<Fen> = (text) => {
  const [, sign, whole = '', places = ''] = YUAN.exec(text) ?? [];
  if (sign === undefined) return { code: 'bad-format', format: 'amount' };
  const fen = parseYuan(`${whole.replace(/^0+(?=\d)/, '')}.${places.padEnd(2, '0')}`);
  if (fen === undefined) return { code: 'too-large', allowed: formatYuan(MAX_AMOUNT) };
  return sign === '-' ? -fen : fen;
};

const DECIMAL = /^(-?)0*(\d{1,16})(?:\.(\d{1,20}))?$/;

/** A decimal as it is written, without the zeros that mean nothing. */
export const readDecimal: Reader<string> = (text) => {
  const [, sign, whole = '', places = ''] = DECIMAL.exec(text) ?? [];
  if (sign === undefined) return { code: 'bad-format' };
  const written = withPlaces(whole, places);
  return written === '0' ? written : `${sign}${written}`;
};

function withPlaces(whole: string, places: string): string {
  const meant = places.replace(/0+$/, '');
  return meant === '' ? whole : `${whole}.${meant}`;
}

/** What stands in place of a rate where no tax is due. */
const NO_RATE = new Set(['免税', '不征税', '出口零税率', '***']);
const RATE = /^(\d{1,3})(?:\.(\d{1,6}))?(%?)$/;

/** `0.06`, however it is written: `0.06`, `0.060`, `6%`. Empty where no tax is due. */
export const readRate: Reader<string> = (text) => {
  if (NO_RATE.has(text)) return '';
  const [, whole = '', places = '', percent] = RATE.exec(text) ?? [];
  if (percent === undefined) return { code: 'bad-format' };
  const shift = places.length + (percent === '%' ? 2 : 0);
  const digits = `${whole}${places}`.padStart(shift + 1, '0');
  const before = digits.slice(0, digits.length - shift).replace(/^0+(?=\d)/, '');
  const rate = withPlaces(before, digits.slice(digits.length - shift));
  return before === '0' || rate === '1' ? rate : { code: 'too-large', allowed: '100%' };
};

const MOMENT = /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ]?\d{2}:?\d{2}:?\d{2}(?:\.\d{1,9})?(?:\+08:?00)?)?$/;
const CHINESE = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;

/** The day of a moment in Beijing time. */
export const readDate: Reader<CalendarDate> = (text) => {
  const [, year, , month, day] = MOMENT.exec(text) ?? [];
  const [, ownYear = year, ownMonth = month, ownDay = day] = CHINESE.exec(text) ?? [];
  if (ownYear === undefined || ownMonth === undefined || ownDay === undefined) {
    return { code: 'bad-format', format: 'date' };
  }
  const date = `${ownYear}-${ownMonth.padStart(2, '0')}-${ownDay.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : { code: 'no-such-date' };
};

/** Control characters, line separators and the marks that turn the direction of writing; white space of any kind. */
const BLANK = /[\s\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Words on one line, at most so many characters. */
export function readWords(most: number): Reader<string> {
  return (text) => {
    const words = asPrinted(text.replace(BLANK, ' '));
    if (words === '') return { code: 'too-short', allowed: '1' };
    return charactersIn(words) > most ? { code: 'too-long', allowed: String(most) } : words;
  };
}
