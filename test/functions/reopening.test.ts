import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLedger } from '../in-memory.ts';
import {
  ADMIN,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  TREASURER,
} from './api.ts';

/** 2021-02-20 10:00 in Shanghai. */
const FEBRUARY = Date.UTC(2021, 1, 20, 2);
const REASON = { reason: '仍要用' };

let api: Api;
let places: Registered;
let clock: { now: number };

beforeEach(async () => {
  clock = { now: FEBRUARY };
  api = openApiOver(createMemoryLedger(), () => clock.now);
  places = await registerAll(api);
});

const close = (as: Person, path: string) => api.write(as, `${path}/closure`, { reason: '停用' });
const reopen = (as: Person, path: string) => api.post(`${path}/reopening`, { as, body: REASON });
const read = async (path: string, as: Person = AUDITOR): Promise<unknown> => (await api.get(path, { as })).json;

/** Five masks for 50.00, accepted into the warehouse and delivered to the unit. */
async function deliverAll(): Promise<string> {
  const { supplier, item, fundingLine, warehouse, unit } = places;
  const lines = [{ item, quantity: 5, amount: '50.00', fundingLine }];
  const purchase = await api.write(BUYER, '/api/purchases', { supplier, effectiveOn: '2021-01-04', lines });
  const accepting = { warehouse, effectiveOn: '2021-01-05', lines: [{ line: 1, good: 5 }] };
  await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
  const consignment = await api.write(KEEPER, '/api/consignments', {
    unit,
    warehouse,
    effectiveOn: '2021-01-10',
    lines: [{ item, quantity: 5 }],
  });
  const confirming = { effectiveOn: '2021-01-10', lines: [{ line: 1, good: 5 }], signatory: '签收人', people: 5 };
  await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, confirming);
  return consignment;
}

describe('what is registered and was closed', () => {
  const DUTIES: readonly (readonly [string, keyof Registered, Person])[] = [
    ['units', 'unit', TREASURER],
    ['items', 'item', TREASURER],
    ['suppliers', 'supplier', BUYER],
    ['warehouses', 'warehouse', TREASURER],
  ];

  test.each(DUTIES)('is reopened once, by whoever registers it: %s', async (kind, name, person) => {
    const path = `/api/${kind}/${places[name]}`;
    const early = await reopen(person, path);
    expect([early.status, early.json]).toMatchObject([409, { type: '/problems/already-open', kind: name }]);
    await close(person, path);
    const refused = await reopen(KEEPER, path);
    expect(refused.status).toBe(403);
    const { status, json } = await reopen(person, path);
    expect([status, json]).toMatchObject([
      201,
      {
        entry: { kind: 'reopening', facts: { type: name, ...REASON }, effectiveOn: '2021-02-20' },
        [name]: { id: places[name], status: 'open' },
      },
    ]);
    expect(await read(path)).toMatchObject({
      [name]: { status: 'open' },
      history: [{ kind: 'reopening' }, { kind: 'closure' }, { kind: 'registration' }],
    });
    expect((await reopen(person, path)).status).toBe(409);
    await close(person, path);
    expect(await read(path)).toMatchObject({ [name]: { status: 'closed' } });
  });

  test('is amended again, which while it is closed is refused and told that it can be reopened', async () => {
    const path = `/api/units/${places.unit}`;
    await close(TREASURER, path);
    const amending = { name: '高丽营', reason: '改名' };
    const refused = await api.post(`${path}/amendments`, { as: TREASURER, body: amending });
    expect([refused.status, refused.json]).toMatchObject([
      409,
      { type: '/problems/closed', detail: expect.stringContaining('重新启用') },
    ]);
    await reopen(TREASURER, path);
    await api.write(TREASURER, `${path}/amendments`, amending);
  });

  test('is a tariff or a plan, whose caps and lines stand as they did', async () => {
    const tariff = await api.write(TREASURER, '/api/tariffs', {
      code: 'T1',
      name: '慰问',
      basis: '办法',
      cap: '100.00',
      per: 'year',
    });
    const paying = {
      fundingLine: places.fundingLine,
      tariff,
      person: { name: '张三', reference: 'GH-1' },
      amount: '100.00',
      effectiveOn: '2021-02-01',
      method: '现金',
    };
    await api.write(TREASURER, '/api/benefits', paying);
    await close(TREASURER, `/api/tariffs/${tariff}`);
    expect((await api.post('/api/benefits', { as: TREASURER, body: paying })).status).toBe(422);
    await reopen(TREASURER, `/api/tariffs/${tariff}`);
    const again = await api.post('/api/benefits', { as: TREASURER, body: paying });
    expect(again.json).toMatchObject({ type: '/problems/cap-exceeded', paid: '100.00' });

    const { unit, item } = places;
    const plan = await api.write(TREASURER, '/api/allocation-plans', {
      number: '〔2021〕1号',
      decidedOn: '2021-02-01',
      title: '口罩分配',
      lines: [{ unit, item, quantity: 5 }],
    });
    await close(TREASURER, `/api/allocation-plans/${plan}`);
    expect((await reopen(TREASURER, `/api/allocation-plans/${plan}`)).json).toMatchObject({
      plan: { status: 'open', number: '〔2021〕1号', lines: [{ unit, item, quantity: 5 }] },
    });
  });

  test('is a unit only while what it lies below is open', async () => {
    const village = await api.write(TREASURER, '/api/units', { code: 'V-1', name: '张喜庄村', parent: places.unit });
    await close(TREASURER, `/api/units/${village}`);
    await close(TREASURER, `/api/units/${places.unit}`);
    const refused = await reopen(TREASURER, `/api/units/${village}`);
    expect([refused.status, refused.json]).toMatchObject([
      409,
      { type: '/problems/closed', id: places.unit, detail: '单位“高丽营镇(SY-01)”已停用,请先重新启用。' },
    ]);
    await reopen(TREASURER, `/api/units/${places.unit}`);
    expect((await reopen(TREASURER, `/api/units/${village}`)).status).toBe(201);
    const used = await api.post(`/api/units/${places.unit}/closure`, { as: TREASURER, body: REASON });
    expect(used.json).toMatchObject({ type: '/problems/still-in-use', uses: [{ what: 'sub-units', quantity: 1 }] });
  });
});

