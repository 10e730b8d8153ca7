import { formatYuan } from '../domain/amount.ts';
import { amountReceived } from '../domain/amount-opened.ts';
import type { Entry } from '../domain/entry.ts';
import { stated } from '../domain/stated.ts';
import type { ReceiptView } from './document-answers.ts';

export function receiptView(opening: Entry<'receipt'>): ReceiptView {
  const { id, refs, facts, effectiveOn } = opening;
  const { kind, giver, directedTo } = facts;
  const [fundingLine] = refs.fundingLines;
  const { warehouse } = refs;
  const value = formatYuan(amountReceived(opening));
  return stated<ReceiptView>({ id, number: null, kind, giver, fundingLine, warehouse, effectiveOn, value, directedTo });
}
