import { beforeEach, describe, expect, test } from 'vitest';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import type { LotWay, Trail } from '../../shared/schemas/trails.ts';
import { utf8 } from '../evidence/files.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  id,
  KEEPER,
  openApiOver,
  type Person,
  registerAll,
  SECOND_KEEPER,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

const approval = { document: '会议纪要〔2020〕9号', decidedOn: '2020-12-01', approver: '主席' };

let api: Api;
let made: Awaited<ReturnType<typeof play>>;

/** Goods that were bought, moved, sent, signed for and sent back, each step with a paper of its own. */
async function play() {
  const known = await registerAll(api);
  const { fundingLine, item, supplier, unit, warehouse } = known;
  const annex = await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' });
  const paper = async (as: Person, name: string) => [await uploaded(api, as, `${name}.xml`, utf8(`<a>${name}</a>`))];
  const purchase = await api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: '2020-12-01',
    lines: [{ item, quantity: 100, amount: '200.00', fundingLine }],
    evidence: await paper(BUYER, '合同'),
  });
  const invoice = await api.write(BUYER, '/api/invoices', {
    supplier,
    number: '20112000000012345678',
    date: '2020-12-01',
    amount: '200.00',
    allocations: [{ purchase, amount: '200.00' }],
  });
  await api.write(BUYER, `/api/entries/${invoice}/evidence`, { evidence: await paper(BUYER, '发票') });
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: '2020-12-02',
    lines: [{ line: 1, good: 100, batch: { number: 'B-1', expiresOn: '2022-06-30' } }],
    evidence: await paper(KEEPER, '验收单'),
  });
  const lot = `${acceptance}.1`;
  const payment = await api.write(TREASURER, `/api/purchases/${purchase}/payments`, {
    shares: [{ fundingLine, amount: '200.00' }],
    effectiveOn: '2020-12-03',
    method: '银行转账',
    approval,
  });
  const moving = { from: warehouse, to: annex, effectiveOn: '2020-12-04', lines: [{ lot, quantity: 20 }] };
  const move = await api.write(KEEPER, '/api/stock-moves', moving);
  const sending = { unit, warehouse, effectiveOn: '2020-12-05', lines: [{ item, quantity: 30 }] };
  const consignment = await api.write(KEEPER, '/api/consignments', sending);
  const confirmation = await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, {
    effectiveOn: '2020-12-06',
    lines: [{ line: 1, good: 28, damaged: 2, reason: '破损' }],
    signatory: '签收人',
    evidence: await paper(COORDINATOR, '签收单'),
  });
  const back = { lines: [{ line: 1, quantity: 3 }], effectiveOn: '2020-12-07', reason: '多发' };
  const returned = await api.write(KEEPER, `/api/consignments/${consignment}/returns`, back);
  const fromAnnex = { ...sending, warehouse: annex, lines: [{ item, quantity: 4 }], effectiveOn: '2020-12-08' };
  const farther = await api.write(KEEPER, '/api/consignments', fromAnnex);
  const faulty = { lines: [{ lot, quantity: 5 }], effectiveOn: '2020-12-09', reason: '次品' };
  const supplierReturn = await api.write(KEEPER, `/api/purchases/${purchase}/returns`, faulty);
  const counting = { warehouse, effectiveOn: TODAY, lines: [{ lot, book: 48, counted: 47 }], reason: '盘点' };
  const adjustment = await api.write(KEEPER, '/api/stock-adjustments', counting);
  await api.write(SECOND_KEEPER, `/api/stock-adjustments/${adjustment}/countersignature`, {});
  await api.get('/api/log/checkpoint');
  return {
    ...{ ...known, annex, purchase, invoice, acceptance, lot, payment, move, consignment, confirmation, returned },
    ...{ farther, supplierReturn },
  };
}

beforeEach(async () => {
  api = openApiOver();
  made = await play();
});

const read = async <T>(path: string, as = AUDITOR, language = 'zh'): Promise<T> => {
  const { status, json, text } = await api.get(path, { as, headers: { 'accept-language': language } });
  if (status !== 200) throw new Error(`${path}: ${text}`);
  return json as T;
};

