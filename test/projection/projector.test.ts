import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { available, committed } from '../../shared/domain/account.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { allWithUndone } from '../../shared/domain/undone.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { openedKey } from '../../shared/projection/opened.ts';
import { createProjector, type Projector } from '../../shared/projection/projector.ts';
import { sumsOf } from '../../shared/reports/cube-sums.ts';
import { Register } from '../../shared/reports/register.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Filling, Projection, ProjectionStep } from '../../shared/storage/ports/projection.ts';
import { actions, perform } from '../commands/actions.ts';
import { openOffice } from '../commands/world.ts';
import { naiveRoot } from '../faults/log-world.ts';
import { createMemoryLedger, createMemoryProjection } from '../in-memory.ts';
import { sealingOver } from '../log/sealing.ts';
import { at, ENTRIES, id, postingsOf, registration, TOWN, transfer } from '../reports/entries.ts';

/** The log of those entries. One that was published at every size has the files of every size. */
async function logOf(entries: readonly Entry[], published: 'at every size' | 'at once'): Promise<ObjectStore> {
  const ledger = createMemoryLedger();
  const { objects, sequencer } = sealingOver(ledger);
  for (const [at_, entry] of entries.entries()) {
    await ledger.append({ entry, canonical: encodeEntry(entry), requestHash: '', changes: [] });
    const isDue = published === 'at every size' || at_ === entries.length - 1;
    if (isDue) await sequencer.round();
  }
  return objects;
}

const LOG = await logOf(ENTRIES, 'at every size');

interface Projecting {
  readonly projection: Projection;
  readonly projector: Projector;
  /** Another projector over the same. */
  create(): Projector;
}

function projecting(projection: Projection = createMemoryProjection(), objects: ObjectStore = LOG): Projecting {
  const create = () => createProjector({ projection, files: new LogFiles(objects), ledger: createMemoryLedger() });
  return { projection, projector: create(), create };
}

