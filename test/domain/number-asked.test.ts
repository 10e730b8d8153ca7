import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOOK_KINDS } from '../../shared/domain/documents.ts';
import { readNumberAsked } from '../../shared/domain/number-asked.ts';
import { documentNumber, voucherNumber } from '../../shared/domain/voucher.ts';

const FULL_WIDTH = 0xfee0;

/** As somebody may type it: in full width, in small letters, with blanks in it. */
const typed = (number: string) =>
  fc
    .array(fc.constantFrom('wide', 'small', 'blank', 'plain'), { minLength: number.length, maxLength: 30 })
    .map((ways) =>
      Array.from(number, (letter, at) => {
        if (ways[at] === 'wide' && letter <= '~') return String.fromCharCode(letter.charCodeAt(0) + FULL_WIDTH);
        if (ways[at] === 'small') return letter.toLowerCase();
        return ways[at] === 'blank' ? ` ${letter}` : letter;
      }).join(''),
    );

const place = fc.integer({ min: 0, max: 2_000_000 });

describe('a number that is asked for', () => {
  it('is the place of the voucher that bears it, however it is typed', () => {
    const numbers = place.chain((at) =>
      fc
        .constantFrom(voucherNumber(at), String(at + 1), `凭证${voucherNumber(at)}`)
        .chain(typed)
        .map((text) => [at, text] as const),
    );
    fc.assert(
      fc.property(numbers, ([at, text]) => {
        expect(readNumberAsked(text).voucher).toBe(at);
      }),
    );
  });

  it('is the kind and the place of the document that bears it', () => {
    const numbers = fc.tuple(fc.constantFrom(...BOOK_KINDS), place).chain(([kind, at]) => {
      const number = documentNumber(kind, at);
      return fc
        .constantFrom(number, number.replace('-', ''), number.replace(/-0*/, '-'))
        .chain(typed)
        .map((text) => [kind, at, text] as const);
    });
    fc.assert(
      fc.property(numbers, ([kind, at, text]) => {
        const asked = readNumberAsked(text);
        expect([asked.document, asked.voucher]).toEqual([{ kind, place: at }, undefined]);
      }),
    );
  });

  it.each([
    ['单号 FF-000069', 'FF-000069'],
    ['单号：FF-000069', 'FF-000069'],
    ['采购单号CG-12', 'CG-12'],
    ['发票号码：62345678', '62345678'],
    ['合同编号 HT-2020-018', 'HT-2020-018'],
    ['编号：89', '89'],
    ['Invoice No. 62345678', '62345678'],
    ['contract number: HT-2020-018', 'HT-2020-018'],
  ])('is read with what papers print before it: %s', (text, number) => {
    expect(readNumberAsked(text)).toEqual(readNumberAsked(number));
  });

  it('is itself where there is nothing behind what papers print', () => {
    for (const text of ['单号', '编号', '订号', '号']) expect(readNumberAsked(text)).toEqual({ borne: text });
  });

  it('is read whatever it is, and of an address only what an id or a slip says', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void readNumberAsked(text)));
    for (const text of ['', ' ', 'https://tracker.example/consignments/12']) expect(readNumberAsked(text)).toEqual({});
  });
});
