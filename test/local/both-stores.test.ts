import { createHash } from 'node:crypto';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { type Machine, startMachine } from '../../local/compose.ts';
import { createApi } from '../../local/demo/api.ts';
import { readFacts } from '../../local/demo/facts.ts';
import { play } from '../../local/demo/play.ts';
import { stepsOf } from '../../local/demo/steps.ts';
import { readEnvironment } from '../../local/environment.ts';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { testOnEngine } from '../engine.ts';
import { freshFolder } from './folder.ts';

/** What a step finds of time and chance: the machine takes both from outside, where the program leaves them to Node. */
const step = vi.hoisted(() => ({ nth: 0 }));
/** A token is good for as long as the machine's clock is beyond its making, so this is ahead of when the test ends. */
const BEGAN = Date.now() + 300_000;
const steps = stepsOf(readFacts(), dateInShanghai(BEGAN));
/** Each is named before their first step. */
const people = new Set(steps.map(({ person }) => person.subject));

vi.mock(import('../../functions/composition/tracker.ts'), async (original) => {
  const { createTracker } = await original();
  return {
    createTracker: (options) =>
      createTracker({
        ...options,
        clock: () => BEGAN + step.nth * 1_000,
        salt: () => createHash('sha256').update(`salt ${step.nth}`).digest(),
      }),
  };
});

interface Place {
  readonly data: string;
  /** 0 takes any. The log is named after it. */
  readonly port: number;
  readonly store: 'sqlite' | 'dynamodb';
}

async function start({ data, port, store }: Place, sealing: boolean): Promise<Machine> {
  const variables = { NUANZHANG_DATA: data, NUANZHANG_STORE: store, NUANZHANG_RATE: 'off', NUANZHANG_DEMO: 'off' };
  const machine = await startMachine({ ...readEnvironment(variables), port, sealing }, () => undefined);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= machine.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { ...machine, stop };
}

/** Plays the demonstration, each step at its own second, and then seals all of it in one round. Gives where it was. */
async function playOn(place: Place): Promise<Place> {
  const machine = await start(place, false);
  const { origin, signIn } = machine;
  if (signIn === undefined) throw new Error('nobody can sign in');
  const atItsSecond = (_step: unknown, nth: number) => {
    step.nth = nth;
  };
  await play(createApi(origin, signIn), steps, atItsSecond, new AbortController().signal);
  await machine.stop();

  const there = { ...place, port: Number(new URL(origin).port) };
  const again = await start(there, true);
  const log = new LogFiles(await createFolderObjectStore(join(place.data, 'objects')));
  const sealed = () => log.checkpoint().then((checkpoint) => checkpoint?.size);
  await expect.poll(sealed, { timeout: 20_000, interval: 20 }).toBe(steps.length + people.size);
  await again.stop();
  return there;
}

/** Every file of the log, by its path. */
async function logOf(data: string): Promise<ReadonlyMap<string, Buffer>> {
  const root = join(data, 'objects/log');
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const files = await Promise.all(paths.map(async (path) => [path.slice(root.length), await readFile(path)] as const));
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

testOnEngine(
  'the demonstration on either store, at the same times and under the same key, gives the same log to the byte',
  async () => {
    const [own, engines] = [await freshFolder(), await freshFolder()];
    const { port } = await playOn({ data: own, port: 0, store: 'sqlite' });
    // The keys alone: what they remember of a ledger is not of the other one.
    const filter = (path: string) => !path.endsWith('ledger.json');
    await cp(join(own, 'keys'), join(engines, 'keys'), { recursive: true, filter });
    await playOn({ data: engines, port, store: 'dynamodb' });

    const [one, other] = [await logOf(own), await logOf(engines)];
    expect([...one.keys()]).toEqual(expect.arrayContaining(['/checkpoint', '/vkey']));
    expect(one.size).toBeGreaterThan(3);
    expect([...other.keys()]).toEqual([...one.keys()]);
    for (const [path, bytes] of one) expect(other.get(path)?.equals(bytes), path).toBe(true);
  },
  90_000,
);
