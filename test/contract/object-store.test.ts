import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, describe, vi } from 'vitest';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import { createS3Client } from '../../shared/storage/s3/client.ts';
import { createS3ObjectStore } from '../../shared/storage/s3/object-store.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { startS3 } from './s3.ts';

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

objectStoreContract('objects in memory', async () => createMemoryObjectStore(), { runs: 100 });

objectStoreContract(
  'objects in a folder',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-objects-'));
    folders.push(folder);
    return createFolderObjectStore(folder);
  },
  { runs: 50 },
);

describe('a bucket of S3', () => {
  const stops: (() => void)[] = [];

  afterAll(() => {
    for (const stop of stops) stop();
  });

  objectStoreContract(
    'objects in it',
    async () => {
      const { endpoint, stop } = await startS3('objects');
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
      const client = createS3Client({ endpoint, region: 'cn-north-1' });
      stops.push(() => client.destroy(), stop);
      return createS3ObjectStore({ client, bucket: 'objects' });
    },
    { runs: 30 },
  );
});

const endpoint = process.env.S3_ENDPOINT;

describe.runIf(endpoint !== undefined)('where S3_ENDPOINT names a stand-in for S3', () => {
  const client = createS3Client({ endpoint: endpoint ?? 'http://127.0.0.1:9', region: 'us-east-1' });
  let buckets = 0;

  afterAll(() => client.destroy());

  objectStoreContract(
    'objects in a bucket',
    async () => {
      buckets += 1;
      const bucket = `nuanzhang-${process.pid}-${Date.now()}-${buckets}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return createS3ObjectStore({ client, bucket });
    },
    { runs: 15, isStandIn: true },
  );
});
