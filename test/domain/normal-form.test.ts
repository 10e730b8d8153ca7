import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claims } from '../../shared/commands/asked.ts';
import { benefitCounter } from '../../shared/commands/pay-benefit.ts';
import { asPrinted, charactersIn, foreignLettersIn, isSameName, normalForm } from '../../shared/domain/normal-form.ts';
import { numberOf } from '../../shared/domain/person.ts';
import { identifiers, typings } from './typings.ts';

const anything = fc.string({ unit: 'binary', maxLength: 40 });
const typedTwice = identifiers.chain((text) => fc.tuple(fc.constant(text), typings(text)));

describe('the normal form of a name', () => {
  it('is its own normal form', () => {
    fc.assert(
      fc.property(anything, (text) => normalForm(normalForm(text)) === normalForm(text)),
      { numRuns: 2_000 },
    );
  });

  it('of any letter, mark or sign below the Chinese characters is its own, and that of its other case', () => {
    const wrong: string[] = [];
    for (let code = 0; code < 0x3400; code += 1) {
      const character = String.fromCodePoint(code);
      const form = normalForm(character);
      if (normalForm(form) !== form || normalForm(character.toLowerCase()) !== form) wrong.push(code.toString(16));
      if (normalForm(character.toUpperCase()) !== form) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('is the same however it is typed', () => {
    fc.assert(
      fc.property(typedTwice, ([text, typed]) => isSameName(text, typed)),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['甲乙(集团)有限公司', '甲乙（集团）有限公司'],
    ['甲乙 集团', '甲乙集团'],
    ['P-X', 'p－x\u200b'],
    ['京工发〔2020〕46号', '京工发[2020]46号'],
    ['Straße', 'STRASSE'],
  ])('is one of %j and %j', (one, other) => {
    expect(normalForm(one)).toBe(normalForm(other));
  });

  it.each([
    ['P-X', 'PX'],
    ['A-11', 'A1-1'],
    ['甲乙公司', '甲乙分公司'],
    ['甲乙(北京)公司', '甲乙北京公司'],
  ])('is not one of %j and %j', (one, other) => {
    expect(normalForm(one)).not.toBe(normalForm(other));
  });
});

describe('what tells one from another', () => {
  it('is one claim however it is typed, but for the subject of a sign-in', () => {
    fc.assert(
      fc.property(typedTwice, ([text, typed]) => {
        expect(claims.code('item', typed).name).toBe(claims.code('item', text).name);
        expect(claims.invoice({ number: typed }).name).toBe(claims.invoice({ number: text }).name);
        expect(claims.code('member', typed).name).toBe(`code/member/${typed}`);
      }),
    );
  });

  it('counts one person however the reference is typed, hyphens and dots among it', () => {
    const references = identifiers.chain((text) => fc.tuple(fc.constant(text), typings(text, ['-', '.', '·', '/'])));
    const counter = (reference: string) => benefitCounter(createSecretKey('key', 'utf8'), 'tariff', reference, '2020');
    fc.assert(
      fc.property(references, ([text, typed]) => {
        expect(numberOf(numberOf(text))).toBe(numberOf(text));
        expect(counter(typed)).toBe(counter(text));
      }),
    );
  });

  it('takes Latin letters, digits, Chinese characters and punctuation, of any width', () => {
    for (const text of ['京工发〔2020〕46号', 'ＨＴ－２０２０', 'Nº 7/é+1', '"A" & B']) {
      expect(foreignLettersIn(text)).toEqual([]);
    }
    expect(foreignLettersIn('11010519491231002Х')).toEqual(['Х (U+0425) → X']);
    expect(foreignLettersIn('А-Ω-٣')).toEqual(['А (U+0410) → A', 'Ω (U+03A9)', '٣ (U+0663)']);
  });
});

describe('what papers print', () => {
  it('is what was typed without what nobody sees', () => {
    expect(asPrinted(' 甲乙（集团）\u200b有限公司\u2060 ')).toBe('甲乙（集团）有限公司');
    expect(asPrinted('\u200b\u3164\u2800\u3000')).toBe('');
  });

  it('is printed as it is, and compares as it did', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(asPrinted(asPrinted(text))).toBe(asPrinted(text));
        expect(normalForm(asPrinted(text))).toBe(normalForm(text));
      }),
    );
  });

  it('is as long as it has characters', () => {
    expect(charactersIn('𠮷野')).toBe(2);
  });
});
