import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInWords, MAX_IN_WORDS } from '../../shared/exports/files/amount-in-words.ts';

describe('an amount in words', () => {
  it.each([
    [1640902n, '人民币壹万陆仟肆佰零玖元零贰分'],
    [32504n, '人民币叁佰贰拾伍元零肆分'],
    [140950n, '人民币壹仟肆佰零玖元伍角整'],
    [600714n, '人民币陆仟零柒元壹角肆分'],
    [168032n, '人民币壹仟陆佰捌拾元叁角贰分'],
    [10700053n, '人民币壹拾万柒仟元伍角叁分'],
  ])('follows the examples of the payment rules (%s fen)', (fen, words) => {
    expect(amountInWords(fen)).toBe(words);
  });

  it.each([
    [0n, '人民币零元整'],
    [5n, '人民币伍分'],
    [50n, '人民币伍角整'],
    [55n, '人民币伍角伍分'],
    [100n, '人民币壹元整'],
    [1000n, '人民币壹拾元整'],
    [1005n, '人民币壹拾元零伍分'],
    [1050n, '人民币壹拾元伍角整'],
    [10100n, '人民币壹佰零壹元整'],
    [11000n, '人民币壹佰壹拾元整'],
    [100100n, '人民币壹仟零壹元整'],
    [101000n, '人民币壹仟零壹拾元整'],
    [1000000n, '人民币壹万元整'],
    [1000100n, '人民币壹万零壹元整'],
    [1100000n, '人民币壹万壹仟元整'],
    [10001005n, '人民币壹拾万零壹拾元零伍分'],
    [100200000n, '人民币壹佰万贰仟元整'],
    [1000000000n, '人民币壹仟万元整'],
    [10000000000n, '人民币壹亿元整'],
    [10000000100n, '人民币壹亿零壹元整'],
    [10000234500n, '人民币壹亿零贰仟叁佰肆拾伍元整'],
    [10001000000n, '人民币壹亿零壹万元整'],
    [10100001000n, '人民币壹亿零壹佰万零壹拾元整'],
    [11000000000n, '人民币壹亿壹仟万元整'],
    [100000000000000n, '人民币壹万亿元整'],
    [100000001000000n, '人民币壹万亿零壹万元整'],
    [100010000000000n, '人民币壹万零壹亿元整'],
    [1234567890123456n, '人民币壹拾贰万叁仟肆佰伍拾陆亿柒仟捌佰玖拾万壹仟贰佰叁拾肆元伍角陆分'],
    [MAX_IN_WORDS, '人民币壹佰万亿元整'],
  ])('writes one 零 for a gap of zeros, and none at an end (%s fen)', (fen, words) => {
    expect(amountInWords(fen)).toBe(words);
  });

  it('says 负 below zero', () => {
    expect(amountInWords(-1640902n)).toBe('人民币负壹万陆仟肆佰零玖元零贰分');
  });

  it('refuses what is beyond its bound', () => {
    expect(() => amountInWords(MAX_IN_WORDS + 1n)).toThrow(RangeError);
    expect(() => amountInWords(-MAX_IN_WORDS - 1n)).toThrow(RangeError);
  });

  it('reads back as the amount it was, with 整 after 元 and 角 and never a 零 beside another', () => {
    const zeros = fc.array(fc.constantFrom('0', '0', '0', '1', '9'), { minLength: 1, maxLength: 16 });
    const amounts = fc.oneof(
      fc.bigInt({ min: 0n, max: MAX_IN_WORDS }),
      zeros.map((digits) => BigInt(digits.join(''))),
    );
    fc.assert(
      fc.property(amounts, (fen) => {
        const words = amountInWords(fen);
        expect(fenOf(words)).toBe(fen);
        expect(words).not.toMatch(/零零|零[万亿整]|^(?!人民币零元整).*零元/);
        expect(words.endsWith('整')).toBe(!words.endsWith('分'));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Reads words from the left: digits and units add up to a section, which 万 and 亿 multiply. */
function fenOf(words: string): bigint {
  const [, yuan = '', jiao = '', fen = ''] =
    /^人民币(?:(.+)元)?零?(?:(.)角)?零?(?:(.)分)?整?$/.exec(words) ?? expect.fail(`not an amount: ${words}`);
  return wholeOf(yuan) * 100n + wholeOf(jiao) * 10n + wholeOf(fen);
}

function wholeOf(words: string): bigint {
  let [total, section, digit] = [0n, 0n, 0n];
  for (const word of words) {
    const value = '零壹贰叁肆伍陆柒捌玖'.indexOf(word);
    const power = '拾佰仟'.indexOf(word);
    if (value >= 0) digit = BigInt(value);
    else if (power >= 0) [section, digit] = [section + digit * 10n ** BigInt(power + 1), 0n];
    else if (word === '万') [total, section, digit] = [total + (section + digit) * 10_000n, 0n, 0n];
    else if (word === '亿') [total, section, digit] = [(total + section + digit) * 100_000_000n, 0n, 0n];
    else expect.fail(`${word} is no word of a number`);
  }
  return total + section + digit;
}
