import { beforeEach, describe, expect, test } from 'vitest';
import type { ExportJob } from '../../shared/storage/ports/export-jobs.ts';
import { type Api, AUDITOR, id, KEEPER, NOW, openApiOver, type Registered, registerAll, TREASURER } from './api.ts';

const PATH = '/api/exports';
const KEY = id(0xe1);
const SHA = 'ab'.repeat(32);

let api: Api;
let known: Registered;

beforeEach(async () => {
  api = openApiOver();
  known = await registerAll(api);
});

const usage = () => ({ kind: 'fund-usage', format: 'xlsx', fundingLine: known.fundingLine, to: '2020-12-31' });

async function change(key: string, more: Partial<ExportJob>): Promise<void> {
  const stored = await api.jobs.read(key);
  if (stored === undefined) throw new Error('there is no such job');
  await api.jobs.replace(stored.version, { ...stored.job, ...more });
}

describe('asking for an export', () => {
  test('answers 202 with the job, and writes no entry', async () => {
    const before = await api.entries();
    const answer = await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    expect([answer.status, answer.json]).toEqual([
      202,
      {
        export: {
          id: KEY,
          ...usage(),
          status: 'queued',
          requestedBy: { subject: 'auditor', role: 'auditor' },
          createdAt: NOW,
          keptUntil: NOW + 30 * 86_400_000,
          asOf: null,
          rowsDone: 0,
          rowsKnown: 0,
          files: [],
        },
        names: { [usage().fundingLine]: { code: 'SY-FY-2020', name: '疫情防控专项资金' } },
      },
    ]);
    expect(await api.entries()).toBe(before);
  });

  test('again under the same key answers 200 with how far it is, also when it has ended', async () => {
    await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    await change(KEY, { status: 'running', run: 'run-1', rowsDone: 3, rowsKnown: 9 });
    const running = await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    await change(KEY, { status: 'failed', failure: 'storage-full', endedAt: NOW });
    const failed = await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    expect([running.status, running.json]).toMatchObject([
      200,
      { export: { status: 'running', rowsDone: 3, rowsKnown: 9 } },
    ]);
    expect([failed.status, failed.json]).toMatchObject([200, { export: { status: 'failed' } }]);
  });

  test('for something else, or by somebody else, under the same key is refused', async () => {
    await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    const other = await api.post(PATH, { as: AUDITOR, key: KEY, body: { ...usage(), format: 'csv' } });
    const another = await api.post(PATH, { as: TREASURER, key: KEY, body: usage() });
    for (const { json } of [other, another]) expect(json).toMatchObject({ type: '/problems/key-reused', status: 422 });
  });

  test('tells every wrong field at once, with what would pass', async () => {
    const body = { kind: 'acceptance', format: 'jsonl', unit: known.unit, from: '2020-12-02', to: '2020-12-01' };
    const { json } = await api.post(PATH, { as: AUDITOR, body, headers: { 'accept-language': 'en' } });
    expect(json).toMatchObject({
      type: '/problems/invalid',
      status: 422,
      errors: [
        { pointer: '/format', code: 'not-one-of', detail: 'Choose one of: xlsx, csv.' },
        { pointer: '/unit', code: 'only-for', detail: 'Leave this out: it is only for distribution, entries.' },
        { pointer: '/to', code: 'too-early', detail: 'This must not lie before 2020-12-02.' },
      ],
    });
  });

  test.each([
    ['fundingLine', { kind: 'entries', format: 'jsonl' }],
    ['unit', { kind: 'distribution', format: 'csv' }],
    ['item', { kind: 'stock-card', format: 'xlsx' }],
    ['consignment', { kind: 'delivery-slip', format: 'html' }],
  ])('of a %s that nobody knows is refused', async (field, body) => {
    const { json } = await api.post(PATH, { as: AUDITOR, body: { ...body, [field]: id(0xdead) } });
    expect(json).toMatchObject({ status: 422, errors: [{ pointer: `/${field}`, code: 'unknown-reference' }] });
  });

  test('is refused while ten of one’s own are open, and passes when one has ended', async () => {
    for (let at = 0; at < 10; at += 1) await api.post(PATH, { as: AUDITOR, key: id(0xf00 + at), body: usage() });
    const refused = await api.post(PATH, { as: AUDITOR, body: usage() });
    expect(refused.json).toMatchObject({ type: '/problems/too-many-exports', status: 409, whose: 'own', most: 10 });
    expect((await api.post(PATH, { as: TREASURER, body: usage() })).status).toBe(202);
    expect((await api.post(PATH, { as: AUDITOR, key: id(0xf00), body: usage() })).status).toBe(200);
    await api.post(`${PATH}/${id(0xf00)}/cancellation`, { as: AUDITOR });
    expect((await api.post(PATH, { as: AUDITOR, body: usage() })).status).toBe(202);
  });

  test('is refused while a hundred are open, whosever they are', async () => {
    for (let at = 0; at < 100; at += 1) {
      const as = { subject: `auditor-${at % 10}`, roles: ['auditor'] } as const;
      await api.post(PATH, { as, key: id(0xf00 + at), body: usage() });
    }
    const refused = await api.post(PATH, { as: AUDITOR, body: usage() });
    expect(refused.json).toMatchObject({ type: '/problems/too-many-exports', status: 409, whose: 'all', most: 100 });
  });

  test('is for auditors and treasurers', async () => {
    expect((await api.post(PATH, { as: KEEPER, body: usage() })).status).toBe(403);
  });

  test('is for keepers too, of papers that go with their goods, of which each is told the own ones', async () => {
    const body = { kind: 'dispatch-papers', format: 'html', consignments: [id(0xc1), id(0xc2)] };
    const answer = await api.post(PATH, { as: KEEPER, key: KEY, body });
    expect([answer.status, answer.json]).toMatchObject([
      422,
      {
        type: '/problems/invalid',
        errors: [
          { pointer: '/consignments/0', code: 'unknown-reference' },
          { pointer: '/consignments/1', code: 'unknown-reference' },
        ],
      },
    ]);
    const slip = await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    expect(slip.status).toBe(202);
    expect((await api.get(`${PATH}/${KEY}`, { as: KEEPER })).status).toBe(404);
    const stored = await api.jobs.read(KEY);
    await change(KEY, { by: { subject: KEEPER.subject, role: 'keeper' } });
    expect(stored?.job.by.subject).toBe('auditor');
    expect((await api.get(`${PATH}/${KEY}`, { as: KEEPER })).status).toBe(200);
  });
});

