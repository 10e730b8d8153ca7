import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Listing } from '../../functions/documents/page.ts';
import { pageOf } from '../../functions/documents/sorted-page.ts';
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

const listed = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  next: z.string().optional(),
});

describe('a register that is searched', () => {
  const api: Api = openApiOver();
  let known: Registered;
  const units = new Map<string, string>();

  beforeAll(async () => {
    known = await registerAll(api);
    const register = async (code: string, name: string, more: object = {}) => {
      units.set(code, await api.write(TREASURER, '/api/units', { code, name, ...more }));
    };
    await register('SY-01-1', '张喜庄村', { parent: known.unit });
    await register('SY-02', '南法信镇', { phone: '13912349876' });
    await register('SY-03', '重庆路街道');
    await api.post(`/api/units/${units.get('SY-03')}/closure`, { as: TREASURER, body: { reason: '撤销' } });
    await api.write(ADMIN, '/api/members', { subject: 'keeper-7', roles: ['keeper'], units: [], name: '王小五' });
  });

  const search = async (as: Person, path: string) => {
    const { status, json } = await api.get(path, { as });
    expect(status, JSON.stringify(json)).toBe(200);
    return listed.parse(json);
  };
  const codes = async (as: Person, path: string) =>
    (await search(as, path)).items.map(({ code, number, name, subject }) => code ?? number ?? name ?? subject);

  it('tells what is found as it tells everything else, best first', async () => {
    expect(await codes(AUDITOR, '/api/units?q=sy-0')).toEqual(['SY-01', 'SY-01-1', 'SY-02', 'SY-03']);
    const [found] = (await search(AUDITOR, `/api/units?q=${encodeURIComponent('张喜庄')}`)).items;
    expect(found).toMatchObject({ code: 'SY-01-1', parent: known.unit, lineage: ['SY-01-1', 'SY-01'] });
  });

  it.each([
    ['/api/funding-lines', 'fk', 'SY-FY-2020'],
    ['/api/units', 'glyz', 'SY-01'],
    ['/api/items', 'n95', 'N95'],
    ['/api/items', 'kz', 'N95'],
    ['/api/suppliers', '81440000', '供应商甲'],
    ['/api/warehouses', 'zgh', 'W1'],
    ['/api/units', '9876', 'SY-02'],
    ['/api/members', 'wxw', 'keeper-7'],
  ])('is each of them: %s?q=%s', async (path, q, code) => {
    const as = path === '/api/members' ? ADMIN : TREASURER;
    expect(await codes(as, `${path}?q=${q}`)).toEqual([code]);
  });

  it('is narrowed down by its other filters', async () => {
    expect(await codes(AUDITOR, '/api/units?q=sy&status=closed')).toEqual(['SY-03']);
    expect(await codes(AUDITOR, '/api/units?q=cqljd&status=open')).toEqual([]);
    expect(await codes(AUDITOR, `/api/units?q=sy&parent=${known.unit}`)).toEqual(['SY-01-1']);
    expect(await codes(AUDITOR, '/api/units?q=sy&code=sy-02')).toEqual(['SY-02']);
  });

  it('goes on from page to page', async () => {
    const pages: unknown[] = [];
    let next: string | undefined;
    do {
      const page = await search(AUDITOR, `/api/units?q=sy&limit=2${next === undefined ? '' : `&cursor=${next}`}`);
      pages.push(page.items.map(({ code }) => code));
      next = page.next;
    } while (next !== undefined);
    expect(pages).toEqual([
      ['SY-01', 'SY-01-1'],
      ['SY-02', 'SY-03'],
    ]);
  });

  it('shows a coordinator the own units alone', async () => {
    expect(await codes(COORDINATOR, '/api/units?q=sy')).toEqual(['SY-01', 'SY-01-1']);
    expect(await codes(COORDINATOR, '/api/units?q=9876')).toEqual([]);
    expect(await codes(COORDINATOR, '/api/units?q=nfx')).toEqual([]);
  });

  it.each([
    ['', 'too-short'],
    ['\u200b', 'too-short'],
    ['重'.repeat(51), 'too-long'],
  ])('is asked for by 1 to 50 characters: %j', async (q, code) => {
    const { status, json } = await api.get(`/api/units?q=${encodeURIComponent(q)}`, { as: AUDITOR });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer: '/q', code }] }]);
  });
});

