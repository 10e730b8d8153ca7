import { expect, test } from 'vitest';
import { maskName, maskPhone, maskReference } from '../../shared/domain/mask.ts';

test('a mobile number keeps its first three and last four digits', () => {
  expect(maskPhone('13812341234')).toBe('138****1234');
  expect(maskPhone('+8613812341234')).toBe('+86*******1234');
  expect(maskPhone('+86 13812341234')).toBe('+86********1234');
  expect(maskPhone('01069441234')).toBe('010******34');
});

test('a name keeps its first character, and its last where it has three or more', () => {
  expect(maskName('张小三')).toBe('张*三');
  expect(maskName('张三')).toBe('张*');
  expect(maskName('欧阳小三')).toBe('欧**三');
  expect(maskName('𠮷田三')).toBe('𠮷*三');
});

test('a reference keeps its last four characters', () => {
  expect(maskReference('11010519491231002X')).toBe('**************002X');
});

test('a text too short to hide anything is hidden whole', () => {
  expect([maskName('张'), maskPhone('123'), maskReference('1234'), maskReference('')]).toEqual([
    '*',
    '***',
    '****',
    '',
  ]);
});
