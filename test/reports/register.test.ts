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
});