describe('a lot', () => {
  test('tells its purchase, invoice and acceptance with their papers and numbers', async () => {
    const way = await read<LotWay>(`/api/lots/${made.lot}`, KEEPER);
    expect(way.lot).toMatchObject({
      item: { code: 'N95' },
      fundingLine: { code: 'SY-FY-2020' },
      warehouse: { name: '总工会仓库' },
      inKind: false,
      batch: 'B-1',
      expiresOn: '2022-06-30',
      receivedOn: '2020-12-02',
      line: 1,
    });
    expect(way.purchase).toMatchObject({
      id: made.purchase,
      supplier: { name: '供应商甲' },
      document: { number: expect.stringMatching(/^CG-\d{6}$/) },
      evidence: [{ name: '合同.xml' }],
    });
    expect(way.invoices).toMatchObject([
      { id: made.invoice, invoice: '20112000000012345678', amount: '200.00', evidence: [{ name: '发票.xml' }] },
    ]);
    expect(way.from).toMatchObject([
      { id: made.acceptance, number: expect.stringMatching(/^\d{6}$/), evidence: [{ name: '验收单.xml' }] },
    ]);
  });

  test('tells where it went, to which units, and what is left', async () => {
    const way = await read<LotWay>(`/api/lots/${made.lot}`);
    expect(way.received.quantity).toBe(100);
    expect(way.consignments).toMatchObject([
      {
        id: made.consignment,
        unit: { code: 'SY-01' },
        document: { number: expect.stringMatching(/^FF-\d{6}$/) },
        sent: { quantity: 30 },
        inTransit: { quantity: 0 },
        held: { quantity: 2 },
        delivered: { quantity: 25 },
        returned: { quantity: 3 },
        lost: { quantity: 0 },
        confirmation: made.confirmation,
      },
    ]);
    expect(way.units).toMatchObject([{ unit: { code: 'SY-01' }, inTransit: 0, held: 2, delivered: 25 }]);
    expect(way.moves).toMatchObject([
      { id: made.move, lot: `${made.move}.1`, warehouse: { name: '分库' }, change: { quantity: -20 } },
    ]);
    expect(way.supplierReturns).toMatchObject([{ id: made.supplierReturn, change: { quantity: -5, value: '-10.00' } }]);
    expect(way.counts).toMatchObject([{ kind: 'adjustment', change: { quantity: -1 } }]);
    expect(way.left).toEqual({ quantity: 47, value: '94.00' });
  });

  test('that was moved is told back to what came from outside', async () => {
    const way = await read<LotWay>(`/api/lots/${made.move}.1`);
    expect(way.from.map(({ id, lot, warehouse }) => [id, lot, warehouse.name])).toEqual([
      [made.move, `${made.move}.1`, '分库'],
      [made.acceptance, made.lot, '总工会仓库'],
    ]);
    expect(way.purchase?.id).toBe(made.purchase);
    expect(way.consignments).toMatchObject([{ id: made.farther, inTransit: { quantity: 4 } }]);
    expect(way.left.quantity).toBe(16);
  });

  test('that came back from a unit elsewhere is followed there and back', async () => {
    const lines = [{ line: 1, quantity: 2 }];
    const coming = { lines, effectiveOn: TODAY, reason: '就近入库', warehouse: made.annex };
    const returned = await api.write(KEEPER, `/api/consignments/${made.consignment}/returns`, coming);
    const way = await read<LotWay>(`/api/lots/${made.lot}`);
    expect(way.consignments).toMatchObject([{ delivered: { quantity: 23 }, returned: { quantity: 5 } }]);
    expect(way.moves).toMatchObject([
      { id: made.move },
      { id: returned, lot: `${returned}.1`, arrived: { quantity: 2 }, change: { quantity: 0 } },
    ]);
    const there = await read<LotWay>(`/api/lots/${returned}.1`);
    expect(there.from.map(({ id }) => id)).toEqual([returned, made.acceptance]);
    expect([there.received.quantity, there.left.quantity]).toEqual([2, 2]);
  });

  test('of a gift tells its giver and no purchase', async () => {
    const { fundingLine, item, warehouse } = made;
    const gift = { kind: 'donation', giver: '爱心企业', fundingLine, warehouse, effectiveOn: TODAY };
    const receipt = await api.write(KEEPER, '/api/receipts', {
      ...gift,
      directedTo: { unit: made.unit },
      lines: [{ item, quantity: 10, value: '8.00' }],
    });
    const way = await read<LotWay>(`/api/lots/${receipt}.1`);
    expect(way).toMatchObject({ lot: { giver: '爱心企业', inKind: true, directedTo: { unit: { code: 'SY-01' } } } });
    expect([way.purchase, way.invoices]).toEqual([undefined, []]);
    // It is told before it is sealed.
    expect(way.from).toMatchObject([{ id: receipt, kind: 'receipt' }]);
  });

  test.each(['.2', '.99', ''])('that nobody brought is not found: %s', async (ordinal) => {
    const { status } = await api.get(`/api/lots/${made.acceptance}${ordinal}`, { as: KEEPER });
    expect(status).toBe(404);
  });

  test('is told to no coordinator', async () => {
    expect((await api.get(`/api/lots/${made.lot}`, { as: COORDINATOR })).status).toBe(403);
  });
});

