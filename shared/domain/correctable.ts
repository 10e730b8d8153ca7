import type { LotId } from './id.ts';

/** What a field says: a text, a date, the id of something, a commitment; or a number. */
export type Said = string | bigint;

/** Of what a field is, where an entry has it several times: a lot that it brought, a paper by its hash. */
export interface FieldOf {
  readonly lot?: LotId;
  readonly paper?: string;
}

interface FieldRow {
  readonly zh: string;
  readonly en: string;
  /** What it holds, which says how it is asked for and told. */
  readonly holds: 'text' | 'date' | 'count' | 'person' | 'supplier';
  /** What it is told of, where an entry has it several times. */
  readonly of?: keyof FieldOf;
  /** Whether an entry may say nothing there. */
  readonly mayBeNothing: boolean;
}

const text = { holds: 'text', mayBeNothing: false } as const;
const count = { holds: 'count', mayBeNothing: true } as const;

/** Every field that moves nothing, and that is put right without tearing down what it stands in. */
export const FIELDS = {
  note: { ...text, mayBeNothing: true, zh: '备注', en: 'note' },
  paper: { ...text, of: 'paper', zh: '凭据名称', en: 'name of a paper' },
  source: { ...text, zh: '资金来源', en: 'source' },
  giver: { ...text, zh: '捐赠(调拨)单位', en: 'giver' },
  purpose: { ...text, zh: '用途', en: 'purpose' },
  bankReference: { ...text, mayBeNothing: true, zh: '银行流水号', en: 'bank reference' },
  batch: { ...text, mayBeNothing: true, of: 'lot', zh: '批号', en: 'batch' },
  expiresOn: { holds: 'date', mayBeNothing: true, of: 'lot', zh: '保质期', en: 'expiry' },
  people: { ...count, zh: '人次', en: 'people' },
  households: { ...count, zh: '户次', en: 'households' },
  sites: { ...count, zh: '处数', en: 'sites' },
  signatory: { holds: 'person', mayBeNothing: false, zh: '签收人', en: 'signatory' },
  supplier: { holds: 'supplier', mayBeNothing: false, zh: '供应商', en: 'supplier' },
} as const satisfies Readonly<Record<string, FieldRow>>;

export type Correctable = keyof typeof FIELDS;
export const CORRECTABLE = Object.keys(FIELDS).filter((name): name is Correctable => name in FIELDS);

export function rowOfField(field: Correctable): FieldRow {
  return FIELDS[field];
}

/** What moves something, or says when: it is reversed and recorded anew. */
export const REVERSED = {
  effectiveOn: { zh: '日期', en: 'day' },
  date: { zh: '日期', en: 'day' },
  quantity: { zh: '数量', en: 'quantity' },
  amount: { zh: '金额', en: 'amount' },
  value: { zh: '金额', en: 'value' },
  unitPrice: { zh: '单价', en: 'price' },
  unit: { zh: '单位', en: 'unit' },
  fundingLine: { zh: '专项资金', en: 'funding line' },
  line: { zh: '明细行', en: 'line' },
  lines: { zh: '明细行', en: 'lines' },
  item: { zh: '物资', en: 'item' },
  warehouse: { zh: '仓库', en: 'warehouse' },
} as const;
export type ReversedInstead = keyof typeof REVERSED;
export const REVERSED_INSTEAD = Object.keys(REVERSED).filter((name): name is ReversedInstead => name in REVERSED);