describe('goods that come back into a warehouse that was closed', () => {
  test('are refused, and come back after it is reopened, which closes again once they have left', async () => {
    const consignment = await deliverAll();
    const warehouse = `/api/warehouses/${places.warehouse}`;
    await close(TREASURER, warehouse);
    const path = `/api/consignments/${consignment}/returns`;
    const body = { lines: [{ line: 1, quantity: 5 }], effectiveOn: '2021-01-20', reason: '未发完' };
    const refused = await api.post(path, { as: KEEPER, body });
    expect([refused.status, refused.json]).toMatchObject([
      409,
      { type: '/problems/warehouse-closed', detail: expect.stringContaining('重新启用') },
    ]);
    await reopen(TREASURER, warehouse);
    expect((await api.post(path, { as: KEEPER, body })).status).toBe(201);
    expect(await read(`/api/stock?warehouse=${places.warehouse}`)).toMatchObject({ lots: [{ quantity: 5 }] });
    const used = await api.post(`${warehouse}/closure`, { as: TREASURER, body: REASON });
    expect(used.json).toMatchObject({ type: '/problems/still-in-use', uses: [{ what: 'stock', quantity: 5 }] });
    const again = { unit: places.unit, warehouse: places.warehouse, effectiveOn: '2021-01-21' };
    const sent = await api.write(KEEPER, '/api/consignments', {
      ...again,
      lines: [{ item: places.item, quantity: 5 }],
    });
    const confirming = { effectiveOn: '2021-01-21', lines: [{ line: 1, good: 5 }], signatory: '签收人', people: 5 };
    await api.write(COORDINATOR, `/api/consignments/${sent}/confirmation`, confirming);
    await close(TREASURER, warehouse);
  });

  test('of a funding line that was closed likewise', async () => {
    const consignment = await deliverAll();
    const line = `/api/funding-lines/${places.fundingLine}`;
    const rest = { amount: '950.00', effectiveOn: '2021-02-01', reason: '结余缴回' };
    const purchase = (await read('/api/purchases')) as { items: { id: string }[] };
    await api.write(TREASURER, `/api/purchases/${purchase.items[0]?.id}/payments`, {
      shares: [{ fundingLine: places.fundingLine, amount: '50.00' }],
      effectiveOn: '2021-01-30',
      method: '银行转账',
      approval: { document: '会议纪要', decidedOn: '2021-01-29', approver: '主席办公会' },
    });
    await api.write(TREASURER, `${line}/returns`, rest);
    await close(TREASURER, line);
    const path = `/api/consignments/${consignment}/returns`;
    const body = { lines: [{ line: 1, quantity: 5 }], effectiveOn: '2021-02-02', reason: '未发完' };
    const refused = await api.post(path, { as: KEEPER, body });
    expect([refused.status, refused.json]).toMatchObject([
      409,
      { type: '/problems/funding-line-closed', detail: expect.stringContaining('重新启用') },
    ]);
    const { status, json } = await reopen(TREASURER, line);
    expect([status, json]).toMatchObject([201, { fundingLine: { status: 'open', available: '0.00', cash: '0.00' } }]);
    expect((await api.post(path, { as: KEEPER, body })).status).toBe(201);
    expect(await read(line)).toMatchObject({
      fundingLine: { closed: false },
      history: expect.arrayContaining([expect.objectContaining({ kind: 'reopening' })]),
    });
    expect(await read('/api/reports/identities')).toMatchObject({ holds: true });
    expect((await reopen(TREASURER, line)).json).toMatchObject({ type: '/problems/already-open' });
  });
});

