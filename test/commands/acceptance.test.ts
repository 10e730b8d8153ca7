import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { order } from '../../shared/commands/order.ts';
import { closeWarehouse } from '../../shared/commands/registry.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import type { AcceptLine, Order } from '../../shared/domain/command.ts';
import { BUYER, KEEPER, type TestOffice, TODAY, TREASURER, YESTERDAY, yuan } from './office.ts';
import { acceptanceOf, buy, openOffice, orderLine, orderOf, REASON } from './world.ts';

/** 20 masks for 200.00, half of them on each funding line, and 10 suits for 500.00. */
async function ordered(): Promise<TestOffice> {
  const office = await openOffice();
  const split = {
    item: office.id('masks'),
    quantity: 20n,
    amount: yuan('200.00'),
    funding: [
      { fundingLine: office.id('line'), quantity: 10n },
      { fundingLine: office.id('line-2'), quantity: 10n },
    ],
  };
  const body: Order = { ...orderOf(office, split, orderLine(office, 'suits', 10n, '500.00')), effectiveOn: YESTERDAY };
  await office.post(BUYER, order, body, { as: 'order' });
  return office;
}

const take = (office: TestOffice, ...lines: AcceptLine[]) =>
  office.post(KEEPER, accept, acceptanceOf(office, ...lines), { on: 'order', as: 'in' });

const refusal = (office: TestOffice, ...lines: AcceptLine[]) =>
  office.refusal(KEEPER, accept, acceptanceOf(office, ...lines), { on: 'order' });

