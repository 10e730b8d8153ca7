import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { NOTHING_SEALED } from '../../shared/storage/ports/journal.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import type { ListName, ListRows, Stretch } from '../../shared/storage/ports/lists.ts';
import type { Projection, ProjectionStep } from '../../shared/storage/ports/projection.ts';
import { id } from './fixtures.ts';

const ROOT = Buffer.alloc(32, 7).toString('base64');

function step(
  from: number,
  to: number,
  figures: Record<string, bigint>,
  registered: Record<string, string> = {},
  lists: ListRows = new Map(),
): ProjectionStep {
  return {
    from,
    to: { size: to, root: ROOT },
    sums: new Map([['h|unit|line', new Map(Object.entries(figures))]]),
    register: new Map(Object.entries(registered)),
    lists,
  };
}

const PURCHASES: ListName = 'opened/purchase';

function listed(rows: Record<string, string | undefined>): ListRows {
  return new Map([[PURCHASES, new Map(Object.entries(rows))]]);
}

/** Each entry adds one, and names one thing. */
function isOfOnePrefix(told: unknown): boolean {
  const { size, sums, register } = prefixShape.parse(told);
  return (sums.a ?? 0n) === BigInt(size) && Object.keys(register).length === size;
}

const prefixShape = z.object({
  size: z.int(),
  sums: z.object({ a: z.bigint().optional() }),
  register: z.record(z.string(), z.string()),
});

