import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { correct } from '../../shared/commands/correct.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { lotsNamed } from '../../shared/commands/lots.ts';
import { moveStock } from '../../shared/commands/move-stock.ts';
import { order } from '../../shared/commands/order.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { allocateInvoice, recordInvoice } from '../../shared/commands/record-invoice.ts';
import { closeFundingLine, openFundingLine, registerUnit } from '../../shared/commands/registry.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { registerThreshold } from '../../shared/commands/thresholds.ts';
import { withdrawDispatch } from '../../shared/commands/withdraw.ts';
import type { ReceiveInKind } from '../../shared/domain/command.ts';
import type { Direction } from '../../shared/domain/direction.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { bringsLots, lotsBrought } from '../../shared/domain/lot-origin.ts';
import { MAX_ATTEMPTS } from '../../shared/storage/dynamodb/patience.ts';
import { backOf, move, moveOf } from '../commands/moving.ts';
import {
  ADMIN,
  BUYER,
  COORDINATOR,
  KEEPER,
  OTHER_KEEPER,
  OTHER_TREASURER,
  TODAY,
  TREASURER,
  yuan,
} from '../commands/office.ts';
import {
  acceptanceOf,
  appropriation,
  buy,
  confirmationOf,
  dispatchOf,
  orderLine,
  orderOf,
  REASON,
  reversal,
  send,
} from '../commands/world.ts';
import type { Call } from '../contract/conflicting-client.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { ALONE, Arena, SURROUNDINGS, type Surroundings } from './arena.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(() => engine.stop());

/** What so many people do at once, each told by a number from 1. */
const each = <T>(many: number, one: (number: number) => T): T[] => Array.from({ length: many }, (_, at) => one(at + 1));

