import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { order } from '../../shared/commands/order.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { closePlan, closeUnit, closeWarehouse } from '../../shared/commands/registry.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import type { Dispatch } from '../../shared/domain/command.ts';
import { BUYER, KEEPER, OTHER_TREASURER, type TestOffice, TODAY, TREASURER, YESTERDAY } from './office.ts';
import {
  acceptanceOf,
  buy,
  dispatchOf,
  openOffice,
  orderLine,
  orderOf,
  plan,
  REASON,
  reversal,
  send,
  sign,
} from './world.ts';

const refusal = (office: TestOffice, body: Dispatch) => office.refusal(KEEPER, dispatch, body);

describe('a dispatch', () => {
  it('takes lots first-expired first, each part with its share of the value', async () => {
    const office = await openOffice();
    await buy(office, 'never', [['masks', 5n, '50.00']]);
    await buy(office, 'late', [['masks', 3n, '20.00']], { expiresOn: '2021-06-30' });
    await buy(office, 'soon', [['masks', 4n, '40.00']], { expiresOn: '2020-06-30' });
    const body = { ...dispatchOf(office, ['masks', 6n]), carrier: '承运人甲' };
    const entry = await office.post(KEEPER, dispatch, body, { as: 'sent' });
    expect(office.moves(entry)).toEqual([
      'stock/soon-in.1 → transit/1: 4 for 40.00',
      'stock/late-in.1 → transit/2: 2 for 13.33',
    ]);
    expect(entry).toMatchObject({
      refs: { unit: office.id('town'), warehouse: office.id('warehouse') },
      facts: { lines: [{ item: office.id('masks'), quantity: 6n }], parts: [1, 1] },
    });
    expect(Object.keys(entry.blinded ?? {})).toEqual(['carrier']);
    expect(await office.stands('stock/soon-in.1', 'stock/late-in.1', 'stock/never-in.1', 'transit/sent/2')).toEqual([
      'nothing',
      '1 for 6.67',
      '5 for 50.00',
      '2 for 13.33',
    ]);
  });

  it('takes of two lots of one date the one received first', async () => {
    const office = await openOffice();
    const lines = orderOf(office, orderLine(office, 'masks', 2n, '2.00'));
    await office.post(BUYER, order, { ...lines, effectiveOn: YESTERDAY }, { as: 'order' });
    await office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 1n }), { on: 'order', as: 'today' });
    const earlier = { ...acceptanceOf(office, { line: 1, good: 1n }), effectiveOn: YESTERDAY };
    await office.post(KEEPER, accept, earlier, { on: 'order', as: 'yesterday' });
    expect(office.moves(await send(office, 'sent', ['masks', 2n]))).toEqual([
      'stock/yesterday.1 → transit/1: 1 for 1.00',
      'stock/today.1 → transit/2: 1 for 1.00',
    ]);
  });

  it('takes the rest of an item by a second line', async () => {
    const office = await openOffice();
    await buy(office, 'order', [
      ['masks', 7n, '100.00'],
      ['suits', 2n, '50.00'],
    ]);
    const entry = await send(office, 'sent', ['masks', 3n], ['suits', 1n], ['masks', 4n]);
    expect(office.moves(entry)).toEqual([
      'stock/order-in.1 → transit/1: 3 for 42.85',
      'stock/order-in.2 → transit/2: 1 for 25.00',
      'stock/order-in.1 → transit/3: 4 for 57.15',
    ]);
    expect(entry.facts).toMatchObject({ parts: [1, 2, 3] });
  });

  it('converts packs exactly', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 500n, '500.00']]);
    const line = { item: office.id('masks'), quantity: 2n, measure: '箱' };
    const entry = await office.post(KEEPER, dispatch, { ...dispatchOf(office), lines: [line] });
    expect(office.moves(entry)).toEqual(['stock/order-in.1 → transit/1: 480 for 480.00']);
    expect(entry.facts).toMatchObject({
      lines: [{ quantity: 480n, packs: { quantity: 2n, measure: '箱', of: 240n } }],
    });
  });

  it('takes what a line names where several funding lines hold the item', async () => {
    const office = await openOffice();
    await buy(office, 'first', [['masks', 5n, '50.00']]);
    await buy(office, 'second', [['masks', 5n, '75.00', 'line-2']]);
    const line = { item: office.id('masks'), quantity: 5n, fundingLine: office.id('line-2') };
    const entry = await office.post(KEEPER, dispatch, { ...dispatchOf(office), lines: [line] });
    expect(office.moves(entry)).toEqual(['stock/second-in.1 → transit/1: 5 for 75.00']);
  });

  it('is refused where several funding lines hold the item and none is named', async () => {
    const office = await openOffice();
    await buy(office, 'first', [['masks', 5n, '50.00']]);
    await buy(office, 'second', [['masks', 5n, '75.00', 'line-2']]);
    expect(await refusal(office, dispatchOf(office, ['masks', 1n]))).toEqual({
      refusal: 'funding-line-not-named',
      line: 1,
      fundingLines: [office.id('line'), office.id('line-2')],
    });
  });

  it('is refused above the stock of that item and funding line, saying what is there and cannot be used', async () => {
    const office = await openOffice();
    await buy(office, 'fresh', [['masks', 5n, '50.00']]);
    await buy(office, 'stale', [['masks', 4n, '40.00']], { expiresOn: '2020-03-01' });
    await buy(office, 'other', [['masks', 100n, '100.00', 'line-2']]);
    const line = { item: office.id('masks'), quantity: 8n, fundingLine: office.id('line') };
    expect(await refusal(office, { ...dispatchOf(office), lines: [line] })).toEqual({
      refusal: 'insufficient-stock',
      line: 1,
      item: office.id('masks'),
      available: 5n,
      shortfall: 3n,
      unusable: 4n,
    });
  });

  it('leaves where they are lots that came after its day, and names the day from which it passes', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 5n, '50.00']]);
    expect(await refusal(office, { ...dispatchOf(office, ['masks', 1n]), effectiveOn: YESTERDAY })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/effectiveOn', code: 'too-early', allowed: TODAY }],
    });
  });

  it('takes a lot on its last day', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 5n, '50.00']], { expiresOn: TODAY });
    await send(office, 'sent', ['masks', 5n]);
  });

  it('is refused out of a warehouse that has nothing of it', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 5n, '50.00']]);
    const body = { ...dispatchOf(office, ['masks', 1n]), warehouse: office.id('warehouse-2') };
    expect(await refusal(office, body)).toMatchObject({ refusal: 'insufficient-stock', available: 0n, unusable: 0n });
  });

  it('is refused where it would take more lots than can be confirmed in one', async () => {
    const office = await openOffice();
    const gift = {
      kind: 'donation',
      giver: '爱心企业',
      fundingLine: office.id('line'),
      warehouse: office.id('warehouse'),
      effectiveOn: TODAY,
      lines: Array.from({ length: 20 }, () => ({ item: office.id('masks'), quantity: 1n, value: 0n })),
    } as const;
    await office.post(KEEPER, receiveInKind, gift);
    await office.post(KEEPER, receiveInKind, gift);
    await office.post(KEEPER, receiveInKind, { ...gift, lines: gift.lines.slice(19) });
    expect(await refusal(office, dispatchOf(office, ['masks', 41n]))).toEqual({
      refusal: 'too-many-lots',
      lots: 41,
      most: 40,
    });
    await send(office, 'sent', ['masks', 40n]);
    await sign(office, 'sent', { line: 1, good: 20n, damaged: 10n, refused: 10n });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await openOffice();
    await plan(office, ['town', 'masks', 10n]);
    await office.post(TREASURER, closePlan, REASON, { on: 'plan' });
    await office.post(TREASURER, closeUnit, REASON, { on: 'other-town' });
    await office.post(TREASURER, closeWarehouse, REASON, { on: 'warehouse-2' });
    const body: Dispatch = {
      unit: office.id('other-town'),
      warehouse: office.id('warehouse-2'),
      plan: office.id('plan'),
      effectiveOn: TODAY,
      lines: [
        { item: office.id('nothing'), quantity: 1n },
        { item: office.id('masks'), quantity: 1n, measure: '盒' },
        { item: office.id('masks'), quantity: 5_000_000_000n, measure: '箱' },
      ],
    };
    expect(await refusal(office, body)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/unit', code: 'closed-reference' },
        { pointer: '/warehouse', code: 'closed-reference' },
        { pointer: '/plan', code: 'closed-reference' },
        { pointer: '/lines/0/item', code: 'unknown-reference' },
        { pointer: '/lines/1/measure', code: 'unknown-measure', allowed: '只, 箱' },
        { pointer: '/lines/2/quantity', code: 'too-large', allowed: '4166666666' },
      ],
    });
    const unknown = {
      ...body,
      unit: office.id('masks'),
      warehouse: office.id('masks'),
      plan: office.id('masks'),
      lines: [],
    };
    expect(await refusal(office, unknown)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/unit', code: 'unknown-reference' },
        { pointer: '/warehouse', code: 'unknown-reference' },
        { pointer: '/plan', code: 'unknown-reference' },
      ],
    });
  });
});

