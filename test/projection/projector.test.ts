import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../shared/domain/entry.ts';
import { LogFiles } from '../../shared/log/log-files.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { cubeOf, sumsOf } from '../../shared/reports/cube-sums.ts';
import { type HeadlineOptions, headline } from '../../shared/reports/headline.ts';
import { during } from '../../shared/reports/period.ts';
import { Register } from '../../shared/reports/register.ts';
import { usage } from '../../shared/reports/usage.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import { DIMENSIONS } from '../../shared/schemas/report-queries.ts';
import { createMemoryLedger } from '../../shared/storage/memory-ledger.ts';
import { createMemoryProjection } from '../../shared/storage/memory-projection.ts';
import type { Filling, Projection } from '../../shared/storage/projection.ts';
import { naiveRoot } from '../faults/log-world.ts';
import { sealingOver } from '../log/sealing.ts';
import { ENTRIES, LINE_A, LINE_B, MASK, TOWN, VILLAGE } from '../reports/entries.ts';

async function sealed(entries: readonly Entry[]) {
  const ledger = createMemoryLedger();
  for (const entry of entries) {
    await ledger.append({ entry, canonical: encodeEntry(entry), requestHash: '', changes: [] });
  }
  const sealing = sealingOver(ledger);
  await sealing.sealAll();
  return sealing;
}

/** A projection that fails at chosen calls, before or after the inner one was called. */
function failing(inner: Projection, fails: (call: number) => 'before' | 'after' | undefined): Projection {
  let calls = 0;
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    const when = fails(calls);
    if (when === 'before') throw new Error('the connection was reset');
    const answer = await work();
    if (when === 'after') throw new Error('the answer was lost');
    return answer;
  };
  const filling = <F extends Filling>(one: F): F => ({ ...one, advance: (step) => through(() => one.advance(step)) });
  return {
    ...inner,
    current: async () => filling(await through(() => inner.current())),
    anew: async () => filling(await through(() => inner.anew())),
    tellPlaces: (places) => through(() => inner.tellPlaces(places)),
  };
}

describe('the projection', () => {
  it('is what the entries add up to, with the place of each and the root of their prefix', async () => {
    const { projection } = await sealed(ENTRIES);
    const { asOf, sums, register } = await projection.read();
    expect(asOf).toEqual({
      size: ENTRIES.length,
      root: naiveRoot(ENTRIES.map((entry) => Buffer.from(encodeEntry(entry)))).toString('base64'),
    });
    const { postings } = await (await sealed(ENTRIES)).journal.sealed();
    expect(sums).toEqual(sumsOf(postings));
    expect(cubeOf(sums)).toEqual(Cube.of(postings));
    expect(Register.of(register).all('unit')).toEqual(new Register(postings).all('unit'));
    expect(await projection.placesOf(ENTRIES.map(({ id }) => id))).toEqual(
      new Map(ENTRIES.map(({ id }, place) => [id, place])),
    );
  });

  it('holds each entry exactly once, however it is cut into stretches and whatever fails on the way', async () => {
    const { objects, journal } = await sealed(ENTRIES);
    const { postings } = await journal.sealed();
    const files = new LogFiles(objects);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: ENTRIES.length }), { maxLength: 6 }),
        fc.array(fc.constantFrom('before' as const, 'after' as const, undefined, undefined), { maxLength: 30 }),
        async (stops, faults) => {
          const inner = createMemoryProjection();
          const projection = failing(inner, (call) => faults[call]);
          const recall = async (ids: readonly string[]) => ENTRIES.filter(({ id }) => ids.includes(id));
          const one = createProjector({ projection, files, recall });
          const other = createProjector({ projection, files, recall });
          for (const stop of stops) {
            await Promise.allSettled([one.catchUp(stop), other.catchUp(stop)]);
          }
          await createProjector({ projection: inner, files, recall }).catchUp(ENTRIES.length);
          const { asOf, sums, register } = await inner.read();
          expect(asOf.size).toBe(ENTRIES.length);
          expect(sums).toEqual(sumsOf(postings));
          expect(Register.of(register)).toEqual(new Register(postings));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same after it was made anew', async () => {
    const { projection, projector } = await sealed(ENTRIES);
    const before = await projection.read();
    const told: number[] = [];
    await projector.rebuild(ENTRIES.length, (done) => told.push(done));
    expect(await projection.read()).toEqual(before);
    expect(told.at(-1)).toBe(ENTRIES.length);
  });

  it('answers as a fold of the entries does, whatever is asked for in whole months', async () => {
    const { projection, journal } = await sealed(ENTRIES);
    const { sums, register: names } = await projection.read();
    const { postings } = await journal.sealed();
    const cube = cubeOf(sums);
    const register = Register.of(names);
    const some = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
    fc.assert(
      fc.property(
        fc.record({
          by: fc.subarray([...DIMENSIONS], { minLength: 1 }),
          fundingLine: some(LINE_A, LINE_B),
          unit: some(TOWN, VILLAGE),
          item: some(MASK),
          from: some('2020-12-01', '2021-01-01'),
          to: some('2020-12-31', '2021-01-31'),
        }),
        ({ by, ...filters }) => {
          const given: HeadlineOptions = Object.fromEntries(
            Object.entries(filters).filter(([, value]) => value !== undefined),
          );
          const options = { by, limit: 100, ...given };
          const folded = Cube.of(during(postings, given));
          expect(usage(cube, register, options)).toEqual(usage(folded, new Register(postings), options));
          expect(headline(cube, given)).toEqual(headline(folded, given));
        },
      ),
    );
  });
});
