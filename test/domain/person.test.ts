import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isResidentId, meantAsResidentId, numberOf } from '../../shared/domain/person.ts';

describe('a resident ID', () => {
  it.each(['11010519491231002X', '110113199001051234', '440524188001010014'])('%s is one', (text) => {
    expect(isResidentId(text)).toBe(true);
  });

  it.each([
    ['its check character is wrong', '110105194912310021'],
    ['two of its digits changed places', '11010519491213002X'],
    ['the date of birth does not exist', '110105194902300020'],
    ['it is short', '11010519491231002'],
    ['it is in lower case', '11010519491231002x'],
    ['it is empty', ''],
  ])('is none where %s', (_why, text) => {
    expect(isResidentId(text)).toBe(false);
  });

  it('is none with any one of its characters wrong', () => {
    const right = '11010519491231002X';
    const digits = fc.record({ at: fc.nat(17), digit: fc.constantFrom(...'0123456789X') });
    fc.assert(
      fc.property(digits, ({ at, digit }) => {
        const changed = right.slice(0, at) + digit + right.slice(at + 1);
        return changed === right || !isResidentId(changed);
      }),
    );
  });
});

describe('the reference of a person', () => {
  it.each([
    '11010519491231002x',
    '１１０１０５１９４９１２３１００２Ｘ',
    '110105 19491231 002X',
    '110105-19491231-002X',
    '11010519491231002X\u200b',
    '身份证11010519491231002X',
    '身份证号：11010519491231002x（本人）',
  ])('%s is counted as the resident ID in it', (reference) => {
    expect(numberOf(reference)).toBe('11010519491231002X');
  });

  it('is counted as it is where no resident ID stands in it', () => {
    expect(numberOf('京工会 0001234')).toBe('京工会0001234');
    expect(numberOf('6222 0210 0110 1234567')).toBe('6222021001101234567');
    expect(numberOf('-')).toBe('-');
  });

  it.each([
    ['11010519491231002x', undefined, '11010519491231002X'],
    ['身份证11010519491231002X', undefined, '身份证11010519491231002X'],
    ['11010519491231002乂', undefined, '11010519491231002乂'],
    ['ABCDEFGHIJKLMNOPQR', undefined, 'ABCDEFGHIJKLMNOPQR'],
    ['GH-0001234', undefined, undefined],
    ['ABCDEFGHIJKLMNOPQR', 'other', undefined],
    ['E12345678', 'passport', undefined],
    ['E12345678', 'resident-id', 'E12345678'],
  ] as const)('%s of the kind %s is meant as the resident ID %s', (reference, kind, meant) => {
    expect(meantAsResidentId({ reference, ...(kind === undefined ? {} : { kind }) })).toBe(meant);
  });
});
