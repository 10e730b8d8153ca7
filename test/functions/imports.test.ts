import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { documentsOperations } from '../../functions/documents/operations.ts';
import { carryOut, SILENT_MS, sweepImports } from '../../functions/imports/carry-out.ts';
import { READERS } from '../../functions/imports/kinds.ts';
import { IMPORTS_KEPT_MS, type Imports } from '../../shared/storage/ports/imports.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import {
  ADMIN,
  type Answer,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  id,
  KEEPER,
  NOW,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
} from './api.ts';

let api: Api;
let known: Registered;
let now = NOW;

beforeEach(async () => {
  now = NOW;
  api = openApiOver(undefined, () => now);
  known = await registerAll(api);
});

const told = z.looseObject({
  import: z.looseObject({
    id: z.string(),
    status: z.string(),
    received: z.int(),
    waiting: z.int(),
    recorded: z.int(),
    refused: z.int(),
  }),
  rows: z.array(z.looseObject({ key: z.string(), outcome: z.string().exactOptional() })).exactOptional(),
  next: z.string().exactOptional(),
});

interface Row {
  readonly key: string;
  readonly body: object;
}

const key = (number: number) => id(0xf000 + number);
const rowOf = (number: number, body: object): Row => ({ key: key(number), body });

async function opened(as: Person, kind: string, rows: number, job = id(0xe000)): Promise<string> {
  const answer = await api.post('/api/imports', { as, body: { kind, rows }, key: job });
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  return job;
}

const send = (as: Person, job: string, rows: readonly Row[], query = '') =>
  api.post(`/api/imports/${job}/rows${query}`, { as, body: { rows } });

const look = async (as: Person, job: string, query = '') =>
  told.parse((await api.get(`/api/imports/${job}${query}`, { as })).json);

const unit = (number: number, more: object = {}) =>
  rowOf(number, { code: `DR-${number}`, name: `导入单位${number}`, phone: '13812341234', ...more });

