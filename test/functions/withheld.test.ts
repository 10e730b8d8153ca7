import { expect, test } from 'vitest';
import * as z from 'zod';
import { AUDITOR, BUYER, COORDINATOR, KEEPER, openApiOver, registerAll, TODAY, TREASURER } from './api.ts';

const entries = z.object({ items: z.array(z.object({ id: z.string(), kind: z.string(), number: z.string() })) });

test('who buys and keeps goods reads all entries but those of benefits and persons', async () => {
  const api = openApiOver();
  const { fundingLine } = await registerAll(api);
  const tariff = await api.write(TREASURER, '/api/tariffs', {
    code: 'KN',
    name: '困难慰问',
    basis: '慰问办法',
    cap: '2000.00',
    per: 'year',
  });
  const benefit = await api.write(TREASURER, '/api/benefits', {
    fundingLine,
    tariff,
    person: { name: '王某', reference: '11010519491231002X' },
    amount: '500.00',
    effectiveOn: TODAY,
    method: '现金',
  });
  const all = entries.parse((await api.get('/api/entries', { as: AUDITOR })).json).items;
  const voucher = all.find(({ id }) => id === benefit)?.number;
  for (const as of [BUYER, KEEPER]) {
    const { items } = entries.parse((await api.get('/api/entries', { as })).json);
    const left = all.filter(({ id }) => !items.some((one) => one.id === id));
    expect(left.map(({ id }) => id)).toEqual([benefit, tariff]);
    expect((await api.get(`/api/entries/${benefit}`, { as })).status).toBe(404);
    expect((await api.get(`/api/entries/${fundingLine}`, { as })).status).toBe(200);
    expect((await api.get(`/api/find?number=${voucher}`, { as })).json).toEqual({ found: [] });
    const { json, text } = await api.get('/api/reports/exceptions', { as });
    expect(json).toMatchObject({ approvedOnPaper: [], paidWithoutPaper: [] });
    expect(text).not.toContain(benefit);
    expect((await api.get('/api/reports/identities', { as })).status).toBe(200);
  }
  const { text } = await api.get('/api/reports/exceptions', { as: AUDITOR });
  expect(text).toContain(benefit);
});

test('who buys and keeps goods sees on a statement that money went to a person, and not under which tariff', async () => {
  const api = openApiOver();
  const { fundingLine } = await registerAll(api);
  const tariff = await api.write(TREASURER, '/api/tariffs', {
    code: 'KN',
    name: '困难慰问',
    basis: '慰问办法',
    cap: '2000.00',
    per: 'year',
  });
  await api.write(TREASURER, '/api/benefits', {
    fundingLine,
    tariff,
    person: { name: '王某', reference: '11010519491231002X' },
    amount: '500.00',
    effectiveOn: TODAY,
    method: '现金',
  });
  const path = `/api/funding-lines/${fundingLine}/statement`;
  const told = (await api.get(path, { as: BUYER })).text;
  expect(told).toContain('发放慰问金');
  expect(told).toContain('500.00');
  expect(told).not.toContain('困难慰问');
  expect((await api.get(path, { as: AUDITOR })).text).toContain('困难慰问');
});

test('a coordinator is not told who approved what became of what was held', async () => {
  const api = openApiOver();
  const { fundingLine, item, supplier, unit, warehouse } = await registerAll(api);
  const on = { effectiveOn: TODAY };
  const lines = [{ item, quantity: 10, amount: '20.00', fundingLine }];
  const purchase = await api.write(BUYER, '/api/purchases', { supplier, ...on, lines });
  await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    ...on,
    lines: [{ line: 1, good: 10 }],
  });
  const sending = { unit, warehouse, ...on, lines: [{ item, quantity: 10 }] };
  const consignment = await api.write(KEEPER, '/api/consignments', sending);
  await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, {
    ...on,
    lines: [{ line: 1, good: 8, damaged: 2, reason: '受潮' }],
    signatory: '签收人',
  });
  await api.write(TREASURER, `/api/consignments/${consignment}/resolutions`, {
    ...on,
    lines: [{ line: 1, toLoss: 2 }],
    reason: '报损',
    approval: { document: '会议纪要', decidedOn: TODAY, approver: '主席张某' },
  });
  expect((await api.get(`/api/consignments/${consignment}`, { as: COORDINATOR })).text).not.toContain('主席张某');
  expect((await api.get(`/api/consignments/${consignment}`, { as: AUDITOR })).text).toContain('主席张某');
});

test('a trail names what is registered, which has no number', async () => {
  const api = openApiOver();
  const { supplier } = await registerAll(api);
  const { json } = await api.get(`/api/entries/${supplier}/trail`, { as: AUDITOR });
  expect(json).toMatchObject({
    entry: { document: { kind: 'supplier', id: supplier } },
    names: { [supplier]: { name: '供应商甲' } },
  });
  expect(json).not.toHaveProperty('entry.document.number');
});
