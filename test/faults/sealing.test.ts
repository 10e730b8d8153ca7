import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { logKey } from '../../shared/log/journal/log-files.ts';
import { readHead } from '../../shared/log/sealing/head.ts';
import { BrokenLog, OtherOrigin, Sequencer } from '../../shared/log/sealing/sequencer.ts';
import { ORIGIN } from '../log/sealing.ts';
import { ENTRIES } from '../reports/entries.ts';
import { LogWorld, type Meddle } from './log-world.ts';

const HALF = Math.floor(ENTRIES.length / 2);
const FIRST = ENTRIES.slice(0, HALF);
const REST = ENTRIES.slice(HALF);

/** A world of which the first half is sealed, so that a round meets partial tiles, and the rest waits in the outbox. */
async function halfSealed(): Promise<LogWorld> {
  const world = new LogWorld();
  await world.append(...FIRST);
  await world.sealAll();
  await world.append(...REST);
  return world;
}

/** Every call that one round makes to a store. */
async function callsOfOneRound(): Promise<string[]> {
  const world = await halfSealed();
  const calls: string[] = [];
  await world
    .sequencer((call, when) => {
      if (when === 'before') calls.push(call);
    })
    .round();
  return calls;
}

class Crash extends Error {}

function crashingAt(place: number, moment: 'before' | 'after'): Meddle {
  let calls = 0;
  return (_call, when) => {
    if (when === 'before') calls += 1;
    if (calls === place + 1 && when === moment) throw new Crash(`at call ${place}`);
  };
}

let calls: string[];

beforeAll(async () => {
  calls = await callsOfOneRound();
});