const edges = (nodes: Trail['up']) => nodes.map(({ id, depth }) => [id, depth]);

describe('the trail of an entry', () => {
  test('leads from a confirmation up to dispatch, acceptance, order and invoice, with the papers of each', async () => {
    const { entry, up, money, cut } = await read<Trail>(`/api/entries/${made.confirmation}/trail`);
    expect(entry).toMatchObject({
      kind: 'confirmation',
      amount: '60.00',
      quantity: 30,
      evidence: [{ name: '签收单.xml' }],
    });
    expect(edges(up)).toEqual([
      [made.consignment, 1],
      [made.acceptance, 2],
      [made.purchase, 3],
      [made.invoice, 4],
    ]);
    expect(up.map(({ of }) => of)).toEqual([
      [made.confirmation],
      [made.consignment],
      [made.acceptance],
      [made.purchase],
    ]);
    expect(up.map(({ evidence }) => evidence.map(({ name }) => name))).toEqual([
      [],
      ['验收单.xml'],
      ['合同.xml'],
      ['发票.xml'],
    ]);
    expect(money.up).toMatchObject([{ of: made.purchase, kind: 'appropriation', count: 1, amount: '1000.00' }]);
    expect(cut).toEqual([]);
  });

  test('leads from a payment to its purchase and the money of its line', async () => {
    const { up, money } = await read<Trail>(`/api/entries/${made.payment}/trail`);
    expect(edges(up)).toEqual([
      [made.purchase, 1],
      [made.invoice, 2],
    ]);
    const [fed] = money.up;
    expect(fed).toMatchObject({ fundingLine: { code: 'SY-FY-2020' }, count: 1, amount: '1000.00' });
    const listed = await read<{ readonly items: readonly { readonly kind: string }[] }>(fed?.entries ?? '');
    expect(listed.items.map(({ kind }) => kind)).toEqual(['appropriation']);
  });

  test('leads from an acceptance down to what became of its lots', async () => {
    const { down } = await read<Trail>(`/api/entries/${made.acceptance}/trail`);
    const at = new Map(edges(down).map(([id, depth]) => [id, depth]));
    expect([made.move, made.consignment, made.supplierReturn].map((id) => at.get(id))).toEqual([1, 1, 1]);
    expect([made.confirmation, made.returned, made.farther].map((id) => at.get(id))).toEqual([2, 2, 2]);
    expect(down.find(({ kind }) => kind === 'stock-move')?.lots).toEqual([`${made.move}.1`]);
    expect(at.has(made.payment)).toBe(false);
  });

  test('leads from an appropriation to what was drawn on its line, told together', async () => {
    const [appropriated] = (
      await read<{ readonly items: readonly { readonly id: string }[] }>('/api/entries?kind=appropriation')
    ).items;
    const { money } = await read<Trail>(`/api/entries/${appropriated?.id}/trail`);
    expect(money.down).toMatchObject([
      { kind: 'order', count: 1, amount: '200.00', newest: [{ id: made.purchase, evidence: [{ name: '合同.xml' }] }] },
    ]);
    const listed = await read<{ readonly items: readonly { readonly id: string }[] }>(money.down[0]?.entries ?? '');
    expect(listed.items.map(({ id }) => id)).toEqual([made.purchase]);
  });

  test('says where it is cut and which queries go on', async () => {
    for (let sent = 0; sent < 12; sent += 1) {
      const body = { unit: made.unit, warehouse: made.warehouse, effectiveOn: TODAY };
      const lines = Array.from({ length: 1 }, () => ({ item: made.item, quantity: 1 }));
      await api.write(KEEPER, '/api/consignments', { ...body, lines });
    }
    const path = `/api/entries/${made.acceptance}/trail`;
    const whole = await read<Trail>(path);
    const part = await read<Trail>(`${path}?nodes=5&depth=1`);
    expect([part.down.length, Math.max(...part.down.map(({ depth }) => depth))]).toEqual([5, 1]);
    const cut = part.cut.find(({ at, goesOn }) => at === made.acceptance && goesOn === 'down');
    expect(cut?.more).toBe(whole.down.filter(({ depth }) => depth === 1).length - 5);
    const { items } = await read<{ readonly items: readonly { readonly id: string }[] }>(`${cut?.entries}&limit=200`);
    const next = new Set(whole.down.filter(({ depth }) => depth === 1).map(({ id }) => id));
    expect(new Set(items.map(({ id }) => id))).toEqual(next);
  });

  test.each(['nodes=0', 'nodes=201', 'depth=13', 'depth=-1', 'nodes=x'])('has an end: %s is refused', async (query) => {
    const { status, json } = await api.get(`/api/entries/${made.payment}/trail?${query}`, { as: AUDITOR });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer: `/${query.split('=')[0]}` }] }]);
  });

  test('of nothing is not found', async () => {
    expect((await api.get(`/api/entries/${id(0xdead)}/trail`, { as: AUDITOR })).status).toBe(404);
  });

  test('tells what reversed an entry, and what that leads to', async () => {
    const undoing = { reason: '重复', effectiveOn: TODAY, approval };
    const reversal = await api.write(SECOND_TREASURER, `/api/entries/${made.payment}/reversal`, undoing);
    const { entry, down } = await read<Trail>(`/api/entries/${made.payment}/trail`);
    expect([entry.reversedBy, edges(down)]).toEqual([reversal, [[reversal, 1]]]);
    const { up } = await read<Trail>(`/api/entries/${reversal}/trail`);
    expect(up.map(({ id }) => id)).toEqual([made.payment, made.purchase, made.invoice]);
  });

  test('is read by who reads entries, and by nobody else', async () => {
    const path = `/api/entries/${made.confirmation}/trail`;
    for (const as of [COORDINATOR, KEEPER, BUYER]) expect((await api.get(path, { as })).status).toBe(403);
    expect((await api.get(path, { as: AUDITOR })).text).not.toContain('签收人');
  });
});

