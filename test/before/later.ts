import type { Id } from '../../shared/domain/id.ts';
import { approval, BUYER, DAY, KEEPER, reason, TREASURER, type Write } from './people.ts';

/**
 * What came after the first fixture and before entries had a second form: goods moved between warehouses, an order that
 * says how it was procured; and what was let through then: days below zero, one thing under two names, one person under
 * two references.
 */
export async function liveOn(write: Write, { supplier, item }: { readonly supplier: Id; readonly item: Id }) {
  const line = await write(TREASURER, '/api/funding-lines', { code: 'SY-JZ', name: '救灾资金', basis: [] });
  const [near, far] = [
    await write(TREASURER, '/api/warehouses', { code: 'CK-A', name: '东仓库' }),
    await write(TREASURER, '/api/warehouses', { code: 'CK-B', name: '西仓库' }),
  ];
  const early = {
    supplier,
    effectiveOn: '2020-12-01',
    lines: [{ item, quantity: 400, amount: '800.00', fundingLine: line }],
  };
  const appropriation = { effectiveOn: '2020-12-10', amount: '9000.00', source: '上级拨付' };
  await write(TREASURER, `/api/funding-lines/${line}/appropriations`, appropriation);
  const purchase = await write(BUYER, '/api/purchases', {
    ...early,
    procurement: { method: 'inquiry', contract: 'HT-2020-7', quotes: [{ supplier: '另一家', amount: '900.00' }] },
  });
  const accepting = { warehouse: near, effectiveOn: '2020-12-02', lines: [{ line: 1, good: 400 }] };
  const acceptance = await write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
  const shares = [{ fundingLine: line, amount: '800.00' }];
  await write(TREASURER, `/api/purchases/${purchase}/payments`, {
    effectiveOn: '2020-12-02',
    method: '银行转账',
    approval,
    shares,
  });
  const move = await write(KEEPER, '/api/stock-moves', {
    from: near,
    to: far,
    effectiveOn: DAY,
    reason,
    lines: [{ lot: `${acceptance}.1`, quantity: 100 }],
  });
  const upper = await write(TREASURER, '/api/items', { code: 'P-X', name: '手套', baseMeasure: '双' });
  const lower = await write(TREASURER, '/api/items', { code: 'p-x', name: '手套', baseMeasure: '双' });
  const wide = await write(BUYER, '/api/suppliers', { name: '示例（集团）有限公司' });
  const narrow = await write(BUYER, '/api/suppliers', { name: '示例(集团)有限公司' });
  const tariff = await write(TREASURER, '/api/tariffs', {
    code: 'WW-02',
    name: '困难职工慰问',
    basis: '总工发〔2020〕4号',
    cap: '1000.00',
    per: 'year',
  });
  const paying = { fundingLine: line, effectiveOn: DAY, method: '现金', approval, tariff, amount: '1000.00' };
  const person = { name: '受助人', reference: '11010519491231002X' };
  const benefit = await write(TREASURER, '/api/benefits', { ...paying, person });
  const again = await write(TREASURER, '/api/benefits', {
    ...paying,
    person: { name: '受助人', reference: '11010519491231002x' },
  });
  return {
    laterLine: line,
    near,
    far,
    laterPurchase: purchase,
    move,
    upper,
    lower,
    wide,
    narrow,
    cap: tariff,
    capped: benefit,
    again,
  };
}
