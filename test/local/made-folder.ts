import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import {
  benefitOf,
  type Client,
  clientOf,
  FREE,
  giftOf,
  key,
  open as opening,
  orderOf,
  type Post,
} from '../faults/client.ts';
import { freshFolder } from './folder.ts';

export interface Running {
  readonly machine: Machine;
  readonly client: Client;
}

/** The whole machine over a data folder, in this process. */
export async function start(data: string, variables: Readonly<Record<string, string>> = {}): Promise<Running> {
  const environment = { ...readEnvironment({ NUANZHANG_DATA: data, NUANZHANG_RATE: 'off', ...variables }), port: 0 };
  const machine = await startMachine(environment, () => undefined);
  return { machine, client: await clientOf(machine.origin, data) };
}

export async function post({ client }: Running, posts: readonly Post[]): Promise<void> {
  for (const one of posts) expect((await client.post(one)).status).toBe(201);
}

/** Stops once everything is sealed. */
export async function sealAndStop({ machine, client }: Running): Promise<void> {
  const size = (await client.entries()).length;
  const sealed = async () => (await (await fetch(`${machine.origin}/api/log/checkpoint`)).text()).split('\n')[1];
  await vi.waitFor(async () => expect(await sealed()).toBe(String(size)), { timeout: 20_000, interval: 20 });
  await machine.stop();
}

/** What the folder of now has that the one of before has not. */
export const LATER = [orderOf(key(FREE + 2), '1.00'), orderOf(key(FREE + 3), '2.00')] as const;

/** A folder with a ledger of which everything is sealed, the same folder two entries earlier, and one of another ledger. */
export interface MadeFolders {
  now: string;
  earlier: string;
  other: string;
}

/** Makes them for the tests of a file, which copy them. */
export function madeFolders(): MadeFolders {
  const made: MadeFolders = { now: '', earlier: '', other: '' };
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'nuanzhang-'));
    Object.assign(made, { now: join(root, 'now'), earlier: join(root, 'earlier'), other: join(root, 'other') });
    const first = await start(made.now);
    await opening(first.client, [giftOf(key(FREE), 10), benefitOf(key(FREE + 1), 1)]);
    await sealAndStop(first);
    await cp(made.now, made.earlier, { recursive: true });
    const second = await start(made.now);
    await post(second, LATER);
    await sealAndStop(second);
    const elsewhere = await start(made.other);
    await opening(elsewhere.client);
    await sealAndStop(elsewhere);
  }, 60_000);
  afterAll(() => rm(root, { recursive: true }));
  return made;
}

export async function copyOf(folder: string): Promise<string> {
  const copy = join(await freshFolder(), 'data');
  await cp(folder, copy, { recursive: true });
  return copy;
}
