/**
 * Files under keys: the log's tiles and bundles, exports, evidence. A folder on one machine, a bucket in AWS.
 *
 * A key is one or more segments of `[A-Za-z0-9._-]` joined by slashes, none of them `.` or `..`, at most 512
 * characters. What is wrong with a key is a mistake of the caller's and throws a RangeError. No key is used that is the
 * beginning of another one up to a slash (`a` beside `a/b`): a folder holds only one of them.
 *
 * Durability: when `put` or `write` has resolved, the whole file survives a crash; until then nothing new stands under
 * the key, whatever fails. Two writers of one key: one of them wins whole. A read that follows a write sees it.
 */
export interface ObjectStore {
  /** The whole of a small file, at most MAX_WHOLE bytes; undefined where there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  stat(key: string): Promise<Stat | undefined>;
  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<void>;
  /**
   * Takes a stream to its end. Where the stream throws, or the signal aborts, nothing is left under the key and nothing
   * half beside it. Answers what was written.
   */
  write(key: string, chunks: AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<Written>;
  /**
   * The bytes from `from` up to and including `to` (both as HTTP counts them), all by default, and none beyond the end
   * of the file. Throws `missing`.
   */
  read(key: string, range?: { readonly from: number; readonly to?: number }): AsyncIterable<Uint8Array>;
  /** Removes a file; one that is not there is removed already. */
  delete(key: string): Promise<void>;
  /** Keys that begin with the prefix, in the order of their UTF-8 bytes, at most `limit` (1 to 1,000), after `after`. */
  list(prefix: string, options: { readonly limit: number; readonly after?: string }): Promise<readonly string[]>;
}

export interface Stat {
  readonly bytes: number;
  /** When it was written, in milliseconds since 1970 UTC, as exactly as the store knows it: S3 to the second. */
  readonly changedAt: number;
}

export interface PutOptions {
  readonly mediaType?: string;
}

export interface WriteOptions extends PutOptions {
  readonly signal?: AbortSignal;
}

export interface Written {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** The most bytes that `get` reads at once. */
export const MAX_WHOLE = 64 * 1024 * 1024;

export type ObjectStoreErrorCode =
  /** `read` of a key under which there is nothing. */
  | 'missing'
  /** No room is left for the file. */
  | 'full'
  /** The store may not be read or written with the rights that are there. */
  | 'forbidden'
  /** A file is larger than `get` takes. */
  | 'too-large'
  /** The store did not answer, or answered something that is no answer. */
  | 'unavailable';

export class ObjectStoreError extends Error {
  readonly code: ObjectStoreErrorCode;

  constructor(code: ObjectStoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ObjectStoreError';
    this.code = code;
  }
}

const SEGMENT = /^[A-Za-z0-9._-]+$/;
const MAX_KEY = 512;

/** Throws a RangeError for what is no key. */
export function assertKey(key: string): void {
  const isKey =
    key.length <= MAX_KEY &&
    key.split('/').every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..');
  if (!isKey) throw new RangeError(`not a key of the object store: ${JSON.stringify(key.slice(0, 80))}`);
}
