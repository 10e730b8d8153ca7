import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_BUNDLED, readBundle, writeBundle } from '../../shared/log/tree/bundle.ts';

const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
const plain = (some: readonly Uint8Array[]) => some.map((entry) => Buffer.from(entry).toString('hex'));

test('a bundle is lengths in two bytes, the larger first, and the bytes of the entries', () => {
  const bytes = writeBundle([Buffer.from('ab'), Buffer.alloc(0), Buffer.alloc(258, 'c')]);
  expect(Buffer.from(bytes).toString('latin1')).toBe(`\0\x02ab\0\0\x01\x02${'c'.repeat(258)}`);
  expect(writeBundle([])).toHaveLength(0);
});

test('what was bundled is read back', () => {
  fc.assert(
    fc.property(entries, (some) => {
      expect(plain(readBundle(writeBundle(some)))).toEqual(plain(some));
    }),
  );
});

test('an entry of 65,535 bytes fits, one more does not', () => {
  const longest = Buffer.alloc(MAX_BUNDLED, 1);
  expect(plain(readBundle(writeBundle([longest, Buffer.of(2)])))).toEqual(plain([longest, Buffer.of(2)]));
  expect(() => writeBundle([Buffer.alloc(MAX_BUNDLED + 1)])).toThrow(RangeError);
});

test('256 entries fit, one more is neither written nor read', () => {
  const many = Array.from({ length: 257 }, () => Buffer.of(1));
  expect(readBundle(writeBundle(many.slice(1)))).toHaveLength(256);
  expect(() => writeBundle(many)).toThrow(RangeError);
  expect(() => readBundle(Buffer.concat(many.map(() => Buffer.of(0, 1, 1))))).toThrow(RangeError);
});

test('a bundle that lost bytes at its end is refused, or is one of fewer entries', () => {
  fc.assert(
    fc.property(entries, fc.nat(), (some, cut) => {
      const bytes = writeBundle(some);
      const short = bytes.subarray(0, cut % (bytes.length + 1));
      const ends = some.map((_, at) => writeBundle(some.slice(0, at)).length);
      if ([...ends, bytes.length].includes(short.length)) {
        expect(plain(some).slice(0, readBundle(short).length)).toEqual(plain(readBundle(short)));
      } else expect(() => readBundle(short)).toThrow(RangeError);
    }),
  );
});

test.each([['00'], ['0001'], ['000161ff'], ['00016100'], ['ffff']])(
  'bytes that are missing or left over are refused: %s',
  (hex) => {
    expect(() => readBundle(Buffer.from(hex, 'hex'))).toThrow(RangeError);
  },
);
