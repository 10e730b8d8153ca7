import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RisingBlocks } from '../../shared/projection/rising-blocks.ts';

const text = fc.integer({ min: 0, max: 3_000 }).map((number) => String(number).padStart(4, '0'));

it('has what was put into it once and in order, from any place on, however much it is', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 2_000, size: 'max' }), fc.option(text), (texts, below) => {
      const blocks = new RisingBlocks();
      for (const one of texts) blocks.insert(one);
      const falling = [...new Set(texts)].sort().reverse();
      expect([...blocks.below(below ?? undefined)]).toEqual(falling.filter((one) => below === null || one < below));
    }),
    { numRuns: 50 },
  );
});
