/**
 * One thing goes under one name, however it was typed. The normal form compares, claims, counts and finds; it is never
 * shown: papers print what was typed, without what nobody sees.
 */

/** Default ignorable, marks of annotations, and the blank of Braille: nothing on a screen, nothing on paper. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/gu;
const BLANK = /[\s\p{Cc}]/gu;

/** What was typed as papers print it. Empty where nothing of it is visible. */
export function asPrinted(text: string): string {
  return text.replace(INVISIBLE, '').trim();
}

/** Lengths count characters as Unicode does (code points), so that a rare one of a name counts as one. */
export function charactersIn(text: string): number {
  return Array.from(text).length;
}

/**
 * Without widths (NFKC), invisible characters, blanks and case; brackets, quotation marks and dashes of one sort each.
 * Folded until nothing changes, so the normal form of a normal form is itself.
 */
export function normalForm(text: string): string {
  const folded = text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(BLANK, '')
    .replace(/\p{Ps}/gu, '(')
    .replace(/\p{Pe}/gu, ')')
    .replace(/[\p{Pi}\p{Pf}'`]/gu, '"')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .toLowerCase()
    .toUpperCase();
  return folded === text ? text : normalForm(folded);
}

/** Whether two names are one. */
export function isSameName(one: string, other: string): boolean {
  return one === other || normalForm(one) === normalForm(other);
}

/** What no identifier has: all but Latin letters, digits, Chinese characters, punctuation and blanks, of any width. */
const FOREIGN = /[^\p{Script=Latin}\p{Script=Han}0-9\p{P}\p{Zs}+=~|^`$<>]/gu;

/** Letters of Cyrillic and Greek that look like a Latin one, each above it. */
const LOOK = 'АВЕЅІЈКМНОРСТУХасеіјорѕухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const LIKE = 'ABESIJKMHOPCTYXaceijopsyxABEZHIKMNOPTYXo';

/** Tells of letters that an identifier does not take, with the Latin one that each looks like. */
export function foreignLettersIn(text: string): string[] {
  const foreign = new Set(asPrinted(text).normalize('NFKC').match(FOREIGN));
  return [...foreign].map((letter) => {
    const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    const meant = LIKE.charAt(LOOK.indexOf(letter));
    return LOOK.includes(letter) ? `${letter} (${code}) → ${meant}` : `${letter} (${code})`;
  });
}
