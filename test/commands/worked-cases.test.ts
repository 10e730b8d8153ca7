import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { BUYER, KEEPER, OTHER_KEEPER, type TestOffice, TODAY, TREASURER, yuan } from './office.ts';
import { inTheWay, undo } from './undoing.ts';
import { APPROVAL, acceptanceOf, buy, openOffice, orderLine, orderOf, REASON, send, sign } from './world.ts';

/** What an office stands at when nothing has happened to its 10,000.00 and 5,000.00. */
const UNTOUCHED = {
  'available/line': '10000.00',
  'cash/line': '10000.00',
  'available/line-2': '5000.00',
  'cash/line-2': '5000.00',
};

describe('an order over two funding lines, accepted 50 of 100 with 3 damaged, then closed', () => {
  /** 100 masks for 1,000.00, of which 60 on the first line and 40 on the second. */
  async function closed(): Promise<TestOffice> {
    const office = await openOffice();
    const line = {
      item: office.id('masks'),
      quantity: 100n,
      amount: yuan('1000.00'),
      funding: [
        { fundingLine: office.id('line'), quantity: 60n },
        { fundingLine: office.id('line-2'), quantity: 40n },
      ],
    };
    await office.post(BUYER, order, orderOf(office, line), { as: 'order' });
    const taken = acceptanceOf(office, { line: 1, good: 50n, damaged: 3n, reason: '外箱破损' });
    await office.post(KEEPER, accept, taken, { on: 'order', as: 'in' });
    await office.post(BUYER, closePurchase, REASON, { on: 'order', as: 'closed' });
    return office;
  }

  it('leaves the 50 in stock, and the rest available on the line it came from', async () => {
    const office = await closed();
    expect(office.moves(await office.entry('order'))).toEqual([
      'available/1 → committed/1/1: 60 for 600.00',
      'available/2 → committed/1/2: 40 for 400.00',
    ]);
    expect(office.moves(await office.entry('in'))).toEqual(['committed/1/1 → stock/in.1: 50 for 500.00']);
    expect(office.moves(await office.entry('closed'))).toEqual([
      'committed/1/1 → available/1: 10 for 100.00',
      'committed/1/2 → available/2: 40 for 400.00',
    ]);
    expect(await office.books()).toEqual({
      ...UNTOUCHED,
      'available/line': '9500.00',
      'accepted/order/1/1': '50 for 500.00',
      'stock/in.1': '50 for 500.00',
    });
  });

  it('is not reversed from its order on', async () => {
    const office = await closed();
    await send(office, 'sent', ['masks', 20n]);
    expect(await inTheWay(office, 'order')).toEqual({ account: 'committed/1/2', entries: ['closed', 'in'] });
    expect(await inTheWay(office, 'in')).toEqual({ account: 'stock/in.1', entries: ['sent'] });
    await undo(office, 'sent');
    await undo(office, 'in');
    expect(await office.stands('committed/order/1/1', 'committed/order/1/2')).toEqual(['50 for 500.00', 'nothing']);
    expect(await inTheWay(office, 'order')).toEqual({ account: 'committed/1/2', entries: ['closed'] });
  });

  it('is reversed from its last step back, until nothing is left of it', async () => {
    const office = await closed();
    for (const name of ['closed', 'in', 'order']) await undo(office, name);
    expect(await office.books()).toEqual(UNTOUCHED);
  });
});

describe('a price above and below the order', () => {
  /** Of 10 masks for 100.00, 4 cost 50.00 and 6 cost 45.00, and are paid. */
  async function priced(): Promise<TestOffice> {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });
    const dearer = acceptanceOf(office, { line: 1, good: 4n, amount: yuan('50.00') });
    await office.post(KEEPER, accept, dearer, { on: 'order', as: 'dearer' });
    const cheaper = acceptanceOf(office, { line: 1, good: 6n, amount: yuan('45.00') });
    await office.post(KEEPER, accept, cheaper, { on: 'order', as: 'cheaper' });
    const shares = [{ fundingLine: office.id('line'), amount: yuan('95.00') }];
    const body = { shares, effectiveOn: TODAY, method: '银行转账', approval: APPROVAL };
    await office.post(TREASURER, pay, body, { on: 'order', as: 'paid' });
    return office;
  }

  it('commits the difference first where it is above, and makes it available again where it is below', async () => {
    const office = await priced();
    expect(office.moves(await office.entry('dearer'))).toEqual([
      'available/1 → committed/1/1: 10.00',
      'committed/1/1 → stock/dearer.1: 4 for 50.00',
    ]);
    expect(office.moves(await office.entry('cheaper'))).toEqual([
      'committed/1/1 → stock/cheaper.1: 6 for 45.00',
      'committed/1/1 → available/1: 15.00',
    ]);
    expect(await office.books()).toEqual({
      ...UNTOUCHED,
      'available/line': '9905.00',
      'cash/line': '9905.00',
      'supplier/order/1': '95.00',
      'accepted/order/1/1': '10 for 95.00',
      'stock/dearer.1': '4 for 50.00',
      'stock/cheaper.1': '6 for 45.00',
    });
  });

  it('is not reversed below what was paid', async () => {
    const office = await priced();
    expect(await inTheWay(office, 'dearer')).toEqual({ account: 'supplier/1', entries: ['paid'] });
    expect(await inTheWay(office, 'order')).toEqual({
      account: 'committed/1/1',
      entries: ['paid', 'cheaper', 'dearer'],
    });
  });

  it('is reversed from its last step back, until nothing is left of it', async () => {
    const office = await priced();
    await undo(office, 'paid');
    expect(office.moves(await undo(office, 'cheaper'))).toEqual([
      'available/1 → committed/1/1: 15.00',
      'stock/cheaper.1 → committed/1/1: 6 for 45.00',
    ]);
    expect(office.moves(await undo(office, 'dearer'))).toEqual([
      'stock/dearer.1 → committed/1/1: 4 for 50.00',
      'committed/1/1 → available/1: 10.00',
    ]);
    await undo(office, 'order');
    expect(await office.books()).toEqual(UNTOUCHED);
  });

  it('is reversed with the cheaper acceptance first, although the payment stands', async () => {
    const office = await priced();
    await undo(office, 'cheaper');
    await undo(office, 'dearer');
    expect(await inTheWay(office, 'order')).toEqual({ account: 'supplier/1', entries: ['paid'] });
    await undo(office, 'paid');
    await undo(office, 'order');
    expect(await office.books()).toEqual(UNTOUCHED);
  });
});

