import { describe, expect, it } from 'vitest';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { closeWarehouse } from '../../shared/commands/registry.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { backOf, lotRow, move, moveOf, moveRefusal, sendThence, stocked } from './moving.ts';
import { KEEPER, OTHER_KEEPER, type TestOffice, TODAY, TREASURER, YESTERDAY, yuan } from './office.ts';
import { inTheWay, undo } from './undoing.ts';
import { buy, dispatchOf, REASON, send, sign } from './world.ts';

describe('a lot that was moved', () => {
  /** 5 of 7 masks and all suits are in the second warehouse. */
  async function moved(): Promise<TestOffice> {
    const office = await stocked();
    const lines = [
      { lot: office.lot('order-in'), quantity: 5n },
      { lot: office.lot('order-in', 2), quantity: 5n },
    ];
    await move(office, 'moved', moveOf(office, ...lines));
    return office;
  }

  it('is sent to units out of where it is now', async () => {
    const office = await moved();
    const entry = await sendThence(office, 'sent', 'masks', 3n);
    expect(office.moves(entry)).toEqual(['stock/moved.1 → transit/1: 3 for 42.85']);
    const signed = await sign(office, 'sent', { line: 1, good: 1n, damaged: 1n, refused: 1n });
    expect(office.moves(signed)).toContain('transit/1 → stock/moved.1: 1 for 14.29');
    expect(await office.stands('stock/moved.1', 'held/sent/1', 'unit/sent/1')).toEqual([
      '3 for 42.86',
      '1 for 14.28',
      '1 for 14.28',
    ]);
    const above = await office.refusal(KEEPER, dispatch, dispatchOf(office, ['masks', 3n]));
    expect(above).toMatchObject({ refusal: 'insufficient-stock', available: 2n });
  });

  it('is not sent on a day before it came', async () => {
    const office = await moved();
    const body = { ...dispatchOf(office, ['masks', 1n]), warehouse: office.id('warehouse-2'), effectiveOn: YESTERDAY };
    expect(await office.refusal(KEEPER, dispatch, body)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/effectiveOn', code: 'too-early', allowed: TODAY }],
    });
  });

  it('goes back to the supplier it came from, and to no other', async () => {
    const office = await moved();
    await buy(office, 'other', [['masks', 1n, '1.00']]);
    const body = { lines: [{ lot: office.lot('moved'), quantity: 2n }], effectiveOn: TODAY, ...REASON };
    expect(await office.refusal(KEEPER, returnToSupplier, body, { on: 'other' })).toMatchObject({
      refusal: 'invalid',
      errors: [{ pointer: '/lines/0/lot' }],
    });
    const entry = await office.post(KEEPER, returnToSupplier, body, { on: 'order', as: 'returned' });
    expect(office.moves(entry)).toEqual(['stock/moved.1 → committed/1/1: 2 for 28.56']);
    expect(await office.stands('committed/order/1/1', 'accepted/order/1/1', 'stock/moved.1')).toEqual([
      '2 for 28.56',
      '5 for 71.44',
      '3 for 42.86',
    ]);
    await undo(office, 'returned');
    expect(await office.stands('stock/moved.1')).toEqual(['5 for 71.42']);
  });

  it('goes back together with what stayed, and so from two warehouses', async () => {
    const office = await moved();
    const lines = [
      { lot: office.lot('order-in'), quantity: 2n },
      { lot: office.lot('moved'), quantity: 5n },
      { lot: office.lot('moved', 2), quantity: 5n },
    ];
    await office.post(KEEPER, returnToSupplier, { lines, effectiveOn: TODAY, ...REASON }, { on: 'order' });
    expect(await office.stands('committed/order/1/1', 'committed/order/2/1', 'accepted/order/1/1')).toEqual([
      '7 for 100.00',
      '5 for 250.00',
      'nothing',
    ]);
  });

  it('is counted where it is, down and up again', async () => {
    const office = await moved();
    const lot = office.lot('moved');
    const counted = (warehouse: string, book: bigint, found: bigint) => ({
      warehouse: office.id(warehouse),
      effectiveOn: TODAY,
      lines: [{ lot, book, counted: found }],
      ...REASON,
    });
    expect(await office.refusal(KEEPER, count, counted('warehouse', 5n, 5n))).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/lines/0/lot', code: 'not-in-this-warehouse', allowed: office.id('warehouse-2') }],
    });
    await office.post(KEEPER, count, counted('warehouse-2', 5n, 3n), { as: 'count' });
    const down = await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
    expect(office.moves(down)).toEqual(['stock/moved.1 → loss/moved.1: 2 for 28.56']);
    await office.post(KEEPER, count, counted('warehouse-2', 3n, 6n), { as: 'again' });
    const up = await office.post(OTHER_KEEPER, countersign, {}, { on: 'again' });
    expect(office.moves(up)).toEqual([
      'loss/moved.1 → stock/moved.1: 2 for 28.56',
      'found → stock/moved.1: 1 for 0.00',
    ]);
  });

  it('is counted although it is spent', async () => {
    const office = await moved();
    await sendThence(office, 'sent', 'masks', 5n);
    const lines = [{ lot: office.lot('moved'), book: 0n, counted: 2n }];
    const body = { warehouse: office.id('warehouse-2'), effectiveOn: TODAY, lines, ...REASON };
    await office.post(KEEPER, count, body, { as: 'count' });
    const entry = await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
    expect(office.moves(entry)).toEqual(['found → stock/moved.1: 2 for 0.00']);
    expect(await lotRow(office, office.lot('moved'))).toMatchObject({
      warehouse: office.id('warehouse-2'),
      receivedOn: TODAY,
      expiresOn: '2021-06-30',
      fundingLine: office.id('line'),
    });
  });

  it('stays behind with what was lost of it before', async () => {
    const office = await stocked();
    const counted = (book: bigint, found: bigint) => ({
      warehouse: office.id('warehouse'),
      effectiveOn: TODAY,
      lines: [{ lot: office.lot('order-in'), book, counted: found }],
      ...REASON,
    });
    await office.post(KEEPER, count, counted(7n, 5n), { as: 'count' });
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
    await move(office, 'moved', moveOf(office, { lot: office.lot('order-in'), quantity: 5n }));
    expect(await office.stands('stock/order-in.1', 'loss/order-in.1', 'stock/moved.1', 'loss/moved.1')).toEqual([
      'nothing',
      '2 for 28.57',
      '5 for 71.43',
      'nothing',
    ]);
    await office.post(KEEPER, count, counted(0n, 2n), { as: 'again' });
    const up = await office.post(OTHER_KEEPER, countersign, {}, { on: 'again' });
    expect(office.moves(up)).toEqual(['loss/order-in.1 → stock/order-in.1: 2 for 28.57']);
  });
});