/** What every projection keeps: each step exactly once, and one prefix at a time. */
export function projectionContract(name: string, open: () => Promise<Projection>): void {
  describe(`the projection: ${name}`, () => {
    let projection: Projection;

    beforeEach(async () => {
      projection = await open();
    });

    const advance = async (one: ProjectionStep) => (await projection.current()).advance(one);
    const figures = async () => {
      const { asOf, sums, register } = await projection.read();
      return {
        size: asOf.size,
        sums: Object.fromEntries(sums.get('h|unit|line') ?? []),
        register: Object.fromEntries(register),
      };
    };

    it('is of nothing at first', async () => {
      expect(await projection.read()).toEqual({ asOf: NOTHING_SEALED, sums: new Map(), register: new Map() });
      expect((await projection.current()).position).toEqual(NOTHING_SEALED);
    });

    it('adds figures up, whatever their size and sign, and keeps the last of what is registered', async () => {
      expect(await advance(step(0, 3, { a: 10n ** 20n, b: -5n }, { [id(1)]: 'one', [id(2)]: 'two' }))).toBe('advanced');
      expect(await advance(step(3, 4, { a: -1n, c: 7n }, { [id(1)]: 'another' }))).toBe('advanced');
      expect(await advance(step(4, 5, {}))).toBe('advanced');
      expect(await figures()).toEqual({
        size: 5,
        sums: { a: 10n ** 20n - 1n, b: -5n, c: 7n },
        register: { [id(1)]: 'another', [id(2)]: 'two' },
      });
      expect((await projection.read()).asOf).toEqual({ size: 5, root: ROOT });
    });

    it('adds nothing of a step that does not go on from where it stands', async () => {
      await advance(step(0, 3, { a: 1n }));
      for (const [from, to] of [
        [0, 3],
        [0, 5],
        [2, 5],
        [4, 5],
      ] as const) {
        expect(await advance(step(from, to, { a: 100n }, { [id(9)]: 'never' }))).toBe('moved');
      }
      expect(await figures()).toEqual({ size: 3, sums: { a: 1n }, register: {} });
    });

    it('takes a step of racers exactly once', async () => {
      const outcomes = await Promise.all(Array.from({ length: 6 }, (_, at) => advance(step(0, at + 1, { a: 1n }))));
      expect(outcomes.filter((outcome) => outcome === 'advanced')).toHaveLength(1);
      expect((await figures()).sums).toEqual({ a: 1n });
    });

    it('takes 99 rows in one step and no more', async () => {
      const lists = new Map();
      const sums = new Map(Array.from({ length: 99 }, (_, at) => [`key-${at}`, new Map([['a', BigInt(at)]])] as const));
      expect(await advance({ from: 0, to: { size: 1, root: ROOT }, sums, register: new Map(), lists })).toBe(
        'advanced',
      );
      expect((await projection.read()).sums.get('key-98')).toEqual(new Map([['a', 98n]]));
      const more = new Map([[id(1), 'one too many']]);
      await expect(advance({ from: 1, to: { size: 2, root: ROOT }, sums, register: more, lists })).rejects.toThrow(
        RangeError,
      );
    });

    it('tells places, also when they are told again, and none of what is not sealed', async () => {
      const places = new Map(Array.from({ length: 60 }, (_, at) => [id(at), at] as const));
      await projection.tellPlaces(places);
      await projection.tellPlaces(new Map([[id(3), 3]]));
      expect(await projection.placesOf([id(3), id(59), id(60)])).toEqual(
        new Map([
          [id(3), 3],
          [id(59), 59],
        ]),
      );
      expect(await projection.placesOf([])).toEqual(new Map());
    });

    it('tells nothing of what adds up to nothing', async () => {
      await advance(step(0, 1, { a: 1n, b: 0n }));
      await advance({ ...step(1, 2, { a: -1n }), register: new Map() });
      await advance({
        from: 2,
        to: { size: 3, root: ROOT },
        sums: new Map([['h|', new Map()]]),
        register: new Map(),
        lists: new Map(),
      });
      const { asOf, sums } = await projection.read();
      expect(asOf.size).toBe(3);
      expect(sums).toEqual(new Map());
    });

    it('takes a million characters of names in one step and no more', async () => {
      const names = Array.from({ length: 10 }, (_, at): [string, string] => [id(at), '名'.repeat(100_000)]);
      const nothing = { from: 0, to: { size: 1, root: ROOT }, sums: new Map(), lists: new Map() };
      const tooMany = { ...nothing, register: new Map([...names, [id(99), '名']]) };
      await expect(advance(tooMany)).rejects.toThrow(RangeError);
      expect(await advance({ ...nothing, register: new Map(names) })).toBe('advanced');
      expect((await projection.read()).register).toEqual(new Map(names));
    });

    const keys = async (stretch: Partial<Stretch> = {}) => {
      const { rows, goesOn } = await projection.listed({ list: PURCHASES, order: 'rising', limit: 100, ...stretch });
      return { keys: rows.map(({ key }) => key).join(' '), goesOn };
    };

    it('sets rows of lists and takes them out, and tells stretches of them both ways', async () => {
      await advance(step(0, 1, {}, {}, listed({ a: '1', b: '2', c: '3', d: '4' })));
      await advance(step(1, 2, {}, {}, listed({ b: 'two', c: undefined, z: undefined })));
      const { rows } = await projection.listed({ list: PURCHASES, order: 'rising', limit: 100 });
      expect(rows).toEqual([
        { key: 'a', text: '1' },
        { key: 'b', text: 'two' },
        { key: 'd', text: '4' },
      ]);
      expect(await keys({ order: 'falling' })).toEqual({ keys: 'd b a', goesOn: false });
      expect(await keys({ limit: 2 })).toEqual({ keys: 'a b', goesOn: true });
      expect(await keys({ limit: 2, order: 'falling', below: 'd' })).toMatchObject({ keys: 'b a' });
      expect(await keys({ above: 'a', below: 'd' })).toEqual({ keys: 'b', goesOn: false });
      expect(await keys({ list: 'opened/receipt' })).toEqual({ keys: '', goesOn: false });
    });

    it('sets rows of lists alone as often as one likes while it stands where it stands', async () => {
      await advance(step(0, 1, { a: 1n }));
      expect(await advance(step(1, 1, {}, {}, listed({ a: '1' })))).toBe('advanced');
      expect(await advance(step(1, 1, {}, {}, listed({ b: '2' })))).toBe('advanced');
      expect(await advance(step(0, 0, {}, {}, listed({ never: '3' })))).toBe('moved');
      expect(await advance(step(1, 2, { a: 1n }))).toBe('advanced');
      expect(await keys()).toEqual({ keys: 'a b', goesOn: false });
      expect((await figures()).sums).toEqual({ a: 2n });
    });

    it('lists what it was made anew of', async () => {
      await advance(step(0, 2, {}, {}, listed({ a: 'old', b: 'old' })));
      const anew = await projection.anew();
      await anew.advance(step(0, 2, {}, {}, listed({ a: 'new' })));
      expect(await keys()).toEqual({ keys: 'a b', goesOn: false });
      await anew.takeOver();
      expect(await keys()).toEqual({ keys: 'a', goesOn: false });
    });

    it('goes on being read while it is made anew, and is the new one from then on', async () => {
      await advance(step(0, 3, { a: 1n, old: 9n }, { [id(1)]: 'old' }));
      const anew = await projection.anew();
      expect(anew.position).toEqual(NOTHING_SEALED);
      expect(await anew.advance(step(0, 2, { a: 2n }))).toBe('advanced');
      expect(await anew.advance(step(2, 3, { a: 3n }, { [id(2)]: 'new' }))).toBe('advanced');
      expect(await figures()).toMatchObject({ size: 3, sums: { a: 1n, old: 9n } });
      expect(await anew.takeOver()).toBe('taken');
      expect(await figures()).toEqual({ size: 3, sums: { a: 5n }, register: { [id(2)]: 'new' } });
      expect((await projection.read()).asOf).toEqual({ size: 3, root: ROOT });
      expect(await advance(step(3, 4, { a: 1n }))).toBe('advanced');
      expect((await figures()).sums).toEqual({ a: 6n });
    });

    it('begins anew from nothing, whatever an attempt before left behind', async () => {
      await (await projection.anew()).advance(step(0, 2, { stale: 1n }, { [id(7)]: 'stale' }));
      const anew = await projection.anew();
      await anew.advance(step(0, 1, { a: 1n }));
      await anew.takeOver();
      expect(await figures()).toEqual({ size: 1, sums: { a: 1n }, register: {} });
    });

    it('takes no step of who filled what was there before it was made anew', async () => {
      await advance(step(0, 3, { a: 1n }));
      const old = await projection.current();
      const anew = await projection.anew();
      await anew.advance(step(0, 3, { a: 2n }));
      await anew.takeOver();
      expect(await old.advance(step(3, 4, { a: 100n }))).toBe('moved');
      expect(await anew.advance(step(3, 4, { a: 100n }))).toBe('moved');
      expect(await figures()).toMatchObject({ size: 3, sums: { a: 2n } });
    });

    it('may be filled on from nothing after it was made anew of nothing', async () => {
      expect(await (await projection.anew()).takeOver()).toBe('taken');
      expect(await advance(step(0, 1, { a: 1n }))).toBe('advanced');
      expect(await (await projection.anew()).takeOver()).toBe('taken');
      expect(await figures()).toEqual({ size: 0, sums: {}, register: {} });
    });

    it('is made anew by one of several at a time, and nothing of the others is in it', async () => {
      await advance(step(0, 3, { old: 1n }));
      const renewals = [await projection.anew(), await projection.anew(), await projection.anew()];
      for (const [at, renewal] of renewals.entries()) {
        await renewal.advance(step(0, 2, { a: BigInt(at + 1) }, { [id(at)]: 'of one of them' }));
      }
      const [first, second, third] = renewals;
      expect(await second?.takeOver()).toBe('taken');
      expect(await first?.takeOver()).toBe('moved');
      await third?.advance(step(2, 3, { a: 100n }));
      expect(await third?.takeOver()).toBe('moved');
      expect(await figures()).toEqual({ size: 2, sums: { a: 2n }, register: { [id(1)]: 'of one of them' } });
    });

    it('takes a step of a renewal once, however often it is tried', async () => {
      const anew = await projection.anew();
      expect(await anew.advance(step(0, 2, { a: 1n }))).toBe('advanced');
      expect(await anew.advance(step(0, 2, { a: 1n }))).toBe('moved');
      expect(await anew.advance(step(3, 4, { a: 1n }))).toBe('moved');
      await anew.takeOver();
      expect(await figures()).toMatchObject({ size: 2, sums: { a: 1n } });
    });

    it('is read as one prefix left it while others fill it and make it anew', async () => {
      const fill = async () => {
        for (let at = 0; at < 12; at += 1) {
          await advance(step(at, at + 1, { a: 1n }, { [id(at)]: 'one' }));
          if (at % 5 !== 4) continue;
          const anew = await projection.anew();
          for (let done = 0; done <= at; done += 1)
            await anew.advance(step(done, done + 1, { a: 1n }, { [id(done)]: 'one' }));
          await anew.takeOver();
        }
      };
      let isFilled = false;
      const filled = fill().finally(() => {
        isFilled = true;
      });
      while (!isFilled) {
        // A store in the process answers without giving way; whoever fills it waits for that.
        await new Promise<void>((wake) => setImmediate(wake));
        const told = await figures().catch((error: unknown) => error);
        if (told instanceof LedgerError) expect(told.code).toBe('busy');
        else expect(told).toSatisfy(isOfOnePrefix);
      }
      await filled;
      expect((await figures()).size).toBe(12);
    });
  });
}
