import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, AUDITOR, BUYER, KEEPER, openApiOver, type Registered, registerAll, TODAY } from './api.ts';

describe('the number of a document', () => {
  const api: Api = openApiOver();
  let known: Registered;
  let purchase: string;

  beforeAll(async () => {
    known = await registerAll(api);
    purchase = await api.write(BUYER, '/api/purchases', {
      supplier: known.supplier,
      effectiveOn: TODAY,
      lines: [{ item: known.item, quantity: 20, amount: '100.00', fundingLine: known.fundingLine }],
    });
    const line = { lines: [{ line: 1, good: 20 }], warehouse: known.warehouse, effectiveOn: TODAY };
    await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, line);
  });

  it('is its letters and the voucher number of the entry that opened it, wherever it is shown', async () => {
    const read = await api.get(`/api/purchases/${purchase}`, { as: AUDITOR });
    expect(read.json).toMatchObject({
      purchase: { number: 'CG-000007' },
      history: [{ number: '000008' }, { number: '000007' }],
    });
    const list = await api.get('/api/purchases', { as: AUDITOR });
    expect(list.json).toMatchObject({ items: [{ number: 'CG-000007' }] });
  });

  it('is the voucher number alone for an entry', async () => {
    const read = await api.get(`/api/entries/${purchase}`, { as: AUDITOR });
    expect(read.json).toMatchObject({ entry: { number: '000007' } });
    const list = await api.get('/api/entries?limit=3', { as: AUDITOR });
    expect(list.json).toMatchObject({ items: [{ number: '000008' }, { number: '000007' }, { number: '000006' }] });
  });

  it('is not known before the entry is sealed', async () => {
    const { projection } = api.tracker;
    expect(await projection.placesOf([known.fundingLine])).toEqual(new Map([[known.fundingLine, 0]]));
    const written = await api.post('/api/suppliers', { as: BUYER, body: { name: '供应商丙' } });
    expect(written.json).toMatchObject({ entry: { number: null } });
  });
});