describe('an import', () => {
  test('records each row under its own key, in order, as whoever asked, and tells what became of each', async () => {
    const job = await opened(TREASURER, 'units', 4);
    const rows = [unit(1), unit(2, { parent: key(1) }), unit(3, { code: 'SY-01' }), unit(4, { code: '', x: 1 })];
    const answer = await send(TREASURER, job, rows);
    expect([answer.status, answer.json]).toMatchObject([202, { import: { received: 4, waiting: 4, status: 'open' } }]);
    await api.carryOutRows();
    const { import: done, rows: outcomes } = await look(TREASURER, job);
    expect(done).toMatchObject({ status: 'done', waiting: 0, recorded: 2, refused: 2, rows: 4, endedAt: NOW });
    expect(outcomes).toMatchObject([
      { ordinal: 1, key: key(1), outcome: 'recorded', entry: key(1) },
      { ordinal: 2, key: key(2), outcome: 'recorded', entry: key(2) },
      {
        ordinal: 3,
        outcome: 'refused',
        problem: { type: '/problems/duplicate-code', status: 409, holder: known.unit },
      },
      { ordinal: 4, outcome: 'refused', problem: { type: '/problems/invalid', status: 422 } },
    ]);
    expect(JSON.stringify(outcomes?.[3])).toContain('/x');
    const { json } = await api.get(`/api/units/${key(2)}`, { as: AUDITOR });
    expect(json).toMatchObject({
      unit: { parent: key(1) },
      history: [{ actor: { subject: 'treasurer', role: 'treasurer' } }],
    });
    const direct = await api.post('/api/units', { as: TREASURER, body: rows[2]?.body, key: key(3) });
    // What ids mean stands beside all rows, and not with each.
    const { names, ...problem } = z.looseObject({ names: z.record(z.string(), z.unknown()) }).parse(direct.json);
    expect(outcomes?.[2]).toMatchObject({ problem });
    expect(Object.values(names)).toMatchObject([{ code: 'SY-01' }]);
  });

  test('tells a refusal in the language that is asked for when it is read', async () => {
    const job = await opened(TREASURER, 'units', 1);
    await send(TREASURER, job, [unit(1, { code: 'SY-01' })]);
    await api.carryOutRows();
    const read = async (language: string) =>
      (await api.get(`/api/imports/${job}`, { as: TREASURER, headers: { 'accept-language': language } })).text;
    expect(await read('zh')).toContain('代码');
    expect(await read('en')).toContain('code');
    expect(await read('en')).not.toContain('代码');
  });

  test('takes the same rows again and changes nothing, before their outcome and after it', async () => {
    const job = await opened(TREASURER, 'units', 3);
    const rows = [unit(1), unit(2)];
    expect((await send(TREASURER, job, rows)).status).toBe(202);
    expect((await send(TREASURER, job, rows)).status).toBe(200);
    await api.carryOutRows();
    const entries = await api.entries();
    expect((await send(TREASURER, job, rows)).json).toMatchObject({ import: { received: 2, recorded: 2, waiting: 0 } });
    expect((await send(TREASURER, job, [...rows, unit(3)])).json).toMatchObject({
      import: { received: 3, waiting: 1 },
    });
    await api.carryOutRows();
    expect(await api.entries()).toBe(entries + 1);
    expect((await look(TREASURER, job)).import).toMatchObject({ status: 'done', recorded: 3 });
  });

  test('is the very write that a row stands for: asked for directly it is a repeat', async () => {
    const job = await opened(TREASURER, 'units', 1);
    await send(TREASURER, job, [unit(1)]);
    await api.carryOutRows();
    const direct = await api.post('/api/units', { as: TREASURER, body: unit(1).body, key: key(1) });
    expect([direct.status, direct.json]).toMatchObject([200, { entry: { id: key(1) } }]);
  });

  test.each<readonly [string, Person, (known: Registered, extra: { plan: string; tariff: string }) => object]>([
    ['items', TREASURER, () => ({ code: 'KZ', name: '口罩', baseMeasure: '只' })],
    ['suppliers', BUYER, () => ({ name: '供应商丙', phone: '010-69441234' })],
    ['members', ADMIN, () => ({ subject: 'auth0|9', roles: ['buyer'], name: '采购员' })],
    [
      'plans',
      TREASURER,
      ({ unit: one, item }) => ({
        number: '9',
        decidedOn: TODAY,
        title: '分配',
        lines: [{ unit: one, item, quantity: 1 }],
      }),
    ],
    [
      'consignments',
      KEEPER,
      ({ unit: one, item, warehouse }) => ({
        unit: one,
        warehouse,
        effectiveOn: TODAY,
        lines: [{ item, quantity: 1 }],
        carrier: '王司机',
      }),
    ],
    [
      'disbursements',
      TREASURER,
      ({ unit: one, fundingLine }) => ({
        unit: one,
        fundingLine,
        amount: '1.00',
        effectiveOn: TODAY,
        purpose: '慰问',
        method: '银行转账',
      }),
    ],
    [
      'benefits',
      TREASURER,
      ({ fundingLine }, { tariff }) => ({
        fundingLine,
        tariff,
        person: { name: '张小三', reference: 'GH-1' },
        amount: '2.00',
        effectiveOn: TODAY,
        method: '银行卡',
      }),
    ],
  ])('takes %s', async (kind, as, body) => {
    await api.write(KEEPER, '/api/receipts', {
      kind: 'donation',
      giver: '某企业',
      fundingLine: known.fundingLine,
      warehouse: known.warehouse,
      effectiveOn: TODAY,
      lines: [{ item: known.item, quantity: 5, value: '5.00' }],
    });
    const tariff = await api.write(TREASURER, '/api/tariffs', {
      code: 'T',
      name: '慰问',
      basis: '办法',
      cap: '5.00',
      per: 'year',
    });
    const job = await opened(as, kind, 1);
    await send(as, job, [rowOf(1, body(known, { plan: '', tariff }))]);
    await api.carryOutRows();
    expect(await look(as, job)).toMatchObject({
      import: { recorded: 1 },
      rows: [{ outcome: 'recorded', entry: key(1) }],
    });
  });
});

