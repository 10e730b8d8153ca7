import type { Flavour } from './flavour.ts';

/** Money in fen (分). One yuan is 100 fen; nothing here is ever a float. */
export type Fen = bigint & Flavour<'fen'>;

/** The largest amount one field may name: 9,999,999,999.99 yuan. */
export const MAX_AMOUNT: Fen = 999_999_999_999n;

const FIELD = /^(0|[1-9]\d{0,9})\.\d{2}$/;

/** Yuan with two places; a sum may be negative or longer than a field may be. */
export const YUAN = /^-?(0|[1-9]\d*)\.\d{2}$/;

/** Reads a decimal string in yuan with exactly two places ("1619170.00"); anything else is `undefined`. */
export function parseYuan(text: string): Fen | undefined {
  return FIELD.test(text) ? BigInt(text.replace('.', '')) : undefined;
}

/** Reads a sum as it is told: it may be negative, or longer than a field may be. */
export function parseSum(text: string): Fen | undefined {
  return YUAN.test(text) ? BigInt(text.replace('.', '')) : undefined;
}

/** Writes fen as a decimal string in yuan with two places; sums may be negative or longer than a field may be. */
export function formatYuan(fen: Fen): string {
  const sign = fen < 0n ? '-' : '';
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
