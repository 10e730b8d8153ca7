import { type Entry, isKind, type Kind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import type { Register } from './register.ts';

/** What each kind of entry is called in a ledger's 摘要. */
const WORDS: Readonly<Record<Kind, string>> = {
  registration: '登记',
  amendment: '变更',
  closure: '关闭',
  appropriation: '拨入',
  'give-back': '缴回',
  order: '采购',
  acceptance: '验收入库',
  'supplier-return': '退回供应商',
  release: '释放未收订货',
  invoice: '登记发票',
  payment: '付款',
  receipt: '实物入库',
  dispatch: '发放出库',
  confirmation: '签收',
  resolution: '处理待处理物资',
  'unit-return': '单位退回',
  disbursement: '拨付',
  'take-back': '收回拨付',
  benefit: '发放慰问金',
  count: '盘点',
  adjustment: '盘点调整',
  reversal: '冲销',
  attachment: '补附凭据',
  'period-closure': '月度结账',
  disclosure: '查阅个人信息',
  erasure: '删除个人信息',
};

/** Goods that a summary names before it only counts them. */
const NAMED_ITEMS = 2;

/** The 摘要 of an entry: what happened, to whom or with what, in words. */
export function summaryOf({ entry, movements }: Posting, register: Register): string {
  const items = new Set(movements.flatMap(({ item }) => (item === undefined ? [] : [item])));
  const unit = entry.refs.unit ?? movements.find((movement) => movement.unit !== undefined)?.unit;
  const details = [
    ...(unit === undefined || entry.kind === 'reversal' ? [] : [register.named(unit).name]),
    ...(items.size === 0 ? [] : [goods([...items], register)]),
    ...particulars(entry, register),
  ];
  return details.length === 0 ? wordOf(entry) : `${wordOf(entry)}：${details.join('，')}`;
}

/** What happened, in a word. */
export function wordOf(entry: Entry): string {
  if (isKind(entry, 'reversal')) return `${WORDS.reversal}${WORDS[entry.facts.kind]}`;
  if (isKind(entry, 'receipt')) return entry.facts.kind === 'donation' ? '捐赠入库' : '调拨入库';
  return WORDS[entry.kind];
}

function goods(items: readonly Id[], register: Register): string {
  const names = items.slice(0, NAMED_ITEMS).map((item) => register.named(item).name);
  return `${names.join('、')}${items.length > NAMED_ITEMS ? `等${items.length}种` : ''}`;
}

/** What only this kind of entry has to say. */
function particulars(entry: Entry, register: Register): string[] {
  if (isKind(entry, 'appropriation')) return [entry.facts.source];
  if (isKind(entry, 'disbursement')) return [entry.facts.purpose];
  if (isKind(entry, 'receipt')) return [entry.facts.giver];
  if (isKind(entry, 'period-closure')) return [entry.facts.month];
  if (isKind(entry, 'payment')) return [entry.facts.method];
  if (isKind(entry, 'benefit')) return entry.refs.tariff === undefined ? [] : [register.named(entry.refs.tariff).name];
  return 'reason' in entry.facts ? [entry.facts.reason] : [];
}
