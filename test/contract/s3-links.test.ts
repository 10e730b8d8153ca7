import { createHash } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LINK_MS } from '../../shared/storage/ports/object-links.ts';
import { createS3Client } from '../../shared/storage/s3/client.ts';
import { createS3Links } from '../../shared/storage/s3/links.ts';
import { createS3ObjectStore } from '../../shared/storage/s3/object-store.ts';
import type { Listening } from '../listening.ts';
import { isSigned, SECRET, startS3 } from './s3.ts';

/** 2020-12-28T02:00:00Z */
const NOW = Date.UTC(2020, 11, 28, 2);
const FILE = Buffer.from('a file that was declared');
const SHA256 = createHash('sha256').update(FILE).digest('hex');
const CHECKSUM = createHash('sha256').update(FILE).digest('base64');
const DECLARED = { sha256: SHA256, bytes: FILE.length, mediaType: 'application/pdf' };
const NAME = '送货单 "1" 2020年.pdf';

describe('a link into a bucket', () => {
  const client = new S3Client({
    region: 'cn-north-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const links = createS3Links({ client, bucket: 'nuanzhang', now: () => NOW });

  afterAll(() => client.destroy());

  it('for a download names the key, the file’s name and its type, for fifteen minutes from now', async () => {
    const url = new URL(await links.download('exports/1/slip.html', { fileName: NAME, mediaType: 'text/html' }));
    expect([url.protocol, url.host, url.pathname]).toEqual([
      'https:',
      'nuanzhang.s3.cn-north-1.amazonaws.com.cn',
      '/exports/1/slip.html',
    ]);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Date': '20201228T020000Z',
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'host',
      'response-content-type': 'text/html',
      'response-content-disposition':
        'attachment; filename="slip.html"; ' +
        "filename*=UTF-8''%E9%80%81%E8%B4%A7%E5%8D%95%20%221%22%202020%E5%B9%B4.pdf",
    });
  });

  it('for an upload signs size, type and hash, which S3 checks', async () => {
    const { url, ...rest } = await links.upload('evidence/one', DECLARED);
    expect(rest).toEqual({
      method: 'PUT',
      headers: { 'content-type': 'application/pdf', 'x-amz-checksum-sha256': CHECKSUM },
      expiresAt: NOW + LINK_MS,
    });
    const { searchParams, pathname } = new URL(url);
    expect(pathname).toBe('/evidence/one');
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;x-amz-checksum-sha256');
    expect([searchParams.get('X-Amz-Date'), searchParams.get('X-Amz-Expires')]).toEqual(['20201228T020000Z', '900']);
    const others = [...searchParams.keys()].filter((name) => !name.startsWith('X-Amz-') && name !== 'x-id');
    expect(others).toEqual([]);
  });

  it('for an upload is good for the declared file alone', async () => {
    const { url, method, headers } = await links.upload('evidence/one', DECLARED);
    const right = { ...headers, 'content-length': FILE.length };
    expect(isSigned(method, url, right)).toBe(true);
    expect(isSigned('GET', url, right)).toBe(false);
    expect(isSigned(method, url.replace('evidence/one', 'evidence/two'), right)).toBe(false);
    expect(isSigned(method, url.replace('X-Amz-Expires=900', 'X-Amz-Expires=901'), right)).toBe(false);
    for (const wrong of [
      { 'content-length': FILE.length + 1 },
      { 'content-type': 'image/png' },
      { 'x-amz-checksum-sha256': createHash('sha256').digest('base64') },
      { 'x-amz-checksum-sha256': '' },
    ]) {
      expect(isSigned(method, url, { ...right, ...wrong })).toBe(false);
    }
  });

  it('for a download is good for that file under that name alone', async () => {
    const url = await links.download('exports/1/slip.html', { fileName: 'slip.html', mediaType: 'text/html' });
    expect(isSigned('GET', url, {})).toBe(true);
    expect(isSigned('PUT', url, {})).toBe(false);
    expect(isSigned('GET', url.replace('exports/1', 'exports/2'), {})).toBe(false);
    expect(isSigned('GET', url.replaceAll('slip.html%22', 'slip.exe%22'), {})).toBe(false);
    expect(isSigned('GET', url.replace('text%2Fhtml', 'text%2Fplain'), {})).toBe(false);
  });

  it.each(['../a', '', 'a b'])('leads to no key that is none: %j', async (key) => {
    await expect(async () => links.download(key, { fileName: NAME, mediaType: 'text/html' })).rejects.toThrow(
      RangeError,
    );
    await expect(links.upload(key, DECLARED)).rejects.toThrow(RangeError);
  });
});

/** Links into a bucket of a server that is found there. */
function linksInto(open: (bucket: string) => Promise<Pick<Listening, 'endpoint' | 'stop'>>): void {
  const bucket = `nuanzhang-links-${process.pid}-${Date.now()}`;
  const undo: (() => void)[] = [];
  let client: S3Client;

  beforeAll(async () => {
    const { endpoint, stop } = await open(bucket);
    client = createS3Client({ endpoint, region: 'us-east-1' });
    undo.push(stop, () => client.destroy());
  });

  afterAll(() => {
    for (const step of undo) step();
  });

  const linksAt = (ms: number) => createS3Links({ client, bucket, now: () => Date.now() + ms });
  const missing = (key: string) => createS3ObjectStore({ client, bucket }).stat(key);

  it('takes the declared file, and gives it back under its name', async () => {
    const { url, method, headers } = await linksAt(0).upload('evidence/one', DECLARED);
    expect((await fetch(url, { method, headers, body: FILE })).status).toBe(200);
    const download = await linksAt(0).download('evidence/one', { fileName: NAME, mediaType: 'application/pdf' });
    const answer = await fetch(download);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(FILE);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''%E9%80%81");
    const part = await fetch(download, { headers: { range: 'bytes=2-5' } });
    expect([part.status, await part.text()]).toEqual([206, 'file']);
  });

  it('takes nothing under a link that is over', async () => {
    const { url, method, headers } = await linksAt(-LINK_MS - 60_000).upload('evidence/two', DECLARED);
    expect((await fetch(url, { method, headers, body: FILE })).status).toBe(403);
    expect(await missing('evidence/two')).toBeUndefined();
  });
}

const named = process.env.S3_ENDPOINT;

describe.runIf(named !== undefined)('where S3_ENDPOINT names a stand-in for S3', () => {
  linksInto(async (Bucket) => {
    const endpoint = named ?? '';
    const client = createS3Client({ endpoint, region: 'us-east-1' });
    await client.send(new CreateBucketCommand({ Bucket }));
    return { endpoint, stop: () => client.destroy() };
  });
});

describe('a bucket of S3', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  });

  linksInto((bucket) => startS3(bucket));

  it('takes no other file than the declared one, and nothing under an altered link', async () => {
    const { endpoint, stop } = await startS3('objects');
    onTestFinished(stop);
    const client = createS3Client({ endpoint, region: 'us-east-1' });
    onTestFinished(() => client.destroy());
    const links = createS3Links({ client, bucket: 'objects', now: Date.now });
    const { url, method, headers } = await links.upload('evidence/one', DECLARED);
    const put = async (to: string, body: Uint8Array) =>
      (await fetch(to, { method, headers, body: Buffer.from(body) })).status;
    expect(await put(url, Buffer.from(FILE.toString().toUpperCase()))).toBe(400);
    expect(await put(url, FILE.subarray(1))).toBe(403);
    expect(await put(url.replace('evidence/one', 'evidence/two'), FILE)).toBe(403);
    expect(await put(url, FILE)).toBe(200);
  });
});
