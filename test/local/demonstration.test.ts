import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createApi } from '../../local/demo/api.ts';
import { readFacts } from '../../local/demo/facts.ts';
import { AUDITOR, foundedOn } from '../../local/demo/play.ts';
import { showDemonstration } from '../../local/demo/show.ts';
import { literalId, type Step, stepsOf } from '../../local/demo/steps.ts';
import type { Person } from '../../local/person.ts';
import { type CalendarDate, dateInShanghai, daysAfter } from '../../shared/domain/calendar.ts';
import type { Role } from '../../shared/domain/role.ts';
import { WORK_KINDS, type WorkKind } from '../../shared/domain/work.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { readVerifierKey } from '../../shared/log/tree/note.ts';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { exportAnswer } from '../../shared/schemas/export.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { workAnswer } from '../../shared/schemas/work.ts';
import { verifyPack } from '../../verify/verify-pack.ts';

import { testOnEngine } from '../engine.ts';

import { freshFolder, freshKeys } from './folder.ts';
import { issueToken } from './issue-token.ts';
import { run } from './program.ts';

const facts = readFacts();
/** The first step, and so the funding line of the report, has the same id on every day. */
const SHUNYI = '01769c58-4800-7000-8000-000000000001';
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

function present<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Error('that is not there');
  return answer;
}

/** The steps as the ledger dates them. */
async function stepsIn(origin: string, data: string): Promise<readonly Step[]> {
  return stepsOf(facts, present(await foundedOn(await apiOf(origin, data), SHUNYI)));
}

/** Every step stands once, and its people are named. */
async function expectWhole(origin: string, data: string): Promise<void> {
  const steps = await stepsIn(origin, data);
  expect(await entriesOf(origin, data)).toEqual(steps.map((step) => step.id).toSorted());
  expect(await namedIn(origin, data)).toEqual([...new Set(steps.map(({ person }) => person.subject))].toSorted());
}

/** Who goes through the door of a role. */
function doorOf(role: Role): Person {
  const units = role === 'coordinator' ? facts.units.map(({ code }) => code) : [];
  return { subject: `demo-${role}`, roles: [role], units };
}

/** What waits for a role, by kind; months to close, which grow with time, apart. */
async function worksFor(origin: string, data: string, role: Role): Promise<Partial<Record<WorkKind, number>>> {
  const api = await apiOf(origin, data);
  const { work } = present(await api.read(doorOf(role), '/api/work', workAnswer));
  const counts = WORK_KINDS.map((kind) => [kind, work[kind]?.count ?? 0] as const);
  return Object.fromEntries(counts.filter(([kind, count]) => count > 0 && kind !== 'to-close'));
}