describe('sealing', () => {
  it('makes one log of everything, in rounds of any size', async () => {
    for (const most of [1, 2, 7, 1_000]) {
      const world = new LogWorld();
      const sequencer = world.sequencer(undefined, most);
      await world.append(...FIRST);
      while ((await sequencer.round()).more);
      await world.append(...REST);
      while ((await sequencer.round()).more);
      await world.assertWhole(ENTRIES);
    }
  });

  it('founds the log at its first entry, and writes nothing before', async () => {
    const world = new LogWorld();
    const early = new Sequencer({ ...world.stores, nonce: world.nonce, origin: 'early.example/api/log' });
    expect(await early.round()).toEqual({ sealed: 0, size: 0, waiting: 0, more: false });
    expect(await world.stores.head.read()).toBeUndefined();
    expect(await world.stores.objects.list('log', { limit: 1_000 })).toEqual([]);
    await world.append(...ENTRIES);
    await world.sealAll();
    expect(new Set(world.published.map(({ origin }) => origin))).toEqual(new Set([ORIGIN]));
    await world.assertWhole(ENTRIES);
  });

  it('founds a log of nothing where its name is settled, and goes on with it', async () => {
    const world = new LogWorld();
    const settled = new Sequencer({ ...world.stores, nonce: world.nonce, origin: ORIGIN, foundsEmpty: true });
    expect(await settled.round()).toMatchObject({ sealed: 0, size: 0 });
    await world.assertWhole([]);
    await world.append(...ENTRIES);
    await world.sealAll();
    await world.assertWhole(ENTRIES);
  });

  it('refuses a log that was founded under another name, before it writes anything, and says what to do', async () => {
    const world = await halfSealed();
    const before = await world.stores.objects.list('log', { limit: 1_000 });
    const renamed = new Sequencer({ ...world.stores, nonce: world.nonce, origin: 'elsewhere.example/api/log' });
    await expect(renamed.round()).rejects.toThrow(OtherOrigin);
    await expect(renamed.round()).rejects.toThrow(`LogName=${ORIGIN}`);
    expect(await world.stores.objects.list('log', { limit: 1_000 })).toEqual(before);
    await world.sealAll();
    await world.assertWhole(ENTRIES);
  });

  it('commits by the swap of the head: what comes before changes nothing that is published', () => {
    const swap = calls.indexOf('swap-head');
    expect(calls.slice(0, swap).filter((call) => call.startsWith('put'))).toEqual([
      expect.stringMatching(/^put log-staged\//),
    ]);
    expect(calls.slice(swap + 1).filter((call) => /^(put|clear|delete)/.test(call))).toEqual([
      expect.stringMatching(/^put log\/tile\/entries\//),
      expect.stringMatching(/^put log\/tile\/0\//),
      'put log/checkpoint',
      'clear-outbox',
      expect.stringMatching(/^delete log-staged\//),
    ]);
  });
});

describe('a crash of the sequencer', () => {
  it.each(['before', 'after'] as const)(
    '%s any call of a round leaves a log that the next one completes',
    async (moment) => {
      for (const place of calls.keys()) {
        const world = await halfSealed();
        await expect(world.sequencer(crashingAt(place, moment)).round()).rejects.toThrow(Crash);
        await world.sealAll();
        await world.assertWhole(ENTRIES);
      }
    },
  );

  it('while it completes what another crash left is completed too', async () => {
    const swap = calls.indexOf('swap-head');
    for (const first of calls.keys()) {
      if (first < swap) continue;
      for (let second = 0; second < calls.length; second += 1) {
        const world = await halfSealed();
        await expect(world.sequencer(crashingAt(first, 'after')).round()).rejects.toThrow(Crash);
        await world
          .sequencer(crashingAt(second, 'before'))
          .round()
          .catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
        await world.sealAll();
        await world.assertWhole(ENTRIES);
      }
    }
  });

  it('does not stop the same one from going on when a store has only stumbled', async () => {
    for (const place of calls.keys()) {
      const world = await halfSealed();
      const sequencer = world.sequencer(crashingAt(place, 'after'));
      await expect(sequencer.round()).rejects.toThrow(Crash);
      while ((await sequencer.round()).more);
      await world.assertWhole(ENTRIES);
    }
  });

  it('before the very first head is there is no crash of the log', async () => {
    for (let place = 0; ; place += 1) {
      const world = new LogWorld();
      await world.append(...ENTRIES);
      const crashed = await world
        .sequencer(crashingAt(place, 'after'))
        .round()
        .then(
          () => false,
          () => true,
        );
      await world.sealAll();
      await world.assertWhole(ENTRIES);
      if (!crashed) break;
    }
  });
});

describe('a swap that landed with its answer lost', () => {
  it('is found again by whoever goes on, with nothing sealed twice', async () => {
    const world = await halfSealed();
    let lost = 0;
    const sequencer = world.sequencer((call, when) => {
      if (call === 'swap-head' && when === 'after' && lost === 0) {
        lost += 1;
        throw new Error('the connection was reset');
      }
    });
    await expect(sequencer.round()).rejects.toThrow('reset');
    expect(await sequencer.round()).toMatchObject({ sealed: 0, size: ENTRIES.length });
    await world.assertWhole(ENTRIES);
  });
});

describe('two sequencers', () => {
  it('at once, one stepping in before any call of the other, make one log', async () => {
    for (const place of calls.keys()) {
      const world = await halfSealed();
      let seen = 0;
      const slow = world.sequencer(async (_call, when) => {
        if (when !== 'before') return;
        seen += 1;
        if (seen === place + 1) await world.sealAll();
      });
      while ((await slow.round()).more);
      await world.sealAll();
      await world.assertWhole(ENTRIES);
    }
  });

  it('at once, where entries keep coming between any two calls, make one log', async () => {
    for (const place of calls.keys()) {
      const world = new LogWorld();
      await world.append(...FIRST);
      await world.sealAll();
      await world.append(...REST.slice(0, 4));
      let seen = 0;
      const slow = world.sequencer(async (_call, when) => {
        if (when !== 'before') return;
        seen += 1;
        if (seen !== place + 1) return;
        await world.sealAll();
        await world.append(...REST.slice(4));
        await world.sealAll();
      });
      while ((await slow.round()).more);
      await world.append(...REST);
      await world.sealAll();
      await world.assertWhole(ENTRIES);
    }
  });

  it('interleaved in any order, with entries appended meanwhile, make one log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 9 }), async (scheduler, most) => {
        const world = new LogWorld();
        const step: Meddle = (call, when) =>
          when === 'before' ? scheduler.schedule(Promise.resolve(), call) : undefined;
        const sealing = async (): Promise<void> => {
          const sequencer = world.sequencer(step, most);
          for (let round = 0; round < 4; round += 1) await sequencer.round();
        };
        const appending = async (): Promise<void> => {
          for (const entry of ENTRIES) {
            await scheduler.schedule(Promise.resolve(), 'append');
            await world.append(entry);
          }
        };
        await scheduler.waitFor(Promise.all([appending(), sealing(), sealing()]));
        await world.sealAll();
        await world.assertWhole(ENTRIES);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe('a published checkpoint', () => {
  const noteAt = async (world: LogWorld) => (await world.stores.objects.get(logKey('checkpoint'))) ?? new Uint8Array();

  it('that is older than the head is published anew', async () => {
    const world = await halfSealed();
    const older = await noteAt(world);
    await world.sealAll();
    await world.stores.objects.put(logKey('checkpoint'), older);
    expect(await world.sequencer().round()).toMatchObject({ sealed: 0, size: ENTRIES.length });
    await world.assertWhole(ENTRIES);
  });

  it('that is missing is published anew', async () => {
    const world = await halfSealed();
    await world.sealAll();
    await world.stores.objects.delete(logKey('checkpoint'));
    await world.sealAll();
    await world.assertWhole(ENTRIES);
  });

  it('beyond the head, or of its size with another root, stops sealing before anything is written', async () => {
    const world = await halfSealed();
    const other = new LogWorld();
    await other.append(...ENTRIES);
    await other.sealAll();
    const ahead = await noteAt(other);
    await world.stores.objects.put(logKey('checkpoint'), ahead);
    await expect(world.sequencer().round()).rejects.toThrow(BrokenLog);

    const same = new LogWorld();
    await same.append(...FIRST.map((entry) => ({ ...entry, note: '另一本账' })));
    await same.sealAll();
    await world.stores.objects.put(logKey('checkpoint'), await noteAt(same));
    await expect(world.sequencer().round()).rejects.toThrow('another root');
    expect(readHead((await world.stores.head.read()) ?? new Uint8Array()).checkpoint.size).toBe(HALF);
  });
});

describe('an outbox item that is seen before what feeds it', () => {
  it('waits, whichever it is that shows late, and is sealed behind it', async () => {
    for (const late of ENTRIES) {
      const world = new LogWorld();
      await world.append(...ENTRIES);
      const sequencer = new Sequencer({
        ...world.stores,
        origin: ORIGIN,
        nonce: world.nonce,
        ledger: {
          ...world.stores.ledger,
          outbox: async (options) => (await world.ledger.outbox(options)).filter(({ id }) => id !== late.id),
        },
      });
      const { sealed, waiting } = await sequencer.round();
      expect(sealed + waiting).toBe(ENTRIES.length - 1);
      await world.sealAll();
      await world.assertWhole(ENTRIES);
      expect(await world.placeOf(late.id)).toBeGreaterThanOrEqual(sealed);
    }
  });

  it('is looked for beyond a page of items that all wait', async () => {
    const world = new LogWorld();
    const [first, ...others] = ENTRIES;
    if (first === undefined) throw new Error('there are entries');
    await world.append(...others, { ...first, recordedAt: first.recordedAt + 1_000_000 });
    const sequencer = world.sequencer(undefined, 5);
    while ((await sequencer.round()).more);
    await world.sealAll();
    await world.assertWhole(
      ENTRIES.map((entry) => (entry === first ? { ...first, recordedAt: first.recordedAt + 1_000_000 } : entry)),
    );
  });
});
