import { describe, expect, it } from 'vitest';
import { birthOf, isId, isLotId, lotId, ordinalOf } from '../../shared/domain/id.ts';

const ID = '017098c1-c280-7000-8000-00000000000a';

describe('an id', () => {
  it('is a UUIDv7 in lower case', () => {
    expect(isId(ID)).toBe(true);
  });

  it.each([
    ['of another version', '017098c1-c280-4000-8000-000000000001'],
    ['of another variant', '017098c1-c280-7000-c000-000000000001'],
    ['in upper case', ID.toUpperCase()],
    ['with something after it', `${ID} `],
    ['without hyphens', ID.replaceAll('-', '')],
    ['that is empty', ''],
  ])('is none %s', (_what, text) => {
    expect(isId(text)).toBe(false);
  });
});

describe('a lot', () => {
  it('is named by the entry that brought it and its ordinal there', () => {
    const lot = lotId(ID, 40);
    expect(lot).toBe(`${ID}.40`);
    expect([isLotId(lot), birthOf(lot), ordinalOf(lot)]).toEqual([true, ID, 40]);
  });

  it.each([ID, `${ID}.0`, `${ID}.01`, `${ID}.100`, `${ID}.1.1`, 'x.1'])('is not named by %s', (text) => {
    expect(isLotId(text)).toBe(false);
  });
});
