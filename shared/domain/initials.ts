/**
 * How people look for a Chinese name with Latin keys: by what each of its characters begins with in pinyin. What a
 * character begins with is asked of Unicode's collation by pinyin, which every engine carries, whatever language the
 * machine is set to.
 */

const COLLATOR = new Intl.Collator('zh-u-co-pinyin');

/** No syllable begins with I, U or V. */
const LETTERS = Array.from('ABCDEFGHJKLMNOPQRSTWXYZ');

/** Before the first character of each letter the collation has a mark of its own, made of what is no character. */
const BOUNDARIES = LETTERS.map((letter) => `\ufdd0${letter}`);

/** The last character that has a reading (zuò); behind it are those without one. */
const LAST = '\u5497';

/**
 * Characters of names of places, offices and goods that are read in several ways, with the letters of all of them. The
 * collation knows one reading of each.
 */
const SEVERAL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    重: 'CZ',
    长: 'CZ',
    厦: 'XS',
    行: 'XH',
    会: 'HK',
    乐: 'LY',
    单: 'DS',
    朝: 'CZ',
    莞: 'GW',
    番: 'FP',
    参: 'CS',
    盛: 'SC',
    校: 'XJ',
    调: 'DT',
    藏: 'CZ',
    查: 'CZ',
    给: 'GJ',
    降: 'JX',
    卡: 'KQ',
    弹: 'DT',
    传: 'CZ',
    宿: 'SX',
    解: 'JX',
    尉: 'WY',
    洞: 'DT',
    铅: 'QY',
    涡: 'WG',
    曾: 'CZ',
    翟: 'ZD',
    覃: 'QT',
    系: 'XJ',
    便: 'BP',
    强: 'QJ',
    省: 'SX',
    属: 'SZ',
    秘: 'MB',
    仇: 'CQ',
    区: 'QO',
    车: 'CJ',
    尾: 'WY',
    吓: 'XH',
    蛤: 'GH',
    浚: 'JX',
    莘: 'XS',
    蔚: 'WY',
    隗: 'WK',
  }),
);

/** More than these ways of reading one name are not kept. */
const MOST_READINGS = 8;

const HAN = /^\p{Script=Han}$/u;
const ITSELF = /^[\p{Script=Latin}\p{N}]$/u;

const known = new Map<string, string>();

/** The letters that a character may begin with, its own where it is a letter or a digit; none of anything else. */
function lettersOf(character: string): string {
  const before = known.get(character);
  if (before !== undefined) return before;
  const letters = ITSELF.test(character) ? character : HAN.test(character) ? readings(character) : '';
  known.set(character, letters);
  return letters;
}

function readings(character: string): string {
  const [first, ...others] = SEVERAL.get(character) ?? '';
  const letter = letterOf(character);
  return [...new Set([letter, first ?? '', ...others])].join('');
}

function letterOf(character: string): string {
  if (COLLATOR.compare(character, LAST) > 0) return '';
  let [low, high] = [0, BOUNDARIES.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (COLLATOR.compare(BOUNDARIES[middle] ?? '', character) <= 0) low = middle + 1;
    else high = middle;
  }
  return LETTERS[low - 1] ?? '';
}

/**
 * The initials of a name in its normal form, in every way in which it may be read: 重庆 is ZQ and CQ. Letters and digits
 * stand for themselves; what has no reading is passed over.
 */
export function initialsOf(name: string): readonly string[] {
  let ways = [''];
  for (const character of name) {
    const letters = Array.from(lettersOf(character));
    if (letters.length === 0) continue;
    const more = ways.length * letters.length <= MOST_READINGS ? letters : letters.slice(0, 1);
    ways = more.flatMap((letter) => ways.map((way) => way + letter));
  }
  return ways.filter((way) => way !== '');
}
