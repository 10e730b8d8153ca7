import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportJob, ImportRow, Imports } from '../../shared/storage/ports/imports.ts';
import { HASH, id, NOW } from './fixtures.ts';

export function opened(number: number, more: Partial<ImportJob> = {}): ImportJob {
  return {
    id: id(number),
    kind: 'benefits',
    requestHash: HASH,
    by: { subject: 'treasurer', role: 'treasurer' },
    signedIn: { roles: ['treasurer'], units: [], source: 'token' },
    createdAt: NOW + number,
    rows: 100,
    received: 0,
    recorded: 0,
    refused: 0,
    beat: NOW + number,
    ...more,
  };
}

const waiting = (ordinal: number, body = `{"of":${ordinal}}`): ImportRow => ({
  ordinal,
  key: id(0x100 + ordinal),
  requestHash: HASH,
  outcome: 'waiting',
  body,
});
const recorded = (ordinal: number): ImportRow => {
  const { key, requestHash } = waiting(ordinal);
  return { ordinal, key, requestHash, outcome: 'recorded', entry: key };
};
const refused = (ordinal: number): ImportRow => {
  const { key, requestHash } = waiting(ordinal);
  const told = { type: '/problems/forbidden', status: 403, roles: ['admin'] };
  const problem = {
    zh: { ...told, title: '没有权限', detail: '限' },
    en: { ...told, title: 'Forbidden', detail: 'Only' },
  };
  return { ordinal, key, requestHash, outcome: 'refused', problem };
};
const many = (from: number, count: number) => Array.from({ length: count }, (_, at) => waiting(from + at));

/** What every adapter of imports keeps to. `open` gives one that nothing was ever written to. */
export function importsContract(name: string, open: () => Promise<Imports>): void {
  describe(`the imports: ${name}`, () => {
    let imports: Imports;
    beforeEach(async () => {
      imports = await open();
    });

    it('give an import back as it was kept, and keep the first of two of one id', async () => {
      expect(await imports.read(id(1))).toBeUndefined();
      const job = opened(1, { note: '第一批', run: 'run-1', endedAt: NOW + 9 });
      expect(await imports.create(job)).toBe('created');
      expect(await imports.create(opened(1, { requestHash: 'other' }))).toBe('exists');
      expect(await imports.read(id(1))).toEqual({ job, version: 1 });
    });

    it('replace one once for each version, with its rows or not at all', async () => {
      await imports.create(opened(1));
      const more = opened(1, { received: 2 });
      expect(await imports.replace(1, more, many(1, 2))).toBe('replaced');
      expect(await imports.replace(1, opened(1, { received: 3 }), many(3, 1))).toBe('stale');
      expect(await imports.replace(1, opened(2), many(1, 1))).toBe('stale');
      expect(await imports.read(id(1))).toEqual({ job: more, version: 2 });
      expect(await imports.rows(id(1), { after: 0, limit: 10 })).toEqual(many(1, 2));
      expect(await imports.rows(id(2), { after: 0, limit: 10 })).toEqual([]);
    });

    it('let one of several who come at once write its rows', async () => {
      await imports.create(opened(1));
      const runs = ['run-1', 'run-2', 'run-3'];
      const told = await Promise.all(
        runs.map((run, at) => imports.replace(1, opened(1, { run, received: 1 }), [waiting(1, run.repeat(at + 1))])),
      );
      expect(told.toSorted()).toEqual(['replaced', 'stale', 'stale']);
      const first = told.indexOf('replaced');
      const body = (runs[first] ?? '').repeat(first + 1);
      expect(await imports.rows(id(1), { after: 0, limit: 10 })).toEqual([waiting(1, body)]);
    });

    it('give rows in their order, from any on, as they wait and as they became', async () => {
      await imports.create(opened(1));
      await imports.replace(1, opened(1, { received: 40 }), many(1, 40));
      await imports.replace(2, opened(1, { received: 80 }), many(41, 40));
      await imports.replace(3, opened(1, { received: 80, recorded: 1, refused: 1 }), [recorded(1), refused(2)]);
      expect(await imports.rows(id(1), { after: 0, limit: 3 })).toEqual([recorded(1), refused(2), waiting(3)]);
      expect((await imports.rows(id(1), { after: 38, limit: 1_000 })).map(({ ordinal }) => ordinal)).toEqual(
        Array.from({ length: 42 }, (_, at) => at + 39),
      );
      await expect(imports.replace(4, opened(1), many(1, 41))).rejects.toThrow(RangeError);
    });

    it('know the places of rows by their keys, also after their outcome', async () => {
      await imports.create(opened(1));
      await imports.replace(1, opened(1, { received: 3 }), many(1, 3));
      await imports.replace(2, opened(1, { received: 3, recorded: 1 }), [recorded(1)]);
      const places = await imports.places(id(1), [id(0x101), id(0x103), id(0x103), id(0x199)]);
      expect([...places].toSorted()).toEqual([
        [id(0x101), { ordinal: 1, requestHash: HASH }],
        [id(0x103), { ordinal: 3, requestHash: HASH }],
      ]);
      expect(await imports.places(id(2), [id(0x101)])).toEqual(new Map());
    });

    it('know what is due: where rows wait, or a run is at it', async () => {
      for (const number of [1, 2, 3]) await imports.create(opened(number));
      await imports.replace(1, opened(3, { received: 1 }), many(1, 1));
      await imports.replace(1, opened(2, { run: 'run-1' }));
      expect(await imports.due()).toEqual([id(2), id(3)]);
      await imports.replace(2, opened(3, { received: 1, recorded: 1 }), [recorded(1)]);
      await imports.replace(2, opened(2));
      expect(await imports.due()).toEqual([]);
    });

    it('list every import, newest first, page by page', async () => {
      for (const number of [2, 3, 1]) await imports.create(opened(number));
      const first = await imports.list({ limit: 2 });
      const second = await imports.list({ limit: 2, after: first.next ?? '' });
      expect([first, second].map(({ items }) => items.map(({ job }) => job.id))).toEqual([[id(3), id(2)], [id(1)]]);
      expect(second.next).toBeUndefined();
    });

    it('forget an import with all its rows, also one that is forgotten', async () => {
      await imports.create(opened(1));
      await imports.create(opened(2));
      await imports.replace(1, opened(1, { received: 40 }), many(1, 40));
      await imports.replace(2, opened(1, { received: 80 }), many(41, 40));
      await imports.replace(1, opened(2, { received: 1 }), many(1, 1));
      await imports.remove(id(1));
      await imports.remove(id(1));
      expect(await imports.read(id(1))).toBeUndefined();
      expect(await imports.rows(id(1), { after: 0, limit: 10 })).toEqual([]);
      expect(await imports.places(id(1), [id(0x101)])).toEqual(new Map());
      expect(await imports.due()).toEqual([id(2)]);
      expect(await imports.rows(id(2), { after: 0, limit: 10 })).toEqual(many(1, 1));
    });
  });
}