describe('lots of two prices mixed in one line and confirmed good, damaged, short and refused', () => {
  /** 6 masks for 60.00 and 5 for 77.00; of both 10 are sent: 5 arrive good, 2 damaged, 1 is short, 2 are refused. */
  async function confirmed(): Promise<TestOffice> {
    const office = await openOffice();
    await buy(office, 'cheap', [['masks', 6n, '60.00']], { expiresOn: '2020-12-31' });
    await buy(office, 'dear', [['masks', 5n, '77.00']], { expiresOn: '2021-12-31' });
    await send(office, 'sent', ['masks', 10n]);
    await sign(office, 'sent', { line: 1, good: 5n, damaged: 2n, short: 1n, refused: 2n });
    return office;
  }

  it('shares each out over the lots in the order in which they were dispatched', async () => {
    const office = await confirmed();
    expect(office.moves(await office.entry('sent'))).toEqual([
      'stock/cheap-in.1 → transit/1: 6 for 60.00',
      'stock/dear-in.1 → transit/2: 4 for 61.60',
    ]);
    expect(office.moves(await office.entry('sent-signed'))).toEqual([
      'transit/1 → unit/1: 5 for 50.00',
      'transit/1 → held/1: 1 for 10.00',
      'transit/2 → held/2: 2 for 30.80',
      'transit/2 → stock/dear-in.1: 2 for 30.80',
    ]);
    expect(await office.stands('stock/dear-in.1', 'held/sent/2')).toEqual(['3 for 46.20', '2 for 30.80']);
  });

  /** Of the 3 held one reached the unit after all, one goes back and one is lost; then the unit gives back what it has. */
  async function settled(): Promise<TestOffice> {
    const office = await confirmed();
    const decision = { lines: [{ line: 1, toUnit: 1n, toStock: 1n, toLoss: 1n }], effectiveOn: TODAY, ...REASON };
    await office.post(TREASURER, resolve, { ...decision, approval: APPROVAL }, { on: 'sent', as: 'decided' });
    const back = { lines: [{ line: 1, quantity: 6n }], effectiveOn: TODAY, ...REASON };
    await office.post(KEEPER, returnFromUnit, back, { on: 'sent', as: 'back' });
    return office;
  }

  it('keeps every value with its lot on the way back', async () => {
    const office = await settled();
    expect(office.moves(await office.entry('decided'))).toEqual([
      'held/1 → unit/1: 1 for 10.00',
      'held/2 → stock/dear-in.1: 1 for 15.40',
      'held/2 → loss/2: 1 for 15.40',
    ]);
    expect(office.moves(await office.entry('back'))).toEqual(['unit/1 → stock/cheap-in.1: 6 for 60.00']);
    expect(await office.stands('stock/cheap-in.1', 'stock/dear-in.1')).toEqual(['6 for 60.00', '4 for 61.60']);
  });

  it('is not reversed from its first step on', async () => {
    const office = await settled();
    expect(await inTheWay(office, 'sent')).toEqual({ account: 'transit/2', entries: ['sent-signed'] });
    expect(await inTheWay(office, 'sent-signed')).toEqual({ account: 'held/2', entries: ['back', 'decided'] });
    expect(await inTheWay(office, 'decided')).toEqual({ account: 'unit/1', entries: ['back'] });
    await send(office, 'again', ['masks', 1n]);
    expect(await inTheWay(office, 'back')).toEqual({ account: 'stock/cheap-in.1', entries: ['again'] });
  });

  it('is reversed from its last step back, until nothing is left of it', async () => {
    const office = await settled();
    for (const name of ['back', 'decided', 'sent-signed', 'sent', 'dear-in', 'dear', 'cheap-in', 'cheap']) {
      await undo(office, name);
    }
    expect(await office.books()).toEqual(UNTOUCHED);
  });
});

