import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Worker } from '../../local/alarm.ts';
import { keepSealing, type SealingOptions, waking } from '../../local/sealing.ts';
import { BrokenLog, type Round } from '../../shared/log/sealing/sequencer.ts';
import { LogWorld } from '../faults/log-world.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { ENTRIES } from '../reports/entries.ts';

const NOTHING: Round = { sealed: 0, size: 0, waiting: 0, more: false };
/** A day: what waits for this long in a test waits for a wake. */
const NEVER = 86_400_000;
const QUICK = { gatherMs: 1, followMs: 0, idleMs: NEVER, troubleMs: 1, longestTroubleMs: 1 };

/** Sealing over a sequencer whose rounds a test decides. */
function start(round: () => Promise<Round>, options: Partial<SealingOptions> = {}) {
  const lines: string[] = [];
  const rounds = vi.fn(round);
  const sealing = keepSealing({
    sequencer: { round: rounds },
    log: (line) => lines.push(line),
    times: QUICK,
    ...options,
  });
  onTestFinished(() => sealing.stop());
  return { sealing, rounds, lines };
}

const times = async (
  rounds: { readonly mock: { readonly calls: readonly unknown[] } },
  count: number,
): Promise<void> => {
  await expect.poll(() => rounds.mock.calls.length, { interval: 1 }).toBeGreaterThanOrEqual(count);
};

