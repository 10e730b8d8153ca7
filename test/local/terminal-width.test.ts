import { expect, test } from 'vitest';
import { shorten, widthOf } from '../../local/demo/terminal-width.ts';

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
