import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentencesOf } from '../../shared/reports/sentences.ts';
import { partsOf } from '../../web/paper/sentence.ts';

const figure = fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 99_999_999_999n }));
const reach = fc.record({ invested: figure, inKind: figure, people: figure, households: figure, sites: figure });
const corrections = fc.array(
  reach.map((change) => ({ month: '2020-12', change: { ...change, invested: -change.invested } })),
  { maxLength: 2 },
);

/** The investment is told whatever it is, all else where it is anything. */
function toldIn({ invested: _always, ...rest }: Record<string, bigint>): string[] {
  return ['invested', ...Object.entries(rest).flatMap(([name, value]) => (value === 0n ? [] : [name]))].sort();
}

test('each number of the published sentence is found once, and the sentence stays as it is', () => {
  fc.assert(
    fc.property(reach, corrections, (figures, corrected) => {
      const sentences = sentencesOf(figures, corrected);
      for (const language of ['zh', 'en'] as const) {
        const parts = partsOf(sentences[language], language);
        expect(parts.map(({ text }) => text).join('')).toBe(sentences[language]);
        expect(parts.flatMap((part) => part.figure ?? []).sort()).toEqual(toldIn(figures));
      }
    }),
  );
});

test('a number is a link of its whole: what it says and what it counts', () => {
  const parts = partsOf('累计投入161万余元，慰问服务覆盖12万余人次、2万余户次、535处。', 'zh');
  expect(parts.filter((part) => part.figure !== undefined).map(({ text }) => text)).toEqual([
    '161万余元',
    '12万余人次',
    '2万余户次',
    '535处',
  ]);
});