describe('a code that something closed has', () => {
  test('is refused to another, naming the closed firm and that it can be reopened', async () => {
    const { supplier } = places;
    await close(BUYER, `/api/suppliers/${supplier}`);
    const body = { name: '另一家公司', uscc: '81440000MCL468545M' };
    const refused = await api.post('/api/suppliers', { as: BUYER, body });
    expect([refused.status, refused.json]).toMatchObject([
      409,
      {
        type: '/problems/duplicate-code',
        kind: 'supplier',
        holder: supplier,
        name: '供应商甲',
        closed: true,
        detail:
          '统一社会信用代码 81440000MCL468545M 已被“供应商甲”使用(不论大小写、全角半角),它已停用:请重新启用它,或换一个。',
      },
    ]);
    const english = await api.post('/api/suppliers', { as: BUYER, body, headers: { 'accept-language': 'en' } });
    expect(english.json).toMatchObject({
      detail:
        'The credit code 81440000MCL468545M belongs to “供应商甲”, whatever its case and width. That is closed: reopen it, or choose another.',
    });
    expect((await reopen(BUYER, `/api/suppliers/${supplier}`)).status).toBe(201);
    const open = await api.post('/api/suppliers', { as: BUYER, body });
    expect(open.json).toMatchObject({ type: '/problems/duplicate-code', name: '供应商甲', closed: false });
  });

  test('that it got by an amendment too, and so is a name', async () => {
    const other = await api.write(BUYER, '/api/suppliers', { name: '供应商乙' });
    await close(BUYER, `/api/suppliers/${other}`);
    const namesake = await api.post('/api/suppliers', { as: BUYER, body: { name: '供应商乙' } });
    expect(namesake.json).toMatchObject({
      type: '/problems/duplicate-name',
      holder: other,
      closed: true,
      detail: expect.stringContaining('重新启用'),
    });
    await reopen(BUYER, `/api/suppliers/${other}`);
    const coded = { uscc: '91350100M000100Y43', reason: '补登' };
    await api.write(BUYER, `/api/suppliers/${other}/amendments`, coded);
    await close(BUYER, `/api/suppliers/${other}`);
    const taken = await api.post('/api/suppliers', { as: BUYER, body: { name: '丙', uscc: '91350100M000100Y43' } });
    expect(taken.json).toMatchObject({
      type: '/problems/duplicate-code',
      holder: other,
      name: '供应商乙',
      closed: true,
    });
  });

  test('of a funding line, a unit, an item and a warehouse names each', async () => {
    for (const [path, code, name, body] of [
      ['/api/units', 'SY-01', '高丽营镇', {}],
      ['/api/items', 'N95', 'N95口罩', { baseMeasure: '个' }],
      ['/api/warehouses', 'W1', '总工会仓库', {}],
      ['/api/funding-lines', 'SY-FY-2020', '疫情防控专项资金', { basis: [] }],
    ] as const) {
      const refused = await api.post(path, { as: TREASURER, body: { code, name: '别的', ...body } });
      expect(refused.json).toMatchObject({ type: '/problems/duplicate-code', code, name, closed: false });
    }
  });
});

describe('a member whose roles were withdrawn', () => {
  const granting = { subject: 'somebody', roles: ['keeper'] };
  const somebody: Person = { subject: 'somebody', roles: [] };
  const rolesNow = async () => {
    clock.now += 60_000;
    return ((await read('/api/me', somebody)) as { roles: string[] }).roles;
  };

  test('has them again when that is reopened', async () => {
    const member = await api.write(ADMIN, '/api/members', granting);
    await close(ADMIN, `/api/members/${member}`);
    expect(await rolesNow()).toEqual([]);
    const { status, json } = await reopen(ADMIN, `/api/members/${member}`);
    expect([status, json]).toMatchObject([201, { member: { status: 'open', roles: ['keeper'] } }]);
    expect(await rolesNow()).toEqual(['keeper']);
    const taken = await api.post('/api/members', { as: ADMIN, body: granting });
    expect(taken.json).toMatchObject({ type: '/problems/duplicate-code', holder: member });
  });

  test('is not reopened where they were granted others meanwhile, and it is told by which', async () => {
    const member = await api.write(ADMIN, '/api/members', granting);
    await close(ADMIN, `/api/members/${member}`);
    const other = await api.write(ADMIN, '/api/members', { ...granting, roles: ['buyer'] });
    const { status, json } = await reopen(ADMIN, `/api/members/${member}`);
    expect([status, json]).toMatchObject([409, { type: '/problems/duplicate-code', kind: 'member', holder: other }]);
    // Subjects compare to the letter.
    expect((json as { detail: string }).detail).not.toContain('大小写');
    expect(await rolesNow()).toEqual(['buyer']);
    await close(ADMIN, `/api/members/${other}`);
    expect((await reopen(ADMIN, `/api/members/${member}`)).status).toBe(201);
    expect(await rolesNow()).toEqual(['keeper']);
  });

  test('is not reopened by themself, neither before the withdrawal counts nor after', async () => {
    const own = await api.write(ADMIN, '/api/members', { subject: 'second-admin', roles: ['admin'] });
    await close(ADMIN, `/api/members/${own}`);
    const path = `/api/members/${own}/reopening`;
    const self: Person = { subject: 'second-admin', roles: ['admin'] };
    expect((await api.post(path, { as: self, body: REASON })).json).toMatchObject({ type: '/problems/own-roles' });
    clock.now += 60_000;
    expect((await api.post(path, { as: self, body: REASON })).status).toBe(403);
  });
});