describe('a dry run of rows', () => {
  test('tells of each whether it passes, and leaves no row and no entry', async () => {
    const job = await opened(TREASURER, 'units', 2);
    const [entries, before] = [await api.entries(), await look(TREASURER, job)];
    const answer = await send(
      TREASURER,
      job,
      [unit(1), unit(2, { code: 'SY-01' }), unit(3, { name: '' })],
      '?dry-run=true',
    );
    expect([answer.status, answer.json]).toMatchObject([
      200,
      {
        dryRun: true,
        rows: [
          { key: key(1), passes: true },
          { key: key(2), passes: false, problem: { type: '/problems/duplicate-code' } },
          { key: key(3), passes: false, problem: { type: '/problems/invalid' } },
        ],
      },
    ]);
    await api.carryOutRows();
    expect([await api.entries(), await look(TREASURER, job)]).toEqual([entries, before]);
    const opening = await api.post('/api/imports?dry-run=true', { as: TREASURER, body: { kind: 'units', rows: 1 } });
    expect([opening.status, opening.json]).toMatchObject([200, { dryRun: true }]);
    expect((await api.get('/api/imports', { as: TREASURER })).json).toMatchObject({ items: [{ id: job }] });
  });
});

describe('rows', () => {
  const faults = ({ json }: Answer) =>
    z
      .looseObject({
        errors: z.array(z.looseObject({ pointer: z.string(), code: z.string(), allowed: z.string().exactOptional() })),
      })
      .parse(json)
      .errors.map(({ pointer, code, allowed = '' }) => `${pointer} ${code} ${allowed}`.trim());

  test('are no more than the import was said to have, and it has no more than 10,000', async () => {
    const job = await opened(TREASURER, 'units', 2);
    const many = await send(TREASURER, job, [unit(1), unit(2), unit(3)]);
    expect([many.status, faults(many)]).toEqual([422, ['/rows too-many 2']]);
    expect((await look(TREASURER, job)).import.received).toBe(0);
    await send(TREASURER, job, [unit(1)]);
    expect(faults(await send(TREASURER, job, [unit(1), unit(2), unit(3)]))).toEqual(['/rows too-many 1']);
    const large = await api.post('/api/imports', { as: TREASURER, body: { kind: 'units', rows: 10_001 } });
    expect(faults(large)).toEqual(['/rows too-large 10000']);
  });

  test('are all there when the last part says so, where their number was not said before', async () => {
    const job = id(0xe003);
    expect((await api.post('/api/imports', { as: TREASURER, body: { kind: 'units' }, key: job })).status).toBe(202);
    await send(TREASURER, job, [unit(1)]);
    await api.carryOutRows();
    expect((await look(TREASURER, job)).import).toMatchObject({ status: 'open', waiting: 0, recorded: 1 });
    const last = (rows: readonly Row[]) =>
      api.post(`/api/imports/${job}/rows`, { as: TREASURER, body: { rows, last: true } });
    expect((await last([unit(1), unit(2)])).json).toMatchObject({ import: { status: 'open', rows: 2, waiting: 1 } });
    expect((await last([unit(1), unit(2)])).status).toBe(200);
    expect(faults(await send(TREASURER, job, [unit(3)]))).toEqual(['/rows too-many 0']);
    await api.carryOutRows();
    expect((await look(TREASURER, job)).import).toMatchObject({ status: 'done', rows: 2, recorded: 2 });
    const other = await opened(TREASURER, 'units', 9, id(0xe004));
    await send(TREASURER, other, [unit(4)]);
    await api.carryOutRows();
    const whole = await api.post(`/api/imports/${other}/rows`, {
      as: TREASURER,
      body: { rows: [unit(4)], last: true },
    });
    expect(whole.json).toMatchObject({ import: { status: 'done', rows: 1, recorded: 1 } });
  });

  test('have a key each: one that is named twice, or was sent with another body, is refused', async () => {
    const job = await opened(TREASURER, 'units', 5);
    expect(faults(await send(TREASURER, job, [unit(1), rowOf(1, unit(2).body)]))).toEqual(['/rows/1/key repeated']);
    await send(TREASURER, job, [unit(1)]);
    const part = [unit(3), rowOf(1, unit(2).body)];
    expect(faults(await send(TREASURER, job, part))).toEqual(['/rows/1/key repeated']);
  });

  test('come in parts, and are told page by page, by what became of them', async () => {
    const job = await opened(TREASURER, 'units', 600);
    const codes = (number: number) => (number % 100 === 0 ? 'SY-01' : `DR-${number}`);
    const rows = Array.from({ length: 600 }, (_, at) => unit(at + 1, { code: codes(at + 1) }));
    expect((await send(TREASURER, job, rows.slice(0, 300))).json).toMatchObject({ import: { received: 300 } });
    await api.carryOutRows();
    expect((await send(TREASURER, job, rows.slice(200))).json).toMatchObject({
      import: { received: 600, recorded: 297 },
    });
    await api.carryOutRows();
    expect((await look(TREASURER, job)).import).toMatchObject({ status: 'done', recorded: 594, refused: 6 });
    const keys: string[] = [];
    for (let query: string | undefined = '&limit=4'; query !== undefined; ) {
      const page = await look(TREASURER, job, `?outcome=refused${query}`);
      keys.push(...(page.rows ?? []).map((one) => one.key));
      query = page.next && `&limit=4&cursor=${page.next}`;
    }
    expect(keys).toEqual([1, 2, 3, 4, 5, 6].map((hundred) => key(hundred * 100)));
  });
});