describe('an export', () => {
  test('that is done tells size, hash and address of its file under its Chinese name', async () => {
    await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const name = '资金使用台账-SY-FY-2020-至2020-12-31.xlsx';
    const file = { name, mediaType, bytes: 4_096, sha256: SHA };
    const asOf = { size: 6, root: 'AA==' };
    const key = `exports/${KEY}/fund-usage.xlsx`;
    await change(KEY, { status: 'done', asOf, rowsDone: 7, rowsKnown: 7, files: [{ key, ...file }], endedAt: NOW + 1 });
    const { json } = await api.get(`${PATH}/${KEY}`, { as: TREASURER });
    expect(json).toMatchObject({
      export: {
        status: 'done',
        asOf,
        rowsDone: 7,
        endedAt: NOW + 1,
        files: [{ ...file, url: `https://files.example/${key}` }],
      },
    });
    const listed = await api.get(PATH, { as: TREASURER });
    expect(listed.json).toMatchObject({ items: [{ id: KEY, files: [file] }] });
    expect(listed.text).not.toContain('files.example');
  });

  test.each([
    'storage-full',
    'storage-forbidden',
    'too-many-rows',
    'not-sealed',
    'unavailable',
    'interrupted',
    'internal',
  ] as const)('that failed for %s says in both languages what would make it pass', async (failure) => {
    await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    await change(KEY, { status: 'failed', failure, endedAt: NOW });
    expect((await api.get(`${PATH}/${KEY}`, { as: AUDITOR })).json).toMatchObject({
      export: {
        status: 'failed',
        files: [],
        failure: {
          code: failure,
          detail: { zh: expect.stringMatching(/请.*。$/), en: expect.stringMatching(/: .*\.$/) },
        },
      },
    });
  });

  test('that does not exist is not found', async () => {
    for (const answer of [
      await api.get(`${PATH}/${KEY}`, { as: AUDITOR }),
      await api.post(`${PATH}/${KEY}/cancellation`, { as: AUDITOR }),
    ]) {
      expect(answer.json).toMatchObject({ type: '/problems/not-found', status: 404, kind: 'export', id: KEY });
    }
  });

  test('is listed with the others, newest first, page by page', async () => {
    for (let at = 1; at <= 3; at += 1) await api.post(PATH, { as: AUDITOR, key: id(0xe0 + at), body: usage() });
    const first = await api.get(`${PATH}?limit=2`, { as: AUDITOR });
    expect(first.json).toMatchObject({ items: [{ id: id(0xe3) }, { id: id(0xe2) }], next: expect.any(String) });
    const next = /"next":"([^"]+)"/.exec(first.text)?.[1];
    const second = await api.get(`${PATH}?limit=2&cursor=${next}`, { as: AUDITOR });
    expect(second.json).toMatchObject({ items: [{ id: id(0xe1) }] });
    expect(second.json).not.toHaveProperty('next');
  });

  test('is listed without those of others where one’s own are asked for', async () => {
    await api.post(PATH, { as: AUDITOR, key: id(0xe1), body: usage() });
    await api.post(PATH, { as: TREASURER, key: id(0xe2), body: usage() });
    const [own, all, wrong] = await Promise.all(
      ['?mine=true', '', '?mine=false'].map((query) => api.get(`${PATH}${query}`, { as: AUDITOR })),
    );
    expect(own?.json).toMatchObject({ items: [{ id: id(0xe1), requestedBy: { subject: 'auditor' } }] });
    expect(all?.json).toMatchObject({ items: [{ id: id(0xe2) }, { id: id(0xe1) }] });
    expect(wrong?.status).toBe(422);
  });
});

describe('a cancellation', () => {
  test.each(['queued', 'running'] as const)('ends an export that is %s, and once is enough', async (status) => {
    await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    await change(KEY, { status });
    const first = await api.post(`${PATH}/${KEY}/cancellation`, { as: TREASURER });
    const second = await api.post(`${PATH}/${KEY}/cancellation`, { as: AUDITOR, body: {} });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.json).toMatchObject({ export: { status: 'cancelled', cancelledBy: 'treasurer', endedAt: NOW } });
    expect(second.json).toEqual(first.json);
    expect(await api.jobs.open()).toEqual([]);
  });

  test.each(['done', 'failed'] as const)('of an export that is %s is refused', async (status) => {
    await api.post(PATH, { as: AUDITOR, key: KEY, body: usage() });
    await change(KEY, { status, endedAt: NOW });
    const { json } = await api.post(`${PATH}/${KEY}/cancellation`, { as: AUDITOR });
    expect(json).toMatchObject({ type: '/problems/export-ended', status: 409, export: KEY, state: status });
    expect((await api.jobs.read(KEY))?.job.status).toBe(status);
  });
});
