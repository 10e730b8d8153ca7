import type { Entry } from '../domain/entry.ts';
import { stated } from '../domain/stated.ts';
import type { ReceiptView } from './document-answers.ts';

export function receiptView({ id, refs, facts, effectiveOn }: Entry<'receipt'>): ReceiptView {
  const { kind, giver, directedTo } = facts;
  const [fundingLine] = refs.fundingLines;
  const { warehouse } = refs;
  return stated<ReceiptView>({ id, number: null, kind, giver, fundingLine, warehouse, effectiveOn, directedTo });
}
