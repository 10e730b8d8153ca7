import { beforeEach, describe, expect, test } from 'vitest';
import type { UnitCard } from '../../shared/schemas/cards.ts';
import type { StockCard } from '../../shared/schemas/reports.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  registerAll,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
} from './api.ts';

const approval = { document: '会议纪要〔2020〕9号', decidedOn: '2020-12-01', approver: '主席' };

let api: Api;
let made: Awaited<ReturnType<typeof play>>;

/** A town with a village below it and a neighbour, each with goods and money. */
async function play() {
  const known = await registerAll(api);
  const { fundingLine, item, supplier, unit, warehouse } = known;
  const village = await api.write(TREASURER, '/api/units', { code: 'SY-01-1', name: '张喜庄村', parent: unit });
  const neighbour = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '仁和镇' });
  const annex = await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' });
  const lines = [{ item, quantity: 100, amount: '200.00', fundingLine }];
  const purchase = await api.write(BUYER, '/api/purchases', { supplier, effectiveOn: '2020-12-01', lines });
  const accepting = { warehouse, effectiveOn: '2020-12-02', lines: [{ line: 1, good: 100 }] };
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
  const gift = { kind: 'donation', giver: '爱心企业', fundingLine, warehouse, effectiveOn: '2020-12-03' };
  await api.write(KEEPER, '/api/receipts', { ...gift, lines: [{ item, quantity: 10, value: '8.00' }] });
  const lot = `${acceptance}.1`;
  const moving = { from: warehouse, to: annex, effectiveOn: '2020-12-04', lines: [{ lot, quantity: 20 }] };
  await api.write(KEEPER, '/api/stock-moves', moving);
  const send = async (to: string, on: string, quantity: number) => {
    const body = { unit: to, warehouse, effectiveOn: on, lines: [{ item, quantity }] };
    const consignment = await api.write(KEEPER, '/api/consignments', body);
    const everywhere = { ...COORDINATOR, units: ['SY-01', 'SY-02'] };
    const signed = { effectiveOn: on, lines: [{ line: 1, good: quantity }], signatory: '签收人' };
    await api.write(everywhere, `/api/consignments/${consignment}/confirmation`, signed);
    return consignment;
  };
  const sent = await send(unit, '2020-12-10', 30);
  await send(village, '2020-12-11', 5);
  await send(neighbour, '2020-12-12', 7);
  const back = { lines: [{ line: 1, quantity: 4 }], effectiveOn: '2020-12-14', reason: '多发' };
  await api.write(KEEPER, `/api/consignments/${sent}/returns`, back);
  const money = { fundingLine, unit, amount: '50.00', effectiveOn: '2020-12-15', purpose: '慰问', method: '银行转账' };
  const disbursement = await api.write(TREASURER, '/api/disbursements', { ...money, approval });
  const taken = { amount: '20.00', effectiveOn: '2020-12-16', reason: '结余' };
  await api.write(TREASURER, `/api/disbursements/${disbursement}/returns`, taken);
  return { ...known, village, neighbour, annex, sent, disbursement };
}

beforeEach(async () => {
  api = openApiOver();
  made = await play();
});

const read = async <T>(path: string, as = AUDITOR): Promise<T> => {
  const { status, json, text } = await api.get(path, { as });
  if (status !== 200) throw new Error(`${path}: ${text}`);
  return json as T;
};

const told = ({ rows }: UnitCard) =>
  rows.map(({ date, kind, goods, money }) => [
    ...[date, kind],
    ...(goods ? [goods.came, goods.returned, goods.stands] : []),
    ...(money ? [money.came, money.returned, money.stands] : []),
  ]);

