import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { order } from '../../shared/commands/order.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { closeWarehouse } from '../../shared/commands/registry.ts';
import type { ReceiveInKind } from '../../shared/domain/command.ts';
import { backOf, lotRow, move, moveOf, moveRefusal, stocked } from './moving.ts';
import { BUYER, KEEPER, type TestOffice, TODAY, TREASURER, YESTERDAY, yuan } from './office.ts';
import { acceptanceOf, buy, openOffice, orderLine, orderOf, REASON, send } from './world.ts';

const gift = (office: TestOffice, quantity: bigint, value: string): ReceiveInKind => ({
  kind: 'donation',
  giver: '爱心企业',
  fundingLine: office.id('line'),
  warehouse: office.id('warehouse'),
  effectiveOn: TODAY,
  lines: [{ item: office.id('suits'), quantity, value: yuan(value), batch: { expiresOn: '2022-01-31' } }],
});

describe('a move of stock', () => {
  it('takes a lot out of one warehouse and brings a new one into the other', async () => {
    const office = await stocked();
    const body = {
      ...moveOf(office, { lot: office.lot('order-in'), quantity: 3n }),
      reason: '库房调整',
      note: '第一车',
    };
    const entry = await move(office, 'moved', body);
    expect(office.moves(entry)).toEqual([
      'stock/order-in.1 → transit/1: 3 for 42.85',
      'transit/1 → stock/moved.1: 3 for 42.85',
    ]);
    expect(entry).toMatchObject({ kind: 'stock-move', effectiveOn: TODAY, note: '第一车' });
    expect(entry.refs).toEqual({ warehouse: office.id('warehouse') });
    expect(entry.facts).toEqual({
      to: office.id('warehouse-2'),
      reason: '库房调整',
      lots: [
        {
          from: office.lot('order-in'),
          birth: office.lot('order-in'),
          item: office.id('masks'),
          fundingLine: office.id('line'),
          share: { purchase: office.id('order'), line: 1, fundingLine: 1 },
          number: 'P-7',
          expiresOn: '2021-06-30',
        },
      ],
    });
    expect(await office.stands('stock/order-in.1', 'stock/moved.1', 'transit/moved/1')).toEqual([
      '4 for 57.15',
      '3 for 42.85',
      'nothing',
    ]);
  });

  it('is received on its own day, and is otherwise what the lot was', async () => {
    const office = await openOffice();
    const ordered = { ...orderOf(office, orderLine(office, 'masks', 4n, '40.00', 'line-2')), effectiveOn: YESTERDAY };
    await office.post(BUYER, order, ordered, { as: 'order' });
    const accepted = { ...acceptanceOf(office, { line: 1, good: 4n, batch: { expiresOn: '2021-06-30' } }) };
    await office.post(KEEPER, accept, { ...accepted, effectiveOn: YESTERDAY }, { on: 'order', as: 'in' });
    await move(office, 'moved', moveOf(office, { item: office.id('masks'), quantity: 1n }));
    const was = { item: office.id('masks'), fundingLine: office.id('line-2'), inKind: false, expiresOn: '2021-06-30' };
    expect(await lotRow(office, office.lot('in'))).toMatchObject({
      ...was,
      warehouse: office.id('warehouse'),
      receivedOn: YESTERDAY,
      stock: { quantity: 3n, value: yuan('30.00') },
    });
    expect(await lotRow(office, office.lot('moved'))).toMatchObject({
      ...was,
      warehouse: office.id('warehouse-2'),
      receivedOn: TODAY,
      stock: { quantity: 1n, value: yuan('10.00') },
    });
  });

  it('keeps what was given as given', async () => {
    const office = await openOffice();
    await office.post(KEEPER, receiveInKind, gift(office, 3n, '100.00'), { as: 'gift' });
    const entry = await move(office, 'moved', moveOf(office, { item: office.id('suits'), quantity: 2n }));
    expect(entry.facts).toEqual({
      to: office.id('warehouse-2'),
      lots: [
        {
          from: office.lot('gift'),
          birth: office.lot('gift'),
          item: office.id('suits'),
          fundingLine: office.id('line'),
          expiresOn: '2022-01-31',
        },
      ],
    });
    expect(await lotRow(office, office.lot('moved'))).toMatchObject({
      inKind: true,
      expiresOn: '2022-01-31',
      stock: { quantity: 2n, value: 6_666n },
    });
  });

  it('keeps every fen of a lot that goes in pieces, there and back', async () => {
    const office = await stocked();
    const pieces = [2n, 1n, 1n, 3n];
    for (const [at, quantity] of pieces.entries()) {
      await move(office, `piece-${at}`, moveOf(office, { lot: office.lot('order-in'), quantity }));
    }
    const lots = pieces.map((_, at) => `stock/piece-${at}.1`);
    expect(await office.stands('stock/order-in.1', ...lots)).toEqual([
      'nothing',
      '2 for 28.57',
      '1 for 14.28',
      '1 for 14.28',
      '3 for 42.87',
    ]);
    const back = await move(office, 'back', backOf(office, { item: office.id('masks'), quantity: 7n }));
    expect(back.transfers.filter(({ to }) => to.state === 'stock').reduce((sum, { value }) => sum + value, 0n)).toBe(
      yuan('100.00'),
    );
    expect(await office.stands(...lots)).toEqual(['nothing', 'nothing', 'nothing', 'nothing']);
  });

  it('knows of a lot moved again what brought it first', async () => {
    const office = await stocked();
    await move(office, 'there', moveOf(office, { lot: office.lot('order-in'), quantity: 5n }));
    const entry = await move(office, 'back', backOf(office, { lot: office.lot('there'), quantity: 2n }));
    expect(office.moves(entry)).toEqual([
      'stock/there.1 → transit/1: 2 for 28.56',
      'transit/1 → stock/back.1: 2 for 28.56',
    ]);
    expect(entry.facts).toMatchObject({
      to: office.id('warehouse'),
      lots: [
        {
          from: office.lot('there'),
          birth: office.lot('order-in'),
          share: { purchase: office.id('order'), line: 1, fundingLine: 1 },
          number: 'P-7',
        },
      ],
    });
    const third = await move(office, 'third', moveOf(office, { lot: office.lot('back'), quantity: 2n }));
    expect(third.facts).toMatchObject({ lots: [{ from: office.lot('back'), birth: office.lot('order-in') }] });
  });

  it('takes an item first-expired first, what is past its date before all else', async () => {
    const office = await openOffice();
    await buy(office, 'never', [['masks', 5n, '50.00']]);
    await buy(office, 'soon', [['masks', 4n, '40.00']], { expiresOn: '2020-06-30' });
    await buy(office, 'stale', [['masks', 2n, '21.00']], { expiresOn: YESTERDAY });
    const entry = await move(office, 'moved', moveOf(office, { item: office.id('masks'), quantity: 7n }));
    expect(office.moves(entry)).toEqual([
      'stock/stale-in.1 → transit/1: 2 for 21.00',
      'transit/1 → stock/moved.1: 2 for 21.00',
      'stock/soon-in.1 → transit/2: 4 for 40.00',
      'transit/2 → stock/moved.2: 4 for 40.00',
      'stock/never-in.1 → transit/3: 1 for 10.00',
      'transit/3 → stock/moved.3: 1 for 10.00',
    ]);
    expect(entry.facts).toMatchObject({ lots: [{ expiresOn: YESTERDAY }, { expiresOn: '2020-06-30' }, {}] });
  });

  it('takes an item of which there are very many lots', async () => {
    const office = await openOffice();
    const one = gift(office, 1n, '1.00');
    const lines = Array.from({ length: 20 }, () => one.lines).flat();
    for (let at = 0; at < 6; at += 1) await office.post(KEEPER, receiveInKind, { ...one, lines }, { as: `gift-${at}` });
    const entry = await move(office, 'moved', moveOf(office, { item: office.id('suits'), quantity: 2n }));
    expect(office.moves(entry)).toEqual([
      'stock/gift-0.1 → transit/1: 1 for 1.00',
      'transit/1 → stock/moved.1: 1 for 1.00',
      'stock/gift-0.10 → transit/2: 1 for 1.00',
      'transit/2 → stock/moved.2: 1 for 1.00',
    ]);
  });

  it('takes items and lots line by line', async () => {
    const office = await stocked();
    const lines = [
      { lot: office.lot('order-in', 2), quantity: 1n },
      { item: office.id('masks'), quantity: 7n },
      { item: office.id('suits'), quantity: 4n },
    ];
    const entry = await move(office, 'moved', moveOf(office, ...lines));
    expect(office.moves(entry).filter((_, at) => at % 2 === 0)).toEqual([
      'stock/order-in.2 → transit/1: 1 for 50.00',
      'stock/order-in.1 → transit/2: 7 for 100.00',
      'stock/order-in.2 → transit/3: 4 for 200.00',
    ]);
    expect(await office.stands('stock/order-in.1', 'stock/order-in.2')).toEqual(['nothing', 'nothing']);
  });

  it('converts packs of the item exactly, of an item and of a lot', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 500n, '500.00']]);
    const packed = { item: office.id('masks'), quantity: 1n, measure: '箱' };
    expect(office.moves(await move(office, 'moved', moveOf(office, packed)))[0]).toBe(
      'stock/order-in.1 → transit/1: 240 for 240.00',
    );
    const ofLot = { lot: office.lot('order-in'), quantity: 1n, measure: '箱' };
    expect(office.moves(await move(office, 'more', moveOf(office, ofLot)))[0]).toBe(
      'stock/order-in.1 → transit/1: 240 for 240.00',
    );
    expect(await moveRefusal(office, moveOf(office, ofLot))).toEqual({
      refusal: 'above-lot',
      lot: office.lot('order-in'),
      asked: 240n,
      has: 20n,
    });
  });

  it('takes what a line names where several funding lines hold the item', async () => {
    const office = await openOffice();
    await buy(office, 'first', [['masks', 5n, '50.00']]);
    await buy(office, 'second', [['masks', 5n, '75.00', 'line-2']]);
    const line = { item: office.id('masks'), quantity: 5n, fundingLine: office.id('line-2') };
    const entry = await move(office, 'moved', moveOf(office, line));
    expect(office.moves(entry)[0]).toBe('stock/second-in.1 → transit/1: 5 for 75.00');
    expect(entry.facts).toMatchObject({ lots: [{ fundingLine: office.id('line-2') }] });
  });
});

