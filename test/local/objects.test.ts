import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createLocalLinks, type LocalLinks } from '../../local/object-links.ts';
import { type ObjectServerOptions, serveObjects } from '../../local/object-server.ts';
import type { RunningServer } from '../../local/server.ts';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { LINK_MS } from '../../shared/storage/ports/object-links.ts';
import { type ObjectStore, ObjectStoreError } from '../../shared/storage/ports/object-store.ts';
import { freshFolder } from './folder.ts';
import { listen, sendRaw } from './stub.ts';

const NOW = Date.UTC(2020, 11, 28, 2);
const KEY = 'exports/1/usage.xlsx';
const NAME = '资金使用台账.xlsx';
const FILE = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251));
const OFFERED = { fileName: NAME, mediaType: 'application/octet-stream' };
const SCAN = Buffer.from('a scanned invoice');
const DECLARED = {
  sha256: createHash('sha256').update(SCAN).digest('hex'),
  bytes: SCAN.length,
  mediaType: 'image/png',
};

interface Bench {
  readonly folder: string;
  readonly objects: ObjectStore;
  readonly links: LocalLinks;
  readonly server: RunningServer;
  readonly logged: string[];
  readonly uploaded: string[];
  now: number;
}

async function start(options: Partial<ObjectServerOptions> = {}): Promise<Bench> {
  const folder = await freshFolder();
  const objects = await createFolderObjectStore(folder);
  const where = { now: NOW, origin: '' };
  const links = createLocalLinks({ secret: Buffer.alloc(32, 7), origin: () => where.origin, now: () => where.now });
  const logged: string[] = [];
  const uploaded: string[] = [];
  const serveObject = serveObjects({
    objects,
    links,
    log: (line) => logged.push(line),
    async uploaded(key) {
      uploaded.push(key);
      return { status: 201, headers: { 'content-type': 'text/plain' }, body: 'taken' };
    },
    ...options,
  });
  const server = await listen((request, response) => {
    if (!serveObject(request, response)) response.writeHead(418).end();
  });
  onTestFinished(() => server.stop());
  where.origin = server.origin;
  return Object.assign(where, { folder, objects, links, server, logged, uploaded });
}

let bench: Bench;

beforeEach(async () => {
  bench = await start();
});

const sizeOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const problemOf = async (response: Response): Promise<unknown> => [response.status, await response.json()];
const told = (status: number, name: string) => [status, expect.objectContaining({ status, type: `/problems/${name}` })];