describe('the card of a unit (领用卡)', () => {
  test('tells by day what came and went back, with number and document, and what stands after', async () => {
    const card = await read<UnitCard>(`/api/units/${made.unit}/card`);
    expect(told(card)).toEqual([
      ['2020-12-10', 'confirmation', 30, 0, 30],
      ['2020-12-14', 'unit-return', 0, 4, 26],
      ['2020-12-15', 'disbursement', '50.00', '0.00', '50.00'],
      ['2020-12-16', 'take-back', '0.00', '20.00', '30.00'],
    ]);
    expect(card.rows[0]).toMatchObject({
      number: expect.stringMatching(/^\d{6}$/),
      document: { kind: 'consignment', id: made.sent, number: expect.stringMatching(/^FF-\d{6}$/) },
      unit: { code: 'SY-01' },
      goods: { item: { code: 'N95', baseMeasure: '个' } },
      value: '60.00',
    });
    expect(card.closing).toMatchObject({ goods: [{ item: { code: 'N95' }, quantity: 26 }], money: '30.00' });
    expect(card).toHaveProperty('asOf.size');
  });

  test('brings forward what was there before the period, and goes on page by page', async () => {
    const card = await read<UnitCard>(`/api/units/${made.unit}/card?from=2020-12-12&to=2020-12-15`);
    expect(card.opening).toMatchObject({ goods: [{ quantity: 30 }], money: '0.00' });
    expect(told(card).map(([date]) => date)).toEqual(['2020-12-14', '2020-12-15']);
    expect(card.closing).toMatchObject({ goods: [{ quantity: 26 }], money: '50.00' });
    const paths: (string | undefined)[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page: UnitCard = await read(`/api/units/${made.unit}/card?limit=1${cursor}`);
      paths.push(page.rows[0]?.date);
      expect(page.closing.money).toBe('30.00');
      next = page.next;
    }
    expect(paths).toEqual(['2020-12-10', '2020-12-14', '2020-12-15', '2020-12-16']);
  });

  test('has what lies below where that is asked for, and no other unit', async () => {
    const card = await read<UnitCard>(`/api/units/${made.unit}/card?below=true`);
    expect(card.rows.map(({ unit }) => unit.code)).toEqual(['SY-01', 'SY-01-1', 'SY-01', 'SY-01', 'SY-01']);
    expect(card.closing.goods[0]?.quantity).toBe(31);
  });

  test('tells a coordinator of the own unit, without prices, and of no other', async () => {
    const card = await read<UnitCard>(`/api/units/${made.unit}/card?below=true`, COORDINATOR);
    expect(card.rows).toHaveLength(5);
    expect(JSON.stringify(card)).not.toMatch(/"value"|疫情防控专项资金|仁和镇|签收人/);
    const refused = await api.get(`/api/units/${made.neighbour}/card`, { as: COORDINATOR });
    expect([refused.status, refused.text.includes('仁和镇')]).toEqual([403, false]);
  });

  test('calls things as they were on the day of each row', async () => {
    await api.write(TREASURER, `/api/items/${made.item}/amendments`, { name: '防护口罩', reason: '更名' });
    const card = await read<UnitCard>(`/api/units/${made.unit}/card`);
    expect(card.rows[0]?.goods?.item.name).toBe('N95口罩');
    expect(card.rows[0]?.summary).toContain('N95口罩');
    expect(card.closing.goods[0]?.item.name).toBe('防护口罩');
  });

  test('takes back in red what is reversed', async () => {
    const { fundingLine, unit } = made;
    const money = { fundingLine, unit, amount: '10.00', effectiveOn: TODAY, purpose: '慰问', method: '银行转账' };
    const mistaken = await api.write(TREASURER, '/api/disbursements', { ...money, approval });
    const undoing = { reason: '账号有误', effectiveOn: TODAY, approval };
    await api.write(SECOND_TREASURER, `/api/entries/${mistaken}/reversal`, undoing);
    const card = await read<UnitCard>(`/api/units/${made.unit}/card`);
    expect(told(card).slice(-2)).toEqual([
      [TODAY, 'disbursement', '10.00', '0.00', '40.00'],
      [TODAY, 'reversal', '-10.00', '0.00', '30.00'],
    ]);
  });
});

describe('the stock card of an item', () => {
  const parties = ({ rows }: StockCard) =>
    rows.map(({ kind, counterparty }) => [kind, counterparty?.kind, counterparty?.name]);

  test('tells whom each row came from or went to', async () => {
    const card = await read<StockCard>(`/api/items/${made.item}/stock-card`);
    expect(parties(card)).toEqual([
      ['acceptance', 'supplier', '供应商甲'],
      ['receipt', 'giver', '爱心企业'],
      ['stock-move', 'warehouse', '分库'],
      ['dispatch', 'unit', '高丽营镇'],
      ['dispatch', 'unit', '张喜庄村'],
      ['dispatch', 'unit', '仁和镇'],
      ['unit-return', 'unit', '高丽营镇'],
    ]);
    expect(card.rows[3]?.counterparty).toEqual({ kind: 'unit', id: made.unit, code: 'SY-01', name: '高丽营镇' });
  });

  test('tells of a move the other warehouse, seen from either', async () => {
    const from = await read<StockCard>(`/api/items/${made.item}/stock-card?warehouse=${made.warehouse}`);
    const to = await read<StockCard>(`/api/items/${made.item}/stock-card?warehouse=${made.annex}`);
    expect(parties(from)).toContainEqual(['stock-move', 'warehouse', '分库']);
    expect(parties(to)).toEqual([['stock-move', 'warehouse', '总工会仓库']]);
  });
});
