import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { boundedLimit } from '../ports/bounds.ts';
import { assertKey, MAX_WHOLE, type ObjectStore, ObjectStoreError, type Written } from '../ports/object-store.ts';

export interface S3ObjectStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/** A part of an upload, and how many are on their way at once: 64 MB at the most are held. */
const PART_BYTES = 16 * 1024 * 1024;
const PARTS_AT_ONCE = 3;
const DEFAULT_TYPE = 'application/octet-stream';

/** Objects in a bucket. S3 puts and completes uploads whole or not at all, and reads see what was written. */
export function createS3ObjectStore({ client, bucket: Bucket }: S3ObjectStoreOptions): ObjectStore {
  async function open(Key: string, Range?: string) {
    return absentOr(() =>
      client.send(new GetObjectCommand({ Bucket, Key, ...(Range === undefined ? {} : { Range }) })),
    );
  }

  return {
    async get(key) {
      assertKey(key);
      const found = await open(key);
      if (found?.Body === undefined) return undefined;
      if ((found.ContentLength ?? 0) > MAX_WHOLE) {
        throw new ObjectStoreError('too-large', `${key} is larger than is read at once`);
      }
      const body = found.Body;
      return asStoreErrors(() => body.transformToByteArray());
    },
    async stat(key) {
      assertKey(key);
      const found = await absentOr(() => client.send(new HeadObjectCommand({ Bucket, Key: key })));
      if (found === undefined) return undefined;
      return { bytes: found.ContentLength ?? 0, changedAt: found.LastModified?.getTime() ?? 0 };
    },
    async put(key, bytes, { mediaType: ContentType = DEFAULT_TYPE } = {}) {
      assertKey(key);
      await asStoreErrors(() => client.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentType })));
    },
    async write(key, chunks, { mediaType: ContentType = DEFAULT_TYPE, signal } = {}) {
      assertKey(key);
      signal?.throwIfAborted();
      const measured = new Measured(chunks, signal);
      const upload = new Upload({
        client,
        params: { Bucket, Key: key, Body: measured.parts(), ContentType },
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
        leavePartsOnError: false,
      });
      const abort = () => void upload.abort();
      signal?.addEventListener('abort', abort, { once: true });
      try {
        await upload.done();
      } catch (error) {
        signal?.throwIfAborted();
        // What the stream itself threw is the caller's own error, however the upload words it.
        throw measured.failure ?? storeError(error);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
      return measured.written();
    },
    async *read(key, range) {
      assertKey(key);
      const bytes = range === undefined ? undefined : `bytes=${range.from}-${range.to ?? ''}`;
      const found = await open(key, bytes).catch(beyondEnd);
      if (found === 'beyond-end') return;
      if (found?.Body === undefined) throw new ObjectStoreError('missing', `there is nothing under ${key}`);
      try {
        const stream: AsyncIterable<Uint8Array> = found.Body.transformToWebStream();
        for await (const chunk of stream) yield chunk;
      } catch (error) {
        throw storeError(error);
      }
    },
    async delete(key) {
      assertKey(key);
      await asStoreErrors(() => client.send(new DeleteObjectCommand({ Bucket, Key: key })));
    },
    async list(prefix, { limit, after }) {
      const page = { Bucket, Prefix: prefix, MaxKeys: boundedLimit(limit) };
      const command = new ListObjectsV2Command(after === undefined ? page : { ...page, StartAfter: after });
      const { Contents = [] } = await asStoreErrors(() => client.send(command));
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    },
  };
}

/** A stream that is counted and hashed while it is sent, in parts as large as S3 takes them. */
class Measured {
  failure: unknown;
  readonly #chunks: AsyncIterable<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined) {
    this.#chunks = chunks;
    this.#signal = signal;
  }

  parts(): ReadableStream<Uint8Array> {
    return ReadableStream.from(this.#measured());
  }

  written(): Written {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async *#measured(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#chunks) {
        this.#signal?.throwIfAborted();
        this.#hash.update(chunk);
        this.#bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

/** A range that begins behind the last byte is an error in HTTP, and nothing here. */
function beyondEnd(error: unknown): 'beyond-end' {
  const cause = error instanceof ObjectStoreError ? error.cause : undefined;
  if (cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === 416) return 'beyond-end';
  throw error;
}

async function absentOr<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
    throw storeError(error);
  }
}

async function asStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}

function storeError(error: unknown): unknown {
  if (error instanceof ObjectStoreError) return error;
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const name = error instanceof Error ? error.name : String(error);
  if (status === 401 || status === 403) return new ObjectStoreError('forbidden', `S3 refused: ${name}`, error);
  return new ObjectStoreError('unavailable', `S3 answered: ${name}`, error);
}
