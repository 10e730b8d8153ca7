import { describe, expect, it } from 'vitest';
import { confirm } from '../../shared/commands/confirm.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { pay } from '../../shared/commands/pay.ts';
import { closeFundingLine } from '../../shared/commands/registry.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import type { ConfirmLine, Resolve, ResolveLine } from '../../shared/domain/command.ts';
import {
  COORDINATOR,
  KEEPER,
  OTHER_TREASURER,
  type Person,
  type TestOffice,
  TODAY,
  TREASURER,
  YESTERDAY,
  yuan,
} from './office.ts';
import { APPROVAL, buy, confirmationOf, openOffice, REASON, reversal, send, sign } from './world.ts';

/** 10 masks at 100.00 and 5 suits at 250.00 on their way to the town. */
async function sent(): Promise<TestOffice> {
  const office = await openOffice();
  await buy(office, 'order', [
    ['masks', 20n, '200.00'],
    ['suits', 5n, '250.00'],
  ]);
  await send(office, 'sent', ['masks', 10n], ['suits', 5n]);
  return office;
}

const WHOLE: readonly ConfirmLine[] = [
  { line: 1, good: 10n },
  { line: 2, good: 5n },
];

const refusal = (office: TestOffice, person: Person, ...lines: readonly ConfirmLine[]) =>
  office.refusal(person, confirm, confirmationOf(...lines), { on: 'sent' });

describe('a confirmation', () => {
  it('delivers what is good, holds what is damaged or short, and puts back what is refused', async () => {
    const office = await sent();
    const body = {
      ...confirmationOf(
        { line: 2, good: 5n },
        { line: 1, good: 4n, damaged: 2n, short: 1n, refused: 3n, reason: '受潮' },
      ),
      people: 120n,
      households: 40n,
      sites: 1n,
    };
    const entry = await office.post(COORDINATOR, confirm, body, { on: 'sent', as: 'signed' });
    expect(office.moves(entry)).toEqual([
      'transit/1 → unit/1: 4 for 40.00',
      'transit/1 → held/1: 3 for 30.00',
      'transit/1 → stock/order-in.1: 3 for 30.00',
      'transit/2 → unit/2: 5 for 250.00',
    ]);
    expect(entry).toMatchObject({
      facts: { lines: [{ line: 1, damaged: 2n, short: 1n, refused: 3n, reason: '受潮' }] },
      coverage: { people: 120n, households: 40n, sites: 1n },
    });
    expect(Object.keys(entry.blinded ?? {})).toEqual(['signatory']);
    expect(JSON.stringify(entry.blinded)).not.toContain('签收人甲');
    expect(await office.stands('stock/order-in.1', 'held/sent/1', 'unit/sent/1', 'unit/sent/2')).toEqual([
      '13 for 130.00',
      '3 for 30.00',
      '4 for 40.00',
      '5 for 250.00',
    ]);
  });

  it('puts what is refused back into a lot that was spent', async () => {
    const office = await sent();
    const entry = await sign(office, 'sent', { line: 1, good: 10n }, { line: 2, good: 0n, refused: 5n });
    expect(office.moves(entry)).toEqual([
      'transit/1 → unit/1: 10 for 100.00',
      'transit/2 → stock/order-in.2: 5 for 250.00',
    ]);
    expect(await office.stands('stock/order-in.2')).toEqual(['5 for 250.00']);
  });

  it('is given for a unit below those of the token', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 20n, '200.00']]);
    const body = {
      unit: office.id('village'),
      warehouse: office.id('warehouse'),
      effectiveOn: TODAY,
      lines: [{ item: office.id('masks'), quantity: 1n }],
    };
    await office.post(KEEPER, dispatch, body, { as: 'sent' });
    await sign(office, 'sent', { line: 1, good: 1n });
  });

  it("is refused of another's unit", async () => {
    const office = await sent();
    const neighbour: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['GM', 'SY-01'] };
    expect(await refusal(office, neighbour, ...WHOLE)).toEqual({ refusal: 'not-your-unit', unit: office.id('town') });
  });

  it('is refused where the four do not add up to what was sent', async () => {
    const office = await sent();
    const lines = [
      { line: 1, good: 4n, damaged: 2n, short: 1n, refused: 2n },
      { line: 2, good: 6n },
    ];
    expect(await refusal(office, COORDINATOR, ...lines)).toEqual({
      refusal: 'quantities-do-not-add-up',
      lines: [
        { line: 1, sent: 10n, counted: 9n },
        { line: 2, sent: 5n, counted: 6n },
      ],
    });
  });

  it('is refused the second time', async () => {
    const office = await sent();
    await sign(office, 'sent', ...WHOLE);
    expect(await refusal(office, COORDINATOR, ...WHOLE)).toEqual({
      refusal: 'already-confirmed',
      consignment: office.id('sent'),
      by: office.id('sent-signed'),
    });
  });

  it('is given again once the first is reversed', async () => {
    const office = await sent();
    await sign(office, 'sent', ...WHOLE);
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'sent-signed' });
    const again = confirmationOf({ line: 1, good: 9n, short: 1n }, { line: 2, good: 5n });
    const entry = await office.post(COORDINATOR, confirm, again, { on: 'sent' });
    expect(office.moves(entry)).toEqual([
      'transit/1 → unit/1: 9 for 90.00',
      'transit/1 → held/1: 1 for 10.00',
      'transit/2 → unit/2: 5 for 250.00',
    ]);
  });

  it('is refused of a consignment whose dispatch was reversed', async () => {
    const office = await sent();
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'sent' });
    const nothing = [
      { line: 1, good: 0n },
      { line: 2, good: 0n },
    ];
    expect(await refusal(office, COORDINATOR, ...nothing)).toEqual({
      refusal: 'consignment-withdrawn',
      consignment: office.id('sent'),
    });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await sent();
    const body = {
      ...confirmationOf({ line: 1, good: 10n }, { line: 1, good: 10n }, { line: 3, good: 1n }),
      effectiveOn: YESTERDAY,
    };
    expect(await office.refusal(COORDINATOR, confirm, body, { on: 'sent' })).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/effectiveOn', code: 'too-early', allowed: TODAY },
        { pointer: '/lines/1/line', code: 'repeated' },
        { pointer: '/lines/2/line', code: 'unknown-line', allowed: '1..2' },
        { pointer: '/lines', code: 'missing-line', allowed: '2' },
      ],
    });
  });

  it('is refused of something that is no consignment', async () => {
    const office = await sent();
    expect(await office.refusal(COORDINATOR, confirm, confirmationOf(...WHOLE), { on: 'order' })).toEqual({
      refusal: 'not-found',
      kind: 'consignment',
      id: office.id('order'),
    });
  });
});

