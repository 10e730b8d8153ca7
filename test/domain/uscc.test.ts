import { describe, expect, it } from 'vitest';
import { isUscc } from '../../shared/domain/uscc.ts';

describe('a unified social credit code', () => {
  it.each(['81440000MCL468545M', '91350100M000100Y43', '81440000MCL4680130'])('%s is one', (text) => {
    expect(isUscc(text)).toBe(true);
  });

  it.each([
    ['its check character is wrong', '91350100M000100Y4Z'],
    ['two of its characters changed places', '81440000MCL486545M'],
    ['it is short', '81440000MCL468545'],
    ['it is long', '81440000MCL468545M0'],
    ['it is in lower case', '81440000mcl468545m'],
    ['it has a letter that no code has', '81440000MCI468545M'],
    ['it has another', '81440000MCO468545M'],
    ['it has a space', '81440000 CL468545M'],
    ['it is empty', ''],
  ])('is none where %s', (_why, text) => {
    expect(isUscc(text)).toBe(false);
  });

  it('is none with any one of its characters wrong', () => {
    const right = '81440000MCL468545M';
    const wrong = [...right].flatMap((character, at) =>
      [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
        .filter((other) => other !== character)
        .map((other) => right.slice(0, at) + other + right.slice(at + 1)),
    );
    expect(wrong).toHaveLength(18 * 30);
    expect(wrong.filter(isUscc)).toEqual([]);
  });
});
