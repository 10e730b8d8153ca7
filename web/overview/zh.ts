import type { WorkKind } from '../../shared/domain/work.ts';
import type { FlowState } from './flow.ts';

/** The heads of a list of what waits; what a kind does not tell of has none. */
interface WorkHeads {
  readonly called: string;
  readonly of?: string;
  readonly day?: string;
  readonly figure?: string;
}

/** What stands open of a month and those before. */
interface OpenInMonth {
  readonly toAccept: number;
  readonly inTransit: number;
  readonly held: number;
  readonly toCountersign: number;
}

export const zh = {
  title: '总览',
  all: '全部专项资金',
  fundingLine: '专项资金',
  from: '从',
  to: '至',
  fullScreen: '全屏',
  print: '打印',
  begin: '从真实工作开始',
  whole: '每一分钱去了哪里',
  nothingTitle: '还没有资金',
  nothing: '登记一个专项资金并收到第一笔拨款后,这里显示每一分钱的去向。',
  nothingInPeriod: '这一时段没有资金流动。',
  tableFrom: '来源',
  tableThrough: '物资',
  tableTo: '去向',
  amount: '金额(元)',
  sum: '合计',
  rest: (count: number) => `其余 ${count} 个`,
  gifts: (line: string) => `${line} 捐赠和调拨`,
  earlier: '此前结存',
  earlierMeans: '这一时段里从此前的结存中支出的部分;在凭证列表里是负数。',
  noNode: '这一时段没有这一项',
  states: {
    available: '可用',
    committed: '已订未到',
    stock: '库存',
    transit: '在途',
    held: '待处理',
    spent: '费用',
    benefits: '慰问金',
    loss: '损失',
    delivered: '已发放',
    givenBack: '已退回',
  } satisfies Readonly<Record<FlowState, string>>,
  identities: '账平',
  identitiesHold: '资金、现金、物资三项收支相等,分录与账簿一致。',
  identitiesUnsettled: '正在记账,稍后再核对。',
  identitiesFail: '账不平',
  differs: {
    budget: (line: string, by: string) => `专项资金 ${line} 的预算差 ${by} 元`,
    cash: (line: string, by: string) => `专项资金 ${line} 的现金差 ${by} 元`,
    goods: (item: string, by: string) => `物资 ${item} 差 ${by}`,
    inKind: (line: string, by: string) => `专项资金 ${line} 的捐赠物资差 ${by} 元`,
    books: (what: string, by: string) => `${what} 的分录与账簿差 ${by}`,
    account: (account: string) => `账户 ${account} 的分录与账簿不一致`,
  },
  flowDiffers: (by: string) => `去向合计与拨款差 ${by} 元`,
  reach: '覆盖',
  people: '人次',
  households: '户次',
  sites: '处',
  units: '个单位',
  work: '待办',
  noWork: '没有待办。',
  since: (days: number) => (days <= 0 ? '今天' : `已 ${days} 天`),
  ofMonth: (month: string) => `${month} 月起`,
  unsealed: '待封存',
  moreKinds: (count: number) => `另有 ${count} 类`,
  fewerKinds: '收起',
  allWork: '全部待办',
  waiting: {
    note: '等着办的事,先等的在前',
    kinds: '待办的种类',
    none: (kind: string) => `没有${kind}的事项`,
    does: '办理',
    left: (days: number) => (days < 0 ? '已过期' : `还有 ${days} 天`),
    linesFor: (lines: number, units: number) => `${lines} 行,${units} 个单位`,
    openIn: ({ toAccept, inTransit, held, toCountersign }: OpenInMonth) =>
      [
        toAccept > 0 && `待验收 ${toAccept}`,
        inTransit > 0 && `在途 ${inTransit}`,
        held > 0 && `待处理 ${held}`,
        toCountersign > 0 && `待复核 ${toCountersign}`,
      ]
        .filter(Boolean)
        .join(' · ') || '没有',
    heads: {
      'to-accept': { called: '采购', of: '供应商', day: '下单日', figure: '未到(元)' },
      'to-dispatch': { called: '分配方案', of: '名称', day: '决定日', figure: '未发' },
      'to-disburse': { called: '分配方案', of: '名称', day: '决定日', figure: '未拨(元)' },
      'in-transit': { called: '发放单', of: '接收单位', day: '发出日', figure: '物资种数' },
      unconfirmed: { called: '发放单', of: '接收单位', day: '发出日', figure: '物资种数' },
      held: { called: '发放单', of: '接收单位', day: '发出日', figure: '物资种数' },
      'to-pay': { called: '采购', of: '供应商', day: '下单日', figure: '应付(元)' },
      'to-countersign': { called: '盘点', of: '仓库', day: '盘点日', figure: '行数' },
      'without-invoice': { called: '采购', of: '供应商', day: '下单日', figure: '缺票(元)' },
      'order-without-evidence': { called: '采购', of: '供应商', day: '下单日' },
      'payment-without-evidence': { called: '采购', of: '供应商', day: '付款日', figure: '付款(元)' },
      'confirmation-without-evidence': { called: '发放单', of: '接收单位', day: '签收日' },
      expiring: { called: '物资', of: '仓库', day: '到期日', figure: '数量' },
      'below-minimum': { called: '物资', figure: '库存 / 最低' },
      'to-close': { called: '月份', of: '截至该月未了的' },
    } as Readonly<Record<WorkKind, WorkHeads>>,
    doing: {
      'to-accept': '验收',
      'to-dispatch': '发放',
      'in-transit': '签收',
      unconfirmed: '签收',
      held: '处理',
      'to-pay': '付款',
      'to-countersign': '复核',
      'order-without-evidence': '补充凭据',
      'payment-without-evidence': '补充凭据',
      'confirmation-without-evidence': '补充凭据',
      'below-minimum': '采购',
      'to-close': '结账',
    } as Readonly<Partial<Record<WorkKind, string>>>,
  },
  own: {
    title: '本单位',
    units: '我的单位',
    noUnits: '您的账号还没有对应的单位。请管理员登记。',
    coming: '送往本单位的物资',
    nothingComing: '没有在途的物资。',
    number: '发放单',
    unit: '单位',
    day: '发出日',
    waits: '等待',
    lines: '物资种数',
    confirm: '签收',
    other: '其他待办',
    kind: '事项',
    count: '件数',
  },
};
