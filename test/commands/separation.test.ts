import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { order } from '../../shared/commands/order.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { BUYER, COORDINATOR, KEEPER, type Person, TODAY, TREASURER } from './office.ts';
import {
  APPROVAL,
  acceptanceOf,
  buy,
  confirmationOf,
  openOffice,
  orderLine,
  orderOf,
  REASON,
  send,
  sign,
} from './world.ts';

/** One person in a second role. */
const as = (role: string, { subject }: Person, units?: readonly string[]): Person => ({
  subject,
  roles: [role],
  ...(units ? { units } : {}),
});

const exception = { reason: '疫情期间人员不足' };

describe('duties are separated', () => {
  it('between buyer and keeper: who ordered does not accept, save with a reason', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });
    const body = acceptanceOf(office, { line: 1, good: 10n });
    const buyerAsKeeper = as('keeper', BUYER);
    expect(await office.refusal(buyerAsKeeper, accept, body, { on: 'order' })).toEqual({
      refusal: 'same-person',
      step: 'order',
    });
    const entry = await office.post(buyerAsKeeper, accept, { ...body, exception }, { on: 'order' });
    expect(entry.exception).toEqual(exception);
  });

  it('between keeper and coordinator: who dispatched does not confirm, save with a reason', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    const body = confirmationOf({ line: 1, good: 10n });
    const keeperAsCoordinator = as('coordinator', KEEPER, ['SY']);
    expect(await office.refusal(keeperAsCoordinator, confirm, body, { on: 'sent' })).toEqual({
      refusal: 'same-person',
      step: 'dispatch',
    });
    const entry = await office.post(keeperAsCoordinator, confirm, { ...body, exception }, { on: 'sent' });
    expect(entry.exception).toEqual(exception);
  });

  it('between those who moved goods and who decides on what is held, save with a reason', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    await sign(office, 'sent', { line: 1, good: 8n, damaged: 2n });
    const body = { lines: [{ line: 1, toLoss: 1n }], effectiveOn: TODAY, ...REASON, approval: APPROVAL };
    const dispatcher = as('treasurer', KEEPER);
    const confirmer = as('treasurer', COORDINATOR);
    expect(await office.refusal(dispatcher, resolve, body, { on: 'sent' })).toEqual({
      refusal: 'same-person',
      step: 'dispatch',
    });
    expect(await office.refusal(confirmer, resolve, body, { on: 'sent' })).toEqual({
      refusal: 'same-person',
      step: 'confirmation',
    });
    const entry = await office.post(confirmer, resolve, { ...body, exception }, { on: 'sent' });
    expect(entry.exception).toEqual(exception);
    await office.post(TREASURER, resolve, body, { on: 'sent' });
  });

  it('between who counts and who countersigns, save with a reason', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const lines = [{ lot: office.lot('order-in'), book: 10n, counted: 9n }];
    const body = { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON };
    await office.post(KEEPER, count, body, { as: 'count' });
    expect(await office.refusal(KEEPER, countersign, {}, { on: 'count' })).toEqual({
      refusal: 'same-person',
      step: 'count',
    });
    const counterAsTreasurer = as('treasurer', KEEPER);
    expect(await office.refusal(counterAsTreasurer, countersign, {}, { on: 'count' })).toMatchObject({
      refusal: 'same-person',
    });
    const entry = await office.post(KEEPER, countersign, { exception }, { on: 'count' });
    expect(entry.exception).toEqual(exception);
  });
});
