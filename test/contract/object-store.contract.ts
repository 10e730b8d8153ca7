import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_WHOLE, type ObjectStore } from '../../shared/storage/ports/object-store.ts';

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const MEGABYTE = 1024 * 1024;

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield utf8(text);
}

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) yield Buffer.alloc(MEGABYTE, at);
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return Buffer.concat(parts).toString('utf8');
}

async function text(store: ObjectStore, key: string): Promise<string | undefined> {
  const bytes = await store.get(key);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

/** Keys that a folder can hold too: none is the beginning of another up to a slash. */
function keySets(segment: RegExp): fc.Arbitrary<string[]> {
  const segments = fc.array(fc.stringMatching(segment), { minLength: 1, maxLength: 3 });
  return fc
    .uniqueArray(
      segments.map((parts) => parts.join('/')),
      { maxLength: 10 },
    )
    .map((keys) => keys.filter((key) => !keys.some((other) => other.startsWith(`${key}/`))));
}

interface Runs {
  readonly runs: number;
  /**
   * Spares what S3 does and s3rver, which stands in for it, does not: it answers bytes=0-0 with the whole, and lists keys
   * by the names of its own files, which are in order for letters alone.
   */
  readonly isStandIn?: boolean;
}

/** What every object store does. `open` gives one with nothing in it. */
export function objectStoreContract(
  name: string,
  open: () => Promise<ObjectStore>,
  { runs, isStandIn = false }: Runs,
): void {
  describe(name, () => {
    let store: ObjectStore;

    beforeEach(async () => {
      store = await open();
    });

    it('has nothing under a key that nobody wrote', async () => {
      expect(await store.get('a/b')).toBeUndefined();
      expect(await store.stat('a/b')).toBeUndefined();
      await expect(all(store.read('a/b'))).rejects.toMatchObject({ name: 'ObjectStoreError', code: 'missing' });
      await expect(all(store.read('a/b', { from: 5 }))).rejects.toMatchObject({ code: 'missing' });
      await store.delete('a/b');
      expect(await store.list('', { limit: 10 })).toEqual([]);
    });

    it('gives back what was put, whole, until something else is put', async () => {
      await store.put('log/tile/0/000.p/1', utf8('one'), { mediaType: 'application/octet-stream' });
      await store.put('log/tile/0/000.p/1', utf8('another'));
      expect(await text(store, 'log/tile/0/000.p/1')).toBe('another');
      expect(await store.stat('log/tile/0/000.p/1')).toMatchObject({ bytes: 7 });
      expect(await all(store.read('log/tile/0/000.p/1'))).toBe('another');
      expect(await store.list('', { limit: 10 })).toEqual(['log/tile/0/000.p/1']);
    });

    it('holds empty files', async () => {
      await store.put('empty', new Uint8Array());
      expect(await store.get('empty')).toHaveLength(0);
      expect(await store.stat('empty')).toMatchObject({ bytes: 0 });
      expect(await all(store.read('empty'))).toBe('');
      const sha256 = createHash('sha256').digest('hex');
      expect(await store.write('written', chunksOf())).toEqual({ bytes: 0, sha256 });
      expect(await store.get('written')).toHaveLength(0);
    });

    it('knows to the second when each was written last', async () => {
      const before = Math.floor(Date.now() / 1_000) * 1_000;
      await store.put('a', utf8('one'));
      await store.write('b', chunksOf('two'));
      const after = Math.ceil((Date.now() + 1) / 1_000) * 1_000;
      for (const key of ['a', 'b']) {
        const { changedAt } = (await store.stat(key)) ?? { changedAt: 0 };
        expect([changedAt >= before, changedAt <= after, Number.isInteger(changedAt)]).toEqual([true, true, true]);
      }
    });

    it('keeps its own bytes, whatever becomes of those it was given', async () => {
      const [put, written] = [utf8('put'), utf8('written')];
      await store.put('put', put);
      await store.write(
        'written',
        (async function* () {
          yield written;
          written.fill(0);
        })(),
      );
      put.fill(0);
      expect(await text(store, 'put')).toBe('put');
    });

    it('writes a stream and tells its size and hash', async () => {
      const sha256 = createHash('sha256').update('one two three').digest('hex');
      const written = await store.write('exports/1/a.csv', chunksOf('one ', '', 'two ', 'three'), {
        mediaType: 'text/csv',
      });
      expect(written).toEqual({ bytes: 13, sha256 });
      expect(await text(store, 'exports/1/a.csv')).toBe('one two three');
    });

    it('writes a stream larger than a part of an upload', async () => {
      const hash = createHash('sha256');
      for (let at = 0; at < 35; at += 1) hash.update(Buffer.alloc(MEGABYTE, at));
      const written = await store.write('large', megabytes(35));
      expect(written).toEqual({ bytes: 35 * MEGABYTE, sha256: hash.digest('hex') });
      expect(await store.stat('large')).toMatchObject({ bytes: 35 * MEGABYTE });
      expect(await all(store.read('large', { from: 17 * MEGABYTE - 1, to: 17 * MEGABYTE }))).toBe('\x10\x11');
    });

    it('does not read at once what is larger than is read at once', async () => {
      await store.write('huge', megabytes(MAX_WHOLE / MEGABYTE));
      expect(await store.get('huge')).toHaveLength(MAX_WHOLE);
      await store.write('huge', megabytes(MAX_WHOLE / MEGABYTE + 1));
      await expect(store.get('huge')).rejects.toMatchObject({ name: 'ObjectStoreError', code: 'too-large' });
    });

    it('reads a range as HTTP counts it, and nothing beyond the end', async () => {
      const whole = '0123456789';
      await store.put('digits', utf8(whole));
      await fc.assert(
        fc.asyncProperty(
          fc.nat({ max: 12 }),
          fc.option(fc.nat({ max: 12 }), { nil: undefined }),
          async (from, more) => {
            fc.pre(!isStandIn || from > 0 || more !== 0);
            const range = more === undefined ? { from } : { from, to: from + more };
            const expected = whole.slice(from, more === undefined ? undefined : from + more + 1);
            expect(await all(store.read('digits', range))).toBe(expected);
          },
        ),
        { numRuns: runs },
      );
    });

    it.each([undefined, 'EACCES', 'ECONNRESET'])(
      'leaves nothing of a stream that throws half-way, and throws what it threw (code %s)',
      async (code) => {
        const failure = Object.assign(new Error('the source broke'), code === undefined ? {} : { code });
        const breaking = async function* () {
          yield utf8('half');
          throw failure;
        };
        await store.put('kept', utf8('before'));
        await expect(store.write('kept', breaking())).rejects.toBe(failure);
        await expect(store.write('new/file', breaking())).rejects.toBe(failure);
        expect(await text(store, 'kept')).toBe('before');
        expect(await store.list('', { limit: 10 })).toEqual(['kept']);
      },
    );

    it('leaves nothing of a stream of several parts that throws at its end', async () => {
      const failure = new Error('the source broke');
      const breaking = async function* () {
        yield* megabytes(33);
        throw failure;
      };
      await expect(store.write('large', breaking())).rejects.toBe(failure);
      expect(await store.list('', { limit: 10 })).toEqual([]);
    });

    it.each([0, 1, 2])(
      'leaves nothing of a write that is aborted at its chunk %i, and closes its stream',
      async (at) => {
        const controller = new AbortController();
        const reason = new Error('not wanted any more');
        let closed = at === 0;
        const source = async function* () {
          try {
            for (let chunk = 1; chunk < 3; chunk += 1) {
              if (chunk === at) controller.abort(reason);
              yield utf8('chunk');
            }
          } finally {
            closed = true;
          }
        };
        if (at === 0) controller.abort(reason);
        await store.put('kept', utf8('before'));
        await expect(store.write('kept', source(), { signal: controller.signal })).rejects.toBe(reason);
        await expect.poll(() => closed, { interval: 1 }).toBe(true);
        expect(await text(store, 'kept')).toBe('before');
        expect(await store.list('', { limit: 10 })).toEqual(['kept']);
      },
    );

    it('lets one of several writers of a key win whole', async () => {
      const texts = Array.from({ length: 8 }, (_, at) => String(at).repeat(1_000));
      await Promise.all(
        texts.map((whole, at) =>
          at % 2 === 0
            ? store.put('same', utf8(whole))
            : store.write('same', chunksOf(whole.slice(1), whole.slice(0, 1))),
        ),
      );
      expect(texts).toContain(await text(store, 'same'));
      expect(await store.list('', { limit: 10 })).toEqual(['same']);
    });

    it('has nothing any more under a key that was deleted, and all the others', async () => {
      await store.put('a/b/c', utf8('1'));
      await store.put('a/b/d', utf8('2'));
      await store.delete('a/b/c');
      await store.delete('a/b/c');
      await store.delete('a/b');
      expect(await store.get('a/b/c')).toBeUndefined();
      expect(await store.list('', { limit: 10 })).toEqual(['a/b/d']);
      await store.put('a/b/c', utf8('3'));
      expect(await text(store, 'a/b/c')).toBe('3');
    });

    it('takes and gives up keys of one folder at the same time', async () => {
      const rounds = Array.from({ length: 12 }, async (_, at) => {
        for (let round = 0; round < 5; round += 1) {
          await store.put(`log-staged/${round % 2}/${at}`, utf8(String(at)));
          expect(await text(store, `log-staged/${round % 2}/${at}`)).toBe(String(at));
          await store.delete(`log-staged/${round % 2}/${at}`);
        }
      });
      await Promise.all(rounds);
      expect(await store.list('', { limit: 10 })).toEqual([]);
    });

    it('lists keys by a prefix in the order of their bytes, page by page, as a sorted array does', async () => {
      const cut = fc.tuple(fc.nat(), fc.nat({ max: 6 }));
      await fc.assert(
        fc.asyncProperty(
          keySets(isStandIn ? /^[aB0]{1,2}$/ : /^[aB0]([-._a]?[.a0])?$/),
          cut,
          cut,
          fc.integer({ min: 1, max: 12 }),
          async (keys, before, behind, limit) => {
            const fresh = await open();
            for (const key of keys) await fresh.put(key, utf8(key));
            const sorted = keys.toSorted((a, b) => Buffer.compare(utf8(a), utf8(b)));
            const pick = ([which, length]: readonly [number, number]) =>
              (keys[which % (keys.length || 1)] ?? 'a').slice(0, length);
            const [prefix, after] = [pick(before), pick(behind)];
            const meant = sorted.filter((key) => key.startsWith(prefix));
            expect(await fresh.list(prefix, { limit })).toEqual(meant.slice(0, limit));
            if (after === '') return;
            expect(await fresh.list(prefix, { limit, after })).toEqual(
              meant.filter((key) => key > after).slice(0, limit),
            );
          },
        ),
        { numRuns: runs },
      );
    });

    it.each([0, 1_001, 1.5, -1])('lists no page of %d keys', async (limit) => {
      await expect(store.list('', { limit })).rejects.toThrow(RangeError);
    });

    it.each([
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      '../a',
      'a/../b',
      'a/./b',
      'a b',
      'a\\b',
      'a\0',
      'ä',
      '~',
      'a'.repeat(513),
    ])('takes no key that leads out or is none: %j', async (key) => {
      await expect(store.get(key)).rejects.toThrow(RangeError);
      await expect(store.stat(key)).rejects.toThrow(RangeError);
      await expect(store.put(key, utf8('x'))).rejects.toThrow(RangeError);
      await expect(store.write(key, chunksOf('x'))).rejects.toThrow(RangeError);
      await expect(all(store.read(key))).rejects.toThrow(RangeError);
      await expect(store.delete(key)).rejects.toThrow(RangeError);
      expect(await store.list('', { limit: 10 })).toEqual([]);
    });

    it('takes the longest key there is', async () => {
      const key = `${'a'.repeat(200)}/${'b'.repeat(200)}/${'c'.repeat(110)}`;
      await store.put(key, utf8('x'));
      expect(await store.list('a', { limit: 1 })).toEqual([key]);
    });
  });
}
