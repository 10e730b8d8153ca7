import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundlePath, bundlesOf, readPath, tilePath } from '../../shared/log/tree/tile.ts';

const numbers = fc.oneof(
  fc.nat({ max: 999 }),
  fc.nat({ max: 1_000_000_000 }),
  fc.maxSafeNat(),
  fc.constantFrom(0, 999, 1_000, 999_999, 1_000_000, Number.MAX_SAFE_INTEGER),
);
const widths = fc.integer({ min: 1, max: 256 });

describe('a path of the log', () => {
  it.each([
    [0, '000'],
    [67, '067'],
    [999, '999'],
    [1_000, 'x001/000'],
    [1_234_067, 'x001/x234/067'],
    [Number.MAX_SAFE_INTEGER, 'x009/x007/x199/x254/x740/991'],
  ])('writes the number %i in groups of three', (n, text) => {
    expect(tilePath({ level: 0, n, width: 256 })).toBe(`tile/0/${text}`);
    expect(tilePath({ level: 63, n, width: 255 })).toBe(`tile/63/${text}.p/255`);
    expect(bundlePath(n, 256)).toBe(`tile/entries/${text}`);
    expect(bundlePath(n, 1)).toBe(`tile/entries/${text}.p/1`);
  });

  it('is read back as what was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), numbers, widths, (level, n, width) => {
        expect(readPath(tilePath({ level, n, width }))).toEqual({ of: 'hashes', level, n, width });
        expect(readPath(bundlePath(n, width))).toEqual({ of: 'entries', n, width });
      }),
    );
  });

  it('that is read at all is written back the same', () => {
    const group = fc.constantFrom(
      '000',
      '001',
      '067',
      '999',
      '00',
      '1000',
      'x001',
      'x000',
      'x1',
      'x',
      '',
      '-01',
      '0x1',
    );
    const path = fc
      .tuple(
        fc.constantFrom('tile/', 'tile//', '/tile/', 'Tile/', ''),
        fc.constantFrom('0', '1', '7', '63', '64', '99', '00', '07', '-1', 'entries', 'entry', ''),
        fc.array(group, { minLength: 1, maxLength: 7 }),
        fc.constantFrom('', '.p/1', '.p/255', '.p/256', '.p/0', '.p/01', '.p/', '.p', '.p/1000', '.p/1e1', '/', '\n'),
      )
      .map(([tile, level, groups, width]) => `${tile}${level}/${groups.join('/')}${width}`);
    fc.assert(
      fc.property(fc.oneof(path, fc.string()), (text) => {
        const read = readPath(text);
        if (read === undefined) return;
        expect(read.of === 'hashes' ? tilePath(read) : bundlePath(read.n, read.width)).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    'tile/64/000',
    'tile/00/000',
    'tile/0/00',
    'tile/0/x000/001',
    'tile/0/x001',
    'tile/0/001/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000/',
    'tile/0/000\n',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/entries/000.p/256',
    'tile/data/000',
    'checkpoint',
    '',
  ])('is refused where it is written otherwise: %j', (path) => {
    expect(readPath(path)).toBeUndefined();
  });
});

describe('the bundles of a log', () => {
  it.each([
    [0, []],
    [1, [[0, 1]]],
    [256, [[0, 256]]],
    [
      600,
      [
        [0, 256],
        [1, 256],
        [2, 88],
      ],
    ],
  ])('of size %i are as many and as wide as it has entries', (size, expected) => {
    expect([...bundlesOf(size)].map(({ n, width }) => [n, width])).toEqual(expected);
  });
});
