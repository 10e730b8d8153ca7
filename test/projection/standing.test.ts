import { expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { bookInvoice } from '../../shared/commands/book-invoice.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { order } from '../../shared/commands/order.ts';
import { historiesOf } from '../../shared/projection/standing.ts';
import { BUYER, KEEPER, TODAY, yuan } from '../commands/office.ts';
import { acceptanceOf, openOffice, orderLine, orderOf, REASON, send } from '../commands/world.ts';

it('the entries of documents are followed back to the first, or told with the first where there are too many', async () => {
  const office = await openOffice();
  const { ledger } = office;
  await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 9n, '9.00')), { as: 'order' });
  await office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 5n }), { on: 'order', as: 'in' });
  const invoice = { number: '2'.repeat(20), date: TODAY, amount: yuan('5.00') };
  await office.post(BUYER, bookInvoice, invoice, { on: 'order', as: 'invoice' });
  await office.post(BUYER, closePurchase, REASON, { on: 'order', as: 'closed' });
  await send(office, 'sent', ['masks', 2n]);
  const [purchase, consignment] = [office.id('order'), office.id('sent')];
  const documents = [
    { kind: 'purchase', id: purchase, version: office.id('closed') },
    { kind: 'consignment', id: consignment, version: consignment },
  ] as const;
  const told = async (most?: number) => {
    const histories = await historiesOf(ledger, documents, new Map(), most);
    return [purchase, consignment].map((id) => (histories.get(id) ?? []).map((entry) => office.named(entry.id)));
  };
  expect(await told()).toEqual([['order', 'in', 'invoice', 'closed'], ['sent']]);
  expect(await told(2)).toEqual([['order', 'invoice', 'closed'], ['sent']]);
});
