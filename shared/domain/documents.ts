import type { BookKind } from './books.ts';
import type { Id } from './id.ts';
import type { RegistryKind } from './registry.ts';

/** What is registered, and what entries are about: the documents of the ledger. */
export type DocumentKind = RegistryKind | BookKind;

export interface DocumentRef {
  readonly kind: DocumentKind;
  readonly id: Id;
}

interface DocumentRow {
  /** In a document's number, from its name in pinyin. What is registered has a code instead, a month its name. */
  readonly letters: string | null;
  /** Whether its rows are written often, and so spread over partitions, or listed often, and so kept together. */
  readonly rows: 'spread' | 'together';
  readonly zh: string;
  readonly en: string;
}

/** Every kind of document: what it is called, and how its rows are kept. */
export const DOCUMENTS = {
  fundingLine: { letters: null, rows: 'spread', zh: '专项资金', en: 'funding line' },
  unit: { letters: null, rows: 'together', zh: '单位', en: 'unit' },
  item: { letters: null, rows: 'together', zh: '物资', en: 'item' },
  supplier: { letters: null, rows: 'together', zh: '供应商', en: 'supplier' },
  warehouse: { letters: null, rows: 'together', zh: '仓库', en: 'warehouse' },
  tariff: { letters: null, rows: 'together', zh: '慰问标准', en: 'tariff' },
  plan: { letters: null, rows: 'together', zh: '分配方案', en: 'allocation plan' },
  member: { letters: null, rows: 'together', zh: '成员', en: 'member' },
  threshold: { letters: null, rows: 'together', zh: '审批限额', en: 'approval threshold' },
  purchase: { letters: 'CG', rows: 'spread', zh: '采购', en: 'purchase' },
  invoice: { letters: 'FP', rows: 'spread', zh: '发票', en: 'invoice' },
  receipt: { letters: 'RK', rows: 'spread', zh: '捐赠/调拨入库', en: 'receipt in kind' },
  stockMove: { letters: 'YK', rows: 'spread', zh: '移库单', en: 'stock move' },
  consignment: { letters: 'FF', rows: 'spread', zh: '发放单', en: 'consignment' },
  disbursement: { letters: 'BF', rows: 'spread', zh: '拨付', en: 'disbursement' },
  benefit: { letters: 'WW', rows: 'spread', zh: '慰问金', en: 'benefit' },
  adjustment: { letters: 'PD', rows: 'spread', zh: '盘点', en: 'stock adjustment' },
  period: { letters: null, rows: 'together', zh: '会计月度', en: 'period' },
} as const satisfies { readonly [K in DocumentKind]: DocumentRow };

/** The kinds of documents whose rows are kept one way or the other. */
export function documentsKept(rows: DocumentRow['rows']): string[] {
  return Object.entries(DOCUMENTS).flatMap(([kind, row]) => (row.rows === rows ? [kind] : []));
}

export const DOCUMENT_KINDS = Object.keys(DOCUMENTS).filter((kind): kind is DocumentKind => kind in DOCUMENTS);

/** Documents that entries point at by their own names; funding lines have a list, closed months none. */
export type RefKind = Exclude<DocumentKind, 'fundingLine' | 'period'>;
export const REF_KINDS = DOCUMENT_KINDS.filter((kind): kind is RefKind => kind !== 'fundingLine' && kind !== 'period');
/** Those of them that are opened by an entry and not registered. */
export const BOOK_KINDS = REF_KINDS.filter((kind) => DOCUMENTS[kind].letters !== null);