describe('the reversal of a move', () => {
  it('brings back what went, as long as all of it is there', async () => {
    const office = await stocked();
    await move(office, 'moved', moveOf(office, { lot: office.lot('order-in'), quantity: 3n }));
    const entry = await undo(office, 'moved', 'undone');
    expect(office.moves(entry)).toEqual([
      'stock/moved.1 → transit/1: 3 for 42.85',
      'transit/1 → stock/order-in.1: 3 for 42.85',
    ]);
    expect(entry).toMatchObject({
      kind: 'reversal',
      refs: { entry: office.id('moved') },
      facts: { kind: 'stock-move' },
    });
    expect(await office.stands('stock/order-in.1', 'stock/moved.1')).toEqual(['7 for 100.00', 'nothing']);
    const again = moveOf(office, { lot: office.lot('moved'), quantity: 1n });
    expect(await moveRefusal(office, { ...again, from: again.to, to: again.from })).toEqual({
      refusal: 'above-lot',
      lot: office.lot('moved'),
      asked: 1n,
      has: 0n,
    });
  });

  it('is refused where some was taken, and told by whom, until that is reversed', async () => {
    const office = await stocked();
    await move(office, 'moved', moveOf(office, { item: office.id('masks'), quantity: 5n }));
    await sendThence(office, 'sent', 'masks', 2n);
    const back = { lines: [{ lot: office.lot('moved'), quantity: 1n }], effectiveOn: TODAY, ...REASON };
    await office.post(KEEPER, returnToSupplier, back, { on: 'order', as: 'returned' });
    await move(office, 'again', backOf(office, { item: office.id('masks'), quantity: 1n }));
    await send(office, 'elsewhere', ['masks', 1n]);
    expect(await inTheWay(office, 'moved')).toEqual({
      account: 'stock/moved.1',
      entries: ['again', 'returned', 'sent'],
    });
    for (const name of ['again', 'returned', 'sent']) await undo(office, name);
    await undo(office, 'moved');
    expect(await office.stands('stock/order-in.1')).toEqual(['6 for 85.71']);
  });

  it('comes before that of what brought the lot', async () => {
    const office = await stocked();
    await move(office, 'moved', moveOf(office, { lot: office.lot('order-in'), quantity: 3n }));
    expect(await inTheWay(office, 'order-in')).toEqual({ account: 'stock/order-in.1', entries: ['moved'] });
    await undo(office, 'moved');
    await undo(office, 'order-in');
    expect(await office.stands('stock/order-in.1', 'committed/order/1/1')).toEqual(['nothing', '7 for 100.00']);
  });

  it('is done once', async () => {
    const office = await stocked();
    await move(office, 'moved', moveOf(office, { lot: office.lot('order-in'), quantity: 3n }));
    await undo(office, 'moved', 'undone');
    await expect(undo(office, 'moved')).rejects.toThrow('already-reversed');
  });
});

describe('a warehouse', () => {
  it('closes once everything was moved out of it', async () => {
    const office = await stocked();
    await move(office, 'masks-moved', moveOf(office, { item: office.id('masks'), quantity: 7n }));
    expect(await office.refusal(TREASURER, closeWarehouse, REASON, { on: 'warehouse' })).toEqual({
      refusal: 'still-in-use',
      uses: [{ what: 'stock', quantity: 5n, value: yuan('250.00') }],
    });
    await move(office, 'suits-moved', moveOf(office, { item: office.id('suits'), quantity: 5n }));
    await office.post(TREASURER, closeWarehouse, REASON, { on: 'warehouse' });
    expect(await office.refusal(TREASURER, closeWarehouse, REASON, { on: 'warehouse-2' })).toEqual({
      refusal: 'still-in-use',
      uses: [{ what: 'stock', quantity: 12n, value: yuan('350.00') }],
    });
  });
});
