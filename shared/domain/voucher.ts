import type { DocumentKind } from './account.ts';
import type { Posting } from './posting.ts';

/** A posting in its place in the log, counted from 0 without gaps. */
export interface Sealed extends Posting {
  readonly index: number;
}

/** 凭证号: the place in the log counted from 1, in six digits or more. */
export function voucherNumber(index: number): string {
  return String(index + 1).padStart(6, '0');
}

/** The letters of each kind of document, from its name in pinyin. What is registered has a code instead. */
const LETTERS: Readonly<Partial<Record<DocumentKind, string>>> = {
  purchase: 'CG',
  receipt: 'RK',
  consignment: 'FF',
  disbursement: 'BF',
  benefit: 'WW',
  adjustment: 'PD',
};

/** A document's number: its kind's letters and the voucher number of the entry that opened it (CG-000123). */
export function documentNumber(kind: DocumentKind, index: number): string {
  const letters = LETTERS[kind];
  return letters === undefined ? voucherNumber(index) : `${letters}-${voucherNumber(index)}`;
}
