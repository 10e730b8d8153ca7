import { isDay } from './calendar.ts';
import { normalForm } from './normal-form.ts';

/** What tells a person from all others: a paper, and its number. */

export const PERSON_KINDS = ['resident-id', 'passport', 'household-book', 'other'] as const;
/** What kind of paper the reference of a person is the number of. */
export type PersonKind = (typeof PERSON_KINDS)[number];

export interface Person {
  readonly name: string;
  readonly reference: string;
  /** Left out, 18 places are a resident ID. */
  readonly kind?: PersonKind;
}

/** How a resident ID looks. */
export const RESIDENT_ID = /^[1-9]\d{16}[\dX]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
/** Nobody who was born before lives. */
const EARLIEST_BIRTH = '1850-01-01';

/** 公民身份号码 (GB 11643): a place, a date of birth that exists, an ordinal, and a check character over all of it. */
export function isResidentId(text: string): boolean {
  if (!RESIDENT_ID.test(text)) return false;
  const birth = birthOf(text);
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return birth >= EARLIEST_BIRTH && isDay(birth) && text[17] === CHECK_CHARACTERS[sum % 11];
}

/** The date of birth that a resident ID says. */
export function birthOf(residentId: string): string {
  return `${residentId.slice(6, 10)}-${residentId.slice(10, 12)}-${residentId.slice(12, 14)}`;
}

/** Letters and digits alone: people set blanks and hyphens where they like. */
function bareForm(reference: string): string {
  const normal = normalForm(reference);
  return normal.replace(/[^\p{L}\p{N}]/gu, '') || normal;
}

const WITHIN = /(?<!\d)\d{17}[\dX](?!\d)/g;

/**
 * The number under which a person is counted; where a resident ID stands in it, that alone. The kind of paper is no part
 * of it, since one number stands in several: a household book says the resident ID, and a passport's may be given
 * without its kind.
 */
export function numberOf(reference: string): string {
  const bare = bareForm(reference);
  return bare.match(WITHIN)?.find(isResidentId) ?? bare;
}

/** Eighteen places, or the digits of a resident ID among others: a prefix, a place too many, the last one of another script. */
const LIKE_RESIDENT_ID = /^[0-9A-Z]{18}$|\d{17}/;

/** What a reference says instead of a resident ID or as one, where it is meant to be one. */
export function meantAsResidentId({ reference, kind }: Omit<Person, 'name'>): string | undefined {
  const bare = bareForm(reference);
  return kind === 'resident-id' || (kind === undefined && LIKE_RESIDENT_ID.test(bare)) ? bare : undefined;
}