/** Shows the demonstration on a server that began without it, as if it was that day; aborted before a step of that title. */
async function shownOn(origin: string, data: string, today: CalendarDate, until?: string): Promise<string> {
  const stopping = new AbortController();
  const printed: string[] = [];
  const progress = {
    isTTY: true,
    columns: 200,
    write(text: string) {
      if (until !== undefined && text.includes(until)) stopping.abort();
    },
  };
  const signIn = (person: Person) => issueToken(data, origin, person);
  const print = (line: string) => void printed.push(line);
  await showDemonstration({ origin, signIn, today, stopping: stopping.signal, print, progress });
  return printed.join('\n');
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

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

    for (const place of [1, 89]) expect(printed).toContain(`示例 ${place}/89 `);
    await expectWhole(origin, data);
    const api = await apiOf(origin, data);
    const path = `/api/reports/headline?fundingLine=${SHUNYI}`;
    const headline = await api.read(AUDITOR, path, reportAnswers.headline);
    const { expected } = facts;
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
    expect(identities).toMatchObject({ holds: true });
    const patches = identities?.goods.find(({ item }) => item.name === '暖身贴');
    expect(patches).toMatchObject({ received: 365_800, delivered: 365_800, difference: 0 });
    const usage = await api.read(AUDITOR, `/api/reports/usage?fundingLine=${SHUNYI}&by=item`, reportAnswers.usage);
    const used = present(usage).rows.map(({ item, value }) => [item?.name ?? '', value] as const);
    expect(Object.fromEntries(used)).toMatchObject({
      暖身贴: '329220.00',
      水饺: '634056.00',
      汤圆: '357112.00',
      酸奶: '51964.00',
      面包: '40154.00',
      食品礼包: '40664.00',
      保温杯: '66000.00',
    });
  });

  test('leaves work to do, for each role its own', async () => {
    const data = await freshFolder();
    const program = run(data);
    await program.printed(END);
    const origin = await program.origin();
    const papers = { 'without-invoice': 1 };
    expect(await worksFor(origin, data, 'buyer')).toEqual({ 'to-accept': 2, ...papers });
    // The count is the keeper's own, which another person countersigns.
    expect(await worksFor(origin, data, 'keeper')).toEqual({ 'to-accept': 2, 'to-dispatch': 1, held: 1 });
    expect(await worksFor(origin, data, 'coordinator')).toEqual({ 'in-transit': 3, unconfirmed: 1 });
    expect(await worksFor(origin, data, 'treasurer')).toEqual({
      unconfirmed: 1,
      held: 1,
      'to-pay': 1,
      'to-countersign': 1,
      ...papers,
    });
    expect(await worksFor(origin, data, 'auditor')).toEqual({
      'to-accept': 2,
      'to-dispatch': 1,
      'in-transit': 3,
      unconfirmed: 1,
      held: 1,
      'to-pay': 1,
      'to-countersign': 1,
      ...papers,
    });
    const api = await apiOf(origin, data);
    const { work } = present(await api.read(AUDITOR, '/api/work', workAnswer));
    const founded = present(await foundedOn(api, SHUNYI));
    const transit = work['in-transit']?.rows.map(({ effectiveOn }) => effectiveOn);
    expect(transit).toEqual([4, 1, 0].map((days) => daysAfter(founded, -days)));
    expect(work.unconfirmed?.rows).toMatchObject([{ effectiveOn: daysAfter(founded, -4) }]);
    expect(work['to-dispatch']?.rows).toMatchObject([{ lines: 8, units: 4 }]);
    expect(work['to-pay']?.rows).toMatchObject([{ due: '25600.00' }]);
    expect(work['without-invoice']?.rows).toMatchObject([{ lacking: '38400.00' }]);
  });

  test('has its papers, byte for byte in the store and in an audit pack that holds', async () => {
    const data = await freshFolder();
    const program = run(data);
    await program.printed(END);
    const origin = await program.origin();
    const api = await apiOf(origin, data);
    const steps = await stepsIn(origin, data);
    const purchase = steps.find(({ path }) => path === '/api/purchases');
    const about = steps.filter(({ id, path }) => id === purchase?.id || path.includes(purchase?.id ?? 'none'));
    const own = about.flatMap(({ papers }) => papers);
    const types = own.map(({ name, mediaType }) => [name.split('-')[1], mediaType]);
    expect(types).toEqual([
      ['会议纪要', 'application/pdf'],
      ['采购合同', 'application/pdf'],
      ['发票', 'application/xml'],
      ['发票', 'image/png'],
      ['验收单', 'application/pdf'],
      ['付款审批单', 'application/pdf'],
    ]);
    const entry = z.looseObject({ entry: z.looseObject({ evidence: z.array(z.looseObject({ sha256: z.string() })) }) });
    for (const { id, papers } of about) {
      const stored = await api.read(AUDITOR, `/api/entries/${id}`, entry);
      expect(stored?.entry.evidence).toMatchObject(papers.map(({ evidence }) => evidence));
    }
    for (const { evidence, file } of own) {
      const kept = await api.read(AUDITOR, `/api/evidence/${evidence.sha256}`, evidenceAnswers.evidence);
      expect(kept).toMatchObject({ state: 'stored', evidence });
      const response = await fetch(kept?.download?.url ?? '');
      expect(response.headers.get('content-type')).toBe(evidence.mediaType);
      expect(Buffer.from(await response.arrayBuffer()).equals(file), evidence.name).toBe(true);
    }

    const id = literalId('2026-01-05', 900);
    const token = await issueToken(data, origin, AUDITOR);
    const asked = { kind: 'audit-pack', format: 'zip', fundingLine: SHUNYI, from: '2020-12-01', to: '2021-01-31' };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': id };
    const response = await fetch(`${origin}/api/exports`, { method: 'POST', headers, body: JSON.stringify(asked) });
    expect(response.status).toBe(202);
    const job = async () => api.read(AUDITOR, `/api/exports/${id}`, z.object({ export: exportAnswer }));
    await expect.poll(async () => (await job())?.export.status, { timeout: 30_000, interval: 20 }).toBe('done');
    const pack = await (await fetch((await job())?.export.files[0]?.url ?? '')).arrayBuffer();
    const files = await filesIn(new Uint8Array(pack));
    const packed = [...files].filter(([path]) => path.startsWith('evidence/')).map(([, bytes]) => hashOf(bytes));
    const reported = steps.filter(({ date }) => date < '2021-02-01').flatMap(({ papers }) => papers);
    expect(packed.toSorted()).toEqual(reported.map(({ evidence }) => evidence.sha256).toSorted());
    const folder = await freshFolder();
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    const key = readVerifierKey((await (await fetch(`${origin}/api/log/vkey`)).text()).trim());
    expect(await verifyPack(folder, key)).toMatchObject({ evidence: reported.length, absent: [] });
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
    // Of the report, so that its id is known before anything stands.
    const middle = stepsOf(facts, '2026-03-05')[40];
    const landed = () => api.read(AUDITOR, `/api/entries/${middle?.id}`, z.looseObject({})).catch(() => undefined);
    await expect.poll(landed, { timeout: 30_000, interval: 1 }).toBeDefined();
    first.child.kill('SIGKILL');
    await first.code;
    expect(first.stdout()).not.toContain('校验点');

    const second = run(data);
    expect(await second.printed(END)).toContain('校验点');
    await expectWhole(await second.origin(), data);
  });

  test('begun on one day and gone on with on the next keeps its days', async () => {
    const data = await freshFolder();
    const program = run(data, { NUANZHANG_DEMO: 'off' });
    const origin = await program.origin();
    const today = dateInShanghai(Date.now());
    expect(await shownOn(origin, data, today, '分配方案')).toBe('');
    const [begun, whole] = [await entriesOf(origin, data), stepsOf(facts, today).map(({ id }) => id)];
    expect(begun.length).toBeGreaterThan(61);
    expect(begun.length).toBeLessThan(whole.length);
    expect(await shownOn(origin, data, daysAfter(today, 1))).toContain('校验点');
    expect(await foundedOn(await apiOf(origin, data), SHUNYI)).toBe(today);
    expect(await entriesOf(origin, data)).toEqual(whole.toSorted());
  });

  test('that an earlier version played, without papers, is shown and left as it is', async () => {
    const data = await freshFolder();
    const program = run(data, { NUANZHANG_DEMO: 'off' });
    const origin = await program.origin();
    const api = await apiOf(origin, data);
    const earlier = stepsOf(facts, '2026-03-05').filter(({ date }) => date < '2020-12-29');
    for (const { id, person, path, body } of earlier) {
      await api.write({ id, person, path, body: { ...body, invoice: undefined, evidence: undefined } });
    }
    const entries = await entriesOf(origin, data);
    expect(await shownOn(origin, data, '2026-03-05')).toContain('校验点');
    expect(await entriesOf(origin, data)).toEqual(entries);
  });

  test('stopped in the middle stops cleanly, and the next start finishes it', async () => {
    const data = await freshFolder();
    const first = run(data);
    await first.printed(FIRST_LINE_OF_PROGRESS);
    expect(await first.stop()).toBe(0);
    expect(first.stderr()).toBe('');
    const second = run(data);
    expect(await second.printed(END)).toContain('校验点');
    await expectWhole(await second.origin(), data);
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