describe('a download', () => {
  let url: string;

  beforeEach(async () => {
    await bench.objects.put(KEY, FILE);
    url = await bench.links.download(KEY, OFFERED);
  });

  const ranged = (range: string, more: Readonly<Record<string, string>> = {}) =>
    fetch(url, { headers: { range, ...more } });

  test('is the whole file as an attachment under its Chinese name, which no cache keeps', async () => {
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(await sizeOf(response)).toEqual(FILE);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': String(FILE.length),
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="usage.xlsx"; filename*=UTF-8''${encodeURIComponent(NAME)}`,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
  });

  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=100-199', 100, 199],
    ['bytes=199999-', 199_999, 199_999],
    ['bytes=199000-999999', 199_000, 199_999],
    ['bytes=-1', 199_999, 199_999],
    ['bytes=-999999', 0, 199_999],
  ])('of the range %s is that part', async (range, from, to) => {
    const response = await ranged(range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/${FILE.length}`);
    expect(response.headers.get('content-length')).toBe(String(to - from + 1));
    expect(await sizeOf(response)).toEqual(FILE.subarray(from, to + 1));
  });

  test('in parts, however it is cut, comes to the whole', async () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: FILE.length - 1 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const ends = [...places.toSorted((a, b) => a - b), FILE.length];
        const parts: Buffer[] = [];
        for (const [at, end] of ends.entries())
          parts.push(await sizeOf(await ranged(`bytes=${ends[at - 1] ?? 0}-${end - 1}`)));
        expect(Buffer.concat(parts).equals(FILE)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test('that was cut off goes on where it ended, under the same tag', async () => {
    const [first] = await once(get(url), 'response');
    const response: IncomingMessage = first;
    const [chunk] = await once(response, 'data');
    const got: Buffer = chunk;
    response.destroy();
    const rest = await ranged(`bytes=${got.length}-`, { 'if-range': String(response.headers.etag) });
    expect(rest.status).toBe(206);
    expect(Buffer.concat([got, await sizeOf(rest)])).toEqual(FILE);
    expect(bench.logged).toEqual([]);
  });

  test('of a range begins anew where the file is another one by now', async () => {
    const { headers } = await fetch(url, { method: 'HEAD' });
    await bench.objects.put(KEY, FILE.subarray(1));
    const response = await ranged('bytes=100-', { 'if-range': headers.get('etag') ?? '' });
    expect(response.status).toBe(200);
    expect(await sizeOf(response)).toEqual(FILE.subarray(1));
    expect(response.headers.get('etag')).not.toBe(headers.get('etag'));
  });

  test.each(['bytes=200000-', 'bytes=999999-9999999', 'bytes=-0'])(
    'of the range %s, outside of the file, is refused with its size',
    async (range) => {
      const response = await ranged(range, { 'accept-language': 'en' });
      expect(response.headers.get('content-range')).toBe(`bytes */${FILE.length}`);
      expect(await problemOf(response)).toEqual([
        416,
        expect.objectContaining({ type: '/problems/range-not-satisfiable', title: 'Range not satisfiable' }),
      ]);
    },
  );

  test.each(['bytes=5-3', 'bytes=-', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=a-b', 'bytes=0-1000000000000000000'])(
    'of the range %s, which is none or several, is the whole',
    async (range) => {
      const response = await ranged(range);
      expect([response.status, (await sizeOf(response)).length]).toEqual([200, FILE.length]);
    },
  );

  test('asked for by HEAD is told without its bytes, whatever range is named', async () => {
    const response = await fetch(url, { method: 'HEAD', headers: { range: 'bytes=0-1' } });
    expect([response.status, response.headers.get('content-length')]).toEqual([200, String(FILE.length)]);
    expect(await sizeOf(response)).toHaveLength(0);
  });

  test('of an empty file is empty, and no range of it can be had', async () => {
    await bench.objects.put('empty', new Uint8Array());
    const empty = await bench.links.download('empty', OFFERED);
    const response = await fetch(empty);
    expect([response.status, (await sizeOf(response)).length]).toEqual([200, 0]);
    expect((await fetch(empty, { headers: { range: 'bytes=0-' } })).status).toBe(416);
  });

  test('works for fifteen minutes and not a millisecond longer', async () => {
    bench.now = NOW + LINK_MS;
    expect((await fetch(url)).status).toBe(200);
    bench.now += 1;
    expect(await problemOf(await fetch(url))).toEqual(told(403, 'link-expired'));
  });

  test('is refused under a link that was altered in its key, its name, its end, its method or its signature', async () => {
    const alter = (change: (to: URL) => void) => {
      const altered = new URL(url);
      change(altered);
      return altered.href;
    };
    await bench.objects.put('exports/2/usage.xlsx', FILE);
    const links = [
      alter((to) => {
        to.pathname = to.pathname.replace('/1/', '/2/');
      }),
      alter((to) => {
        to.pathname = to.pathname.replace('/1/', '/%31/');
      }),
      alter((to) => to.searchParams.set('n', '别的.xlsx')),
      alter((to) => to.searchParams.set('t', 'text/html')),
      alter((to) => to.searchParams.set('x', String(NOW + 2 * LINK_MS))),
      alter((to) => to.searchParams.set('m', 'PUT')),
      alter((to) => to.searchParams.set('s', 'AAAA')),
      alter((to) => to.searchParams.delete('s')),
      alter((to) => to.searchParams.append('n', '别的.xlsx')),
      alter((to) => to.searchParams.set('more', '1')),
      url.split('?')[0] ?? '',
    ];
    for (const link of links) expect(await problemOf(await fetch(link))).toEqual(told(403, 'link-invalid'));
    for (const method of ['PUT', 'POST', 'DELETE']) {
      expect(await problemOf(await fetch(url, { method }))).toEqual(told(403, 'link-invalid'));
    }
    expect(await bench.objects.list('', { limit: 9 })).toEqual([KEY, 'exports/2/usage.xlsx']);
  });

  test('is refused under a link that another data folder signed', async () => {
    const other = createLocalLinks({ secret: Buffer.alloc(32, 8), origin: () => bench.server.origin, now: () => NOW });
    expect((await fetch(await other.download(KEY, OFFERED))).status).toBe(403);
  });

  test('of a file that is gone is not found', async () => {
    await bench.objects.delete(KEY);
    expect(await problemOf(await fetch(url))).toEqual(told(404, 'not-found'));
    expect(bench.logged).toEqual([]);
  });

  test('that fails in the middle is cut off, so that nobody takes it for whole', async () => {
    const breaking = await start({
      objects: {
        ...bench.objects,
        async *read() {
          yield FILE.subarray(0, 10);
          throw new ObjectStoreError('unavailable', 'the disk went away');
        },
      },
    });
    const link = await breaking.links.download(KEY, OFFERED);
    await expect(fetch(link).then((response) => response.arrayBuffer())).rejects.toThrow();
    expect(breaking.logged.join('\n')).toContain('the disk went away');
  });
});

describe('an upload', () => {
  const put = (url: string, body: Buffer, headers: Readonly<Record<string, string>>) =>
    fetch(url, { method: 'PUT', body: new Uint8Array(body), headers });
  const nothing = async ({ folder, objects, uploaded }: Bench) => {
    expect(await objects.list('', { limit: 9 })).toEqual([]);
    expect(await readdir(join(folder, '.unfinished~'))).toEqual([]);
    expect(uploaded).toEqual([]);
  };
  /** The head of an upload of that file, to send by hand. */
  const headOf = (url: string, length: string) => {
    const { pathname, search } = new URL(url);
    return `PUT ${pathname}${search} HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n${length}\r\n`;
  };

  test('of the declared file is taken, and answered with what is said of it', async () => {
    const { url, method, headers, expiresAt } = await bench.links.upload('evidence/one', DECLARED);
    expect([method, headers, expiresAt]).toEqual(['PUT', { 'content-type': 'image/png' }, NOW + LINK_MS]);
    const response = await put(url, SCAN, headers);
    expect([response.status, await response.text()]).toEqual([201, 'taken']);
    expect(Buffer.from((await bench.objects.get('evidence/one')) ?? [])).toEqual(SCAN);
    expect(bench.uploaded).toEqual(['evidence/one']);
    expect((await put(url, SCAN, headers)).status).toBe(201);
  });

  test('of another size, type or content is refused, with nothing kept', async () => {
    const { url, headers } = await bench.links.upload('evidence/one', DECLARED);
    const other = Buffer.from(SCAN);
    other[0] = 0;
    const refused = [
      await put(url, SCAN.subarray(1), headers),
      await put(url, Buffer.concat([SCAN, Buffer.of(0)]), headers),
      await put(url, SCAN, { 'content-type': 'image/jpeg' }),
      await put(url, SCAN, { 'content-type': 'image/png; charset=utf-8' }),
      await put(url, other, headers),
    ];
    for (const response of refused) expect(await problemOf(response)).toEqual(told(422, 'upload-differs'));
    await nothing(bench);
    expect(bench.logged).toEqual([]);
  });

  test('in the place of a file leaves that as it was where it is refused', async () => {
    await bench.objects.put('evidence/one', SCAN);
    const { url, headers } = await bench.links.upload('evidence/one', DECLARED);
    await put(url, Buffer.alloc(SCAN.length), headers);
    expect(Buffer.from((await bench.objects.get('evidence/one')) ?? [])).toEqual(SCAN);
  });

  test('without a length is refused', async () => {
    const { url } = await bench.links.upload('evidence/one', DECLARED);
    const chunked = `${headOf(url, 'Transfer-Encoding: chunked\r\n')}0\r\n\r\n`;
    expect(await sendRaw(bench.server.origin, chunked)).toMatch(/^HTTP\/1\.1 411 .*length-required/s);
    await nothing(bench);
  });

  test('of more than 20 MB is refused with that limit, before it is sent', async () => {
    const bytes = 20 * 1024 * 1024 + 1;
    const { url } = await bench.links.upload('evidence/one', { ...DECLARED, bytes });
    const answer = await sendRaw(bench.server.origin, headOf(url, `Content-Length: ${bytes}\r\nConnection: close\r\n`));
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*upload-too-large.*20 MB/s);
    await nothing(bench);
  });

  test('of 20 MB is taken', async () => {
    const large = Buffer.alloc(20 * 1024 * 1024, 5);
    const sha256 = createHash('sha256').update(large).digest('hex');
    const { url, headers } = await bench.links.upload('evidence/one', { ...DECLARED, sha256, bytes: large.length });
    expect((await put(url, large, headers)).status).toBe(201);
    expect(await bench.objects.stat('evidence/one')).toMatchObject({ bytes: large.length });
  });

  test('that is cut off leaves nothing, and is no error of this server', async () => {
    const { url } = await bench.links.upload('evidence/one', DECLARED);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`${headOf(url, `Content-Length: ${SCAN.length}\r\n`)}a sc`);
    await expect.poll(() => readdir(join(bench.folder, '.unfinished~')), { interval: 1 }).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => readdir(join(bench.folder, '.unfinished~')), { interval: 1 }).toEqual([]);
    await nothing(bench);
    expect(bench.logged).toEqual([]);
  });

  test('that comes too slowly is cut off, and leaves nothing', async () => {
    const slow = await start({ uploadMs: 50 });
    const { url } = await slow.links.upload('evidence/one', DECLARED);
    const head = headOf(url, `Content-Length: ${SCAN.length}\r\n`);
    expect(await sendRaw(slow.server.origin, `${head}a sc`)).toBe('');
    await expect.poll(() => readdir(join(slow.folder, '.unfinished~')), { interval: 1 }).toEqual([]);
    await nothing(slow);
    expect(slow.logged).toEqual([]);
  });

  test('is refused under an altered or expired link, or one for a download', async () => {
    const { url, headers } = await bench.links.upload('evidence/one', DECLARED);
    const altered = [
      url.replace('evidence/one', 'evidence/two'),
      url.replace(`b=${SCAN.length}`, `b=${SCAN.length + 1}`),
      url.replace('image%2Fpng', 'text%2Fhtml'),
      url.replace(/h=[0-9a-f]/, 'h=x'),
      await bench.links.download('evidence/one', OFFERED),
    ];
    for (const link of altered)
      expect(await problemOf(await put(link, SCAN, headers))).toEqual(told(403, 'link-invalid'));
    expect(await problemOf(await fetch(url))).toEqual(told(403, 'link-invalid'));
    bench.now += LINK_MS + 1;
    expect(await problemOf(await put(url, SCAN, headers))).toEqual(told(403, 'link-expired'));
    await nothing(bench);
  });

  test.each([
    ['full', 503, 'storage-full'],
    ['unavailable', 503, 'unavailable'],
    ['forbidden', 503, 'unavailable'],
  ] as const)(
    'where the store is %s says what would make it pass, and tells the operator',
    async (code, status, name) => {
      const write: ObjectStore['write'] = async () => {
        throw new ObjectStoreError(code, 'the store said so');
      };
      const failing = await start({ objects: { ...bench.objects, write } });
      const { url, headers } = await failing.links.upload('evidence/one', DECLARED);
      expect(await problemOf(await put(url, SCAN, headers))).toEqual(told(status, name));
      expect(failing.logged.join('\n')).toContain('the store said so');
    },
  );
});

describe('a path that is no object’s', () => {
  test('is left to whoever serves the rest', async () => {
    for (const path of ['/', '/api/me', '/objectsx/a', '/object']) {
      expect((await fetch(bench.server.origin + path)).status).toBe(418);
    }
    expect((await fetch(`${bench.server.origin}/objects/`)).status).toBe(403);
  });

  test('has no link', async () => {
    await expect(bench.links.download('../keys/links.key', OFFERED)).rejects.toThrow(RangeError);
    await expect(bench.links.upload('.unfinished~/a', DECLARED)).rejects.toThrow(RangeError);
  });
});
