import { describe, expect, it } from 'vitest';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import type { Count } from '../../shared/domain/command.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { KEEPER, OTHER_KEEPER, OTHER_TREASURER, type TestOffice, TODAY, YESTERDAY } from './office.ts';
import { buy, openOffice, REASON, reversal, send } from './world.ts';

const counted = (office: TestOffice, ...lines: (readonly [lot: string, book: bigint, counted: bigint])[]): Count => ({
  warehouse: office.id('warehouse'),
  effectiveOn: TODAY,
  lines: lines.map(([lot, book, counted]) => ({ lot, book, counted })),
  ...REASON,
});

/** 7 masks for 100.00 and 5 suits for 250.00 in stock. */
async function stocked(): Promise<TestOffice> {
  const office = await openOffice();
  await buy(office, 'order', [
    ['masks', 7n, '100.00'],
    ['suits', 5n, '250.00'],
  ]);
  return office;
}

/** A count and its countersignature. */
async function adjust(office: TestOffice, name: string, book: bigint, found: bigint): Promise<Entry> {
  await office.post(KEEPER, count, counted(office, [office.lot('order-in'), book, found]), { as: name });
  return office.post(OTHER_KEEPER, countersign, {}, { on: name, as: `${name}-signed` });
}

describe('a count', () => {
  it('moves nothing until another countersigns it', async () => {
    const office = await stocked();
    const lines = counted(office, [office.lot('order-in'), 7n, 5n], [office.lot('order-in', 2), 5n, 5n]);
    const entry = await office.post(KEEPER, count, lines, { as: 'count' });
    expect(office.moves(entry)).toEqual([]);
    expect(entry).toMatchObject({
      refs: { warehouse: office.id('warehouse') },
      facts: { lines: lines.lines, ...REASON },
    });
    const posted = await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
    expect(office.moves(posted)).toEqual(['stock/order-in.1 → loss/order-in.1: 2 for 28.57']);
    expect(posted).toMatchObject({ kind: 'adjustment', facts: { counter: 'keeper-1' } });
    expect(await office.stands('stock/order-in.1', 'loss/order-in.1', 'stock/order-in.2')).toEqual([
      '5 for 71.43',
      '2 for 28.57',
      '5 for 250.00',
    ]);
  });

  it('is refused where it does not know the book quantity', async () => {
    const office = await stocked();
    const body = counted(office, [office.lot('order-in'), 8n, 8n], [office.lot('order-in', 2), 5n, 4n]);
    expect(await office.refusal(KEEPER, count, body)).toEqual({
      refusal: 'stock-changed',
      lots: [{ lot: office.lot('order-in'), book: 8n, now: 7n }],
    });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await stocked();
    const body = counted(
      office,
      [office.lot('nothing'), 1n, 1n],
      [office.lot('order-in'), 7n, 7n],
      [office.lot('order-in'), 7n, 7n],
    );
    expect(await office.refusal(KEEPER, count, { ...body, effectiveOn: YESTERDAY })).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/lines/0/lot', code: 'unknown-reference' },
        { pointer: '/effectiveOn', code: 'too-early', allowed: TODAY },
        { pointer: '/lines/2/lot', code: 'repeated' },
      ],
    });
    const elsewhere = counted(office, [office.lot('order-in'), 7n, 7n]);
    expect(await office.refusal(KEEPER, count, { ...elsewhere, warehouse: office.id('warehouse-2') })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/lines/0/lot', code: 'not-in-this-warehouse', allowed: office.id('warehouse') }],
    });
  });

  it('down loses the goods at their share of the value of the lot', async () => {
    const office = await stocked();
    expect(office.moves(await adjust(office, 'first', 7n, 4n))).toEqual([
      'stock/order-in.1 → loss/order-in.1: 3 for 42.85',
    ]);
    expect(office.moves(await adjust(office, 'second', 4n, 0n))).toEqual([
      'stock/order-in.1 → loss/order-in.1: 4 for 57.15',
    ]);
    expect(await office.stands('stock/order-in.1', 'loss/order-in.1')).toEqual(['nothing', '7 for 100.00']);
  });

  it("up brings back the lot's own count losses at their value first, and finds the rest at 0", async () => {
    const office = await stocked();
    await adjust(office, 'down', 7n, 4n);
    expect(office.moves(await adjust(office, 'up', 4n, 5n))).toEqual([
      'loss/order-in.1 → stock/order-in.1: 1 for 14.28',
    ]);
    expect(office.moves(await adjust(office, 'more', 5n, 9n))).toEqual([
      'loss/order-in.1 → stock/order-in.1: 2 for 28.57',
      'found → stock/order-in.1: 2 for 0.00',
    ]);
    expect(await office.stands('stock/order-in.1', 'loss/order-in.1')).toEqual(['9 for 100.00', 'nothing']);
  });

  it('finds goods again of a lot that was spent', async () => {
    const office = await stocked();
    await send(office, 'sent', ['masks', 7n]);
    expect(office.moves(await adjust(office, 'count', 0n, 2n))).toEqual(['found → stock/order-in.1: 2 for 0.00']);
  });
});

describe('a countersignature', () => {
  it('is refused where something moved since the count', async () => {
    const office = await stocked();
    await office.post(KEEPER, count, counted(office, [office.lot('order-in'), 7n, 5n]), { as: 'count' });
    await send(office, 'sent', ['masks', 1n]);
    expect(await office.refusal(OTHER_KEEPER, countersign, {}, { on: 'count' })).toEqual({
      refusal: 'stock-changed',
      lots: [{ lot: office.lot('order-in'), book: 7n, now: 6n }],
    });
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'sent' });
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
  });

  it('is refused the second time', async () => {
    const office = await stocked();
    await adjust(office, 'count', 7n, 5n);
    expect(await office.refusal(OTHER_KEEPER, countersign, {}, { on: 'count' })).toEqual({
      refusal: 'already-countersigned',
      adjustment: office.id('count'),
      status: 'posted',
    });
  });

  it('is refused of a count that was withdrawn', async () => {
    const office = await stocked();
    await office.post(KEEPER, count, counted(office, [office.lot('order-in'), 7n, 5n]), { as: 'count' });
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'count' });
    expect(await office.refusal(OTHER_KEEPER, countersign, {}, { on: 'count' })).toEqual({
      refusal: 'already-countersigned',
      adjustment: office.id('count'),
      status: 'withdrawn',
    });
  });

  it('is given again once the first is reversed', async () => {
    const office = await stocked();
    await adjust(office, 'count', 7n, 5n);
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'count-signed' });
    expect(await office.stands('stock/order-in.1', 'loss/order-in.1')).toEqual(['7 for 100.00', 'nothing']);
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
  });

  it('is refused of something that is no count', async () => {
    const office = await stocked();
    expect(await office.refusal(OTHER_KEEPER, countersign, {}, { on: 'order-in' })).toEqual({
      refusal: 'not-found',
      kind: 'adjustment',
      id: office.id('order-in'),
    });
  });
});
