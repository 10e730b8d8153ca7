import { createHash } from 'node:crypto';
import { boundedLimit } from '../ports/bounds.ts';
import { assertKey, MAX_WHOLE, type ObjectStore, ObjectStoreError } from '../ports/object-store.ts';

/** Objects in the memory of one process, for tests of what stands above them. */
export function createMemoryObjectStore(now: () => number = Date.now): ObjectStore {
  const files = new Map<string, Uint8Array>();
  const changed = new Map<string, number>();
  const find = (key: string): Uint8Array | undefined => {
    assertKey(key);
    return files.get(key);
  };
  return {
    async get(key) {
      const bytes = find(key);
      if (bytes !== undefined && bytes.length > MAX_WHOLE)
        throw new ObjectStoreError('too-large', `${key} is too large`);
      return bytes;
    },
    async stat(key) {
      const bytes = find(key);
      return bytes === undefined ? undefined : { bytes: bytes.length, changedAt: changed.get(key) ?? 0 };
    },
    async put(key, bytes) {
      assertKey(key);
      files.set(key, Uint8Array.from(bytes));
      changed.set(key, now());
    },
    async write(key, chunks, { signal } = {}) {
      assertKey(key);
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) {
        signal?.throwIfAborted();
        parts.push(Uint8Array.from(chunk));
      }
      signal?.throwIfAborted();
      const bytes = Buffer.concat(parts);
      files.set(key, bytes);
      changed.set(key, now());
      return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    async *read(key, { from = 0, to } = { from: 0 }) {
      const bytes = find(key);
      if (bytes === undefined) throw new ObjectStoreError('missing', `there is nothing under ${key}`);
      yield bytes.subarray(from, to === undefined ? undefined : to + 1);
    },
    async delete(key) {
      assertKey(key);
      files.delete(key);
    },
    async list(prefix, { limit, after }) {
      const keys = [...files.keys()].filter((key) => key.startsWith(prefix) && (after === undefined || key > after));
      return keys.sort().slice(0, boundedLimit(limit));
    },
  };
}