describe('a dispatch under a plan', () => {
  const underPlan = (office: TestOffice, quantity: bigint, unit = 'town'): Dispatch => ({
    ...dispatchOf(office, ['masks', quantity]),
    unit: office.id(unit),
    plan: office.id('plan'),
  });

  async function planned(): Promise<TestOffice> {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 100n, '100.00']]);
    await plan(office, ['town', 'masks', 30n]);
    return office;
  }

  it('is refused above what the plan allots to the unit, counted over all dispatches', async () => {
    const office = await planned();
    await office.post(KEEPER, dispatch, underPlan(office, 20n));
    expect(await refusal(office, underPlan(office, 11n))).toEqual({
      refusal: 'above-plan',
      line: 1,
      planned: 30n,
      dispatched: 20n,
    });
    await office.post(KEEPER, dispatch, underPlan(office, 10n));
  });

  it('is refused to a unit that the plan does not name', async () => {
    const office = await planned();
    expect(await refusal(office, underPlan(office, 1n, 'village'))).toMatchObject({
      refusal: 'above-plan',
      planned: 0n,
    });
  });

  it('goes above the plan with an exception, which stands in the entry', async () => {
    const office = await planned();
    const exception = { reason: '一线急需' };
    const entry = await office.post(KEEPER, dispatch, { ...underPlan(office, 31n), exception });
    expect(entry).toMatchObject({ exception, refs: { plan: office.id('plan') } });
  });

  it('leaves the plan free again for what was refused on arrival', async () => {
    const office = await planned();
    await office.post(KEEPER, dispatch, underPlan(office, 30n), { as: 'sent' });
    await sign(office, 'sent', { line: 1, good: 20n, refused: 10n });
    await office.post(KEEPER, dispatch, underPlan(office, 10n));
    expect(await refusal(office, underPlan(office, 1n))).toMatchObject({ refusal: 'above-plan', dispatched: 30n });
  });

  it('leaves the plan free again when it is reversed', async () => {
    const office = await planned();
    await office.post(KEEPER, dispatch, underPlan(office, 30n), { as: 'sent' });
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'sent' });
    await office.post(KEEPER, dispatch, underPlan(office, 30n));
  });

  it('counts again what was refused when the confirmation is reversed', async () => {
    const office = await planned();
    await office.post(KEEPER, dispatch, underPlan(office, 30n), { as: 'sent' });
    await sign(office, 'sent', { line: 1, good: 20n, refused: 10n });
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'sent-signed' });
    expect(await refusal(office, underPlan(office, 1n))).toMatchObject({ refusal: 'above-plan', dispatched: 30n });
    expect(await office.stands('transit/sent/1', 'stock/order-in.1')).toEqual(['30 for 30.00', '70 for 70.00']);
  });
});
