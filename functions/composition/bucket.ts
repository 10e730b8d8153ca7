import * as z from 'zod';
import { once } from '../../shared/domain/once.ts';
import type { ObjectLinks } from '../../shared/storage/ports/object-links.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';

const variables = z.object({ BUCKET_NAME: z.string().regex(/^[a-z0-9.-]{3,63}$/) });

/**
 * The objects in the bucket that a function is told of, and the links to them. The client of S3 is loaded at the first
 * use: most calls of most functions have none, and loading it would be a third of every cold start.
 */
export function bucketOf(environment: Readonly<Record<string, string | undefined>>) {
  const { BUCKET_NAME: bucket } = variables.parse(environment);
  const client = once(async () => (await import('../../shared/storage/s3/client.ts')).createS3Client({}));
  const store = once(async () => {
    const { createS3ObjectStore } = await import('../../shared/storage/s3/object-store.ts');
    return createS3ObjectStore({ client: await client(), bucket });
  });
  const signed = once(async () => {
    const { createS3Links } = await import('../../shared/storage/s3/links.ts');
    return createS3Links({ client: await client(), bucket, now: Date.now });
  });
  return { objects: objectsIn(store), links: linksBy(signed) };
}

function objectsIn(store: () => Promise<ObjectStore>): ObjectStore {
  return {
    get: async (key) => (await store()).get(key),
    stat: async (key) => (await store()).stat(key),
    put: async (key, bytes, options) => (await store()).put(key, bytes, options),
    write: async (key, chunks, options) => (await store()).write(key, chunks, options),
    async *read(key, range) {
      yield* (await store()).read(key, range);
    },
    delete: async (key) => (await store()).delete(key),
    list: async (prefix, options) => (await store()).list(prefix, options),
  };
}

function linksBy(links: () => Promise<ObjectLinks>): ObjectLinks {
  return {
    download: async (key, file) => (await links()).download(key, file),
    upload: async (key, declared) => (await links()).upload(key, declared),
  };
}
