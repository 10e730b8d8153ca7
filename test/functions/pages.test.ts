import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPages, isPage, type PageAnswer, type Pages } from '../../functions/pages/pages.ts';

const ISSUER = 'https://id.example.cn/realms/union';
const OBJECTS = 'https://objects.s3.cn-north-1.amazonaws.com.cn';
const FILES = {
  'desk.html': '<!doctype html><title>desk</title>',
  'slip.html': '<!doctype html><title>slip</title>',
  'assets/desk-1a2b.js': 'console.log("暖账");',
  'assets/reader-3c4d.wasm': 'wasm',
  '.vite/manifest.json': '{}',
};

let folder: string;
let pages: Pages;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuanzhang-pages-'));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), text);
    await writeFile(join(folder, `${file}.br`), brotliCompressSync(text));
    await writeFile(join(folder, `${file}.gz`), gzipSync(text));
  }
  pages = createPages(folder, { issuer: ISSUER, objects: OBJECTS });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const get = (path: string, headers: Record<string, string> = {}) => pages({ path, headers });
const text = ({ body }: PageAnswer) => Buffer.from(body).toString();

describe('pages', () => {
  test.each(['/', '/overview', '/entries/0190c3a8-0000-7000-8000-000000000001', '/desk.html', '/slips', '/a/b/c'])(
    'answer the desk at every address that names no file: %s',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, text(answer)]).toEqual([200, FILES['desk.html']]);
      expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    },
  );

  test('answer the desk at the address of a lot, whose ordinal stands behind a dot', async () => {
    expect(text(await get('/lots/0190c3a8-0000-7000-8000-000000000001.12'))).toBe(FILES['desk.html']);
  });

  test.each(['/slip', '/slip.html'])('answer the slip at %s', async (path) => {
    expect(text(await get(path))).toBe(FILES['slip.html']);
  });

  test.each([
    '/favicon.ico',
    '/assets/other-1a2b.js',
    '/.vite/manifest.json',
    '/../package.json',
    '/assets/%2e%2e/desk.html',
    '/assets/desk-1a2b.js/../../../etc/hosts.txt',
  ])('answer no file that the build did not make for readers: %s', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'no-store']);
  });

  test('are sent as they lie compressed, in the coding that a client wants', async () => {
    const br = await get('/assets/desk-1a2b.js', { 'accept-encoding': 'gzip, deflate, br' });
    expect([br.headers['content-encoding'], brotliDecompressSync(br.body).toString()]).toEqual([
      'br',
      FILES['assets/desk-1a2b.js'],
    ]);
    const gz = await get('/', { 'accept-encoding': 'gzip' });
    expect([gz.headers['content-encoding'], gunzipSync(gz.body).toString()]).toEqual(['gzip', FILES['desk.html']]);
    expect((await get('/')).headers).not.toHaveProperty('content-encoding');
  });

  test('are kept for good where their name is a hash of them, and asked for again where it is not', async () => {
    const { headers } = await get('/assets/desk-1a2b.js');
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect((await get('/assets/reader-3c4d.wasm')).headers['content-type']).toBe('application/wasm');
    const { etag = '' } = (await get('/')).headers;
    const again = await get('/overview', { 'if-none-match': etag });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
    expect((await get('/slip', { 'if-none-match': etag })).status).toBe(200);
  });

  test('ask an issuer for tokens at another host too, where it gives them there', async () => {
    const policyAt = async (tokenEndpoint: string) => {
      const answer = createPages(folder, { issuer: ISSUER, tokenEndpoint });
      return (await answer({ path: '/', headers: {} })).headers['content-security-policy'];
    };
    expect(await policyAt('https://union.auth.example.cn/oauth2/token')).toContain(
      "connect-src 'self' https://id.example.cn https://union.auth.example.cn;",
    );
    expect(await policyAt(`${ISSUER}/token`)).toContain("connect-src 'self' https://id.example.cn;");
  });

  test('let in nothing but their own, the issuer and the files of the tracker', async () => {
    expect((await get('/')).headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
        `img-src 'self' blob: data: ${OBJECTS}; connect-src 'self' https://id.example.cn ${OBJECTS}; ` +
        "font-src 'self'; frame-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    const slip = (await get('/slip')).headers['content-security-policy'];
    expect(slip).toContain("style-src 'self';");
    expect(slip).toContain("require-trusted-types-for 'script'");
    expect((await get('/assets/desk-1a2b.js')).headers['content-security-policy']).toContain("default-src 'none'");
    for (const path of ['/', '/slip', '/assets/desk-1a2b.js', '/favicon.ico']) {
      expect((await get(path)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
      });
    }
  });

  test('say so where they are not built, and are there once they are', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'nuanzhang-pages-'));
    const later = createPages(empty, { issuer: ISSUER });
    const none = await later({ path: '/', headers: {} });
    expect([none.status, text(none)]).toEqual([503, expect.stringContaining('npm run build:web')]);
    await writeFile(join(empty, 'desk.html'), 'built');
    expect(text(await later({ path: '/', headers: {} }))).toBe('built');
    await rm(empty, { recursive: true });
  });
});

test.each([
  ['/api', false],
  ['/api/nowhere', false],
  ['/oidc/auth', false],
  ['/objects/evidence/x', false],
  ['/', true],
  ['/apis', true],
  ['/slip', true],
])('whether %s is a page: %s', (path, is) => {
  expect(isPage(path)).toBe(is);
});
