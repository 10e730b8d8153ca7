import { FIELDS, REVERSED } from '../domain/correctable.ts';
import { KINDS } from '../domain/kinds.ts';
import { LEDGER_TITLES } from '../domain/ledger-titles.ts';
import { PROCUREMENT_NAMES } from '../domain/procurement.ts';
import { ROLE_NAMES } from '../domain/role.ts';
import { WORK_NAMES } from '../domain/work.ts';
import { PERIOD_NAMES } from './vocabulary.ts';

/** What a Chinese reader is told of the words that a field may be: what it means, and the word itself. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ...[KINDS, ROLE_NAMES, PROCUREMENT_NAMES, PERIOD_NAMES, FIELDS, REVERSED, WORK_NAMES]
    .flatMap((names) => Object.entries<{ readonly zh: string }>(names))
    .map(([word, { zh }]) => [word, zh] as const),
  ...Object.entries(LEDGER_TITLES),
  ['lot', '批次'],
  ['funding', '资金分摊'],
  ['approvalAbove', '须审批的限额'],
  ['cashAbove', '现金限额'],
  ['name', '姓名'],
  ['reference', '证件号码或编号'],
  ['phone', '电话'],
  ['open', '使用中'],
  ['closed', '已停用'],
  ['donation', '捐赠'],
  ['allocation', '调拨'],
  ['confirmed', '已签收'],
  ['withdrawn', '已撤回'],
  ['booked', '已登记'],
  ['blue', '蓝字'],
  ['red', '红字'],
  ['disbursed', '已拨付'],
  ['invested', '投入'],
  ['goodsDelivered', '发放物资'],
  ['benefits', '慰问金'],
  ['inKind', '实物接收'],
  ['inKindDelivered', '实物发放'],
  ['units', '单位数'],
  ['unit,item', '单位和物资'],
  ['received', '收入'],
  ['returned', '退出'],
  ['available', '可用'],
  ['committed', '已订未到'],
  ['stock', '库存'],
  ['transit', '在途'],
  ['delivered', '已发放'],
  ['loss', '损失'],
  ['spent', '费用'],
  ['goods', '物资'],
  ['money', '资金购入'],
  ['gifts', '捐赠和调拨'],
  ['taken-back', '已收回'],
  ['resident-id', '居民身份证'],
  ['passport', '护照'],
  ['household-book', '户口簿'],
  ['other', '其他'],
  ['paid', '已发放'],
  ['reversed', '已冲销'],
  ['counted', '待复核'],
  ['posted', '已入账'],
  ['cash', '资金'],
  ['budget', '额度'],
  ['then', '当时'],
  ['now', '现在'],
  ['true', '是'],
  ['false', '否'],
  ['sign-off-sheet', '签领表'],
  ['delivery-slip', '发放单'],
  ['dispatch-papers', '发放单和签领表'],
  ['entries', '全部分录'],
  ['audit-pack', '审计包'],
  ['units', '单位'],
  ['items', '物资'],
  ['suppliers', '供应商'],
  ['members', '成员'],
  ['plans', '分配方案'],
  ['consignments', '发放单'],
  ['disbursements', '拨付'],
  ['benefits', '慰问金'],
  ['waiting', '等待中'],
  ['recorded', '已入账'],
  ['refused', '未通过'],
]);

/** The words that a field may be, in Chinese with what each of them means. */
export function chosenFrom(words: string): string {
  return words
    .split(', ')
    .map((word) => (MEANINGS.has(word) ? `${MEANINGS.get(word)}(${word})` : word))
    .join('、');
}
