import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLedger } from '../in-memory.ts';
import { type Api, BUYER, KEEPER, openApiOver, type Registered, registerAll, TREASURER } from './api.ts';

let api: Api;
let registered: Registered;
let purchase: string;

beforeEach(async () => {
  api = openApiOver(createMemoryLedger());
  registered = await registerAll(api);
  const { supplier, item, fundingLine } = registered;
  purchase = await api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: '2020-02-05',
    lines: [{ item, quantity: 100, amount: '100.00', fundingLine }],
  });
});

async function detailOf(as: typeof BUYER, path: string, body: object, language = 'zh'): Promise<unknown> {
  const answer = await api.post(path, { as, body, headers: { 'accept-language': language } });
  return (answer.json as { detail?: unknown }).detail;
}

describe('a refusal', () => {
  test('calls what is registered by its name and code, as amended', async () => {
    const amended = { name: '高丽营镇总工会', reason: '更名' };
    await api.write(TREASURER, `/api/units/${registered.unit}/amendments`, amended);
    const twice = { code: 'sy-01', name: '另一个' };
    expect(await detailOf(TREASURER, '/api/units', twice)).toContain('已被“高丽营镇总工会(SY-01)”使用');
    expect(await detailOf(TREASURER, '/api/units', twice, 'en')).toContain('belongs to “高丽营镇总工会(SY-01)”');
  });

  test('calls an entry by what it did and when', async () => {
    const reversal = { reason: '录入错误', effectiveOn: '2020-02-06' };
    await api.write(TREASURER, `/api/entries/${purchase}/reversal`, reversal);
    expect(await detailOf(TREASURER, `/api/entries/${purchase}/reversal`, reversal)).toMatch(/2020-02-06 的冲销/);
    expect(await detailOf(TREASURER, `/api/entries/${purchase}/reversal`, reversal, 'en')).toMatch(
      /the reversal of 2020-02-06/,
    );
  });

  test('calls what stands in the way, and the lot that it lies in', async () => {
    const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
      warehouse: registered.warehouse,
      effectiveOn: '2020-02-06',
      lines: [{ line: 1, good: 100 }],
    });
    const { unit, warehouse, item } = registered;
    await api.write(KEEPER, '/api/consignments', {
      unit,
      warehouse,
      effectiveOn: '2020-02-07',
      lines: [{ item, quantity: 10 }],
    });
    const reversal = { reason: '录入错误', effectiveOn: '2020-02-08' };
    const detail = await detailOf(TREASURER, `/api/entries/${acceptance}/reversal`, reversal);
    expect(detail).toContain('库存(2020-02-06 的验收入库凭证 000008 第 1 批)现有数量 90、金额 90.00 元');
    expect(detail).toContain('从最后一笔起:2020-02-07 的发放出库凭证 000009。');
  });

  test('calls the funding lines that a purchase draws on', async () => {
    const other = await api.write(TREASURER, '/api/funding-lines', { code: 'B-2', name: '另一专项', basis: ['文'] });
    const payment = {
      shares: [{ fundingLine: other, amount: '1.00' }],
      effectiveOn: '2020-02-06',
      method: '银行转账',
      approval: { document: '会议纪要', decidedOn: '2020-02-05', approver: '主席办公会' },
    };
    const { json } = await api.post(`/api/purchases/${purchase}/payments`, { as: TREASURER, body: payment });
    expect(json).toMatchObject({
      errors: [{ detail: '这笔采购没有用到这项资金,应为:“疫情防控专项资金(SY-FY-2020)”。' }],
    });
  });
});