const decision = (...lines: ResolveLine[]): Resolve => ({ lines, effectiveOn: TODAY, ...REASON, approval: APPROVAL });

/** Of the 10 masks 4 are held, of the 5 suits 1. */
async function held(): Promise<TestOffice> {
  const office = await sent();
  await sign(office, 'sent', { line: 1, good: 6n, damaged: 3n, short: 1n }, { line: 2, good: 4n, damaged: 1n });
  return office;
}

describe('a resolution of what is held', () => {
  it('sends it to the unit, back to stock, or writes it off', async () => {
    const office = await held();
    const body = decision({ line: 1, toUnit: 1n, toStock: 1n, toLoss: 2n }, { line: 2, toLoss: 1n });
    const entry = await office.post(TREASURER, resolve, body, { on: 'sent', as: 'decided' });
    expect(office.moves(entry)).toEqual([
      'held/1 → unit/1: 1 for 10.00',
      'held/1 → stock/order-in.1: 1 for 10.00',
      'held/1 → loss/1: 2 for 20.00',
      'held/2 → loss/2: 1 for 50.00',
    ]);
    expect(entry.approval).toEqual(APPROVAL);
    expect(await office.stands('held/sent/1', 'unit/sent/1', 'stock/order-in.1')).toEqual([
      'nothing',
      '7 for 70.00',
      '11 for 110.00',
    ]);
  });

  it('may be given in several steps', async () => {
    const office = await held();
    await office.post(TREASURER, resolve, decision({ line: 1, toUnit: 1n }), { on: 'sent' });
    await office.post(TREASURER, resolve, decision({ line: 1, toLoss: 3n }), { on: 'sent' });
    expect(await office.stands('held/sent/1')).toEqual(['nothing']);
  });

  it('is refused above what is held', async () => {
    const office = await held();
    const body = decision({ line: 1, toUnit: 2n, toStock: 2n, toLoss: 1n });
    expect(await office.refusal(TREASURER, resolve, body, { on: 'sent' })).toEqual({
      refusal: 'above-held',
      line: 1,
      asked: 5n,
      held: 4n,
    });
  });

  it('is refused before the consignment is confirmed', async () => {
    const office = await sent();
    expect(await office.refusal(TREASURER, resolve, decision({ line: 1, toLoss: 1n }), { on: 'sent' })).toEqual({
      refusal: 'not-confirmed',
      consignment: office.id('sent'),
    });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await held();
    const body = { ...decision({ line: 1, toUnit: 0n }, { line: 1, toLoss: 1n }, { line: 4 }), effectiveOn: YESTERDAY };
    expect(await office.refusal(TREASURER, resolve, body, { on: 'sent' })).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/effectiveOn', code: 'too-early', allowed: TODAY },
        { pointer: '/lines/1/line', code: 'repeated' },
        { pointer: '/lines/2/line', code: 'unknown-line', allowed: '1..2' },
        { pointer: '/lines/0', code: 'nothing-to-do' },
        { pointer: '/lines/2', code: 'nothing-to-do' },
      ],
    });
  });

  it('is refused of something that is no consignment', async () => {
    const office = await held();
    expect(await office.refusal(TREASURER, resolve, decision({ line: 1, toLoss: 1n }), { on: 'order-in' })).toEqual({
      refusal: 'not-found',
      kind: 'consignment',
      id: office.id('order-in'),
    });
  });
});