function races(surroundings: Surroundings): void {
  let arena: Arena;
  const id = (name: string): Id => arena.office.id(name);

  beforeEach(async () => {
    arena = await Arena.open(engine, surroundings);
    onTestFinished(() => arena.close());
  });

  it('lets as many orders land as a funding line bears, and tells the others the shortfall', async () => {
    const { office } = arena;
    await office.post(TREASURER, openFundingLine, { code: 'TIGHT', name: '专项', basis: [] }, { as: 'tight' });
    await office.post(TREASURER, appropriate, appropriation('4000.00'), { on: 'tight' });
    const line = orderLine(office, 'masks', 10n, '100.00', 'tight');
    const { landed, refused } = await arena.race(each(64, () => arena.runner(BUYER, order, orderOf(office, line))));
    expect(landed).toHaveLength(40);
    expect(refused).toEqual(
      each(24, () => ({
        refusal: 'insufficient-funds',
        fundingLine: id('tight'),
        available: 0n,
        shortfall: yuan('100.00'),
      })),
    );
    expect(await office.stands('available/tight', 'cash/tight')).toEqual(['nothing', '4000.00']);
    await arena.settle();
  });

  it('lets as many boxes leave as a lot has, and tells the others the shortfall', async () => {
    const { office } = arena;
    await buy(office, 'boxes', [['masks', 2_400n, '1000.00']]);
    const box = { ...dispatchOf(office), lines: [{ item: id('masks'), quantity: 1n, measure: '箱' }] };
    const { landed, refused } = await arena.race(each(30, () => arena.runner(KEEPER, dispatch, box)));
    expect(landed.map(({ transfers: [taken] }) => taken?.value)).toEqual(each(10, () => yuan('100.00')));
    expect(refused).toEqual(
      each(20, () => ({
        refusal: 'insufficient-stock',
        line: 1,
        item: id('masks'),
        available: 0n,
        shortfall: 240n,
        unusable: 0n,
      })),
    );
    expect(await office.stands('stock/boxes-in.1')).toEqual(['nothing']);
    await arena.settle();
  });

  it('lets what was given for a unit go to it and to nobody else, however many ask', async () => {
    const { office } = arena;
    const town = id('town');
    const gift = (quantity: bigint, to?: Direction): ReceiveInKind => ({
      kind: 'donation',
      giver: '爱心企业',
      fundingLine: id('line'),
      warehouse: id('warehouse'),
      effectiveOn: TODAY,
      lines: [{ item: id('masks'), quantity, value: 0n }],
      ...(to === undefined ? {} : { directedTo: to }),
    });
    await office.post(KEEPER, receiveInKind, gift(100n, { unit: town }), { as: 'directed' });
    await office.post(KEEPER, receiveInKind, gift(50n), { as: 'free' });
    const sent = dispatchOf(office, ['masks', 10n]);
    const lack = { refusal: 'insufficient-stock', line: 1, item: id('masks'), available: 0n, shortfall: 10n };
    const lotsOf = (entries: readonly Entry[]) =>
      entries.flatMap(({ transfers }) => transfers.flatMap(({ from }) => (from.state === 'stock' ? from.lot : [])));
    const others = await arena.race(each(8, () => arena.runner(KEEPER, dispatch, { ...sent, unit: id('other-town') })));
    expect(lotsOf(others.landed)).toEqual(each(5, () => office.lot('free')));
    const directedElsewhere = [{ receipt: id('directed'), quantity: 100n, to: { unit: town } }];
    expect(others.refused).toEqual(each(3, () => ({ ...lack, unusable: 0n, directedElsewhere })));
    const own = await arena.race(each(12, () => arena.runner(KEEPER, dispatch, sent)));
    expect(lotsOf(own.landed)).toEqual(each(10, () => office.lot('directed')));
    expect(own.refused).toEqual(each(2, () => ({ ...lack, unusable: 0n })));
    expect(await office.stands('stock/directed.1', 'stock/free.1')).toEqual(['nothing', 'nothing']);
    await arena.settle();
  });

  it('lets as much be accepted of a purchase as was ordered', async () => {
    const { office } = arena;
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 100n, '70.00')), { as: 'order' });
    const good = acceptanceOf(office, { line: 1, good: 40n });
    const { landed, refused } = await arena.race(each(5, () => arena.runner(KEEPER, accept, good, { on: 'order' })));
    expect(landed).toHaveLength(2);
    expect(refused).toEqual(each(3, () => ({ refusal: 'above-order', line: 1, asked: 40n, open: 20n })));
    await arena.settle();
  });

  it('allocates no more of an invoice than it says, and takes no more of it back', async () => {
    const { office } = arena;
    for (const number of each(5, String)) {
      await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '50.00')), {
        as: `order-${number}`,
      });
    }
    const invoice = { supplier: id('supplier'), number: '25112000000012345678', date: TODAY, amount: yuan('100.00') };
    await office.post(BUYER, recordInvoice, invoice, { as: 'invoice' });
    const allocation = (number: number) => ({
      allocations: [{ purchase: id(`order-${number}`), amount: yuan('40.00') }],
    });
    const allocated = await arena.race(
      each(5, (number) => arena.runner(BUYER, allocateInvoice, allocation(number), { on: 'invoice' })),
    );
    expect(allocated.landed).toHaveLength(2);
    expect(allocated.refused).toEqual(
      each(3, () => ({ refusal: 'above-invoice', asked: yuan('40.00'), left: yuan('20.00') })),
    );
    const red = (number: number) => ({
      ...invoice,
      kind: 'red' as const,
      corrects: id('invoice'),
      number: `2511200000001234567${number}`,
      amount: -yuan('60.00'),
    });
    const corrected = await arena.race(each(3, (number) => arena.runner(BUYER, recordInvoice, red(number))));
    expect(corrected.landed).toHaveLength(1);
    expect(corrected.refused).toEqual(
      each(2, () => ({
        refusal: 'above-blue-invoice',
        invoice: id('invoice'),
        asked: yuan('60.00'),
        left: yuan('40.00'),
      })),
    );
    await arena.settle();
  });

  it('lets one of three coordinators confirm a consignment, and tells the others who was first', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    const { landed, refused } = await arena.race(
      each(3, (number) => {
        const body = confirmationOf({ line: 1, good: 8n, damaged: BigInt(number - 1), refused: BigInt(3 - number) });
        return arena.runner({ ...COORDINATOR, subject: `coordinator-${number}` }, confirm, body, { on: 'sent' });
      }),
    );
    expect(landed).toHaveLength(1);
    expect(refused).toEqual(
      each(2, () => ({ refusal: 'already-confirmed', consignment: id('sent'), by: landed[0]?.id })),
    );
    await arena.settle();
  });

  it('posts a count once when two persons countersign it', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 10n, '100.00']]);
    const lines = [{ lot: office.lot('goods-in'), book: 10n, counted: 7n }];
    const counted = { warehouse: id('warehouse'), effectiveOn: TODAY, lines, ...REASON };
    await office.post(KEEPER, count, counted, { as: 'count' });
    const { landed, refused } = await arena.race(
      [OTHER_KEEPER, TREASURER].map((person) => arena.runner(person, countersign, {}, { on: 'count' })),
    );
    expect(landed).toHaveLength(1);
    expect(refused).toEqual([{ refusal: 'already-countersigned', adjustment: id('count'), status: 'posted' }]);
    expect(await office.stands('stock/goods-in.1', 'loss/goods-in.1')).toEqual(['7 for 70.00', '3 for 30.00']);
    await arena.settle();
  });

  it('reverses an entry once under three keys', async () => {
    const { office } = arena;
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });
    const { landed, refused } = await arena.race(
      each(3, () => arena.runner(OTHER_TREASURER, reverse, reversal(), { on: 'order' })),
    );
    expect(landed).toHaveLength(1);
    expect(refused).toEqual(each(2, () => ({ refusal: 'already-reversed', entry: id('order'), by: landed[0]?.id })));
    expect(await office.stands('available/line')).toEqual(['10000.00']);
    await arena.settle();
  });

  it('lets one of three correct a head-count, and tells the others what stands', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    const signed = { ...confirmationOf({ line: 1, good: 10n }), people: 600n };
    await office.post(COORDINATOR, confirm, signed, { on: 'sent', as: 'signed' });
    const change = (is: bigint) => ({ changes: [{ field: 'people' as const, was: 600n, is }], ...REASON });
    const { landed, refused } = await arena.race(
      each(3, (number) => arena.runner(COORDINATOR, correct, change(BigInt(number * 60)), { on: 'signed' })),
    );
    expect(landed).toHaveLength(1);
    const stands = 600n + (landed[0]?.coverage?.people ?? 0n);
    expect(refused).toEqual(each(2, () => ({ refusal: 'was-differs', field: 'people', stands: `${stands}` })));
    await arena.settle();
  });

  it('takes back what stands, whether a correction or the reversal comes first', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    const signed = { ...confirmationOf({ line: 1, good: 10n }), people: 600n };
    await office.post(COORDINATOR, confirm, signed, { on: 'sent', as: 'signed' });
    const changes = [{ field: 'people' as const, was: 600n, is: 60n }];
    const { landed } = await arena.race([
      arena.runner(COORDINATOR, correct, { changes, ...REASON }, { on: 'signed' }),
      arena.runner(TREASURER, reverse, reversal(), { on: 'signed' }),
    ]);
    const back = landed.map(({ coverage }) => coverage?.people ?? 0n).reduce((sum, people) => sum + people, 0n);
    expect(back).toBe(-600n);
    await arena.settle();
  });

  it('leaves no lot with the old batch, whichever of a correction, moves and returns comes first', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 20n, '100.00']], { number: 'P-7', expiresOn: '2021-06-30' });
    await send(office, 'sent', ['masks', 10n]);
    await office.post(COORDINATOR, confirm, confirmationOf({ line: 1, good: 10n }), { on: 'sent' });
    const lot = office.lot('goods-in');
    const earlier = await move(office, 'moved', moveOf(office, { lot, quantity: 4n }));
    const changes = [
      { field: 'batch', lot, was: 'P-7', is: 'P-8' },
      { field: 'expiresOn', lot, was: '2021-06-30', is: '2021-12-31' },
    ] as const;
    const back = { lines: [{ line: 1, quantity: 2n }], warehouse: id('warehouse-2'), effectiveOn: TODAY, ...REASON };
    const { landed, refused } = await arena.race([
      arena.runner(KEEPER, correct, { changes, ...REASON }, { on: 'goods-in' }),
      arena.runner(KEEPER, moveStock, moveOf(office, { lot, quantity: 6n })),
      arena.runner(KEEPER, moveStock, backOf(office, { lot: office.lot('moved'), quantity: 3n })),
      arena.runner(KEEPER, returnFromUnit, back, { on: 'sent' }),
    ]);
    expect(refused).toEqual([]);
    const lots = [earlier, ...landed].flatMap((entry) => (bringsLots(entry) ? lotsBrought(entry) : []));
    const named = await lotsNamed(office.ledger, [lot, ...lots]);
    const right = { number: 'P-8', expiresOn: '2021-12-31' };
    expect([...named.values()].map(({ origin }) => origin.batch)).toEqual(each(5, () => right));
    await arena.settle();
  });

  it('lets of two corrections, of goods and of what was moved on of them, each find what stands', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 20n, '100.00']], { number: 'P-7' });
    await move(office, 'moved', moveOf(office, { lot: office.lot('goods-in'), quantity: 4n }));
    const change = (of: string, is: string) => ({
      changes: [{ field: 'batch' as const, lot: office.lot(of), was: 'P-7', is }],
      ...REASON,
    });
    const { landed, refused } = await arena.race([
      arena.runner(KEEPER, correct, change('goods-in', 'P-8'), { on: 'goods-in' }),
      arena.runner(KEEPER, correct, change('moved', 'P-9'), { on: 'moved' }),
    ]);
    // Where that of the goods comes first, they say P-8 in the other warehouse too.
    expect(refused).toEqual(landed.length === 2 ? [] : [{ refusal: 'was-differs', field: 'batch', stands: 'P-8' }]);
    await arena.settle();
  });

  it('either withdraws a dispatch or lets it be confirmed, never both', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    const { landed } = await arena.race([
      arena.runner(KEEPER, withdrawDispatch, REASON, { on: 'sent' }),
      arena.runner(COORDINATOR, confirm, confirmationOf({ line: 1, good: 10n }), { on: 'sent' }),
    ]);
    expect(landed).toHaveLength(1);
    await arena.settle();
  });

  it('either reverses an acceptance or lets its goods leave, never both', async () => {
    const { office } = arena;
    await buy(office, 'goods', [['masks', 10n, '100.00']]);
    const { landed, refused } = await arena.race([
      arena.runner(OTHER_TREASURER, reverse, reversal(), { on: 'goods-in' }),
      arena.runner(KEEPER, dispatch, dispatchOf(office, ['masks', 10n])),
    ]);
    expect(landed).toHaveLength(1);
    expect(['stands-in-the-way', 'insufficient-stock']).toContain(refused[0]?.refusal);
    await arena.settle();
  });

  it('pays a unit up to the threshold within any seven days, whatever the days', async () => {
    const limits = { spending: 'disbursement', approvalAbove: yuan('1000.00') } as const;
    await arena.office.post(ADMIN, registerThreshold, limits, { as: 'threshold' });
    const days = [TODAY, '2020-03-01', '2020-02-29', '2020-02-27'];
    const paying = (number: number) => ({
      fundingLine: id('line'),
      unit: id('town'),
      amount: yuan('150.00'),
      effectiveOn: days[number % days.length] ?? TODAY,
      purpose: '慰问',
      method: '银行转账',
    });
    const runners = each(20, (number) => arena.runner(TREASURER, disburse, paying(number)));
    const { landed, refused } = await arena.race(runners);
    expect(landed).toHaveLength(6);
    const sums = { spending: 'disbursement', amount: yuan('150.00'), threshold: yuan('1000.00') };
    expect(refused).toEqual(each(14, () => ({ refusal: 'approval-needed', ...sums, together: yuan('1050.00') })));
    await arena.settle();
  });

  it('pays a person up to the cap of the tariff, counted over all payments', async () => {
    const payment = {
      fundingLine: id('line'),
      tariff: id('tariff'),
      person: { name: '困难职工甲', reference: 'ZG-0001' },
      amount: yuan('150.00'),
      effectiveOn: TODAY,
      method: '银行转账',
    };
    const { landed, refused } = await arena.race(each(20, () => arena.runner(TREASURER, payBenefit, payment)));
    expect(landed).toHaveLength(13);
    expect(refused).toEqual(
      each(7, () => ({ refusal: 'cap-exceeded', cap: yuan('2000.00'), paid: yuan('1950.00'), period: '2020' })),
    );
    expect(await arena.office.stands('available/line', 'cash/line')).toEqual(['8050.00', '8050.00']);
    await arena.settle();
  });

  it('books an invoice number for one of ten orders', async () => {
    const { office } = arena;
    const invoice = { number: '00012345', date: TODAY, amount: yuan('100.00') };
    const body = { ...orderOf(office, orderLine(office, 'masks', 10n, '100.00')), invoice };
    const { landed, refused } = await arena.race(each(10, () => arena.runner(BUYER, order, body)));
    expect(landed).toHaveLength(1);
    expect(refused).toEqual(
      each(9, () => ({ refusal: 'invoice-already-booked', number: '00012345', entry: landed[0]?.id })),
    );
    expect(await office.stands('available/line')).toEqual(['9900.00']);
    await arena.settle();
  });

  it('gives a unit code to one of ten registrations', async () => {
    const { landed, refused } = await arena.race(
      each(10, (number) => arena.runner(TREASURER, registerUnit, { code: 'SY-02', name: `第${number}社区` })),
    );
    expect(landed).toHaveLength(1);
    const holder = landed[0]?.id;
    expect(refused).toMatchObject(each(9, () => ({ refusal: 'duplicate-code', code: 'SY-02', holder, closed: false })));
    await arena.settle();
  });

  it('takes one of two requests that come under one key', async () => {
    const { office } = arena;
    const { landed, refused } = await arena.race(
      ['100.00', '200.00'].map((amount) =>
        arena.runner(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, amount)), { as: 'order' }),
      ),
    );
    expect(landed).toHaveLength(1);
    expect(refused).toEqual([{ refusal: 'key-reused' }]);
    await arena.settle();
  });

  it('never closes a funding line over money that comes in at that moment', async () => {
    const { office } = arena;
    await office.post(TREASURER, openFundingLine, { code: 'BRIEF', name: '专项', basis: [] }, { as: 'brief' });
    const comingIn = each(5, () => arena.runner(TREASURER, appropriate, appropriation('100.00'), { on: 'brief' }));
    const closing = arena.runner(OTHER_TREASURER, closeFundingLine, REASON, { on: 'brief' });
    const { landed, refused } = await arena.race([closing, ...comingIn], 1);
    const isClosed = landed.some(({ kind }) => kind === 'closure');
    expect(landed).toHaveLength(isClosed ? 1 : 5);
    expect(new Set(refused.map(({ refusal }) => refusal))).toEqual(
      new Set([isClosed ? 'funding-line-closed' : 'still-in-use']),
    );
    expect(await office.stands('available/brief')).toEqual([isClosed ? 'nothing' : '500.00']);
    await arena.settle();
  });
}

for (const surroundings of SURROUNDINGS) describeOnEngine(surroundings.title, () => races(surroundings));

describeOnEngine('a write', () => {
  it('is told to come back where its rows are never free, has left nothing behind, and lands when it does', async () => {
    let refusals = 0;
    const neverFree = ({ operation }: Call) => {
      if (operation !== 'TransactWriteItems' || refusals === 0) return undefined;
      refusals -= 1;
      return 'conflict';
    };
    const arena = await Arena.open(engine, { ...ALONE, faults: () => neverFree });
    onTestFinished(() => arena.close());
    const { office } = arena;
    const late = arena.runner(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'late' });
    refusals = MAX_ATTEMPTS;
    await expect(late(office)).rejects.toMatchObject({ name: 'LedgerError', code: 'busy' });
    expect(refusals).toBe(0);
    expect(await office.stands('available/line')).toEqual(['10000.00']);
    const { landed } = await arena.race([late]);
    expect(landed).toHaveLength(1);
    expect(await office.stands('available/line')).toEqual(['9900.00']);
    await arena.settle();
  });
});