describe('a paper that an entry names and nobody uploaded', () => {
  const sha256Of = async (name: string) => {
    const way = await read<LotWay>(`/api/lots/${made.lot}`);
    const papers = [...way.from, ...(way.purchase ? [way.purchase] : [])].flatMap(({ evidence }) => evidence);
    return papers.find((paper) => paper.name === name)?.sha256 ?? '';
  };

  test('is marked where its entry, its lot and its trail are read', async () => {
    const sha256 = await sha256Of('验收单.xml');
    await api.tracker.objects.delete(evidenceKeys.stored(sha256));
    const entry = await read<object>(`/api/entries/${made.acceptance}`);
    expect(entry).toMatchObject({ entry: { evidence: [{ sha256, missing: true }] }, missingPapers: [sha256] });
    const way = await read<LotWay>(`/api/lots/${made.lot}`);
    expect(way.from[0]?.evidence).toMatchObject([{ sha256, missing: true }]);
    expect(way.purchase?.evidence[0]).not.toHaveProperty('missing');
    const { up } = await read<Trail>(`/api/entries/${made.confirmation}/trail`);
    expect(up.flatMap(({ evidence }) => evidence.filter(({ missing }) => missing))).toMatchObject([{ sha256 }]);
  });

  test('is listed with its entry, the oldest first, page by page, until it is there', async () => {
    const names = ['合同.xml', '验收单.xml'];
    const papers = await Promise.all(names.map(sha256Of));
    const path = '/api/reports/missing-papers';
    expect(await read<object>(path)).toMatchObject({ rows: [] });
    for (const sha256 of papers) await api.tracker.objects.delete(evidenceKeys.stored(sha256));
    const first = await read<{ readonly rows: readonly object[]; readonly next?: string }>(`${path}?limit=1`);
    expect(first.rows).toMatchObject([{ entry: made.purchase, kind: 'order', papers: [{ name: '合同.xml' }] }]);
    const next = encodeURIComponent(first.next ?? '');
    const second = await read<object>(`${path}?limit=1&cursor=${next}`);
    expect(second).toMatchObject({ rows: [{ entry: made.acceptance, papers: [{ sha256: papers[1] }] }] });
    expect(second).not.toHaveProperty('next');
    await uploaded(api, BUYER, '合同.xml', utf8('<a>合同</a>'));
    expect(await read<object>(path)).toMatchObject({ rows: [{ entry: made.acceptance }] });
  });
});
