import { expect, test } from 'vitest';
import { shorten, table, widthOf } from '../../local/demo/table.ts';

test('counts two columns for a Chinese character and for full-width punctuation', () => {
  expect(widthOf('abc')).toBe(3);
  expect(widthOf('暖账')).toBe(4);
  expect(widthOf('厅字〔2020〕3号,。')).toBe(18);
  expect(widthOf('')).toBe(0);
});

test('cuts what is too wide and says so, never through a character', () => {
  expect(shorten('暖身贴', 6)).toBe('暖身贴');
  expect(shorten('暖身贴', 5)).toBe('暖身…');
  expect(shorten('暖身贴', 4)).toBe('暖…');
});

test('aligns columns by their width on a terminal', () => {
  const columns = [
    { title: '物资', align: 'left', most: 8 },
    { title: '数', align: 'right' },
  ] as const;
  expect(
    table(columns, [
      ['水饺', '54,660'],
      ['a', '1'],
      ['食品大礼包', '2'],
    ]),
  ).toEqual(['物资         数', '───────  ──────', '水饺     54,660', 'a             1', '食品大…       2']);
});