describe('a list that is sorted', () => {
  const api: Api = openApiOver();
  let known: Registered;

  beforeAll(async () => {
    known = await registerAll(api);
    const { fundingLine, unit, item, supplier, warehouse } = known;
    for (const [amount, effectiveOn] of [
      ['20.00', '2020-12-05'],
      ['100.00', '2020-12-01'],
      ['3.00', '2020-12-09'],
      ['20.00', '2020-12-02'],
    ] as const) {
      const lines = [{ item, quantity: 20, amount, fundingLine }];
      await api.write(BUYER, '/api/purchases', { supplier, effectiveOn, lines });
      const gift = { kind: 'donation', giver: '捐赠单位', fundingLine, warehouse, effectiveOn };
      await api.write(KEEPER, '/api/receipts', { ...gift, lines: [{ item, quantity: 1, value: amount }] });
      const money = { fundingLine, unit, amount, effectiveOn, purpose: '慰问', method: '银行转账' };
      await api.write(TREASURER, '/api/disbursements', money);
    }
  });

  const days = async (path: string) =>
    listed.parse((await api.get(path, { as: AUDITOR })).json).items.map(({ effectiveOn }) => effectiveOn);

  it.each(['/api/purchases', '/api/receipts', '/api/disbursements'])(
    'has the largest amount, or the last day, first, and of equals the newest: %s',
    async (path) => {
      expect(await days(`${path}?sort=amount`)).toEqual(['2020-12-01', '2020-12-02', '2020-12-05', '2020-12-09']);
      expect(await days(`${path}?sort=date`)).toEqual(['2020-12-09', '2020-12-05', '2020-12-02', '2020-12-01']);
      expect(await days(`${path}?sort=amount&to=2020-12-05`)).toEqual(['2020-12-01', '2020-12-02', '2020-12-05']);
    },
  );

  it('has funding lines by what is available', async () => {
    await api.write(TREASURER, '/api/funding-lines', { code: 'L2', name: '第二专项', basis: [] });
    const { json } = await api.get('/api/funding-lines?sort=amount', { as: AUDITOR });
    expect(json).toMatchObject({ items: [{ code: 'SY-FY-2020' }, { code: 'L2' }] });
  });

  const purchases = async (more: string) =>
    listed.parse((await api.get(`/api/purchases?sort=amount${more}`, { as: AUDITOR })).json);

  it('goes on from page to page, also behind a row that fits no more', async () => {
    const first = await purchases('&limit=3');
    const second = await purchases(`&limit=3&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ effectiveOn }) => effectiveOn)).toEqual([
      '2020-12-01',
      '2020-12-02',
      '2020-12-05',
      '2020-12-09',
    ]);
    expect(second.next).toBeUndefined();
    const { items, next } = await purchases('&status=open&limit=1');
    await api.write(BUYER, `/api/purchases/${items[0]?.id}/closure`, { reason: '不再需要' });
    const rest = await purchases(`&status=open&limit=50&cursor=${next}`);
    expect(rest.items.map(({ effectiveOn }) => effectiveOn)).toEqual(['2020-12-02', '2020-12-05', '2020-12-09']);
  });

  it('begins anew where the row of a few left it', async () => {
    const api: Api = openApiOver();
    const { fundingLine } = await registerAll(api);
    await api.write(TREASURER, '/api/funding-lines', { code: 'L2', name: '第二专项', basis: [] });
    const open = '/api/funding-lines?sort=amount&status=open&limit=1';
    const { items, next } = listed.parse((await api.get(open, { as: AUDITOR })).json);
    expect(items).toMatchObject([{ id: fundingLine }]);
    const giveBack = { amount: '1000.00', effectiveOn: '2020-12-01', reason: '收回' };
    await api.write(TREASURER, `/api/funding-lines/${fundingLine}/returns`, giveBack);
    await api.write(TREASURER, `/api/funding-lines/${fundingLine}/closure`, { reason: '结束' });
    const gone = await api.get(`${open}&cursor=${next}`, { as: AUDITOR });
    expect([gone.status, gone.json]).toMatchObject([422, { errors: [{ pointer: '/cursor', code: 'not-in-list' }] }]);
  });

  it('is refused where more rows fit than are sorted, and nobody knows their order', async () => {
    const rows = (count: number): Listing<number> => ({
      rows: async ({ limit, after = '0' }) => {
        const items = Array.from({ length: Math.min(limit, count - Number(after)) }, (_, at) => Number(after) + at + 1);
        const last = items.at(-1) ?? count;
        return { items, ...(last < count ? { next: String(last) } : {}) };
      },
      idOf: String,
      show: async (shown) => shown.map((number) => ({ id: String(number), effectiveOn: '2020-12-01' })),
    });
    const known = { ...rows(2_001), sorted: async () => (limit: number) => ({ items: [3, 1, 2].slice(0, limit) }) };
    expect(await pageOf('purchase', known, { limit: 5, sort: 'date' })).toMatchObject({
      items: [{ id: '3' }, { id: '1' }, { id: '2' }],
    });
    expect(await pageOf('purchase', rows(2_000), { limit: 1, sort: 'date' })).toMatchObject({ items: [{ id: '1' }] });
    expect(await pageOf('purchase', rows(2_001), { limit: 1, sort: 'date' })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/sort', code: 'too-many-rows', allowed: '2000' }],
    });
  });

  it('is refused where it has no amount', async () => {
    const { status, json } = await api.get('/api/consignments?sort=amount', { as: AUDITOR });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer: '/sort', code: 'not-one-of' }] }]);
  });
});
