import { formatYuan } from '../domain/amount.ts';
import type { Entry } from '../domain/entry.ts';
import { stated } from '../domain/stated.ts';
import type { ReceiptView } from './document-answers.ts';

export function receiptView({ id, refs, facts, effectiveOn, transfers }: Entry<'receipt'>): ReceiptView {
  const { kind, giver, directedTo } = facts;
  const [fundingLine] = refs.fundingLines;
  const { warehouse } = refs;
  const value = formatYuan(transfers.reduce((sum, transfer) => sum + transfer.value, 0n));
  return stated<ReceiptView>({ id, number: null, kind, giver, fundingLine, warehouse, effectiveOn, value, directedTo });
}
