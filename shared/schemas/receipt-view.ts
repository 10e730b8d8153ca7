import type { Entry } from '../domain/entry.ts';
import type { ReceiptView } from './document-answers.ts';

export function receiptView(receipt: Entry<'receipt'>): ReceiptView {
  const { kind, giver, directedTo } = receipt.facts;
  return {
    id: receipt.id,
    number: null,
    kind,
    giver,
    fundingLine: receipt.refs.fundingLines?.[0] ?? '',
    warehouse: receipt.refs.warehouse ?? '',
    effectiveOn: receipt.effectiveOn,
    ...(directedTo === undefined ? {} : { directedTo }),
  };
}