describe('an acceptance', () => {
  it('brings what is good into stock as lots, filling the shares as the order named them', async () => {
    const office = await ordered();
    const batch = { number: 'B7', expiresOn: '2021-03-01' };
    const entry = await take(office, { line: 1, good: 15n, batch }, { line: 2, good: 10n });
    expect(office.moves(entry)).toEqual([
      'committed/1/1 → stock/in.1: 10 for 100.00',
      'committed/1/2 → stock/in.2: 5 for 50.00',
      'committed/2/1 → stock/in.3: 10 for 500.00',
    ]);
    expect(entry.facts).toMatchObject({
      lots: [
        { line: 1, fundingLine: 1, ...batch },
        { line: 1, fundingLine: 2, ...batch },
        { line: 2, fundingLine: 1 },
      ],
    });
    expect(await office.books()).toEqual({
      'available/line': '9400.00',
      'cash/line': '10000.00',
      'available/line-2': '4900.00',
      'cash/line-2': '5000.00',
      'committed/order/1/2': '5 for 50.00',
      'accepted/order/1/1': '10 for 100.00',
      'accepted/order/1/2': '5 for 50.00',
      'accepted/order/2/1': '10 for 500.00',
      'stock/in.1': '10 for 100.00',
      'stock/in.2': '5 for 50.00',
      'stock/in.3': '10 for 500.00',
    });
  });

  it('fills the share of the funding line that its line names', async () => {
    const office = await ordered();
    const entry = await take(office, { line: 1, good: 4n, fundingLine: office.id('line-2') });
    expect(office.moves(entry)).toEqual(['committed/1/2 → stock/in.1: 4 for 40.00']);
  });

  it('leaves on order what is damaged or short, and moves nothing for it', async () => {
    const office = await ordered();
    const entry = await take(office, { line: 2, good: 0n, damaged: 6n, short: 4n, reason: '外箱破损' });
    expect(office.moves(entry)).toEqual([]);
    expect(entry.facts).toEqual({
      lines: [{ line: 2, good: 0n, damaged: 6n, short: 4n, reason: '外箱破损' }],
      lots: [],
    });
    expect(await office.stands('committed/order/2/1')).toEqual(['10 for 500.00']);
  });

  it('takes what was damaged before when it comes anew', async () => {
    const office = await ordered();
    await office.post(KEEPER, accept, acceptanceOf(office, { line: 2, good: 7n, damaged: 3n }), { on: 'order' });
    const entry = await take(office, { line: 2, good: 3n });
    expect(office.moves(entry)).toEqual(['committed/2/1 → stock/in.1: 3 for 150.00']);
  });

  it('splits one line into lots by batch', async () => {
    const office = await ordered();
    const entry = await take(
      office,
      { line: 2, good: 3n, batch: { number: 'B1' } },
      { line: 2, good: 6n, damaged: 1n, batch: { number: 'B2' } },
    );
    expect(office.moves(entry)).toEqual([
      'committed/2/1 → stock/in.1: 3 for 150.00',
      'committed/2/1 → stock/in.2: 6 for 300.00',
    ]);
  });

  it('shares out an actual amount over the funding lines by quantity', async () => {
    const office = await ordered();
    const entry = await take(office, { line: 1, good: 15n, amount: yuan('100.00') });
    expect(office.moves(entry)).toEqual([
      'committed/1/1 → stock/in.1: 10 for 66.66',
      'committed/1/1 → available/1: 33.34',
      'committed/1/2 → stock/in.2: 5 for 33.34',
      'committed/1/2 → available/2: 16.66',
    ]);
  });

  it('is refused above what was ordered', async () => {
    const office = await ordered();
    expect(await refusal(office, { line: 2, good: 8n, damaged: 2n, short: 1n })).toEqual({
      refusal: 'above-order',
      line: 2,
      asked: 11n,
      open: 10n,
    });
  });

  it('is refused above the share of the funding line that its line names', async () => {
    const office = await ordered();
    expect(await refusal(office, { line: 1, good: 11n, fundingLine: office.id('line-2') })).toEqual({
      refusal: 'above-order',
      line: 1,
      asked: 11n,
      open: 10n,
    });
  });

  it('is refused where two of its lines together are above the order', async () => {
    const office = await ordered();
    expect(await refusal(office, { line: 2, good: 6n, damaged: 1n }, { line: 2, good: 4n })).toEqual({
      refusal: 'above-order',
      line: 2,
      asked: 5n,
      open: 4n,
    });
  });

  it('counts what is damaged against its own funding line only', async () => {
    const office = await ordered();
    const entry = await take(
      office,
      { line: 1, good: 8n, damaged: 2n, fundingLine: office.id('line') },
      { line: 1, good: 10n, fundingLine: office.id('line-2') },
    );
    expect(office.moves(entry)).toEqual([
      'committed/1/1 → stock/in.1: 8 for 80.00',
      'committed/1/2 → stock/in.2: 10 for 100.00',
    ]);
  });

  it('is refused where nothing is on order any more', async () => {
    const office = await ordered();
    await office.post(BUYER, closePurchase, REASON, { on: 'order' });
    expect(await refusal(office, { line: 2, good: 1n })).toMatchObject({ refusal: 'above-order', asked: 1n, open: 0n });
  });

  it('is refused where its price takes more than is available', async () => {
    const office = await ordered();
    expect(await refusal(office, { line: 2, good: 10n, amount: yuan('10000.00') })).toEqual({
      refusal: 'insufficient-funds',
      fundingLine: office.id('line'),
      available: yuan('9400.00'),
      shortfall: yuan('100.00'),
    });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await ordered();
    await office.post(TREASURER, closeWarehouse, REASON, { on: 'warehouse-2' });
    const body = {
      warehouse: office.id('warehouse-2'),
      effectiveOn: '2020-02-29',
      lines: [
        { line: 3, good: 1n },
        { line: 2, good: 1n, fundingLine: office.id('line-2') },
        { line: 2, good: 0n, damaged: 1n, amount: yuan('50.00') },
      ],
    };
    expect(await office.refusal(KEEPER, accept, body, { on: 'order' })).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/warehouse', code: 'closed-reference' },
        { pointer: '/effectiveOn', code: 'too-early', allowed: YESTERDAY },
        { pointer: '/lines/0/line', code: 'unknown-line', allowed: '1..2' },
        { pointer: '/lines/1/fundingLine', code: 'not-on-this-line', allowed: office.id('line') },
        { pointer: '/lines/2/amount', code: 'does-not-add-up', allowed: '0.00' },
      ],
    });
  });

  it('is refused into a warehouse that is not registered', async () => {
    const office = await ordered();
    const body = { ...acceptanceOf(office, { line: 2, good: 1n }), warehouse: office.id('town') };
    expect(await office.refusal(KEEPER, accept, body, { on: 'order' })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/warehouse', code: 'unknown-reference' }],
    });
  });

  it('is refused of something that is no purchase', async () => {
    const office = await ordered();
    expect(await office.refusal(KEEPER, accept, acceptanceOf(office, { line: 1, good: 1n }), { on: 'masks' })).toEqual({
      refusal: 'not-found',
      kind: 'purchase',
      id: office.id('masks'),
    });
  });

  it('is refused where it would bring more lots than can be dispatched and confirmed in one', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 41n, '41.00')), { as: 'order' });
    const lines = Array.from({ length: 41 }, () => ({ line: 1, good: 1n }));
    expect(await refusal(office, ...lines)).toEqual({ refusal: 'too-many-lots', lots: 41, most: 40 });
    await take(office, ...lines.slice(1));
  });

  it('opens again what was returned to the supplier', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const back = { lines: [{ lot: office.lot('order-in'), quantity: 4n }], effectiveOn: TODAY, ...REASON };
    await office.post(KEEPER, returnToSupplier, back, { on: 'order' });
    const entry = await take(office, { line: 1, good: 4n });
    expect(office.moves(entry)).toEqual(['committed/1/1 → stock/in.1: 4 for 40.00']);
  });
});
