import type { HeadlineFigure } from '../../shared/schemas/entries-meant.ts';
import type { Language } from '../../shared/words/language.ts';

/** The published sentence taken apart, so that each of its numbers can lead to its entries. */

export interface Part {
  readonly text: string;
  readonly figure?: HeadlineFigure;
}

/** How each number stands in the sentence (shared/reports/sentences.ts); corrections of other months come after it. */
const STANDS: Readonly<Record<Language, readonly (readonly [HeadlineFigure, RegExp])[]>> = {
  zh: [
    ['invested', /(?<=^累计投入)[^，。]+?元/d],
    ['inKind', /(?<=，接收捐赠和调拨物资折价)[^，。]+?元/d],
    ['people', /[\d万余]+人次/d],
    ['households', /[\d万余]+户次/d],
    ['sites', /[\d万余]+处/d],
  ],
  en: [
    ['invested', /(?<=^Invested in all: ).+? yuan/d],
    ['inKind', /(?<=Goods received in kind: ).+? yuan/d],
    ['people', /people (?:over )?[\d.,]+(?: million)? times/d],
    ['households', /households (?:over )?[\d.,]+(?: million)? times/d],
    ['sites', /(?:over )?[\d.,]+(?: million)? sites?/d],
  ],
};

const CORRECTIONS: Readonly<Record<Language, string>> = { zh: '另更正', en: 'Corrections to ' };

export function partsOf(sentence: string, language: Language): readonly Part[] {
  const corrected = sentence.indexOf(CORRECTIONS[language]);
  const own = corrected < 0 ? sentence : sentence.slice(0, corrected);
  const found = STANDS[language]
    .flatMap(([figure, pattern]) => {
      const [start, end] = pattern.exec(own)?.indices?.[0] ?? [];
      return start === undefined || end === undefined ? [] : [{ figure, start, end }];
    })
    .sort((a, b) => a.start - b.start);
  const parts: Part[] = [];
  let at = 0;
  for (const { figure, start, end } of found) {
    parts.push({ text: sentence.slice(at, start) }, { text: sentence.slice(start, end), figure });
    at = end;
  }
  return [...parts, { text: sentence.slice(at) }].filter(({ text }) => text !== '');
}
