import { formatYuan } from '../domain/amount.ts';
import { type Balance, NOTHING, plus } from '../domain/balance.ts';
import type { Entry } from '../domain/entry.ts';
import type { AcceptedLot, GivenLot } from '../domain/facts.ts';
import { lotId } from '../domain/id.ts';
import type { ArrivedLotView } from './document-answers.ts';

/** The lots that an acceptance of that order brought, as it brought them. */
export function acceptedLots(acceptance: Entry<'acceptance'>, order: Entry<'order'>): ArrivedLotView[] {
  return acceptance.facts.lots.map((lot, at) => ({
    ...arrived(acceptance, at, lot),
    line: lot.line,
    item: order.facts.lines[lot.line - 1]?.item ?? '',
    fundingLine: order.refs.fundingLines[lot.fundingLine - 1] ?? '',
  }));
}

/** The lots that a receipt in kind brought, one a line. */
export function givenLots(receipt: Entry<'receipt'>): ArrivedLotView[] {
  return receipt.facts.lots.map((lot, at) => ({
    ...arrived(receipt, at, lot),
    line: at + 1,
    item: lot.item,
    fundingLine: receipt.refs.fundingLines[0],
  }));
}

function arrived(entry: Entry<'acceptance'> | Entry<'receipt'>, at: number, lot: AcceptedLot | GivenLot) {
  const id = lotId(entry.id, at + 1);
  const brought = entry.transfers
    .filter(({ to }) => to.state === 'stock' && to.lot === id)
    .reduce<Balance>(plus, NOTHING);
  return {
    id,
    warehouse: entry.refs.warehouse,
    receivedOn: entry.effectiveOn,
    ...(lot.number === undefined ? {} : { batch: lot.number }),
    ...(lot.expiresOn === undefined ? {} : { expiresOn: lot.expiresOn }),
    quantity: Number(brought.quantity),
    value: formatYuan(brought.value),
  };
}
