import { describe, expect, it } from 'vitest';
import { isLate, underWayFor } from '../../shared/domain/work.ts';

const HOUR = 3_600_000;
const at = (moment: string) => Date.parse(`${moment}+08:00`);

describe('goods on their way', () => {
  it.each([
    ['since they were recorded, on their day', '2026-03-02', '2026-03-02T10:00', '2026-03-03T11:00', 25],
    ['since they were recorded, soon after midnight', '2026-03-02', '2026-03-03T00:00', '2026-03-03T06:00', 6],
    ['since the end of their day, recorded two days later', '2026-03-02', '2026-03-04T09:00', '2026-03-04T12:00', 36],
  ])('are so %s', (_how, effectiveOn, recorded, now, hours) => {
    expect(underWayFor({ recordedAt: at(recorded), effectiveOn }, at(now))).toBe(hours * HOUR);
  });

  it('ought to be confirmed within 48 hours', () => {
    expect([isLate(48 * HOUR), isLate(48 * HOUR + 1)]).toEqual([false, true]);
  });
});
