import { describe, expect, it } from 'vitest';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { attachEvidence } from '../../shared/commands/attach-evidence.ts';
import { bookInvoice } from '../../shared/commands/book-invoice.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { order } from '../../shared/commands/order.ts';
import { amendUnit, closePlan } from '../../shared/commands/registry.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { BUYER, COORDINATOR, OTHER_TREASURER, TODAY, TREASURER, YESTERDAY } from './office.ts';
import { invoice, refused, undo } from './undoing.ts';
import {
  APPROVAL,
  appropriation,
  buy,
  confirmationOf,
  openOffice,
  orderLine,
  orderOf,
  plan,
  REASON,
  reversal,
  send,
} from './world.ts';

describe('a reversal', () => {
  it('mirrors every transfer, the last one first, and negates the coverage', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    const body = {
      ...confirmationOf({ line: 1, good: 6n, damaged: 3n, refused: 1n }),
      people: 50n,
      households: 20n,
      sites: 1n,
    };
    await office.post(COORDINATOR, confirm, body, { on: 'sent', as: 'signed' });
    const entry = await office.post(OTHER_TREASURER, reverse, { ...reversal(), approval: APPROVAL }, { on: 'signed' });
    expect(office.moves(entry)).toEqual([
      'stock/order-in.1 → transit/1: 1 for 10.00',
      'held/1 → transit/1: 3 for 30.00',
      'unit/1 → transit/1: 6 for 60.00',
    ]);
    expect(entry).toMatchObject({
      kind: 'reversal',
      refs: { consignment: office.id('sent'), entry: office.id('signed'), previous: office.id('signed') },
      facts: { reason: '录入有误', kind: 'confirmation' },
      coverage: { people: -50n, households: -20n, sites: -1n },
      approval: APPROVAL,
    });
  });

  it('is refused of an entry that was reversed before', async () => {
    const office = await openOffice();
    await undo(office, 'money', 'undone');
    expect(await refused(office, 'money')).toEqual({
      refusal: 'already-reversed',
      entry: office.id('money'),
      by: office.id('undone'),
    });
  });

  it('is refused of a registration, an amendment, a closure, an attachment and a reversal', async () => {
    const office = await openOffice();
    await plan(office, ['town', 'masks', 1n]);
    await office.post(TREASURER, amendUnit, { name: '石园', ...REASON }, { on: 'town', as: 'amendment' });
    await office.post(TREASURER, closePlan, REASON, { on: 'plan', as: 'closure' });
    const evidence = [{ sha256: 'a'.repeat(64), name: '批复.pdf', bytes: 10, mediaType: 'application/pdf' }];
    await office.post(TREASURER, attachEvidence, { evidence }, { on: 'money', as: 'attachment' });
    await undo(office, 'money', 'reversal');
    for (const [name, kind] of [
      ['town', 'registration'],
      ['line', 'registration'],
      ['amendment', 'amendment'],
      ['closure', 'closure'],
      ['attachment', 'attachment'],
      ['reversal', 'reversal'],
    ] as const) {
      expect(await refused(office, name)).toEqual({ refusal: 'not-reversible', kind });
    }
  });

  it('is refused of an entry that does not exist', async () => {
    const office = await openOffice();
    expect(await refused(office, 'nothing')).toEqual({ refusal: 'not-found', kind: 'entry', id: office.id('nothing') });
  });

  it('is refused before the date of what it reverses, whatever else holds', async () => {
    const office = await openOffice();
    const early = { refusal: 'invalid', errors: [{ pointer: '/effectiveOn', code: 'too-early', allowed: TODAY }] };
    await office.post(TREASURER, appropriate, appropriation('1.00'), { on: 'line', as: 'more' });
    expect(await office.refusal(OTHER_TREASURER, reverse, reversal(YESTERDAY), { on: 'more' })).toEqual(early);
    expect(await office.refusal(OTHER_TREASURER, reverse, reversal(YESTERDAY), { on: 'town' })).toEqual(early);
  });

  it('frees the invoice number of an order, and of an invoice that came later', async () => {
    const office = await openOffice();
    const body = orderOf(office, orderLine(office, 'masks', 10n, '100.00'));
    await office.post(BUYER, order, { ...body, invoice }, { as: 'order' });
    await undo(office, 'order');
    await office.post(BUYER, order, body, { as: 'again' });
    await office.post(BUYER, bookInvoice, invoice, { on: 'again', as: 'invoice' });
    await undo(office, 'invoice');
    await office.post(BUYER, order, { ...body, invoice });
  });
});