describe('a move of stock is refused', () => {
  it('where several funding lines hold the item and none is named', async () => {
    const office = await openOffice();
    await buy(office, 'first', [['masks', 5n, '50.00']]);
    await buy(office, 'second', [['masks', 5n, '75.00', 'line-2']]);
    expect(await moveRefusal(office, moveOf(office, { item: office.id('masks'), quantity: 1n }))).toEqual({
      refusal: 'funding-line-not-named',
      line: 1,
      fundingLines: [office.id('line'), office.id('line-2')],
    });
  });

  it('above the stock of an item in that warehouse', async () => {
    const office = await stocked();
    await move(office, 'moved', moveOf(office, { item: office.id('masks'), quantity: 4n }));
    const lines = [
      { item: office.id('suits'), quantity: 5n },
      { item: office.id('masks'), quantity: 4n },
    ];
    expect(await moveRefusal(office, moveOf(office, ...lines))).toMatchObject({
      refusal: 'insufficient-stock',
      line: 2,
      item: office.id('masks'),
      available: 3n,
      shortfall: 1n,
    });
  });

  it('above what lines before have left of an item', async () => {
    const office = await stocked();
    const line = { item: office.id('masks'), quantity: 4n };
    expect(await moveRefusal(office, moveOf(office, line, line))).toMatchObject({
      refusal: 'insufficient-stock',
      line: 2,
      available: 3n,
      shortfall: 1n,
    });
  });

  it('above the lot, and of a lot that is spent', async () => {
    const office = await stocked();
    const lot = office.lot('order-in');
    const above = { refusal: 'above-lot', lot, asked: 8n, has: 7n };
    expect(await moveRefusal(office, moveOf(office, { lot, quantity: 8n }))).toEqual(above);
    await send(office, 'sent', ['masks', 7n]);
    const spent = moveOf(office, { lot, quantity: 1n });
    expect(await moveRefusal(office, spent)).toEqual({ ...above, asked: 1n, has: 0n });
  });

  it('of a lot that is somewhere else, or nowhere', async () => {
    const office = await stocked();
    await move(office, 'moved', moveOf(office, { lot: office.lot('order-in'), quantity: 2n }));
    const body = moveOf(
      office,
      { lot: office.lot('moved'), quantity: 1n },
      { lot: office.lot('nothing'), quantity: 1n },
      { lot: office.lot('order-in', 3), quantity: 1n },
    );
    expect(await moveRefusal(office, body)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/lines/0/lot', code: 'not-in-this-warehouse', allowed: office.id('warehouse-2') },
        { pointer: '/lines/1/lot', code: 'unknown-reference' },
        { pointer: '/lines/2/lot', code: 'unknown-reference' },
      ],
    });
  });

  it('of a lot that another line names already', async () => {
    const office = await stocked();
    const line = { lot: office.lot('order-in'), quantity: 1n };
    expect(await moveRefusal(office, moveOf(office, line, { ...line, quantity: 2n }))).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/lines/1/lot', code: 'repeated' }],
    });
  });

  it('into a warehouse that is closed, and between such as there are none', async () => {
    const office = await stocked();
    await office.post(TREASURER, closeWarehouse, REASON, { on: 'warehouse-2' });
    const body = moveOf(office, { item: office.id('masks'), quantity: 1n });
    expect(await moveRefusal(office, body)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/to', code: 'closed-reference' }],
    });
    expect(await moveRefusal(office, { ...body, from: office.id('masks'), to: office.id('town') })).toMatchObject({
      refusal: 'invalid',
      errors: [
        { pointer: '/from', code: 'unknown-reference' },
        { pointer: '/to', code: 'unknown-reference' },
      ],
    });
  });

  it('of items and measures that nobody registered', async () => {
    const office = await stocked();
    const body = moveOf(
      office,
      { item: office.id('town'), quantity: 1n },
      { item: office.id('masks'), quantity: 1n, measure: '盒' },
      { lot: office.lot('order-in'), quantity: 1n, measure: '盒' },
      { item: office.id('masks'), quantity: 5_000_000_000n, measure: '箱' },
    );
    expect(await moveRefusal(office, body)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/lines/0/item', code: 'unknown-reference' },
        { pointer: '/lines/1/measure', code: 'unknown-measure', allowed: '只, 箱' },
        { pointer: '/lines/2/measure', code: 'unknown-measure', allowed: '只, 箱' },
        { pointer: '/lines/3/quantity', code: 'too-large', allowed: '4166666666' },
      ],
    });
  });

  it('before the lot was received', async () => {
    const office = await stocked();
    const body = { ...moveOf(office, { lot: office.lot('order-in'), quantity: 1n }), effectiveOn: YESTERDAY };
    expect(await moveRefusal(office, body)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/effectiveOn', code: 'too-early', allowed: TODAY }],
    });
  });

  it('of an item before any lot of it was received', async () => {
    const office = await stocked();
    const body = { ...moveOf(office, { item: office.id('masks'), quantity: 1n }), effectiveOn: YESTERDAY };
    expect(await moveRefusal(office, body)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/effectiveOn', code: 'too-early', allowed: TODAY }],
    });
  });

  it('where it would take more lots than one entry may bring', async () => {
    const office = await openOffice();
    const one = gift(office, 1n, '1.00');
    const lines = Array.from({ length: 20 }, () => one.lines).flat();
    await office.post(KEEPER, receiveInKind, { ...one, lines });
    await office.post(KEEPER, receiveInKind, { ...one, lines });
    await office.post(KEEPER, receiveInKind, one);
    expect(await moveRefusal(office, moveOf(office, { item: office.id('suits'), quantity: 41n }))).toMatchObject({
      refusal: 'too-many-lots',
      lots: 41,
    });
  });
});
