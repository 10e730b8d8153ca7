import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createApi } from '../../local/demo/api.ts';
import { readFacts } from '../../local/demo/facts.ts';
import { AUDITOR } from '../../local/demo/play.ts';
import { literalId, stepsOf } from '../../local/demo/steps.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';

import { testOnEngine } from '../engine.ts';

import { freshFolder, freshKeys } from './folder.ts';
import { issueToken } from './issue-token.ts';
import { run } from './program.ts';

const steps = stepsOf(readFacts());
/** The last line that a start with a demonstration prints. */
const END = /#code=[0-9a-z]{41}$/m;
const FIRST_LINE_OF_PROGRESS = /^示例 \d+\/\d+ /m;

const listed = z.looseObject({ id: z.string(), kind: z.string(), actor: z.looseObject({ subject: z.string() }) });
const page = z.looseObject({ items: z.array(listed), next: z.string().optional() });

async function apiOf(origin: string, data: string) {
  return createApi(origin, (person) => issueToken(data, origin, person));
}

async function listedOf(origin: string, data: string) {
  const api = await apiOf(origin, data);
  const entries: z.infer<typeof listed>[] = [];
  let path: string | undefined = '/api/entries?limit=50';
  while (path !== undefined) {
    const found: z.infer<typeof page> | undefined = await api.read(AUDITOR, path, page);
    entries.push(...(found?.items ?? []));
    path = found?.next === undefined ? undefined : `/api/entries?limit=50&cursor=${encodeURIComponent(found.next)}`;
  }
  return entries;
}

/** What was done; that its people were named beside it is told apart. */
async function entriesOf(origin: string, data: string): Promise<readonly string[]> {
  const entries = await listedOf(origin, data);
  return entries.flatMap(({ id, kind }) => (kind === 'naming' ? [] : [id])).toSorted();
}

async function namedIn(origin: string, data: string): Promise<readonly string[]> {
  const entries = await listedOf(origin, data);
  return entries.flatMap(({ kind, actor }) => (kind === 'naming' ? [actor.subject] : [])).toSorted();
}

const stepIds = steps.map((step) => step.id).toSorted();
const people = [...new Set(steps.map(({ person }) => person.subject))].toSorted();

describe('the demonstration', () => {
  test('is played on an empty ledger, and a start says little: where it listens, how far it is, where to open it', async () => {
    const data = await freshFolder();
    const program = run(data);
    const printed = await program.printed(END);
    const origin = await program.origin();
    const lines = printed.trimEnd().split('\n');
    expect(lines.filter((line) => !FIRST_LINE_OF_PROGRESS.test(line))).toEqual([
      `暖账正在监听 ${origin}(Ctrl-C 停止)`,
      expect.stringMatching(/^校验点 \d+ 条分录,根 [\w+/]{43}=$/),
      '账号与密码:npm run accounts',
      expect.stringMatching(/^打开.*10 分钟.*npm run open/),
      expect.stringMatching(new RegExp(`^${origin}/#code=[0-9a-z]{41}$`)),
    ]);
    expect(lines.length).toBeLessThanOrEqual(11);
    expect(program.stderr()).toBe('');

    expect(await entriesOf(origin, data)).toEqual(stepIds);
    expect(await namedIn(origin, data)).toEqual(people);
    const api = await apiOf(origin, data);
    const headline = await api.read(AUDITOR, '/api/reports/headline', reportAnswers.headline);
    const { expected } = readFacts();
    expect(headline).toMatchObject({
      invested: expected.invested,
      goodsDelivered: expected.spentOnGoods,
      disbursed: '100000.00',
      people: expected.personTimes,
      households: expected.households,
      sites: 535,
      units: 12,
    });
    for (const sentence of ['investedSentence', 'coverageSentence', 'householdSentence']) {
      expect(headline?.sentences.zh).toContain(expected[sentence]);
    }
    const identities = await api.read(AUDITOR, '/api/reports/identities', reportAnswers.identities);
    expect(identities).toMatchObject({ holds: true, budget: [{ difference: '0.00' }], cash: [{ difference: '0.00' }] });
    const patches = identities?.goods.find(({ item }) => item.name === '暖身贴');
    expect(patches).toMatchObject({ received: 365_800, delivered: 365_800, difference: 0 });
  });

  test('is not loaded twice: a second start tells the same checkpoint and writes nothing', async () => {
    const data = await freshFolder();
    const first = run(data);
    const before = await first.printed(END);
    const entries = await entriesOf(await first.origin(), data);
    expect(await first.stop()).toBe(0);
    const second = run(data);
    const after = await second.printed(END);
    expect(after).not.toMatch(FIRST_LINE_OF_PROGRESS);
    const shown = (text: string) => /^校验点 .*$/m.exec(text)?.[0];
    expect(shown(after)).toBe(shown(before) ?? 'a checkpoint');
    expect(await entriesOf(await second.origin(), data)).toEqual(entries);
  });

  test('killed in the middle is finished by the next start, each step once', async () => {
    const data = await freshFolder();
    const first = run(data);
    await first.printed(FIRST_LINE_OF_PROGRESS);
    const origin = await first.origin();
    const api = await apiOf(origin, data);
    const middle = steps[Math.floor(steps.length / 2)];
    const landed = () => api.read(AUDITOR, `/api/entries/${middle?.id}`, z.looseObject({})).catch(() => undefined);
    await expect.poll(landed, { timeout: 30_000, interval: 1 }).toBeDefined();
    first.child.kill('SIGKILL');
    await first.code;
    expect(first.stdout()).not.toContain('校验点');

    const second = run(data);
    expect(await second.printed(END)).toContain('校验点');
    expect(await entriesOf(await second.origin(), data)).toEqual(stepIds);
    expect(await namedIn(await second.origin(), data)).toEqual(people);
  });

  test('stopped in the middle stops cleanly, and the next start finishes it', async () => {
    const data = await freshFolder();
    const first = run(data);
    await first.printed(FIRST_LINE_OF_PROGRESS);
    expect(await first.stop()).toBe(0);
    expect(first.stderr()).toBe('');
    const second = run(data);
    expect(await second.printed(END)).toContain('校验点');
    expect(await entriesOf(await second.origin(), data)).toEqual(stepIds);
  });

  test('is left out when it is switched off', async () => {
    const data = await freshFolder();
    const program = run(data, { NUANZHANG_DEMO: 'off' });
    const origin = await program.origin();
    expect(await entriesOf(origin, data)).toEqual([]);
    expect(await program.stop()).toBe(0);
    expect(program.stdout().trim().split('\n')).toEqual([
      `暖账正在监听 ${origin}(Ctrl-C 停止)`,
      '账号与密码:npm run accounts',
      `打开:${origin}/`,
    ]);
    expect(program.stderr()).toBe('');
  });

  test('is not mixed into a ledger that holds something else', async () => {
    const data = await freshFolder();
    const first = run(data, { NUANZHANG_DEMO: 'off' });
    const own = literalId('2026-01-05', 1);
    const api = await apiOf(await first.origin(), data);
    await api.write({
      id: own,
      date: '2026-01-05',
      title: '登记仓库',
      person: { subject: 'demo-treasurer', roles: ['treasurer'], units: [] },
      path: '/api/warehouses',
      body: { code: 'CK-09', name: '自己的仓库' },
    });
    await first.stop();
    const second = run(data);
    expect(await entriesOf(await second.origin(), data)).toEqual([own]);
    expect(await second.stop()).toBe(0);
    expect(second.stdout()).not.toMatch(FIRST_LINE_OF_PROGRESS);
  });
});