/** A projection whose steps are watched before they are tried. */
function watched(inner: Projection, watch: (step: ProjectionStep) => void | Promise<void>): Projection {
  const filling = <F extends Filling>(one: F): F => ({
    ...one,
    advance: async (step) => {
      await watch(step);
      return one.advance(step);
    },
  });
  return {
    ...inner,
    current: async () => filling(await inner.current()),
    anew: async () => filling(await inner.anew()),
  };
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

const faults = fc.array(fc.constantFrom('before' as const, 'after' as const, undefined, undefined), { maxLength: 30 });
const stops = fc.array(fc.integer({ min: 1, max: ENTRIES.length }), { maxLength: 6 });
const POSTINGS = allWithUndone(postingsOf(ENTRIES));

function rootAt(size: number): string {
  return naiveRoot(ENTRIES.slice(0, size).map((entry) => Buffer.from(encodeEntry(entry)))).toString('base64');
}

async function expectPrefix(projection: Projection, size: number): Promise<void> {
  const { asOf, sums, register } = await projection.read();
  const postings = POSTINGS.slice(0, size);
  expect(asOf).toEqual({ size, root: rootAt(size) });
  expect(sums).toEqual(sumsOf(postings));
  expect(Register.of(register)).toEqual(new Register(postings));
  for (const [list, kind] of [
    ['opened/purchase', 'order'],
    ['opened/consignment', 'dispatch'],
  ] as const) {
    const { rows } = await projection.listed({ list, order: 'rising', limit: 1_000 });
    const opened = ENTRIES.slice(0, size).filter((entry) => isKind(entry, kind));
    expect(rows.map(({ key }) => key)).toEqual(opened.map(openedKey).sort());
  }
}

describe('the projection of a log', () => {
  it('is what the entries add up to, with the place of each and the root of their prefix', async () => {
    const { projection, projector } = projecting();
    for (const size of [1, 13, ENTRIES.length]) {
      await projector.catchUp(size);
      await expectPrefix(projection, size);
    }
    expect(await projection.placesOf(ENTRIES.map(({ id }) => id))).toEqual(
      new Map(ENTRIES.map(({ id }, place) => [id, place])),
    );
  });

  it('tells the place of an entry before it counts it', async () => {
    const inner = createMemoryProjection();
    const { projector } = projecting(
      watched(inner, async ({ from, to }) => {
        const ids = ENTRIES.slice(from, to.size).map(({ id }) => id);
        expect([...(await inner.placesOf(ids)).values()]).toEqual(ids.map((_, at) => from + at));
      }),
    );
    await projector.catchUp(ENTRIES.length);
    expect((await inner.current()).position.size).toBe(ENTRIES.length);
  });

  it('holds each entry exactly once, however it is cut into stretches and whatever fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(stops, faults, async (sizes, failures) => {
        const inner = createMemoryProjection();
        const { create } = projecting(failing(inner, (call) => failures[call]));
        const [one, other] = [create(), create()];
        for (const size of sizes) await Promise.allSettled([one.catchUp(size), other.catchUp(size)]);
        await expectPrefix(inner, (await inner.current()).position.size);
        await projecting(inner).projector.catchUp(ENTRIES.length);
        await expectPrefix(inner, ENTRIES.length);
      }),
      { numRuns: 100 },
    );
  });

  it('is of no entry behind its prefix, also where a step before had failed', async () => {
    const refs = { unit: TOWN };
    const on = { effectiveOn: '2020-12-02', refs, transfers: [] };
    const entries = [
      at(3, registration('unit', { code: 'U1', name: '甲镇' })),
      at(30, { ...on, kind: 'amendment', facts: { type: 'unit', fields: { name: '乙镇' }, reason: '更名' } }),
      at(31, { ...on, kind: 'closure', facts: { type: 'unit', reason: '撤销' } }),
    ];
    const inner = createMemoryProjection();
    const fails = new Set([3]);
    const { projector } = projecting(
      watched(inner, ({ to }) => {
        if (fails.delete(to.size)) throw new Error('the connection was reset');
      }),
      await logOf(entries, 'at every size'),
    );
    await projector.catchUp(1);
    await expect(projector.catchUp(3)).rejects.toThrow('reset');
    for (const [size, closed] of [
      [2, false],
      [3, true],
    ] as const) {
      await projector.catchUp(size);
      expect(Register.of((await inner.read()).register).find('unit', TOWN)).toMatchObject({ name: '乙镇', closed });
    }
  });

  it('is what any sequence of commands adds up to, and the same after it was made anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(actions(), { maxLength: 40, size: 'max' }), async (sequence) => {
        const known = { office: await openOffice(), entries: [] };
        for (const action of sequence) await perform(known, action);
        const { sealAll, journal, projection, projector } = sealingOver(known.office.ledger);
        await sealAll();
        const { asOf, postings } = await journal.sealed();
        const before = await projection.read();
        expect(before.asOf).toEqual(asOf);
        const register = new Register(postings);
        expect(before.sums).toEqual(sumsOf(allWithUndone(postings), register));
        expect(Register.of(before.register)).toEqual(register);
        await projector.rebuild(postings.length);
        expect(await projection.read()).toEqual(before);
      }),
      { numRuns: 20, interruptAfterTimeLimit: 5_000 },
    );
  });
});

