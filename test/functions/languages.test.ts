import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  SECOND_KEEPER,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
} from './api.ts';

const HAN = /\p{Script=Han}/u;
const approval = { document: 'Minutes 9/2020', decidedOn: '2020-12-01', approver: 'Chair' };

let api: Api;
let paths: Readonly<Record<string, string>>;

/** Every kind of entry that moves something, all in Latin letters, so that whatever is Chinese is the tracker's own word. */
beforeAll(async () => {
  api = openApiOver();
  const write = api.write;
  const line = await write(TREASURER, '/api/funding-lines', { code: 'L1', name: 'Relief', basis: ['Notice 3'] });
  const money = { amount: '1000.00', effectiveOn: '2020-01-02', source: 'Council', approval: undefined };
  const appropriation = await write(TREASURER, `/api/funding-lines/${line}/appropriations`, money);
  const unit = await write(TREASURER, '/api/units', { code: 'U1', name: 'Town' });
  const packs = [{ measure: 'box', of: 10 }];
  const item = await write(TREASURER, '/api/items', { code: 'I1', name: 'Masks', baseMeasure: 'piece', packs });
  const supplier = await write(BUYER, '/api/suppliers', { name: 'Supplier' });
  const warehouse = await write(TREASURER, '/api/warehouses', { code: 'W1', name: 'Store' });
  const annex = await write(TREASURER, '/api/warehouses', { code: 'W2', name: 'Annex' });
  const on = { effectiveOn: TODAY };
  const lines = [{ item, quantity: 10, measure: 'box', amount: '200.00', fundingLine: line }];
  const purchase = await write(BUYER, '/api/purchases', { supplier, ...on, lines });
  const accepting = { warehouse, ...on, lines: [{ line: 1, good: 90, short: 10, reason: 'late' }] };
  const acceptance = await write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
  const lot = `${acceptance}.1`;
  const invoice = { supplier, number: '20112000000012345678', date: TODAY, amount: '180.00' };
  await write(BUYER, '/api/invoices', { ...invoice, allocations: [{ purchase, amount: '180.00' }] });
  const shares = [{ fundingLine: line, amount: '200.00' }];
  const payment = await write(TREASURER, `/api/purchases/${purchase}/payments`, {
    ...{ shares, ...on, method: '银行转账', approval },
  });
  await write(BUYER, `/api/purchases/${purchase}/closure`, { reason: 'no more' });
  const owed = { shares: [{ fundingLine: line, amount: '20.00' }], ...on, method: '银行转账', reason: 'short' };
  await write(TREASURER, `/api/purchases/${purchase}/refunds`, owed);
  const gift = { kind: 'allocation', giver: 'Province', fundingLine: line, warehouse, ...on };
  await write(KEEPER, '/api/receipts', { ...gift, lines: [{ item, quantity: 10, value: '8.00' }] });
  await write(KEEPER, '/api/stock-moves', { from: warehouse, to: annex, ...on, lines: [{ lot, quantity: 5 }] });
  const sent = { unit, warehouse, ...on, lines: [{ item, quantity: 20 }] };
  const consignment = await write(KEEPER, '/api/consignments', sent);
  const signed = { ...on, lines: [{ line: 1, good: 18, damaged: 2, reason: 'wet' }], signatory: 'Signer' };
  const by = { ...COORDINATOR, units: ['U1'] };
  const confirmation = await write(by, `/api/consignments/${consignment}/confirmation`, signed);
  const decided = { lines: [{ line: 1, toLoss: 2 }], ...on, reason: 'wet', approval };
  await write(TREASURER, `/api/consignments/${consignment}/resolutions`, decided);
  const back = { lines: [{ line: 1, quantity: 3 }], ...on, reason: 'too many' };
  await write(KEEPER, `/api/consignments/${consignment}/returns`, back);
  const recalled = await write(KEEPER, '/api/consignments', { ...sent, lines: [{ item, quantity: 1 }] });
  await write(KEEPER, `/api/consignments/${recalled}/withdrawal`, { reason: 'wrong town' });
  const given = { fundingLine: line, unit, amount: '50.00', ...on, purpose: 'Visits', method: '现金' };
  const disbursement = await write(TREASURER, '/api/disbursements', given);
  await write(TREASURER, `/api/disbursements/${disbursement}/returns`, { amount: '20.00', ...on, reason: 'left' });
  const tariff = { code: 'T1', name: 'Hardship', basis: 'Rules', cap: '500.00', per: 'year' };
  await write(TREASURER, '/api/benefits', {
    ...{ fundingLine: line, tariff: await write(TREASURER, '/api/tariffs', tariff), amount: '30.00', ...on },
    ...{ person: { name: 'Somebody', reference: 'REF-1' }, method: '银行卡', approval },
  });
  const faulty = { lines: [{ lot, quantity: 2 }], ...on, reason: 'faulty' };
  await write(KEEPER, `/api/purchases/${purchase}/returns`, faulty);
  const book = 90 - 5 - 20 + 3 - 2;
  const counted = { warehouse, ...on, lines: [{ lot, book, counted: book - 1 }], reason: 'year end' };
  const count = await write(KEEPER, '/api/stock-adjustments', counted);
  await write(SECOND_KEEPER, `/api/stock-adjustments/${count}/countersignature`, {});
  await write(TREASURER, `/api/funding-lines/${line}/returns`, { amount: '1.00', ...on, reason: 'too much' });
  const correcting = { changes: [{ field: 'source', was: 'Council', is: 'City council' }], reason: 'misread' };
  await write(TREASURER, `/api/entries/${appropriation}/corrections`, correcting);
  const again = await write(TREASURER, '/api/disbursements', given);
  await write(SECOND_TREASURER, `/api/entries/${again}/reversal`, { reason: 'twice', ...on, approval });
  paths = {
    'the statement of cash': `/api/funding-lines/${line}/statement`,
    'the statement of the budget': `/api/funding-lines/${line}/statement?chain=budget`,
    'the funding line': `/api/funding-lines/${line}`,
    'the stock card': `/api/items/${item}/stock-card`,
    'the unit card': `/api/units/${unit}/card`,
    'the unit statement': `/api/units/${unit}/statement`,
    'the lot': `/api/lots/${lot}`,
    'the trail of a confirmation': `/api/entries/${confirmation}/trail`,
    'the trail of an order': `/api/entries/${purchase}/trail`,
    'the trail of a payment': `/api/entries/${payment}/trail`,
    'the trail of money': `/api/entries/${appropriation}/trail`,
    'the trail of a funding line': `/api/entries/${line}/trail`,
    'what nobody uploaded': '/api/reports/missing-papers',
    'the exceptions': '/api/reports/exceptions',
  };
});

