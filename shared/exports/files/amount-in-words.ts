import type { Fen } from '../../domain/amount.ts';

/** The largest amount that is put into words, either way of zero: a hundred trillion yuan. */
export const MAX_IN_WORDS: Fen = 10_000_000_000_000_000n;

const DIGITS = '零壹贰叁肆伍陆柒捌玖';

const UNITS: readonly (readonly [size: bigint, name: string])[] = [
  [100_000_000n, '亿'],
  [10_000n, '万'],
  [1_000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
];

/**
 * An amount in 人民币大写, as cheques and reimbursement papers want it (支付结算办法, 附一): one 零 for every gap of zeros
 * inside the number, 整 after 元 and 角, nothing after 分. Where the rules leave a 零 open (10.50, 107000.53) none is written.
 *
 * @throws RangeError beyond MAX_IN_WORDS.
 */
export function amountInWords(fen: Fen): string {
  const amount = fen < 0n ? -fen : fen;
  if (amount > MAX_IN_WORDS) throw new RangeError(`${fen} fen are more than can be put into words (${MAX_IN_WORDS})`);
  if (amount === 0n) return '人民币零元整';

  const yuan = amount / 100n;
  const jiao = Number((amount / 10n) % 10n);
  const rest = Number(amount % 10n);
  const words = [fen < 0n ? '人民币负' : '人民币'];
  if (yuan > 0n) words.push(numberInWords(yuan), '元');
  if (jiao > 0) words.push(DIGITS.charAt(jiao), '角');
  else if (yuan > 0n && rest > 0) words.push('零');
  words.push(rest > 0 ? `${DIGITS.charAt(rest)}分` : '整');
  return words.join('');
}

/** A whole number above zero. What stands before 亿 or 万 is itself such a number: 壹拾万亿. */
function numberInWords(number: bigint): string {
  const unit = UNITS.find(([size]) => number >= size);
  if (!unit) return DIGITS.charAt(Number(number));
  const [size, name] = unit;
  const above = `${numberInWords(number / size)}${name}`;
  const below = number % size;
  if (below === 0n) return above;
  return `${above}${below < size / 10n ? '零' : ''}${numberInWords(below)}`;
}