describe('who may', () => {
  test('is who records such things: others are told which roles may', async () => {
    const asks: readonly (readonly [string, Person, number])[] = [
      ['units', BUYER, 403],
      ['suppliers', BUYER, 202],
      ['members', TREASURER, 403],
      ['consignments', TREASURER, 403],
      ['benefits', ADMIN, 403],
      ['units', COORDINATOR, 403],
      ['units', AUDITOR, 403],
    ];
    for (const [kind, as, status] of asks) {
      const answer = await api.post('/api/imports', { as, body: { kind, rows: 1 } });
      expect([kind, answer.status], answer.text).toEqual([kind, status]);
      if (status === 403) expect(answer.json).toMatchObject({ type: '/problems/forbidden' });
    }
  });

  test('is decided when a row’s turn comes: whose roles were withdrawn meanwhile records nothing', async () => {
    const clerk: Person = { subject: 'clerk', roles: ['treasurer'] };
    const member = await api.write(ADMIN, '/api/members', { subject: 'clerk', roles: ['treasurer'] });
    now += 60_000;
    const job = await opened(clerk, 'units', 2);
    await send(clerk, job, [unit(1)]);
    await api.carryOutRows();
    await send(clerk, job, [unit(2)]);
    await api.write(ADMIN, `/api/members/${member}/closure`, { reason: '离任' });
    now += 60_000;
    await api.carryOutRows();
    const { import: done, rows } = await look(AUDITOR, job);
    expect(done).toMatchObject({ recorded: 1, refused: 1 });
    expect(rows?.[1]).toMatchObject({ problem: { type: '/problems/forbidden', roles: ['treasurer'] } });
  });

  test('separation holds: nobody grants roles to themself by an import', async () => {
    const job = await opened(ADMIN, 'members', 1);
    await send(ADMIN, job, [rowOf(1, { subject: ADMIN.subject, roles: ['treasurer'] })]);
    await api.carryOutRows();
    expect((await look(ADMIN, job)).rows).toMatchObject([{ problem: { type: '/problems/own-roles' } }]);
  });

  test('sees an import: who opened it, and who looks over what it is about', async () => {
    const benefits = await opened(TREASURER, 'benefits', 1, id(0xe001));
    const units = await opened(TREASURER, 'units', 1, id(0xe002));
    await send(TREASURER, units, [unit(1, { code: 'SY-01' })]);
    await api.carryOutRows();
    const seen = async (as: Person, job: string) => (await api.get(`/api/imports/${job}`, { as })).status;
    expect([await seen(TREASURER, units), await seen(AUDITOR, units), await seen(ADMIN, units)]).toEqual([
      200, 200, 200,
    ]);
    expect([await seen(AUDITOR, benefits), await seen(ADMIN, benefits)]).toEqual([200, 404]);
    expect([await seen(SECOND_TREASURER, units), await seen(BUYER, units), await seen(COORDINATOR, units)]).toEqual([
      404, 404, 403,
    ]);
    for (const [as, ids] of [
      [TREASURER, [units, benefits]],
      [ADMIN, [units]],
      [KEEPER, []],
    ] as const) {
      const { json } = await api.get('/api/imports', { as });
      expect(json).toMatchObject({ items: ids.map((one) => ({ id: one })) });
    }
    const foreign = await send(SECOND_TREASURER, units, [unit(2)]);
    expect([foreign.status, foreign.text.includes('高丽营镇')]).toEqual([404, false]);
  });

  test('reads of a kind what the lists of its documents say', () => {
    const {
      listUnits,
      listItems,
      listSuppliers,
      listMembers,
      listPlans,
      listConsignments,
      listDisbursements,
      listBenefits,
    } = documentsOperations;
    const lists = {
      units: listUnits,
      items: listItems,
      suppliers: listSuppliers,
      members: listMembers,
      plans: listPlans,
      consignments: listConsignments,
      disbursements: listDisbursements,
      benefits: listBenefits,
    };
    const readers = Object.entries(lists).map(([kind, { access }]) => [
      kind,
      typeof access === 'string' ? access : access.filter((role) => role !== 'coordinator').toSorted(),
    ]);
    const told = Object.entries(READERS).map(([kind, roles]) => [
      kind,
      roles.filter((role) => role !== 'coordinator').toSorted(),
    ]);
    expect(told).toEqual(readers);
  });
});