const goingBack = (...lines: readonly { line: number; quantity: bigint }[]) => ({
  lines,
  effectiveOn: TODAY,
  ...REASON,
});

describe('a return from a unit', () => {
  it('brings delivered goods back into the lots they came from', async () => {
    const office = await held();
    const body = goingBack({ line: 1, quantity: 2n }, { line: 2, quantity: 4n });
    const entry = await office.post(KEEPER, returnFromUnit, body, { on: 'sent', as: 'back' });
    expect(office.moves(entry)).toEqual([
      'unit/1 → stock/order-in.1: 2 for 20.00',
      'unit/2 → stock/order-in.2: 4 for 200.00',
    ]);
    expect(await office.stands('unit/sent/1', 'unit/sent/2', 'stock/order-in.1', 'stock/order-in.2')).toEqual([
      '4 for 40.00',
      'nothing',
      '12 for 120.00',
      '4 for 200.00',
    ]);
  });

  it('is refused above what was delivered', async () => {
    const office = await held();
    expect(await office.refusal(KEEPER, returnFromUnit, goingBack({ line: 1, quantity: 7n }), { on: 'sent' })).toEqual({
      refusal: 'above-delivered',
      line: 1,
      asked: 7n,
      delivered: 6n,
    });
  });

  it('is refused before the consignment is confirmed', async () => {
    const office = await sent();
    expect(await office.refusal(KEEPER, returnFromUnit, goingBack({ line: 1, quantity: 1n }), { on: 'sent' })).toEqual({
      refusal: 'not-confirmed',
      consignment: office.id('sent'),
    });
  });

  it('is refused on a funding line that is closed meanwhile', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '5000.00', 'line-2']]);
    await send(office, 'sent', ['masks', 10n]);
    await sign(office, 'sent', { line: 1, good: 10n });
    const shares = [{ fundingLine: office.id('line-2'), amount: yuan('5000.00') }];
    const body = { shares, effectiveOn: TODAY, method: '银行转账', approval: APPROVAL };
    await office.post(OTHER_TREASURER, pay, body, { on: 'order' });
    await office.post(TREASURER, closeFundingLine, REASON, { on: 'line-2' });
    const closed = { refusal: 'funding-line-closed', fundingLine: office.id('line-2') };
    const back = goingBack({ line: 1, quantity: 11n });
    expect(await office.refusal(KEEPER, returnFromUnit, back, { on: 'sent' })).toEqual(closed);
    expect(await office.refusal(OTHER_TREASURER, reverse, reversal(), { on: 'sent-signed' })).toEqual(closed);
    const some = { amount: 1n, effectiveOn: TODAY, ...REASON };
    expect(await office.refusal(TREASURER, giveBack, some, { on: 'line-2' })).toEqual(closed);
  });

  it('is refused with every wrong field at once', async () => {
    const office = await held();
    const body = {
      ...goingBack({ line: 1, quantity: 1n }, { line: 1, quantity: 1n }, { line: 3, quantity: 1n }),
      effectiveOn: YESTERDAY,
    };
    expect(await office.refusal(KEEPER, returnFromUnit, body, { on: 'sent' })).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/effectiveOn', code: 'too-early', allowed: TODAY },
        { pointer: '/lines/1/line', code: 'repeated' },
        { pointer: '/lines/2/line', code: 'unknown-line', allowed: '1..2' },
      ],
    });
  });

  it('is refused of something that is no consignment', async () => {
    const office = await held();
    const body = goingBack({ line: 1, quantity: 1n });
    expect(await office.refusal(KEEPER, returnFromUnit, body, { on: 'sent-signed' })).toMatchObject({
      refusal: 'not-found',
      kind: 'consignment',
    });
  });
});
