import { DOCUMENTS, type DocumentKind } from './documents.ts';
import type { Posting } from './posting.ts';

/** A posting in its place in the log, counted from 0 without gaps. */
export interface Sealed extends Posting {
  readonly index: number;
}

/** 凭证号: the place in the log counted from 1, in six digits or more. */
export function voucherNumber(index: number): string {
  return String(index + 1).padStart(6, '0');
}

/** A document's number: its kind's letters and the voucher number of the entry that opened it (CG-000123). */
export function documentNumber(kind: DocumentKind, index: number): string {
  const { letters } = DOCUMENTS[kind];
  return letters === null ? voucherNumber(index) : `${letters}-${voucherNumber(index)}`;
}