describe('after a break', () => {
  const rows = Array.from({ length: 60 }, (_, at) => unit(at + 1));

  /** Imports that fail where their outcomes are kept, from the nth time on, as where a run is killed there. */
  function dyingAt(imports: Imports, most: number): Imports {
    let kept = 0;
    return {
      ...imports,
      async replace(expected, job, outcomes = []) {
        if (outcomes.length > 0) kept += 1;
        if (kept >= most) throw new LedgerError('unavailable', 'the run was killed');
        return imports.replace(expected, job, outcomes);
      },
    };
  }

  test('goes on where it was, and records nothing twice', async () => {
    const job = await opened(TREASURER, 'units', rows.length);
    await send(TREASURER, job, rows);
    const before = await api.entries();
    const { works } = api;
    for (const most of [1, 2]) {
      const dying = { ...works, imports: dyingAt(works.imports, most) };
      await expect(carryOut(dying, job, { isOver: () => false })).rejects.toThrow('killed');
      now += SILENT_MS;
    }
    const { import: broken } = await look(TREASURER, job);
    expect(broken.recorded).toBeLessThan((await api.entries()) - before);
    await api.carryOutRows();
    expect(await api.entries()).toBe(before + rows.length);
    expect((await look(TREASURER, job)).import).toMatchObject({ status: 'done', recorded: rows.length, refused: 0 });
  });

  test('is left to others only when no sign of life came for a minute', async () => {
    const job = await opened(TREASURER, 'units', 2);
    await send(TREASURER, job, [unit(1), unit(2)]);
    const { works } = api;
    const dying = { ...works, imports: dyingAt(works.imports, 1) };
    await expect(carryOut(dying, job, { isOver: () => false })).rejects.toThrow('killed');
    expect(await carryOut(works, job, { isOver: () => false })).toBe('elsewhere');
    now += SILENT_MS;
    expect(await carryOut(works, job, { isOver: () => false })).toBe('carried-out');
  });

  test('is given back where the run has to end, and gone on with by the next', async () => {
    const job = await opened(TREASURER, 'units', rows.length);
    await send(TREASURER, job, rows);
    let asked = 0;
    const isOver = () => {
      asked += 1;
      return asked > 10;
    };
    expect(await carryOut(api.works, job, { isOver })).toBe('left');
    const { import: left } = await look(TREASURER, job);
    expect(left.recorded).toBeGreaterThan(0);
    expect(left.waiting).toBeGreaterThan(0);
    await api.carryOutRows();
    expect((await look(TREASURER, job)).import).toMatchObject({ status: 'done', recorded: rows.length });
  });

  test('takes rows that come while it is carried out', async () => {
    const job = await opened(TREASURER, 'units', rows.length);
    await send(TREASURER, job, rows.slice(0, 30));
    const carried = carryOut(api.works, job, { isOver: () => false });
    const sent = send(TREASURER, job, rows.slice(30));
    await Promise.all([carried, sent]);
    await api.carryOutRows();
    expect((await look(TREASURER, job)).import).toMatchObject({ status: 'done', recorded: rows.length });
  });

  test('is over where a row meets a fault of the tracker itself: that row is told, the others go on', async () => {
    const job = await opened(TREASURER, 'units', 3);
    await send(TREASURER, job, [unit(1), unit(2), unit(3)]);
    const { works } = api;
    const broken = {
      ...works,
      ledger: {
        ...works.ledger,
        append: async (...asked: Parameters<typeof works.ledger.append>) => {
          if (asked[0].entry.id === key(2)) throw new TypeError('before it was recorded');
          const outcome = await works.ledger.append(...asked);
          if (asked[0].entry.id === key(1)) throw new TypeError('after it was recorded');
          return outcome;
        },
      },
    };
    expect(await carryOut(broken, job, { isOver: () => false })).toBe('carried-out');
    expect((await look(TREASURER, job)).rows).toMatchObject([
      { outcome: 'recorded', entry: key(1) },
      { outcome: 'refused', problem: { type: '/problems/internal-error' } },
      { outcome: 'recorded' },
    ]);
    expect(api.logged).toHaveLength(2);
    api.logged.length = 0;
  });
});

