import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Listening, listening } from '../listening.ts';

/** What is asked of a bucket, as IAM is told of it. */
export interface S3Use {
  /** `GetObject` */
  readonly action: string;
  /** None where it is the bucket itself that is asked. */
  readonly key?: string;
  /** Of the keys that are to be listed. */
  readonly prefix?: string;
  /** What says who asks: a header, or the credential of a signed link. */
  readonly signature: string;
}

interface Stored {
  readonly bytes: Buffer;
  readonly type: string;
  readonly changed: Date;
}

interface Upload {
  readonly type: string;
  readonly parts: Map<number, Buffer>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The secret access key of everybody here. */
export const SECRET = 'secret';

const LARGEST_PAGE = 1_000;
const DENIED = failure(403, 'AccessDenied');

/** A server with one bucket, which answers what is asked here as S3's reference says. It checks how links are signed, and no other signature. */
export function startS3(name: string, allows: (use: S3Use) => boolean = () => true): Promise<Listening> {
  const bucket = new Bucket(name, allows);
  return listening(async (request, response) => {
    const { status, headers, body } = bucket.answer(request, await buffer(request));
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  });
}

class Bucket {
  readonly #name: string;
  readonly #allows: (use: S3Use) => boolean;
  readonly #objects = new Map<string, Stored>();
  readonly #uploads = new Map<string, Upload>();

  constructor(name: string, allows: (use: S3Use) => boolean) {
    this.#name = name;
    this.#allows = allows;
  }

  answer(request: IncomingMessage, sent: Buffer): Answer {
    const url = new URL(request.url ?? '/', 'http://s3');
    const signature = request.headers.authorization ?? url.searchParams.get('X-Amz-Credential') ?? '';
    const [, bucket, ...segments] = decodeURIComponent(url.pathname).split('/');
    const key = segments.join('/');
    if (bucket !== this.#name) return failure(404, 'NoSuchBucket');
    if (url.searchParams.has('X-Amz-Signature') && !isGood(request, url)) return DENIED;
    const may = (use: Omit<S3Use, 'signature'>) => this.#allows({ ...use, signature });
    if (key === '') {
      const prefix = url.searchParams.get('prefix') ?? '';
      return may({ action: 'ListBucket', prefix }) ? this.#list(prefix, url.searchParams) : DENIED;
    }
    const action = actionOf(request.method, url.searchParams);
    if (!may({ action, key })) return DENIED;
    if (action === 'PutObject') return this.#write(key, request, sent, url.searchParams);
    if (action !== 'GetObject') return this.#remove(key, url.searchParams.get('uploadId'));
    const stored = this.#objects.get(key);
    if (stored !== undefined) return read(stored, request.headers.range, url.searchParams);
    // That it is missing S3 tells only those who may list.
    return may({ action: 'ListBucket' }) ? failure(404, 'NoSuchKey') : DENIED;
  }

  #write(key: string, { method, headers }: IncomingMessage, sent: Buffer, query: URLSearchParams): Answer {
    const type = headers['content-type'] ?? 'binary/octet-stream';
    const checksum = headers['x-amz-checksum-sha256'];
    if (checksum !== undefined && checksum !== createHash('sha256').update(sent).digest('base64')) {
      return failure(400, 'BadDigest');
    }
    const etag = { etag: `"${createHash('md5').update(sent).digest('hex')}"` };
    if (query.has('uploads')) {
      const id = `upload-${this.#uploads.size + 1}`;
      this.#uploads.set(id, { type, parts: new Map() });
      return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    const id = query.get('uploadId');
    if (id === null) {
      this.#objects.set(key, { bytes: sent, type, changed: new Date() });
      return { status: 200, headers: etag };
    }
    const upload = this.#uploads.get(id);
    if (upload === undefined) return failure(404, 'NoSuchUpload');
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), sent);
      return { status: 200, headers: etag };
    }
    const parts = [...upload.parts].sort(([one], [other]) => one - other).map(([, part]) => part);
    this.#objects.set(key, { bytes: Buffer.concat(parts), type: upload.type, changed: new Date() });
    this.#uploads.delete(id);
    return xml(`<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
  }

  #remove(key: string, upload: string | null): Answer {
    if (upload === null) this.#objects.delete(key);
    else this.#uploads.delete(upload);
    return { status: 204 };
  }

  #list(prefix: string, query: URLSearchParams): Answer {
    const after = query.get('start-after') ?? '';
    const most = Math.min(Number(query.get('max-keys') ?? LARGEST_PAGE), LARGEST_PAGE);
    const keys = [...this.#objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const contents = keys.slice(0, most).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    return xml(`<ListBucketResult>${contents.join('')}</ListBucketResult>`);
  }
}

function actionOf(method: string | undefined, query: URLSearchParams): string {
  if (method === 'GET' || method === 'HEAD') return 'GetObject';
  if (method !== 'DELETE') return 'PutObject';
  return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
}

function read({ bytes, type, changed }: Stored, range: string | undefined, query: URLSearchParams): Answer {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const from = Number(first ?? 0);
  if (first !== undefined && from >= bytes.length) return failure(416, 'InvalidRange');
  const part = bytes.subarray(from, last ? Number(last) + 1 : bytes.length);
  const headers = {
    'content-type': query.get('response-content-type') ?? type,
    'content-disposition': query.get('response-content-disposition') ?? 'inline',
    'content-length': String(part.length),
    'last-modified': changed.toUTCString(),
  };
  return { status: first === undefined ? 200 : 206, headers, body: part };
}

/** Whether a link was signed for this request, and is not over. */
function isGood({ method = '', headers }: IncomingMessage, url: URL): boolean {
  const address = `http://${headers.host}${url.pathname}${url.search}`;
  return !isOver(url.searchParams) && isSigned(method, address, headers);
}

function isOver(query: URLSearchParams): boolean {
  const [, date, hours, minutes, seconds] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  if (date === undefined) return false;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const signed = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
  return signed + Number(query.get('X-Amz-Expires')) * 1_000 < Date.now();
}

function xml(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>${body}` };
}

function failure(status: number, code: string): Answer {
  return { ...xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`), status };
}

/** Whether a request is the one that was signed, told by AWS Signature Version 4 for presigned addresses, as S3 does. */
export function isSigned(method: string, address: string, headers: Readonly<Record<string, unknown>>): boolean {
  const { host, pathname, searchParams } = new URL(address);
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const given: Readonly<Record<string, unknown>> = { ...headers, host };
  const encoded = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const signed = searchParams.get('X-Amz-SignedHeaders') ?? '';
  const lines = signed.split(';').map((name) => `${name}:${given[name] ?? ''}\n`);
  const request = [method, pathname, query.join('&'), lines.join(''), signed, 'UNSIGNED-PAYLOAD'].join('\n');
  const date = searchParams.get('X-Amz-Date') ?? '';
  const [, ...scope] = (searchParams.get('X-Amz-Credential') ?? '').split('/');
  const digest = createHash('sha256').update(request).digest('hex');
  const key = scope.reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${SECRET}`);
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), digest].join('\n');
  return hmac(key, text).toString('hex') === searchParams.get('X-Amz-Signature');
}
