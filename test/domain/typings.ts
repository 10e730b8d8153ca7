import fc from 'fast-check';

/** The many ways in which people type one text. */

const INVISIBLE = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u180e', '\ufe0f', '\u3164', '\u{e0100}'];
const BLANKS = [' ', '\u3000', '\u00a0', '\u2009'];
const ALIKE = ['(（[［【〔', ')）]］】〕', '-－‐–—−', '"“”＂‘'];

/** As it is, or in full width, or in the other case, or with another bracket or dash. */
function typingsOf(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  const wide = code > 0x20 && code < 0x7f ? [String.fromCodePoint(code + 0xfee0)] : [];
  const alike = ALIKE.find((sort) => sort.includes(character)) ?? '';
  return [character, character.toLowerCase(), character.toUpperCase(), ...wide, ...alike];
}

/** The text typed another way: nothing that a reader takes for another text. `also` may stand between its characters. */
export function typings(text: string, also: readonly string[] = []): fc.Arbitrary<string> {
  const between = fc.array(fc.constantFrom(...INVISIBLE, ...BLANKS, ...also), { maxLength: 2 });
  const pieces = Array.from(text, (character) => fc.constantFrom(...typingsOf(character)));
  return fc
    .tuple(fc.tuple(...pieces), fc.array(between, { minLength: pieces.length + 1, maxLength: pieces.length + 1 }))
    .map(([typed, gaps]) => gaps.map((gap, at) => gap.join('') + (typed[at] ?? '')).join(''));
}

/** Codes and references as they are given. */
export const identifiers = fc
  .array(fc.constantFrom(...'ABCXYZabcxyz0123456789._-()〔〕甲乙京工发'), { minLength: 1, maxLength: 20 })
  .map((characters) => characters.join(''))
  .filter((text) => /[A-Za-z0-9\u4e00-\u9fff]/.test(text));
