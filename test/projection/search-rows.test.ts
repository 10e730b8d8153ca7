import { describe, expect, it } from 'vitest';
import { PAGE_ROWS, rowOf } from '../../shared/projection/search-rows.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { nthId } from '../commands/office.ts';

/** Outside of the first plane a character takes four bytes. */
const long = (characters: number) => '𠀀'.repeat(characters);

describe('a page of packed rows', () => {
  it.each([
    ['units', { code: long(LIMITS.code), name: long(LIMITS.name), parent: nthId(2), personal: nthId(3) }],
    ['suppliers', { code: '', name: long(LIMITS.name), uscc: '81440000MCL468545M', personal: nthId(3) }],
    ['plans', { code: long(LIMITS.reference), name: long(LIMITS.title) }],
    ['members', { code: long(LIMITS.subject), name: '', personal: nthId(3) }],
  ])('of the longest %s is below 300 KB, as a row of the table holds 400', (_, known) => {
    const page = JSON.stringify(Array.from({ length: PAGE_ROWS }, () => rowOf(nthId(1), { ...known, closed: true })));
    expect(Buffer.byteLength(page)).toBeLessThan(300 * 1_024);
  });
});
