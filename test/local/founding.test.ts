import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import type { Machine } from '../../local/compose.ts';
import { createApi } from '../../local/demo/api.ts';
import { readFacts } from '../../local/demo/facts.ts';
import { play } from '../../local/demo/play.ts';
import { literalId, stepsOf } from '../../local/demo/steps.ts';
import { DOORS } from '../../local/sign-in/doors.ts';
import { listening } from '../listening.ts';
import { commanded } from './commanded.ts';
import { doorsOf, seesPasswordPage, start } from './entering.ts';
import { freshFolder } from './folder.ts';
import { Visitor } from './visitor.ts';

/** Which folders have doors: those that the demonstration founded, and no other, whatever becomes of them. */

const steps = stepsOf(readFacts(), '2026-11-29');

/** Plays the first steps of the demonstration. */
async function begin({ origin, signIn }: Machine): Promise<void> {
  if (signIn === undefined) throw new Error('nobody can sign in');
  await play(createApi(origin, signIn), steps.slice(0, 3), () => undefined, new AbortController().signal);
}

/** Records something that is not of the demonstration. */
async function recordOwn({ origin, signIn }: Machine): Promise<void> {
  if (signIn === undefined) throw new Error('nobody can sign in');
  await createApi(origin, signIn).write({
    id: literalId('2026-01-05', 1),
    person: { subject: 'demo-treasurer', roles: ['treasurer'], units: [] },
    path: '/api/warehouses',
    body: { code: 'CK-09', name: '自己的仓库' },
  });
}

/** What `begin` records with the naming of the treasurer beside it, and what `recordOwn` does. */
const [BEGUN, RECORDED] = [4, 1];

async function untilSealed({ origin }: Machine, entries: number): Promise<void> {
  const size = async () => Number((await (await fetch(`${origin}/api/log/checkpoint`)).text()).split('\n')[1] ?? 0);
  await expect.poll(size, { timeout: 20_000, interval: 20 }).toBe(entries);
}

/** What keys and database remember of the founding. */
function remembered(data: string) {
  const database = new DatabaseSync(join(data, 'nuanzhang.db'), { readOnly: true });
  const inside = database.prepare("SELECT fingerprint FROM fingerprints WHERE name = 'founding'").get();
  database.close();
  return inside?.fingerprint;
}

const marksFile = (data: string) => join(data, 'keys', 'ledger.json');
const marks = z.looseObject({ founding: z.string().optional() });
const marksOf = async (data: string) => marks.parse(JSON.parse(await readFile(marksFile(data), 'utf8')));

/** Lets keys and database forget the founding, as an earlier version never told them. */
async function forget(data: string): Promise<void> {
  await writeFile(marksFile(data), JSON.stringify({ ...(await marksOf(data)), founding: undefined }));
  const database = new DatabaseSync(join(data, 'nuanzhang.db'));
  database.exec("DELETE FROM fingerprints WHERE name = 'founding'");
  database.close();
}

describe('a folder that was founded without the demonstration', () => {
  test('has no doors and no route for them, whatever is set later, and nothing is played in it', async () => {
    const data = await freshFolder();
    for (const demo of ['off', 'on']) {
      const machine = await start(data, { NUANZHANG_DEMO: demo });
      expect([await doorsOf(machine), machine.entrance, machine.isDemonstration]).toEqual([
        undefined,
        undefined,
        false,
      ]);
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(`${machine.origin}/oidc/doors`, { method, headers: { origin: machine.origin } });
        expect([answer.status, await answer.json()]).toEqual([
          404,
          expect.objectContaining({ type: '/problems/not-found' }),
        ]);
      }
      expect(await seesPasswordPage(new Visitor(machine.origin))).toBe(true);
      const { code, printed, said } = await commanded('open', data);
      expect([code, printed]).toEqual([1, '']);
      expect(said).toMatch(/没有演示入口[\s\S]*has no doors/);
      await machine.stop();
    }
    expect([remembered(data), (await marksOf(data)).founding]).toEqual(['own', 'own']);
  });

  test('has none either where another issuer signed people in first', async () => {
    const issuing = await listening((_request, response) => {
      const issuer = issuing.endpoint;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
    });
    onTestFinished(issuing.stop);
    const data = await freshFolder();
    const first = await start(data, { NUANZHANG_ISSUER: issuing.endpoint });
    expect(await doorsOf(first)).toBeUndefined();
    await first.stop();
    expect(await doorsOf(await start(data))).toBeUndefined();
  });
});