describe('7 items for 100.00 yuan sent 3 + 3 + 1', () => {
  async function sent(): Promise<TestOffice> {
    const office = await openOffice();
    await buy(office, 'order', [['suits', 7n, '100.00']]);
    await send(office, 'first', ['suits', 3n]);
    await send(office, 'second', ['suits', 3n]);
    await send(office, 'third', ['suits', 1n]);
    return office;
  }

  it('leaves no fen behind', async () => {
    const office = await sent();
    expect(office.moves(await office.entry('first'))).toEqual(['stock/order-in.1 → transit/1: 3 for 42.85']);
    expect(office.moves(await office.entry('second'))).toEqual(['stock/order-in.1 → transit/1: 3 for 42.86']);
    expect(office.moves(await office.entry('third'))).toEqual(['stock/order-in.1 → transit/1: 1 for 14.29']);
    expect(await office.stands('stock/order-in.1')).toEqual(['nothing']);
  });

  it('is not reversed from the acceptance on', async () => {
    const office = await sent();
    expect(await inTheWay(office, 'order-in')).toEqual({
      account: 'stock/order-in.1',
      entries: ['third', 'second', 'first'],
    });
    await undo(office, 'second');
    await undo(office, 'third');
    expect(await inTheWay(office, 'order-in')).toEqual({ account: 'stock/order-in.1', entries: ['first'] });
    expect(await office.stands('stock/order-in.1')).toEqual(['4 for 57.15']);
  });

  it('is whole again when the three are reversed, in whatever order', async () => {
    const office = await sent();
    for (const name of ['second', 'first', 'third']) await undo(office, name);
    expect(await office.stands('stock/order-in.1')).toEqual(['7 for 100.00']);
    for (const name of ['order-in', 'order']) await undo(office, name);
    expect(await office.books()).toEqual(UNTOUCHED);
  });
});

describe('a count down, a count up, and a count while something moved', () => {
  async function counted(office: TestOffice, name: string, book: bigint, found: bigint): Promise<void> {
    const lines = [{ lot: office.lot('order-in'), book, counted: found }];
    const body = { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON };
    await office.post(KEEPER, count, body, { as: name });
  }

  /** 7 for 100.00, of which 3 are lost and 5 are found then. */
  async function adjusted(): Promise<TestOffice> {
    const office = await openOffice();
    await buy(office, 'order', [['suits', 7n, '100.00']]);
    await counted(office, 'down', 7n, 4n);
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'down', as: 'down-posted' });
    await counted(office, 'up', 4n, 9n);
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'up', as: 'up-posted' });
    return office;
  }

  it('lose at the value of the lot, find at that value first, and beyond at 0', async () => {
    const office = await adjusted();
    expect(office.moves(await office.entry('down-posted'))).toEqual([
      'stock/order-in.1 → loss/order-in.1: 3 for 42.85',
    ]);
    expect(office.moves(await office.entry('up-posted'))).toEqual([
      'loss/order-in.1 → stock/order-in.1: 3 for 42.85',
      'found → stock/order-in.1: 2 for 0.00',
    ]);
    expect(await office.stands('stock/order-in.1', 'loss/order-in.1')).toEqual(['9 for 100.00', 'nothing']);
  });

  it('are not posted where something moved since, and are once it is reversed', async () => {
    const office = await adjusted();
    await counted(office, 'late', 9n, 8n);
    await send(office, 'sent', ['suits', 2n]);
    expect(await office.refusal(OTHER_KEEPER, countersign, {}, { on: 'late' })).toEqual({
      refusal: 'stock-changed',
      lots: [{ lot: office.lot('order-in'), book: 9n, now: 7n }],
    });
    await undo(office, 'sent');
    const entry = await office.post(OTHER_KEEPER, countersign, {}, { on: 'late', as: 'late-posted' });
    expect(office.moves(entry)).toEqual(['stock/order-in.1 → loss/order-in.1: 1 for 11.11']);
  });

  it('are not reversed from the first on', async () => {
    const office = await adjusted();
    expect(await inTheWay(office, 'down')).toEqual({ account: 'adjustment', entries: ['down-posted'] });
    expect(await inTheWay(office, 'down-posted')).toEqual({ account: 'loss/order-in.1', entries: ['up-posted'] });
    await send(office, 'sent', ['suits', 6n]);
    expect(await inTheWay(office, 'up-posted')).toEqual({ account: 'stock/order-in.1', entries: ['sent'] });
    expect(await inTheWay(office, 'order-in')).toEqual({
      account: 'stock/order-in.1',
      entries: ['sent', 'down-posted'],
    });
  });

  it('are reversed from the last back, until nothing is left of them', async () => {
    const office = await adjusted();
    for (const name of ['up-posted', 'up', 'down-posted', 'down', 'order-in', 'order']) await undo(office, name);
    expect(await office.books()).toEqual(UNTOUCHED);
  });
});
