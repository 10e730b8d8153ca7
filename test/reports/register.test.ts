import { describe, expect, it } from 'vitest';
import { Register } from '../../shared/reports/register.ts';
import { at, id, LINE_A, registration } from './entries.ts';

const opened = at(1, registration('fundingLine', { code: 'A', name: '防疫专项', basis: [] }));
const renamed = at(40, {
  kind: 'amendment',
  effectiveOn: '2020-12-02',
  refs: { fundingLines: [LINE_A] },
  facts: { type: 'fundingLine', fields: { name: '防控专项' }, reason: '更名' },
  transfers: [],
});

describe('a register told entry by entry', () => {
  it('knows at each moment what was registered by then', () => {
    const register = new Register();
    expect(register.named(LINE_A).name).toBe(LINE_A);
    register.enter(opened);
    expect(register.named(LINE_A).name).toBe('防疫专项');
    register.enter(renamed);
    expect(register.named(LINE_A)).toEqual({ id: id(1), code: 'A', name: '防控专项' });
  });

  it.each([
    ['before it was registered', '2020-11-01', '防疫专项'],
    ['the day before it was renamed', '2020-12-01', '防疫专项'],
    ['the day on which it was renamed', '2020-12-02', '防控专项'],
    ['later', '2021-12-31', '防控专项'],
  ])('knows what something was called on a day: %s', (_when, day, name) => {
    const register = new Register();
    register.enter(opened);
    register.enter(renamed);
    expect(register.on(day).named(LINE_A).name).toBe(name);
    expect(register.on(day).all('fundingLine')).toEqual([LINE_A]);
    const written = new Map([[LINE_A, register.write(LINE_A) ?? '']]);
    expect(Register.of(written).on(day).named(LINE_A).name).toBe('防控专项');
  });
});
