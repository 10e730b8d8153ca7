import { expect, test } from 'vitest';
import * as z from 'zod';
import { AUDITOR, BUYER, KEEPER, openApiOver, registerAll, TODAY, TREASURER } from './api.ts';

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