describe('a step', () => {
  const units = (count: number, name: string) =>
    Array.from({ length: count }, (_, at_) => at(100 + at_, registration('unit', { code: `U${at_}`, name })));

  async function stepsOver(entries: readonly Entry[]): Promise<ProjectionStep[]> {
    const steps: ProjectionStep[] = [];
    const { projector } = projecting(
      watched(createMemoryProjection(), (step) => void steps.push(step)),
      await logOf(entries, 'at once'),
    );
    await projector.catchUp(entries.length);
    return steps;
  }

  it('takes as many entries as its rows allow', async () => {
    const sizes = (await stepsOver(units(200, '单位'))).map(({ to }) => to.size);
    // Of each its fields, its place among others, its code, and that its page changed; the page once.
    expect(sizes).toEqual([24, 48, 72, 96, 120, 144, 168, 192, 200]);
  });

  it.each([
    [1, 'registration', 1],
    [10, 'appropriation', 1],
    [12, 'order of two lines', 3],
    [13, 'acceptance of two lines', 2],
    [14, 'payment', 0],
    [15, 'receipt', 1],
    [16, 'dispatch out of lots of two funding lines', 4],
    [17, 'confirmation of them, with whom it reached', 5],
    [18, 'dispatch of one line', 2],
    [19, 'disbursement, with whom it reached', 4],
    [21, 'benefit', 1],
    [24, 'count', 0],
  ])('touches for entry %i alone (%s) %i rows, which are two write units each', (number, _, rows) => {
    const posting = POSTINGS.find(({ entry }) => entry.id === id(number));
    const registered = posting === undefined ? undefined : new Register().enter(posting.entry);
    expect(sumsOf(posting === undefined ? [] : [posting]).size + (registered === undefined ? 0 : 1)).toBe(rows);
  });

  it('ends with a bundle of the log', async () => {
    const entries = Array.from({ length: 300 }, (_, at_) =>
      at(100 + at_, {
        kind: 'attachment',
        effectiveOn: '2020-12-02',
        refs: { entry: id(100 + at_) },
        facts: {},
        transfers: [],
      }),
    );
    const steps = await stepsOver(entries);
    expect(steps.map(({ to }) => to.size)).toEqual([256, 300]);
    expect(steps.map(({ sums, register }) => sums.size + register.size)).toEqual([0, 0]);
  });

  it('registers no more than a transaction may write', async () => {
    const lines = Array.from({ length: LIMITS.planLines }, () => ({ unit: TOWN, item: TOWN, quantity: 1n }));
    const plan = { number: '1', decidedOn: '2020-12-01', title: '方案', lines };
    const entries = Array.from({ length: 40 }, (_, at_) => at(100 + at_, registration('plan', plan)));
    const steps = await stepsOver(entries);
    expect(steps.at(-1)?.to.size).toBe(40);
    for (const { register } of steps) {
      expect(register.values().reduce((bytes, text) => bytes + Buffer.byteLength(text), 0)).toBeLessThan(3_000_000);
    }
  });

  it('takes the largest order that there may be: all its shares on funding lines of their own', async () => {
    const fundingLines = Array.from({ length: LIMITS.shares }, (_, at_) => id(500 + at_));
    const order = at(100, {
      kind: 'order',
      effectiveOn: '2020-12-02',
      refs: { supplier: id(7), fundingLines },
      facts: { lines: Array.from({ length: LIMITS.lines }, (_, at_) => ({ item: id(600 + at_) })) },
      transfers: fundingLines.map((_, at_) =>
        transfer(available(at_ + 1), committed(1 + (at_ % LIMITS.lines), at_ + 1), 5n, 1n),
      ),
    });
    expect(sumsOf(postingsOf([order])).size).toBe(2 * LIMITS.shares);
  });
});

describe('making the projection anew', () => {
  it('gives the same, and goes on from there', async () => {
    const { projection, projector } = projecting();
    await projector.catchUp(20);
    const before = await projection.read();
    const told: number[] = [];
    await projector.rebuild(20, (done) => told.push(done));
    expect(told.at(-1)).toBe(20);
    expect(await projection.read()).toEqual(before);
    await projector.catchUp(ENTRIES.length);
    await expectPrefix(projection, ENTRIES.length);
  });

  it('makes good what was wrong', async () => {
    const { projection, projector } = projecting();
    await projector.catchUp(20);
    const wrong = new Map([['h|x', new Map([['ma', 1n]])]]);
    await (await projection.current()).advance({
      from: 20,
      to: { size: 21, root: '' },
      sums: wrong,
      register: new Map(),
      lists: new Map(),
    });
    await projector.rebuild(ENTRIES.length);
    await expectPrefix(projection, ENTRIES.length);
  });

  it('does not go back behind what is read meanwhile', async () => {
    const inner = createMemoryProjection();
    let isAdvanced = false;
    const { projector, create } = projecting(
      watched(inner, async ({ from }) => {
        if (from !== 0 || isAdvanced) return;
        isAdvanced = true;
        await other.catchUp(ENTRIES.length);
      }),
    );
    const other = create();
    await projector.rebuild(10);
    await expectPrefix(inner, ENTRIES.length);
  });

  it('of nothing leaves what is there', async () => {
    const { projection, projector } = projecting();
    await projector.catchUp(ENTRIES.length);
    await projector.rebuild(0);
    await expectPrefix(projection, ENTRIES.length);
  });

  it('is right at any moment, whatever fails and whoever else makes it anew or goes on', async () => {
    await fc.assert(
      fc.asyncProperty(stops, faults, async (sizes, failures) => {
        const inner = createMemoryProjection();
        const { create } = projecting(failing(inner, (call) => failures[call]));
        const [one, other, third] = [create(), create(), create()];
        for (const size of sizes) {
          await Promise.allSettled([one.rebuild(size), other.rebuild(size), third.catchUp(size)]);
          await expectPrefix(inner, (await inner.current()).position.size);
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
