import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { codingFor } from '../front/compression.ts';
import { isHeld } from '../front/tags.ts';
import { deskPolicy, type Surroundings, slipPolicy } from './policy.ts';

/** As much of a request as pages go by. */
export interface PageRequest {
  /** As it was sent, without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface PageAnswer {
  readonly status: 200 | 304 | 404 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Pages = (request: PageRequest) => Promise<PageAnswer>;

/** Paths that are no pages, whoever asks: what nobody answers there is not found. */
const OTHERS = /^\/(?:api|oidc|objects)(?:\/|$)/;

export function isPage(path: string): boolean {
  return !OTHERS.test(path);
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};
const PLAIN = 'text/plain; charset=utf-8';
const CODED = { br: '.br', gzip: '.gz' } as const;

/** On every answer of pages. */
const SAFE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};
const NOTHING = { ...SAFE, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };

const NOT_BUILT = `网页尚未构建,接口照常可用。请运行 npm run build:web,再刷新此页。
The pages are not built; the API answers as ever. Run npm run build:web, then reload.
`;

/**
 * Answers files of a build of the pages, as they lie compressed beside themselves. An address that names no file is one of the
 * desk's, which knows what is there; nothing else is answered but files that the folder had when it was first asked.
 */
export function createPages(folder: string, surroundings: Surroundings): Pages {
  const policies = { 'desk.html': deskPolicy(surroundings), 'slip.html': slipPolicy() };
  const read = remembering((file) => readFile(join(folder, file)));
  let listed: Promise<ReadonlySet<string>> | undefined;

  return async ({ path, headers }) => {
    listed ??= filesIn(folder);
    const files = await listed;
    if (!files.has('desk.html')) {
      // Looked for anew each time: it may be built while the server runs.
      listed = undefined;
      return plain(503, NOT_BUILT, { 'retry-after': '10' });
    }
    const page = pageAt(path);
    const file = page ?? path.slice(1);
    if (!files.has(file)) return plain(404, '没有这个文件。\nThere is no such file.\n');
    const coding = codingFor(headers['accept-encoding']);
    const sent = coding !== undefined && files.has(`${file}${CODED[coding]}`) ? coding : undefined;
    const body = await read(`${file}${sent === undefined ? '' : CODED[sent]}`).catch((error: unknown) => {
      // Another build took the place of this one.
      listed = undefined;
      throw error;
    });
    const told = {
      ...(page === undefined ? NOTHING : { ...SAFE, 'content-security-policy': policies[page] }),
      ...(file.startsWith('assets/') ? KEPT : { 'cache-control': 'no-cache', etag: tagOf(body) }),
      vary: 'accept-encoding',
    };
    const isKept = 'etag' in told && isHeld(told.etag, headers['if-none-match']);
    if (isKept) return { status: 304, headers: told, body: new Uint8Array() };
    const type = { 'content-type': TYPES[extname(file)] ?? PLAIN };
    return {
      status: 200,
      headers: { ...told, ...type, ...(sent === undefined ? {} : { 'content-encoding': sent }) },
      body,
    };
  };
}

/** What is named by a hash of itself never changes. */
const KEPT = { 'cache-control': 'public, max-age=31536000, immutable' };

/** A lot's address ends in a dot and its ordinal, and is no file. */
const FILE = /\.[a-z]\w*$/i;

/** The page that an address shows; undefined where it names a file. */
function pageAt(path: string): 'desk.html' | 'slip.html' | undefined {
  if (path === '/slip' || path === '/slip.html') return 'slip.html';
  if (path === '/desk.html') return 'desk.html';
  return FILE.test(path) ? undefined : 'desk.html';
}

async function filesIn(folder: string): Promise<ReadonlySet<string>> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  // The build's own notes about itself are nobody's to read.
  return new Set(files.map((file) => file.replaceAll('\\', '/')).filter((file) => !file.startsWith('.')));
}

function remembering(read: (file: string) => Promise<Uint8Array>): (file: string) => Promise<Uint8Array> {
  const known = new Map<string, Promise<Uint8Array>>();
  return (file) => {
    const held = known.get(file) ?? read(file);
    known.set(file, held);
    // A file that could not be read once may be there the next time.
    held.catch(() => known.delete(file));
    return held;
  };
}

function tagOf(body: Uint8Array): string {
  return `W/"${hash('sha256', body, 'base64url').slice(0, 22)}"`;
}

function plain(status: 404 | 503, text: string, more: Readonly<Record<string, string>> = {}): PageAnswer {
  const headers = { ...NOTHING, 'content-type': PLAIN, 'cache-control': 'no-store', ...more };
  return { status, headers, body: new TextEncoder().encode(text) };
}
