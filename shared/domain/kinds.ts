import type { BookKind } from './books.ts';
import type { Kind } from './facts.ts';

/** Whether an entry of the kind has that ref: one id, none now and then, or many; a funding line, or as many as it draws on. */
type Mark = 'one' | 'maybe' | 'many' | 'line' | 'lines';

interface KindRow {
  /**
   * The document that an entry of the kind opens and that has its id from then on, or that it is a step of, by the ref
   * that names it: something registered, or whatever the entry is about that its own `entry` names. Null for none.
   */
  readonly document:
    | { readonly opens: BookKind | 'registered' }
    | { readonly of: Exclude<BookKind, 'period'> | 'fundingLine' | 'registered' | 'target' }
    | null;
  /** What it points at: `registered` at the one thing that its `type` names, `target` as its target and at that itself. */
  readonly refs: { readonly [ref in string]: Mark } | 'registered' | 'target';
  /** Whether accounts of later entries count in its lines, lots or parts, so that they are read beside it. */
  readonly countedIn: boolean;
  /** What moves nothing and opens or closes something is amended, not mirrored; a reversal stands. */
  readonly reversible: boolean;
  /** What it is called in a ledger's 摘要, and in English. */
  readonly zh: string;
  readonly en: string;
}

/** What moves accounts, and may be mirrored. */
const movement = { countedIn: false, reversible: true } as const;
/** The same where later entries count in it. */
const opening = { ...movement, countedIn: true } as const;
/** What moves nothing. */
const statement = { countedIn: false, reversible: false } as const;

const purchased = { document: { of: 'purchase' } } as const;
const onPurchase = { purchase: 'one', fundingLines: 'lines', previous: 'maybe' } as const;
const consigned = { document: { of: 'consignment' }, refs: { consignment: 'one', previous: 'maybe' } } as const;
const ofLine = { document: { of: 'fundingLine' }, refs: { fundingLines: 'line' } } as const;

/** Every kind of entry, declared once: who adds one is led from here by the compiler. */
export const KINDS = {
  registration: { ...statement, document: { opens: 'registered' }, refs: {}, zh: '登记', en: 'registration' },
  amendment: { ...statement, document: { of: 'registered' }, refs: 'registered', zh: '变更', en: 'amendment' },
  closure: { ...statement, document: { of: 'registered' }, refs: 'registered', zh: '关闭', en: 'closure' },
  reopening: { ...statement, document: { of: 'registered' }, refs: 'registered', zh: '重新启用', en: 'reopening' },
  appropriation: { ...movement, ...ofLine, zh: '拨入', en: 'appropriation' },
  'give-back': { ...movement, ...ofLine, zh: '缴回', en: 'giving back' },
  order: {
    ...opening,
    document: { opens: 'purchase' },
    refs: { supplier: 'one', fundingLines: 'lines' },
    zh: '采购',
    en: 'order',
  },
  acceptance: {
    ...opening,
    ...purchased,
    refs: { ...onPurchase, warehouse: 'one' },
    zh: '验收入库',
    en: 'acceptance',
  },
  'supplier-return': {
    ...movement,
    ...purchased,
    refs: onPurchase,
    zh: '退回供应商',
    en: 'return to the supplier',
  },
  release: { ...movement, ...purchased, refs: onPurchase, zh: '释放未收订货', en: 'release' },
  invoice: {
    ...movement,
    ...purchased,
    refs: { purchase: 'one', previous: 'maybe' },
    zh: '登记发票',
    en: 'invoice',
  },
  invoicing: {
    ...movement,
    document: { opens: 'invoice' },
    refs: { supplier: 'one', corrects: 'maybe', purchases: 'many' },
    zh: '登记发票',
    en: 'invoice',
  },
  'invoice-allocation': {
    ...movement,
    document: { of: 'invoice' },
    refs: { invoice: 'one', corrects: 'maybe', purchases: 'many', previous: 'maybe' },
    zh: '发票分摊',
    en: 'allocation of an invoice',
  },
  payment: { ...movement, ...purchased, refs: onPurchase, zh: '付款', en: 'payment' },
  refund: { ...movement, ...purchased, refs: onPurchase, zh: '供应商退款', en: 'refund' },
  receipt: {
    ...opening,
    document: { opens: 'receipt' },
    refs: { fundingLines: 'line', warehouse: 'one' },
    zh: '实物入库',
    en: 'receipt in kind',
  },
  'stock-move': {
    ...opening,
    document: { opens: 'stockMove' },
    refs: { warehouse: 'one' },
    zh: '移库',
    en: 'stock move',
  },
  dispatch: {
    ...opening,
    document: { opens: 'consignment' },
    refs: { unit: 'one', warehouse: 'one', plan: 'maybe' },
    zh: '发放出库',
    en: 'dispatch',
  },
  confirmation: { ...movement, ...consigned, zh: '签收', en: 'confirmation' },
  resolution: { ...movement, ...consigned, zh: '处理待处理物资', en: 'resolution' },
  'unit-return': { ...opening, ...consigned, zh: '单位退回', en: 'return from the unit' },
  disbursement: {
    ...opening,
    document: { opens: 'disbursement' },
    refs: { fundingLines: 'line', unit: 'one', plan: 'maybe' },
    zh: '拨付',
    en: 'disbursement',
  },
  'take-back': {
    ...movement,
    document: { of: 'disbursement' },
    refs: { fundingLines: 'line', disbursement: 'one', previous: 'maybe' },
    zh: '收回拨付',
    en: 'taking back',
  },
  benefit: {
    ...movement,
    document: { opens: 'benefit' },
    refs: { fundingLines: 'line', tariff: 'one' },
    zh: '发放慰问金',
    en: 'benefit',
  },
  count: {
    ...movement,
    document: { opens: 'adjustment' },
    refs: { warehouse: 'one' },
    zh: '盘点',
    en: 'count',
  },
  adjustment: {
    ...movement,
    document: { of: 'adjustment' },
    refs: { adjustment: 'one', warehouse: 'one', previous: 'maybe' },
    zh: '盘点调整',
    en: 'adjustment',
  },
  reversal: { ...statement, document: { of: 'target' }, refs: 'target', zh: '冲销', en: 'reversal' },
  correction: { ...statement, document: { of: 'target' }, refs: 'target', zh: '更正', en: 'correction' },
  attachment: { ...statement, document: { of: 'target' }, refs: 'target', zh: '补附凭据', en: 'attachment' },
  'period-closure': { ...statement, document: { opens: 'period' }, refs: {}, zh: '月度结账', en: 'closing of a month' },
  naming: { ...statement, document: null, refs: { previous: 'maybe' }, zh: '登记姓名', en: 'naming' },
  disclosure: { ...statement, document: null, refs: { entry: 'one' }, zh: '查阅个人信息', en: 'disclosure' },
  erasure: { ...statement, document: null, refs: { entry: 'one' }, zh: '删除个人信息', en: 'erasure' },
} as const satisfies { readonly [K in Kind]: KindRow };

export const KIND_NAMES = Object.keys(KINDS).filter(isKindName);

export function isKindName(name: unknown): name is Kind {
  return typeof name === 'string' && Object.hasOwn(KINDS, name);
}
