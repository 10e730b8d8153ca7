import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { schemaOf } from '../../functions/answers/answers.ts';
import { operations } from '../../functions/operations.ts';
import { BOOK_KINDS } from '../../shared/domain/documents.ts';
import { routes } from '../../shared/routes.ts';
import type { Connection } from '../../shared/storage/sqlite/connection.ts';
import { IN_MEMORY, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { rowsIn } from '../rows-in.ts';
import {
  ADMIN,
  type Answer,
  type Api,
  AUDITOR,
  BUYER,
  id,
  KEEPER,
  openApiOver,
  type Registered,
  registerAll,
  type Send,
  TODAY,
  TREASURER,
} from './api.ts';
import { playSample } from './sample.ts';

interface Opened {
  readonly api: Api;
  /** Every row of every table, and how far the log goes. */
  readonly whole: () => Promise<readonly string[]>;
}

function openWhole(): Opened {
  const connection: Connection = openConnection(IN_MEMORY);
  const ledger = createSqliteLedger({ writer: new Writer(connection), cipher: TEST_CIPHER });
  const api = openApiOver(ledger);
  const whole = async () => {
    // Whoever reads the log here seals first what can be sealed: that is none of a dry run's doing.
    await api.get('/api/log/checkpoint');
    return [...rowsIn(connection), ...(await api.tracker.objects.list('', { limit: 1_000 }))];
  };
  return { api, whole };
}

const writes = operations.filter(({ form }) => form === 'recorded');
/** Writes beside the ledger that can be tried too. */
const TRIED = new Set(['requestExport', 'cancelExport', 'declareEvidence', 'openImport', 'sendImportRows']);
const dryOf = (path: string) => `${path}?dry-run=true`;
/** What is shown beside an entry because it stands, and what a correction makes of the paper that opened a document. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  disclose: ['disclosed'],
  erase: ['erased'],
  correct: BOOK_KINDS,
};

const answered = z.looseObject({ dryRun: z.literal(true).exactOptional(), entry: z.looseObject({ id: z.string() }) });

describe('a dry run of every write there is', () => {
  interface Played {
    readonly operation: string;
    readonly dry: Answer;
    readonly real: Answer;
    readonly isUntouched: boolean;
  }
  const played: Played[] = [];

  beforeAll(async () => {
    const { api, whole } = openWhole();
    const find = new Map(routes.map((route) => [`${route.method} ${route.path}`, route.operation]));
    const nameOf = (path: string) =>
      find.get(`POST ${path.replace(/[0-9a-f-]{36}/, '{id}').replace(/\d{4}-\d\d(?=\/)/, '{month}')}`) ?? path;
    let keys = 0xd000;
    const post = async (path: string, send: Send = {}): Promise<Answer> => {
      const operation = nameOf(path);
      if (!writes.some((one) => one.operation === operation)) return api.post(path, send);
      keys += 1;
      const keyed = { ...send, key: send.key ?? id(keys) };
      const before = await whole();
      const dry = await api.post(dryOf(path), keyed);
      const isUntouched = JSON.stringify(await whole()) === JSON.stringify(before);
      const real = await api.post(path, keyed);
      played.push({ operation, dry, real, isUntouched });
      return real;
    };
    await playSample({ ...api, post });
  });

  test('was played', () => {
    const missing = writes.filter(({ operation }) => !played.some((one) => one.operation === operation));
    expect(missing.map(({ operation }) => operation)).toEqual([]);
  });

  test.each(writes)('$operation tells the entry that the write records, and leaves no trace', (declared) => {
    for (const { dry, real, isUntouched } of played.filter(({ operation }) => operation === declared.operation)) {
      expect([dry.status, real.status, isUntouched], dry.text).toEqual([200, 201, true]);
      // Names are those of now, which what is only tried did not change.
      const { dryRun, names: _now, ...told } = answered.parse(dry.json);
      const { names: _then, ...whole } = answered.parse(real.json);
      const leftOut = LEFT_OUT[declared.operation] ?? [];
      const expected = Object.entries(whole).filter(([name]) => !leftOut.includes(name));
      expect(dryRun).toBe(true);
      expect(told).toEqual(Object.fromEntries(expected));
      expect(told.entry).toMatchObject({ number: null });
      expect(schemaOf(declared).safeParse(dry.json).error?.issues ?? []).toEqual([]);
    }
  });
});

describe('a dry run', () => {
  let api: Api;
  let whole: Opened['whole'];
  let known: Registered;

  beforeAll(async () => {
    ({ api, whole } = openWhole());
    known = await registerAll(api);
  });

  const untouched = async (ask: () => Promise<Answer>): Promise<Answer> => {
    const before = await whole();
    const answer = await ask();
    expect(await whole()).toEqual(before);
    return answer;
  };
  const orderOf = (more: object = {}, amount = '20.00') => ({
    supplier: known.supplier,
    effectiveOn: TODAY,
    lines: [{ item: known.item, quantity: 2, amount, fundingLine: known.fundingLine }],
    ...more,
  });

  test('is refused as the write would be', async () => {
    const code = { code: 'N95', name: '口罩', baseMeasure: '个' };
    const { unit, warehouse, item, fundingLine } = known;
    const refused: readonly (readonly [string, Send])[] = [
      ['/api/purchases', { as: BUYER, body: { supplier: 'x', lines: [{}] } }],
      ['/api/purchases', { as: BUYER, body: orderOf({ effectiveOn: '2020-13-01' }) }],
      ['/api/purchases', { as: BUYER, body: orderOf({ supplier: id(1) }) }],
      ['/api/purchases', { as: BUYER, body: orderOf({}, '1000.01') }],
      ['/api/purchases', { as: BUYER, body: orderOf({ effectiveOn: '2020-01-01' }) }],
      ['/api/purchases', { as: TREASURER, body: orderOf() }],
      ['/api/purchases', { body: orderOf() }],
      ['/api/purchases', { as: BUYER, body: '{' }],
      ['/api/purchases', { as: BUYER, body: orderOf(), key: null }],
      ['/api/items', { as: TREASURER, body: code }],
      ['/api/suppliers', { as: BUYER, body: { name: '供应商甲' } }],
      [`/api/purchases/${id(1)}/payments`, { as: TREASURER, body: {} }],
      [`/api/units/${unit}/closure`, { as: TREASURER, body: { reason: '' } }],
      [`/api/funding-lines/${fundingLine}/closure`, { as: TREASURER, body: { reason: '期满' } }],
      [
        '/api/consignments',
        { as: KEEPER, body: { unit, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 1 }] } },
      ],
      ['/api/members', { as: ADMIN, body: { subject: ADMIN.subject, roles: ['buyer'] } }],
    ];
    for (const [path, send] of refused) {
      const dry = await untouched(() => api.post(dryOf(path), send));
      const real = await api.post(path, send);
      expect(dry.status, real.text).toBeGreaterThanOrEqual(400);
      expect([dry.status, dry.json]).toEqual([real.status, real.json]);
    }
  });

  test('says of an order that its invoice is booked already, and by which entry, before anything is committed', async () => {
    const invoice = { number: '20112000000099999999', date: TODAY, amount: '20.00' };
    expect(
      (await untouched(() => api.post(dryOf('/api/purchases'), { as: BUYER, body: orderOf({ invoice }) }))).status,
    ).toBe(200);
    const first = await api.write(BUYER, '/api/purchases', orderOf({ invoice }));
    const spaced = { ...invoice, number: '2011 2000 0000 9999 9999' };
    const again = await untouched(() =>
      api.post(dryOf('/api/purchases'), { as: BUYER, body: orderOf({ invoice: spaced }) }),
    );
    expect([again.status, again.json]).toMatchObject([409, { type: '/problems/invoice-already-booked', entry: first }]);
    const beside = await api.write(BUYER, '/api/purchases', orderOf());
    const booked = await untouched(() =>
      api.post(dryOf(`/api/purchases/${beside}/invoices`), { as: BUYER, body: invoice }),
    );
    expect([booked.status, booked.json]).toMatchObject([409, { type: '/problems/invoice-already-booked' }]);
  });

  test('leaves its key free, and answers under one that is taken what the write would', async () => {
    const key = id(0xe001);
    const send = { as: BUYER, body: orderOf(), key };
    const dry = await untouched(() => api.post(dryOf('/api/purchases'), send));
    expect(dry.json).toMatchObject({ dryRun: true, entry: { id: key, number: null }, purchase: { id: key } });
    expect((await api.post('/api/purchases', send)).status).toBe(201);
    const repeated = await untouched(() => api.post(dryOf('/api/purchases'), send));
    expect([repeated.status, repeated.json]).toEqual([200, (await api.post('/api/purchases', send)).json]);
    expect(repeated.json).not.toHaveProperty('dryRun');
    const reused = await untouched(() => api.post(dryOf('/api/purchases'), { ...send, body: orderOf({}, '21.00') }));
    expect([reused.status, reused.json]).toMatchObject([422, { type: '/problems/key-reused' }]);
  });

  test('names nobody by their token', async () => {
    const as = { ...BUYER, name: '采购员甲', issuedAt: Date.UTC(2020, 11, 28, 1) };
    expect((await untouched(() => api.post(dryOf('/api/purchases'), { as, body: orderOf() }))).status).toBe(200);
  });

  test.each([
    ['dry-run=false', '/dry-run not-one-of'],
    ['dry-run=', '/dry-run not-one-of'],
    ['dry-run=True', '/dry-run not-one-of'],
    ['dryRun=true', '/dryRun unknown-field'],
    ['dry-run=true&limit=1', '/limit unknown-field'],
  ])('is asked for in one way: not by %s', async (query, error) => {
    const answer = await untouched(() => api.post(`/api/purchases?${query}`, { as: BUYER, body: orderOf() }));
    expect([answer.status, faultsOf(answer)]).toEqual([422, [error]]);
  });

  test('of an export, its cancellation and a paper tells what would be, and keeps nothing', async () => {
    const asked = { kind: 'entries', format: 'jsonl' };
    const paper = { sha256: 'e'.repeat(64), name: '合同.pdf', bytes: 9, mediaType: 'application/pdf' };
    const tried = await untouched(() => api.post(dryOf('/api/exports'), { as: AUDITOR, key: id(0xe1), body: asked }));
    expect(tried.json).toMatchObject({ dryRun: true, export: { id: id(0xe1), status: 'queued' } });
    expect((await api.get(`/api/exports/${id(0xe1)}`, { as: AUDITOR })).status).toBe(404);
    await api.post('/api/exports', { as: AUDITOR, key: id(0xe1), body: asked });
    const cancel = `/api/exports/${id(0xe1)}/cancellation`;
    const cancelled = await untouched(() => api.post(dryOf(cancel), { as: AUDITOR }));
    expect(cancelled.json).toMatchObject({ dryRun: true, export: { status: 'cancelled' } });
    expect((await api.get(`/api/exports/${id(0xe1)}`, { as: AUDITOR })).json).toMatchObject({
      export: { status: 'queued' },
    });
    const declared = await untouched(() => api.post(dryOf('/api/evidence'), { as: BUYER, body: paper }));
    expect([declared.status, declared.json]).toEqual([200, { dryRun: true, evidence: paper }]);
    expect((await api.get(`/api/evidence/${paper.sha256}`, { as: BUYER })).status).toBe(404);
    expect((await api.post('/api/evidence', { as: BUYER, body: paper })).status).toBe(201);
  });

  test('is of writes alone', async () => {
    for (const { operation, method, path, form, access } of operations) {
      if (
        form === 'recorded' ||
        form === 'file' ||
        TRIED.has(operation) ||
        access === 'public' ||
        access === 'signed-in'
      )
        continue;
      const [role] = access;
      const as = role === undefined ? BUYER : { subject: 'whoever', roles: [role], units: ['SY-01'] };
      const named = path
        .replace('{id}', id(1))
        .replace('{lot}', `${id(1)}.1`)
        .replace('{sha256}', 'd'.repeat(64))
        .replace('{month}', '2020-11');
      const answer = await (method === 'POST'
        ? api.post(dryOf(named), { as, body: {} })
        : api.get(dryOf(named), { as }));
      expect(faultsOf(answer), `${method} ${path}`).toContain('/dry-run unknown-field');
    }
  });
});

const problem = z.looseObject({
  errors: z.array(z.looseObject({ pointer: z.string(), code: z.string() })).exactOptional(),
});

function faultsOf({ json }: Answer): string[] {
  return (problem.parse(json).errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}