/** Lets everything happen that is due without time going by. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
}

describe('sealing', () => {
  test('begins with a round, and then waits to be woken', async () => {
    const { sealing, rounds } = start(async () => NOTHING);
    await times(rounds, 1);
    await settled();
    expect(rounds).toHaveBeenCalledTimes(1);
    sealing.wake();
    await times(rounds, 2);
    await settled();
    expect(rounds).toHaveBeenCalledTimes(2);
  });

  test('gathers what comes while a round is under way, and seals it in one more', async () => {
    const gates: ((round: Round) => void)[] = [];
    const { sealing, rounds } = start(() => new Promise((open) => gates.push(open)));
    await times(rounds, 1);
    for (let at = 0; at < 10; at += 1) sealing.wake();
    gates[0]?.(NOTHING);
    await times(rounds, 2);
    gates[1]?.(NOTHING);
    await settled();
    expect(rounds).toHaveBeenCalledTimes(2);
  });

  test('never runs two rounds at the same time', async () => {
    let running = 0;
    let most = 0;
    const { sealing, rounds } = start(async () => {
      running += 1;
      most = Math.max(most, running);
      await settled();
      running -= 1;
      return NOTHING;
    });
    for (let at = 0; at < 5; at += 1) {
      sealing.wake();
      await times(rounds, at + 1);
    }
    expect(most).toBe(1);
  });

  test('goes on by itself while there is more, or something waits', async () => {
    const left: Round[] = [
      { ...NOTHING, sealed: 9, more: true },
      { ...NOTHING, waiting: 1 },
    ];
    const { rounds } = start(async () => left.shift() ?? NOTHING);
    await times(rounds, 3);
    await settled();
    expect(rounds).toHaveBeenCalledTimes(3);
  });

  test('looks by itself after a while, without being woken', async () => {
    const { rounds } = start(async () => NOTHING, { times: { ...QUICK, idleMs: 1 } });
    await times(rounds, 3);
  });

  test('has the log followed later while much is recorded, and at the first quiet round', async () => {
    const sizes: number[] = [];
    const left: Round[] = [
      { ...NOTHING, sealed: 1, size: 1 },
      { ...NOTHING, sealed: 100, size: 101 },
      { ...NOTHING, sealed: 100, size: 201 },
    ];
    const { rounds, sealing } = start(async () => left.shift() ?? { ...NOTHING, size: 201 }, {
      times: { ...QUICK, followMs: 0, busyFollowMs: NEVER },
      follow: async (size) => void sizes.push(size),
    });
    for (let count = 1; count <= 4; count += 1) {
      await times(rounds, count);
      await settled();
      expect(sizes).toEqual(count < 4 ? [1] : [1, 201]);
      sealing.wake();
    }
  });

  test('has the log followed soon once nothing is recorded any more, before the next round', async () => {
    const sizes: number[] = [];
    const left: Round[] = [{ ...NOTHING, sealed: 1, size: 1, more: true }];
    const round = async () => {
      // Time for the first following, which waits for nothing.
      await settled();
      return left.shift() ?? { ...NOTHING, sealed: 100, size: 101 };
    };
    start(round, {
      times: { ...QUICK, gatherMs: NEVER, quietMs: 1, busyFollowMs: NEVER },
      follow: async (size) => void sizes.push(size),
    });
    await expect.poll(() => sizes, { interval: 1 }).toEqual([1, 101]);
  });

  test('waits between two rounds, so that what comes meanwhile is sealed together', async () => {
    const { sealing, rounds } = start(async () => NOTHING, { times: { ...QUICK, gatherMs: NEVER } });
    await times(rounds, 1);
    sealing.wake();
    await settled();
    expect(rounds).toHaveBeenCalledTimes(1);
  });

  test('is followed at first, and when the log has grown', async () => {
    const left: Round[] = [
      { ...NOTHING, sealed: 1, size: 3 },
      { ...NOTHING, size: 3 },
    ];
    const sizes: number[] = [];
    const { sealing, rounds } = start(async () => left.shift() ?? { ...NOTHING, sealed: 1, size: 4 }, {
      follow: async (size) => void sizes.push(size),
    });
    for (let count = 1; count <= 3; count += 1) {
      await times(rounds, count);
      await settled();
      sealing.wake();
    }
    await expect.poll(() => sizes, { interval: 1 }).toEqual([3, 4]);
  });

  test('goes on at once while there is more than a round takes, however long it gathers otherwise', async () => {
    const left: Round[] = [1, 2, 3].map((size) => ({ ...NOTHING, sealed: 1, size, more: size < 3 }));
    const { rounds } = start(async () => left.shift() ?? NOTHING, { times: { ...QUICK, gatherMs: NEVER } });
    await times(rounds, 3);
    await settled();
    expect(rounds).toHaveBeenCalledTimes(3);
  });

  test('is followed while more and more is to be sealed, and neither waits for the other', async () => {
    let size = 0;
    const gates: (() => void)[] = [];
    const sizes: number[] = [];
    const { rounds, sealing } = start(
      async () => {
        size += 1;
        await settled();
        return { ...NOTHING, sealed: 1, size, more: true };
      },
      {
        follow: (to) => {
          sizes.push(to);
          return new Promise((open) => gates.push(open));
        },
      },
    );
    await times(rounds, 5);
    expect(sizes).toHaveLength(1);
    gates.shift()?.();
    await expect.poll(() => sizes.length, { interval: 1 }).toBe(2);
    expect(sizes[1]).toBeGreaterThanOrEqual(4);
    const stopped = sealing.stop();
    gates.shift()?.();
    await stopped;
  });

  test('is not followed again before its time', async () => {
    let size = 0;
    const sizes: number[] = [];
    const round = async () => {
      size += 1;
      return { ...NOTHING, sealed: 1, size };
    };
    const { sealing, rounds } = start(round, {
      times: { ...QUICK, followMs: NEVER },
      follow: async (to) => void sizes.push(to),
    });
    for (let count = 1; count <= 4; count += 1) {
      await times(rounds, count);
      await settled();
      sealing.wake();
    }
    expect(sizes).toEqual([1]);
  });

  test('that could not be followed is told, and followed again', async () => {
    let failures = 2;
    const sizes: number[] = [];
    const { sealing, lines } = start(async () => ({ ...NOTHING, size: 1 }), {
      follow: async (size) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the table was away');
        sizes.push(size);
      },
    });
    await expect.poll(() => sizes, { interval: 1 }).toEqual([1]);
    expect([lines, sealing.isFailing()]).toEqual([[expect.stringContaining('the table was away')], false]);
  });

  test('that can be followed never again is not up', async () => {
    const { sealing } = start(async () => ({ ...NOTHING, size: 1 }), {
      follow: async () => Promise.reject(new Error('the table was away')),
    });
    await expect.poll(() => sealing.isFailing(), { interval: 1 }).toBe(true);
  });
});

describe('a round that fails', () => {
  test('is tried again until it passes, and told once', async () => {
    let failures = 5;
    const { rounds, lines } = start(async () => {
      if (failures === 0) return NOTHING;
      failures -= 1;
      throw new Error('the engine was away');
    });
    await times(rounds, 6);
    await settled();
    expect(rounds).toHaveBeenCalledTimes(6);
    expect(lines).toEqual([expect.stringContaining('the engine was away')]);
  });

  test('after one that passed is told again', async () => {
    const outcomes = ['first', 'fine', 'second', 'fine'];
    const { sealing, rounds, lines } = start(async () => {
      const outcome = outcomes.shift() ?? 'fine';
      if (outcome !== 'fine') throw new Error(outcome);
      return NOTHING;
    });
    await times(rounds, 2);
    sealing.wake();
    await times(rounds, 4);
    expect(lines).toEqual([expect.stringContaining('first'), expect.stringContaining('second')]);
  });

  test('is not tried again at once, however much wakes it', async () => {
    const slow = { ...QUICK, troubleMs: NEVER, longestTroubleMs: NEVER };
    const { sealing, rounds } = start(async () => Promise.reject(new Error('away')), { times: slow });
    await times(rounds, 1);
    for (let at = 0; at < 10; at += 1) sealing.wake();
    await settled();
    expect(rounds).toHaveBeenCalledTimes(1);
  });

  test('is tried later each time, up to the longest pause', async () => {
    const began: number[] = [];
    const pauses = { gatherMs: 1, idleMs: NEVER, troubleMs: 4, longestTroubleMs: 20 };
    const { rounds } = start(
      async () => {
        began.push(performance.now());
        throw new Error('away');
      },
      { times: pauses },
    );
    await times(rounds, 6);
    const waits = began.slice(1).map((at, place) => at - (began[place] ?? 0));
    for (const [place, least] of [4, 8, 16, 20, 20].entries()) expect(waits[place]).toBeGreaterThanOrEqual(least - 1);
  });

  test('because the log is broken is told every time: somebody has to look', async () => {
    const { rounds, lines } = start(async () => Promise.reject(new BrokenLog('two roots of one size')));
    await times(rounds, 3);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.every((line) => line.includes('two roots of one size'))).toBe(true);
  });
});

describe('stopping', () => {
  test('lets the round under way end, and begins no other', async () => {
    let open: ((round: Round) => void) | undefined;
    const { sealing, rounds } = start(
      () =>
        new Promise((resolve) => {
          open = resolve;
        }),
    );
    await times(rounds, 1);
    let stopped = false;
    const stopping = sealing.stop().then(() => {
      stopped = true;
    });
    sealing.wake();
    await settled();
    expect(stopped).toBe(false);
    open?.({ ...NOTHING, more: true });
    await stopping;
    sealing.wake();
    await settled();
    expect(rounds).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['it waits to be woken', QUICK, async () => NOTHING],
    ['it gathers', { ...QUICK, gatherMs: NEVER }, async () => NOTHING],
    [
      'it waits after a failure',
      { ...QUICK, troubleMs: NEVER, longestTroubleMs: NEVER },
      async () => Promise.reject(new Error('away')),
    ],
  ])('ends at once while %s, also twice', async (_, pauses, round) => {
    const { sealing, rounds } = start(round, { times: pauses });
    await times(rounds, 1);
    await settled();
    await Promise.all([sealing.stop(), sealing.stop()]);
    expect(rounds).toHaveBeenCalledTimes(1);
  });
});

describe('a ledger that wakes', () => {
  test('does so for what was appended, and not for what was there already', async () => {
    const wake = vi.fn();
    const ledger = waking(createMemoryLedger(), wake);
    const [entry] = ENTRIES;
    if (entry === undefined) throw new Error('there are entries');
    const append = { entry, canonical: '{}', requestHash: '', changes: [] };
    expect(await ledger.append(append)).toEqual({ outcome: 'appended' });
    expect(await ledger.append(append)).toEqual({ outcome: 'repeated' });
    expect(wake).toHaveBeenCalledTimes(1);
  });

  test('keeps the log up with the ledger', async () => {
    const world = new LogWorld();
    const sealing: Worker = keepSealing({ sequencer: world.sequencer(), log: () => undefined, times: QUICK });
    onTestFinished(() => sealing.stop());
    for (const entry of ENTRIES) {
      await world.append(entry);
      sealing.wake();
    }
    await expect.poll(() => world.published.at(-1)?.size, { interval: 1 }).toBe(ENTRIES.length);
    await sealing.stop();
    await world.assertWhole(ENTRIES);
  });
});
