import { expect, it } from 'vitest';
import { againstPage, verdictOn } from '../../bench/against-page.ts';

it('the code now is held against the code before, and that against itself', () => {
  const steady = [0.99, 1, 1, 1, 1.01];
  const shaky = [0.8, 0.9, 1, 1.1, 1.2];
  expect(verdictOn([0.96, 0.97, 0.98], steady)).toBe('≥ 0.97');
  expect(verdictOn([0.95, 0.96, 0.99], steady)).toBe('≥ 0.97, missed');
  expect(verdictOn([0.95, 0.96, 0.99], shaky)).toBe('within the quartiles of before against itself');
  expect(verdictOn([0.85], shaky)).toBe('≥ 0.97, missed, though within the extremes of before against itself');
});

it('a write that costs other than before is named, and so is one that only one side weighs', () => {
  const posts = [1, 16].flatMap((clients) =>
    [1, 64].map((lines) => ({ clients, lines, before: 100, now: 99, again: 101 })),
  );
  const starts = [{ bundle: 'open', before: [20, 10], now: [30, 30] }];
  const units = [
    { write: 'order, lines: 1', before: 11, now: 11 },
    { write: 'order, lines: 5', before: 13, now: 15 },
    { write: 'pay', before: undefined, now: 9 },
  ];
  const page = againstPage({ machine: [], posts, units, starts });
  expect(page).toContain('| order, lines: 5 | 13 | 15 |');
  expect(page).toContain('| pay | not weighed | 9 |');
  expect(page).not.toContain('order, lines: 1');
  expect(page).toContain('| 16 | 64 | 1 | 100 | 99 | **0.990** (0.99 to 0.99), 0.99 to 0.99 | 1.010');
  expect(page).toContain('| open | 15.0 | 30.0 | **2.00** |');
});