const NAMES = [
  ...['the statement of cash', 'the statement of the budget', 'the funding line', 'the stock card', 'the unit card'],
  ...['the unit statement', 'the lot', 'the trail of a confirmation', 'the trail of an order'],
  ...['the trail of a payment', 'the trail of money', 'the trail of a funding line', 'what nobody uploaded'],
  'the exceptions',
];

/** The summaries in an answer, wherever they stand. */
function summariesIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) =>
    name === 'summary' && typeof value === 'string' ? [value] : summariesIn(value),
  );
}

describe('a reader of English is told in English', () => {
  test.each(NAMES)('by %s', async (name) => {
    const told = async (language: string) => {
      const found = await api.get(paths[name] ?? '', { as: AUDITOR, headers: { 'accept-language': language } });
      expect([found.status, name in paths]).toEqual([200, true]);
      return summariesIn(found.json);
    };
    const english = await told('en');
    expect(english.filter((summary) => HAN.test(summary))).toEqual([]);
    const chinese = await told('zh');
    expect(chinese).toHaveLength(english.length);
    expect(chinese.filter((summary) => !HAN.test(summary))).toEqual([]);
  });

  test('and no report that tells summaries is left out', () => {
    expect(Object.keys(paths)).toEqual(NAMES);
  });
});
