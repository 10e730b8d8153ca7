import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { GatewayProblemName } from '../functions/problems/gateway-problems.ts';
import { gatewayProblem } from '../functions/problems/problem.ts';
import { attachment } from '../shared/storage/ports/object-links.ts';
import { type ObjectStore, ObjectStoreError } from '../shared/storage/ports/object-store.ts';
import { languageOf } from '../shared/words/language.ts';
import { answerAndClose } from './body.ts';
import type { Grant, LocalLinks } from './object-links.ts';

export interface ObjectServerOptions {
  readonly objects: ObjectStore;
  readonly links: LocalLinks;
  readonly log: (line: string) => void;
  /** Called with the key of what was uploaded; what it answers is what the client gets. */
  readonly uploaded: (key: string, request: IncomingMessage) => Promise<Answer>;
  /** An upload that takes longer is cut off. */
  readonly uploadMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The largest upload; evidence may have as much. */
const MOST_BYTES = 20 * 1024 * 1024;
const UPLOAD_MS = 120_000;

/** Something the client did: told as a problem, with nothing kept. */
class Refused extends Error {
  readonly problem: GatewayProblemName;

  constructor(problem: GatewayProblemName) {
    super(problem);
    this.problem = problem;
  }
}

/** Serves objects to whoever has a link, as a bucket does: false where the path is none of its own. */
export function serveObjects(options: ObjectServerOptions) {
  const { links, log } = options;
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const grant = links.open(request.method ?? 'GET', request.url ?? '/');
    if (grant === undefined) return false;
    answer(grant, request, response, options).catch((error: unknown) => {
      const isGone = wentAway(error, request);
      if (!isGone && !(error instanceof Refused)) {
        log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
      if (isGone || response.headersSent) response.destroy();
      else refuse(request, response, error instanceof Refused ? error.problem : problemOf(error));
    });
    return true;
  };
}

/** Whether the client left, or was cut off, before all was sent: that is no error of this server's, and nobody hears it. */
function wentAway(error: unknown, request: IncomingMessage): boolean {
  if (request.destroyed && !request.complete) return true;
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function problemOf(error: unknown): GatewayProblemName {
  if (!(error instanceof ObjectStoreError)) return 'internal-error';
  return error.code === 'missing' ? 'not-found' : error.code === 'full' ? 'storage-full' : 'unavailable';
}

async function answer(
  grant: Grant | 'expired' | 'invalid',
  request: IncomingMessage,
  response: ServerResponse,
  { objects, uploaded, uploadMs = UPLOAD_MS }: ObjectServerOptions,
): Promise<void> {
  if (grant === 'expired') throw new Refused('link-expired');
  if (grant === 'invalid') throw new Refused('link-invalid');
  if (grant.may === 'GET') return download(grant, request, response, objects);
  await upload(grant, request, objects, uploadMs);
  const { status, headers, body } = await uploaded(grant.key, request);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function download(
  { key, fileName, mediaType }: Extract<Grant, { may: 'GET' }>,
  request: IncomingMessage,
  response: ServerResponse,
  objects: ObjectStore,
): Promise<void> {
  const found = await objects.stat(key);
  if (found === undefined) throw new Refused('not-found');
  const { bytes } = found;
  // Keys of what is downloaded name content that never changes, so their names tell versions apart.
  const tag = `"${createHash('sha256').update(`${key} ${bytes}`).digest('hex').slice(0, 32)}"`;
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === tag;
  // Ranges are of GET alone (RFC 9110, section 14.2).
  const range = isSame && request.method === 'GET' ? rangeOf(request.headers.range, bytes) : undefined;
  const headers = {
    'content-type': mediaType,
    'content-disposition': attachment(fileName, key),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    etag: tag,
  };
  if (range === 'unsatisfiable') {
    const { body, headers: told } = gatewayProblem(
      'range-not-satisfiable',
      languageOf(request.headers['accept-language']),
    );
    response.writeHead(416, { ...told, 'content-range': `bytes */${bytes}` }).end(body);
    return;
  }
  const { from, to } = range ?? { from: 0, to: bytes - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    ...headers,
    'content-length': to - from + 1,
    ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${bytes}` }),
  });
  if (request.method === 'HEAD' || bytes === 0) response.end();
  else await pipeline(objects.read(key, { from, to }), response);
}

/** The one range that is asked for; several, or another unit, are answered with the whole. */
function rangeOf(
  header: string | undefined,
  bytes: number,
): { from: number; to: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(last) < from) return undefined;
  return from >= bytes || to < from ? 'unsatisfiable' : { from, to };
}

/** Takes exactly the file that was declared; anything else leaves nothing. */
async function upload(
  { key, bytes, sha256, mediaType }: Extract<Grant, { may: 'PUT' }>,
  request: IncomingMessage,
  objects: ObjectStore,
  uploadMs: number,
): Promise<void> {
  const length = request.headers['content-length'];
  if (length === undefined) throw new Refused('length-required');
  if (bytes > MOST_BYTES) throw new Refused('upload-too-large');
  if (Number(length) !== bytes) throw new Refused('upload-differs');
  if (request.headers['content-type'] !== mediaType) throw new Refused('upload-differs');
  const timer = setTimeout(() => request.destroy(), uploadMs);
  try {
    await objects.write(key, checked(request, sha256), { mediaType });
  } finally {
    clearTimeout(timer);
  }
}

/** The bytes of a request, of which the last only come where all of them have the hash. */
async function* checked(request: IncomingMessage, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of request) {
    const bytes: Uint8Array = chunk;
    hash.update(bytes);
    yield bytes;
  }
  if (hash.digest('hex') !== sha256) throw new Refused('upload-differs');
}

function refuse(request: IncomingMessage, response: ServerResponse, name: GatewayProblemName): void {
  const { statusCode, headers, body } = gatewayProblem(name, languageOf(request.headers['accept-language']));
  answerAndClose(request, response, statusCode, headers, body);
}