describe('a folder that the demonstration founded', () => {
  test('has no doors while the demonstration is switched off', async () => {
    const data = await freshFolder();
    const first = await start(data);
    await begin(first);
    await first.stop();
    const off = await start(data, { NUANZHANG_DEMO: 'off' });
    expect([await doorsOf(off), off.entrance]).toEqual([undefined, undefined]);
    await off.stop();
    expect(await doorsOf(await start(data))).toHaveLength(5);
  });

  test('has none once its ledger began with something else', async () => {
    const data = await freshFolder();
    const first = await start(data);
    await recordOwn(first);
    await untilSealed(first, RECORDED);
    await first.stop();
    const second = await start(data);
    expect([await doorsOf(second), second.isDemonstration]).toEqual([undefined, false]);
  });

  test('says so in keys and database alike: a start refuses where they differ', async () => {
    const data = await freshFolder();
    const first = await start(data);
    await begin(first);
    await first.stop();
    expect([remembered(data), (await marksOf(data)).founding]).toEqual(['demonstration', 'demonstration']);
    await writeFile(marksFile(data), JSON.stringify({ ...(await marksOf(data)), founding: 'own' }));
    await expect(start(data)).rejects.toThrow('not of the same ledger');
  });

  test('gives its doors to no other ledger: what its keys remember is refused there', async () => {
    const [demonstration, own] = [await freshFolder(), await freshFolder()];
    await (await start(demonstration)).stop();
    await (await start(own, { NUANZHANG_DEMO: 'off' })).stop();
    await cp(marksFile(demonstration), marksFile(own));
    await expect(start(own)).rejects.toThrow('not of the same ledger');
  });

  test('keeps them through a backup that is put back, and a folder without any gets none by it', async () => {
    const passphrase = { NUANZHANG_PASSPHRASE: 'twelve characters or more' };
    for (const [demo, doors] of [
      ['on', [...DOORS]],
      ['off', undefined],
    ] as const) {
      const [data, beside] = [await freshFolder(), await freshFolder()];
      const machine = await start(data, { NUANZHANG_DEMO: demo });
      await (demo === 'on' ? begin(machine) : recordOwn(machine));
      await untilSealed(machine, demo === 'on' ? BEGUN : RECORDED);
      await machine.stop();
      const file = join(beside, 'backup.zip');
      expect((await commanded('backup', data, [file], passphrase)).code).toBe(0);
      const back = join(beside, 'data');
      expect((await commanded('restore', back, [file], passphrase)).code).toBe(0);
      expect(await doorsOf(await start(back))).toEqual(doors);
    }
  }, 60_000);
});

describe('a folder of an earlier version', () => {
  test('has doors where its log begins with the demonstration, and remembers it from then on', async () => {
    const data = await freshFolder();
    const first = await start(data);
    await begin(first);
    await untilSealed(first, BEGUN);
    await first.stop();
    await forget(data);
    const second = await start(data);
    expect(await doorsOf(second)).toHaveLength(5);
    await second.stop();
    expect([remembered(data), (await marksOf(data)).founding]).toEqual(['demonstration', 'demonstration']);
  });

  test('has none where its log begins otherwise', async () => {
    const data = await freshFolder();
    const first = await start(data);
    await recordOwn(first);
    await untilSealed(first, RECORDED);
    await first.stop();
    await forget(data);
    expect(await doorsOf(await start(data))).toBeUndefined();
    expect((await marksOf(data)).founding).toBe('own');
  });
});
