import { expect, it } from 'vitest';
import { periodOf } from '../../shared/domain/registry.ts';

it.each([
  ['once', '2020-12-31', 'once'],
  ['once', '2021-01-01', 'once'],
  ['year', '2020-12-31', '2020'],
  ['year', '2021-01-01', '2021'],
  ['month', '2020-12-31', '2020-12'],
  ['month', '2021-01-01', '2021-01'],
  ['month', '2021-01-31', '2021-01'],
] as const)('a cap counted per %s counts a payment of %s in %s', (per, date, period) => {
  expect(periodOf(per, date)).toBe(period);
});
