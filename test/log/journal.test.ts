import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import { LogPrefix } from '../../shared/log/journal/prefix.ts';
import { createJournal } from '../../shared/log/journal/sealed-journal.ts';
import { writeCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { signNote, verifierOf } from '../../shared/log/tree/note.ts';
import { EMPTY_ROOT } from '../../shared/log/tree/tree.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import type { Prefix } from '../../shared/storage/ports/journal.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { LogWorld } from '../faults/log-world.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { at, ENTRIES, id, registration, T0 } from '../reports/entries.ts';
import { ORIGIN, signedLog, TEST_SIGNER } from './sealing.ts';

const HALF = 12;
const FIRST = ENTRIES.slice(0, HALF);
const REST = ENTRIES.slice(HALF);

const idsOf = ({ postings }: Prefix): Id[] => postings.map(({ entry }) => entry.id);
const named = (entries: readonly Entry[]): Id[] => entries.map((entry) => entry.id);

async function halfSealed(): Promise<LogWorld> {
  const world = new LogWorld();
  await world.append(...FIRST);
  await world.sealAll();
  return world;
}

function journalOf({ ledger, stores }: LogWorld) {
  return createJournal(ledger, stores.objects);
}

describe('the sealed prefix', () => {
  it('is empty, as of nothing, before the first checkpoint', async () => {
    const world = new LogWorld();
    await world.append(...FIRST);
    const prefix = await journalOf(world).sealed();
    expect([prefix.postings, prefix.asOf]).toEqual([[], null]);
    expect([prefix.has(id(1)), prefix.placeOf(id(1))]).toEqual([false, undefined]);
  });

  it('is empty, as of the empty log, after a checkpoint of nothing', async () => {
    const { postings, asOf } = await createJournal(createMemoryLedger(), await signedLog([])).sealed();
    expect([postings, asOf]).toEqual([[], { size: 0, root: Buffer.from(EMPTY_ROOT).toString('base64') }]);
  });

  it('tells what the checkpoint seals and nothing else, each posting at its place', async () => {
    const world = await halfSealed();
    await world.append(...REST);
    const prefix = await journalOf(world).sealed();
    const checkpoint = await new LogFiles(world.stores.objects).checkpoint();
    expect(prefix.asOf).toEqual({ size: HALF, root: Buffer.from(checkpoint?.root ?? []).toString('base64') });
    expect(idsOf(prefix)).toEqual(named(FIRST));
    expect(prefix.postings.map(({ index }) => index)).toEqual([...FIRST.keys()]);
    for (const [place, { id: of }] of ENTRIES.entries()) {
      expect([prefix.has(of), prefix.placeOf(of)]).toEqual(place < HALF ? [true, place] : [false, undefined]);
    }
  });

  it('stays as it was when the log has grown', async () => {
    const world = await halfSealed();
    const journal = journalOf(world);
    const before = await journal.sealed();
    await world.append(...REST);
    await world.sealAll();
    const after = await journal.sealed();
    const whole = await journal.whole();
    expect(idsOf(after)).toEqual(named(ENTRIES));
    expect(idsOf(whole)).toEqual(named(ENTRIES));
    expect(idsOf(before)).toEqual(named(FIRST));
    expect([before.asOf?.size, before.has(id(28)), before.placeOf(id(28))]).toEqual([HALF, false, undefined]);
    expect(after.placeOf(id(28))).toBe(27);
  });

  it('does not go back where an older checkpoint is published again', async () => {
    const world = await halfSealed();
    const older = (await world.stores.objects.get(logKey('checkpoint'))) ?? new Uint8Array();
    await world.append(...REST);
    await world.sealAll();
    const journal = journalOf(world);
    const newer = await journal.sealed();
    await world.stores.objects.put(logKey('checkpoint'), older);
    expect(await journal.sealed()).toBe(newer);
  });

  it('is told again whole after a read of the log failed in the middle', async () => {
    const world = new LogWorld();
    await world.append(...many(300));
    await world.sealAll();
    let failures = 2;
    const get: ObjectStore['get'] = async (key) => {
      if (key.startsWith('log/tile/entries/001') && failures > 0) {
        failures -= 1;
        throw new Error('the store stumbled');
      }
      return world.stores.objects.get(key);
    };
    const journal = createJournal(world.ledger, { get });
    await expect(journal.sealed()).rejects.toThrow('stumbled');
    await expect(journal.whole()).rejects.toThrow('stumbled');
    expect(idsOf(await journal.sealed())).toEqual(named(many(300)));
  });

  it('of more than 500,000 entries is refused before anything of them is read', async () => {
    const objects = createMemoryObjectStore();
    const text = writeCheckpoint({ origin: ORIGIN, size: 500_001, root: EMPTY_ROOT });
    const note = await signNote(text, verifierOf(ORIGIN, await TEST_SIGNER.publicKey()), TEST_SIGNER.sign);
    await objects.put(logKey('checkpoint'), Buffer.from(note));
    const read = createJournal(createMemoryLedger(), objects).sealed();
    await expect(read).rejects.toThrow(expect.objectContaining({ name: 'LedgerError', code: 'unavailable' }));
    await expect(read).rejects.toThrow('500000');
  });
});

/** Units, of which any number can be registered. */
function many(count: number): Entry[] {
  return Array.from({ length: count }, (_, number) =>
    at(0x1000 + number, registration('unit', { code: `U${number}`, name: '村' })),
  );
}

describe('the whole prefix', () => {
  it('tells what is sealed, and behind it what is not', async () => {
    const world = await halfSealed();
    await world.append(...REST);
    const prefix = await journalOf(world).whole();
    expect(idsOf(prefix)).toEqual(named(ENTRIES));
    expect(prefix.asOf?.size).toBe(HALF);
    expect([prefix.has(id(28)), prefix.placeOf(id(28)), prefix.placeOf(id(1))]).toEqual([true, undefined, 0]);
  });

  it('is the sealed one itself where nothing waits', async () => {
    const world = await halfSealed();
    const journal = journalOf(world);
    expect(await journal.whole()).toBe(await journal.sealed());
  });

  it('leaves out what may not be sealed yet', async () => {
    const world = await halfSealed();
    const [order, acceptance, ...others] = REST;
    if (order === undefined || acceptance === undefined) throw new Error('there are entries');
    await world.append(...others);
    const journal = journalOf(new LogWorld());
    expect(idsOf(await journal.whole())).toEqual([]);
    const prefix = await journalOf(world).whole();
    expect(prefix.has(acceptance.id)).toBe(false);
    expect(prefix.has(id(17))).toBe(false);
    expect(prefix.has(id(19))).toBe(true);
  });

  it('is in the order in which it is sealed then, whatever the clocks said', async () => {
    const skews = fc.array(fc.integer({ min: -20_000, max: 20_000 }), {
      minLength: ENTRIES.length,
      maxLength: ENTRIES.length,
    });
    await fc.assert(
      fc.asyncProperty(skews, fc.nat({ max: ENTRIES.length }), async (by, sealed) => {
        const world = new LogWorld();
        const skewed = ENTRIES.map((entry, place) => ({ ...entry, recordedAt: entry.recordedAt + (by[place] ?? 0) }));
        await world.append(...skewed.slice(0, sealed));
        await world.sealAll();
        await world.append(...skewed.slice(sealed));
        const journal = journalOf(world);
        const before = await journal.whole();
        await world.sealAll();
        const after = await journal.sealed();
        expect(idsOf(after)).toEqual(idsOf(before));
        expect(after.postings.map(({ movements }) => movements)).toEqual(
          before.postings.map(({ movements }) => movements),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('goes through more than a page of the outbox, also where many were recorded in one millisecond', async () => {
    const world = new LogWorld();
    const units = many(2_300).map((entry, place) => ({ ...entry, recordedAt: T0 + Math.floor(place / 700) }));
    await world.append(...units);
    expect(idsOf(await journalOf(world).whole())).toEqual(named(units));
  });

  it('is refused where more than 500,000 entries wait', async () => {
    const outbox = async ({ since, limit }: { readonly since: number; readonly limit: number }) =>
      Array.from({ length: limit }, (_, place) => ({ recordedAt: since + 1 + place, id: id(since + 1 + place) }));
    const journal = createJournal({ ...createMemoryLedger(), outbox }, createMemoryObjectStore());
    await expect(journal.whole()).rejects.toThrow(LedgerError);
  });

  it('loses and doubles nothing where everything is sealed before any of its calls', async () => {
    for (let place = 0; ; place += 1) {
      const world = await halfSealed();
      await world.append(...REST);
      let calls = 0;
      const step = async () => {
        calls += 1;
        if (calls === place + 1) await world.sealAll();
      };
      const journal = createJournal(
        {
          outbox: (options) => step().then(() => world.ledger.outbox(options)),
          read: (keys) => step().then(() => world.ledger.read(keys)),
        },
        { get: (key) => step().then(() => world.stores.objects.get(key)) },
      );
      const told = await journal.whole();
      expect(idsOf(told)).toEqual(named(ENTRIES));
      expect(ENTRIES.every((entry) => told.has(entry.id))).toBe(true);
      if (calls <= place) break;
    }
  });

  it('never loses or doubles an entry that moves from the outbox into the log meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 9 }), async (scheduler, most) => {
        const world = new LogWorld();
        const step = <T>(call: string, run: () => Promise<T>): Promise<T> =>
          scheduler.schedule(Promise.resolve(), call).then(run);
        const journal = createJournal(
          {
            outbox: (options) => step('outbox', () => world.ledger.outbox(options)),
            read: (keys) => step('read', () => world.ledger.read(keys)),
          },
          { get: (key) => step(`get ${key}`, () => world.stores.objects.get(key)) },
        );
        let appended = 0;
        let underWay = true;
        const appending = async (): Promise<void> => {
          for (const entry of ENTRIES) {
            await step('append', () => world.append(entry));
            appended += 1;
          }
        };
        const sealing = async (): Promise<void> => {
          const sequencer = world.sequencer(
            (call, when) => (when === 'before' ? scheduler.schedule(Promise.resolve(), call) : undefined),
            most,
          );
          for (let round = 0; round < 4; round += 1) await sequencer.round();
          underWay = false;
        };
        const reading = async (read: 'whole' | 'sealed'): Promise<void> => {
          while (underWay) {
            const before = read === 'whole' ? appended : 0;
            const told = await journal[read]();
            const ids = idsOf(told);
            expect(new Set(ids).size).toBe(ids.length);
            for (const entry of ENTRIES.slice(0, before)) expect(told.has(entry.id)).toBe(true);
            expect(ids.filter((one) => !told.has(one))).toEqual([]);
            await new LogPrefix(async () => []).enter(told.postings.map(({ entry }) => entry));
            // What is appended is committed once others had their turn.
            await new Promise<void>((wake) => setImmediate(wake));
          }
        };
        const all = [appending(), sealing(), reading('whole'), reading('sealed'), reading('whole')];
        await scheduler.waitFor(Promise.all(all));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('what is read ahead', () => {
  /** A journal over a log of 300 entries, with how many of its bundles were read. */
  async function counted() {
    const world = new LogWorld();
    await world.append(...many(300));
    await world.sealAll();
    const read: string[] = [];
    const get: ObjectStore['get'] = async (key) => {
      if (key.startsWith('log/tile/entries/')) read.push(key);
      return world.stores.objects.get(key);
    };
    return { journal: createJournal(world.ledger, { get }), read };
  }

  it('is read in pieces, and is not read again', async () => {
    const { journal, read } = await counted();
    let pieces = 1;
    while (await journal.readOn()) pieces += 1;
    expect(pieces).toBe(5);
    const before = read.length;
    expect(idsOf(await journal.whole())).toEqual(named(many(300)));
    expect(read).toHaveLength(before);
    expect(await journal.readOn()).toBe(false);
  });

  it('is gone on in by whoever asks meanwhile', async () => {
    const { journal } = await counted();
    const [isMore, prefix, isMoreThen] = await Promise.all([journal.readOn(), journal.sealed(), journal.readOn()]);
    expect([isMore, isMoreThen]).toEqual([true, true]);
    expect(idsOf(prefix)).toEqual(named(many(300)));
    expect(await journal.readOn()).toBe(false);
  });
});

describe('reads of the journal', () => {
  /** A journal whose reads of the checkpoint are counted, and let go one by one. */
  function gated(world: LogWorld) {
    const gates: (() => void)[] = [];
    const get: ObjectStore['get'] = async (key) => {
      if (key === logKey('checkpoint')) await new Promise<void>((open) => gates.push(open));
      return world.stores.objects.get(key);
    };
    return { journal: createJournal(world.ledger, { get }), gates };
  }
  const opened = async (gates: readonly (() => void)[], count: number): Promise<void> => {
    await expect.poll(() => gates.length, { interval: 1 }).toBe(count);
    gates[count - 1]?.();
  };

  it('at the same time share one refresh, and those that come during it the next', async () => {
    const world = await halfSealed();
    const { journal, gates } = gated(world);
    const first = [journal.sealed(), journal.sealed(), journal.sealed()];
    await expect.poll(() => gates.length, { interval: 1 }).toBe(1);
    const second = [journal.sealed(), journal.sealed()];
    gates[0]?.();
    await Promise.all(first);
    await opened(gates, 2);
    await Promise.all(second);
    expect(gates).toHaveLength(2);
  });

  it('of both kinds never refresh at the same time, in whatever order they come', async () => {
    const world = await halfSealed();
    await world.append(...REST);
    const { journal, gates } = gated(world);
    const reads = [journal.sealed(), journal.whole(), journal.sealed()];
    await expect.poll(() => gates.length, { interval: 1 }).toBe(1);
    reads.push(journal.sealed());
    for (let count = 1; count <= 3; count += 1) {
      await expect.poll(() => gates.length, { interval: 1 }).toBe(count);
      await new Promise((turn) => setImmediate(turn));
      expect(gates).toHaveLength(count);
      gates[count - 1]?.();
    }
    const told = await Promise.all(reads);
    expect(told.map(({ postings }) => postings.length)).toEqual([HALF, ENTRIES.length, HALF, HALF]);
  });
});
