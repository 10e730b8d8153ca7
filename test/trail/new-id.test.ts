import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isId } from '../../shared/domain/id.ts';
import { newId } from '../../web/ask/new-id.ts';

test('an id of now is one that the server takes, and sorts by its time', () => {
  const chance = fc.uint8Array({ minLength: 9, maxLength: 9 });
  const time = fc.integer({ min: 1_600_000_000_000, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(time, chance, chance, (now, one, other) => {
      expect(isId(newId(now, one))).toBe(true);
      expect(newId(now, one) < newId(now + 1, other)).toBe(true);
    }),
  );
});