describe('the program', () => {
  test('refuses a second start over the same data folder', async () => {
    const data = await freshFolder();
    const first = run(data, { NUANZHANG_DEMO: 'off' });
    await first.origin();
    const second = run(data, { NUANZHANG_DEMO: 'off' });
    expect(await second.code).toBe(1);
    expect(second.stderr()).toContain('NUANZHANG_DATA');
    expect(second.stderr()).toContain(String(first.child.pid));
  });

  test('says which variable is wrong, and ends with 2', async () => {
    const program = run(await freshFolder(), { PORT: 'eighty' });
    expect(await program.code).toBe(2);
    expect(program.stderr()).toContain('PORT=eighty');
  });

  test('says that its port is in use, naming the variable, and leaves nothing running', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const data = await freshFolder();
    const program = run(data, { PORT: port });
    expect(await program.code).toBe(1);
    expect(program.stderr()).toContain('PORT');
    const next = run(data, { NUANZHANG_DEMO: 'off' });
    await next.origin();
  });

  test('says that another engine cannot be reached, naming the variable', async () => {
    const program = run(await freshFolder(), { DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' });
    expect(await program.code).toBe(1);
    expect(program.stderr()).toContain('DYNAMODB_ENDPOINT');
  });

  testOnEngine('ends with 1 and says so when its engine dies', async () => {
    const data = await freshFolder();
    const program = run(data, { NUANZHANG_DEMO: 'off', NUANZHANG_STORE: 'dynamodb' });
    await program.origin();
    const lock = z.looseObject({ engine: z.looseObject({ pid: z.int().positive() }) });
    const { engine } = lock.parse(JSON.parse(await readFile(join(data, 'server.lock'), 'utf8')));
    process.kill(engine.pid, 'SIGKILL');
    expect(await program.code).toBe(1);
    expect(program.stderr()).toContain('SIGKILL');
    expect((await readdir(data)).filter((name) => name.startsWith('server.lock'))).toEqual([]);
  });

  test('lets in nobody without a token of its own folder', async () => {
    const data = await freshFolder();
    const program = run(data, { NUANZHANG_DEMO: 'off' });
    const origin = await program.origin();
    const elsewhere = await freshFolder();
    await freshKeys(elsewhere);
    const stranger = await issueToken(elsewhere, origin, AUDITOR);
    const friend = await issueToken(data, origin, AUDITOR);
    const status = async (authorization?: string) => {
      const response = await fetch(`${origin}/api/me`, { headers: authorization ? { authorization } : {} });
      return response.status;
    };
    expect(await status()).toBe(401);
    expect(await status(`Bearer ${stranger}`)).toBe(401);
    expect(await status(`Bearer ${friend}`)).toBe(200);
  });
});