test('an import is forgotten after 30 days, with all its rows', async () => {
  const job = await opened(TREASURER, 'units', 2);
  await send(TREASURER, job, [unit(1)]);
  await api.carryOutRows();
  expect(await sweepImports(api.works.imports, NOW + IMPORTS_KEPT_MS - 1)).toBe(0);
  expect(await sweepImports(api.works.imports, NOW + IMPORTS_KEPT_MS)).toBe(1);
  expect((await api.get(`/api/imports/${job}`, { as: TREASURER })).status).toBe(404);
});

test('ten imports of one person are open at once, and those whose rows stopped coming are in nobody’s way', async () => {
  for (let at = 0; at < 10; at += 1) await opened(TREASURER, 'units', 1, id(0xe100 + at));
  const eleventh = () => api.post('/api/imports', { as: TREASURER, body: { kind: 'units', rows: 1 } });
  expect((await eleventh()).json).toMatchObject({ type: '/problems/too-many-imports', most: 10 });
  await opened(SECOND_TREASURER, 'units', 1, id(0xe200));
  now += 86_400_000;
  expect((await eleventh()).status).toBe(202);
});

test('the same key opens one import, and another body under it is refused', async () => {
  await opened(TREASURER, 'units', 1);
  const again = (rows: number) =>
    api.post('/api/imports', { as: TREASURER, body: { kind: 'units', rows }, key: id(0xe000) });
  expect((await again(1)).status).toBe(200);
  expect((await again(2)).json).toMatchObject({ type: '/problems/key-reused' });
});

test('what a token calls its person is recorded when an import is opened, and not when it is only tried', async () => {
  const as: Person = { ...TREASURER, name: '财务甲', issuedAt: NOW - 1_000 };
  const before = await api.entries();
  await api.post('/api/imports?dry-run=true', { as, body: { kind: 'units' } });
  expect(await api.entries()).toBe(before);
  const job = await opened(as, 'units', 1);
  expect(await api.entries()).toBe(before + 1);
  await send(as, job, [unit(1)]);
  await api.carryOutRows();
  expect(await api.entries()).toBe(before + 2);
});
