import { afterAll, beforeAll, expect, it } from 'vitest';
import { REACHES, SIZES, totalOf, type Weighed, weighWrites } from '../../bench/write-units.ts';
import { routes } from '../../shared/routes.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';

describeOnEngine('the write units of a command', () => {
  let engine: TestEngine;
  let weighed: readonly Weighed[];

  beforeAll(async () => {
    engine = await startTestEngine();
    weighed = await weighWrites(engine.endpoint, await engine.freshTable());
  });

  afterAll(async () => {
    await engine.stop();
  });

  const reaches = REACHES.flatMap(({ operation, how, most }) =>
    SIZES.map((size) => ({ operation, how, size, most: most[size] })),
  );

  it.each(reaches)('are at most $most to $operation $size lines ($how)', ({ operation, how, size, most }) => {
    const one = weighed.find((each) => each.operation === operation && each.how === how && each.size === size);
    expect(one && totalOf(one.cost)).toBeLessThanOrEqual(most);
  });

  it('are what the engine counts, two for every kilobyte begun of every row', () => {
    const counted = weighed.map(({ operation, how, size, cost }) => ({ operation, how, size, units: cost.counted }));
    const byTheRule = weighed.map(({ operation, how, size, cost }) => ({ operation, how, size, units: cost.append }));
    expect(byTheRule).toEqual(counted);
  });

  it('pay for no rows of indexes', () => {
    expect(weighed.filter(({ cost }) => cost.indexes > 0)).toEqual([]);
  });

  it('leave one unit for the outbox, to delete its item once the entry is sealed', () => {
    expect(weighed.filter(({ cost }) => cost.outbox !== 1)).toEqual([]);
  });

  it('are known of everything that writes an entry', () => {
    const writes = routes.flatMap((route) => ('writes' in route ? [route.operation] : []));
    expect(new Set(weighed.map(({ operation }) => operation))).toEqual(new Set(writes));
  });
});
