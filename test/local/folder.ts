import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readyKeys } from '../../local/integrity/start-look.ts';
import { type Keys, openKeys } from '../../local/keys.ts';

/** An empty folder that is gone after the test. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-'));
  // A property that ran out of its time may still be writing there.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
}

/** The keys that a first start makes. */
export async function freshKeys(data: string): Promise<Keys> {
  await readyKeys(data, true);
  return openKeys(data);
}
