import { describe, expect, it } from 'vitest';
import { amendUnit, registerUnit } from '../../shared/commands/registry.ts';
import { Register } from '../../shared/reports/register.ts';
import { TestOffice, TREASURER } from '../commands/office.ts';
import { morningOf } from './winter.ts';

const office = new TestOffice();
office.now = morningOf('2020-12-01');
const opened = await office.post(TREASURER, registerUnit, { code: 'U1', name: '甲镇' }, { as: 'town' });
office.now = morningOf('2020-12-02');
const renamed = await office.post(TREASURER, amendUnit, { name: '甲街道', reason: '更名' }, { on: 'town' });
const TOWN = office.id('town');

describe('a register told entry by entry', () => {
  it('knows at each moment what was registered by then', () => {
    const register = new Register();
    expect(register.named(TOWN).name).toBe(TOWN);
    register.enter(opened);
    expect(register.named(TOWN).name).toBe('甲镇');
    register.enter(renamed);
    expect(register.named(TOWN)).toEqual({ id: TOWN, code: 'U1', name: '甲街道' });
  });

  it.each([
    ['before it was registered', '2020-11-01', '甲镇'],
    ['the day before it was renamed', '2020-12-01', '甲镇'],
    ['the day on which it was renamed', '2020-12-02', '甲街道'],
    ['later', '2021-12-31', '甲街道'],
  ])('knows what something was called on a day: %s', (_when, day, name) => {
    const register = new Register();
    register.enter(opened);
    register.enter(renamed);
    expect(register.on(day).named(TOWN).name).toBe(name);
    expect(register.on(day).all('unit')).toEqual([TOWN]);
    const written = new Map([[TOWN, register.write(TOWN) ?? '']]);
    expect(Register.of(written).on(day).named(TOWN).name).toBe('甲街道');
  });
});
