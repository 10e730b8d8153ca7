import type { State } from '../domain/account.ts';
import { formatYuan } from '../domain/amount.ts';
import type { CountedOf } from '../domain/coverage.ts';
import type { DirectedTo } from '../domain/direction.ts';
import { DOCUMENTS, type DocumentKind } from '../domain/documents.ts';
import { isId, isLotId } from '../domain/id.ts';
import type { Beside, DirectedElsewhere, InUse, Refusal, Step } from '../domain/refusal.ts';
import type { Period, RegistryKind } from '../domain/registry.ts';
import { ROLE_NAMES, type Role } from '../domain/role.ts';
import type { Bilingual } from './language.ts';
import { listed, type Mentions } from './mentions.ts';

/** What documents, entries and steps are called where a problem speaks of them. */

export const NOUNS: Readonly<Record<DocumentKind | Beside, Bilingual>> = {
  ...DOCUMENTS,
  entry: { zh: '分录', en: 'entry' },
  lot: { zh: '批次', en: 'lot' },
  export: { zh: '导出', en: 'export' },
  import: { zh: '导入', en: 'import' },
  evidence: { zh: '凭据', en: 'evidence' },
};

const CODE = { zh: '代码', en: 'code' };

/** What tells one of each kind from all others. */
export const CODES: Readonly<Record<RegistryKind, Bilingual>> = {
  fundingLine: CODE,
  unit: CODE,
  item: CODE,
  supplier: { zh: '统一社会信用代码', en: 'credit code' },
  warehouse: CODE,
  tariff: CODE,
  plan: { zh: '文号', en: 'number' },
  member: { zh: '登录标识', en: 'subject' },
  threshold: { zh: '支出种类', en: 'kind of spending' },
};

export const STEPS: Readonly<Record<Step, Bilingual>> = {
  order: { zh: '采购', en: 'the order' },
  acceptance: { zh: '验收', en: 'the acceptance' },
  payment: { zh: '付款', en: 'the payment' },
  dispatch: { zh: '发放', en: 'the dispatch' },
  confirmation: { zh: '签收', en: 'the confirmation' },
  count: { zh: '盘点', en: 'the count' },
  entry: { zh: '原分录', en: 'the entry itself' },
};

/** In what a file is not what was declared. */
export const DIFFERENCES: Readonly<Record<Extract<Refusal, { refusal: 'evidence-differs' }>['what'], Bilingual>> = {
  sha256: { zh: '文件的 SHA-256 ', en: 'The SHA-256 of the file' },
  bytes: { zh: '文件的字节数', en: 'The size of the file in bytes' },
  mediaType: { zh: '文件类型', en: 'The type of the file' },
};

export const NOTHING_ACCEPTED = { zh: '不接受的类型', en: 'nothing that is accepted' };

/** What would pass as an invoice, for each way of not being one. */
export const NO_INVOICES: Readonly<Record<Extract<Refusal, { refusal: 'not-an-invoice' }>['why'], Bilingual>> = {
  'media-type': {
    zh: '只能读取 XML 格式的数电票;请上传从税务平台下载的 XML 文件,或手工填写。',
    en: 'Only an invoice in XML can be read: upload the XML file from the tax platform, or fill the fields in by hand.',
  },
  'too-large': {
    zh: '发票的 XML 文件不得超过 1 MB;请上传从税务平台下载的原文件。',
    en: 'The XML of an invoice may have up to 1 MB: upload the file as the tax platform gave it.',
  },
  malformed: {
    zh: '该 XML 残缺或嵌套过深,无法读取;请重新下载并上传原文件。',
    en: 'This XML is broken or nests too deep: download the file again and upload it as it came.',
  },
  'other-root': {
    zh: '该 XML 的根元素不是 EInvoice;请上传从税务平台下载的发票 XML 文件。',
    en: 'The root of this XML is not EInvoice: upload the XML file of the invoice from the tax platform.',
  },
};

export const COVERED: Readonly<Record<CountedOf, Bilingual>> = {
  people: { zh: '人次', en: 'people' },
  households: { zh: '户次', en: 'households' },
  sites: { zh: '处数', en: 'sites' },
};

/** Who may do something. */
export function rolesCalled(roles: readonly Role[]): Bilingual {
  return listed(roles.map((role) => ROLE_NAMES[role]));
}

/** An English noun with the article that goes with its first letter. */
export function withArticle(noun: string, article: 'a' | 'A' = 'a'): string {
  return `${article}${/^[aeiou]/i.test(noun) && !/^uni/i.test(noun) ? 'n' : ''} ${noun}`;
}

/** How often a cap is counted anew. */
export const PERIOD_NAMES: Readonly<Record<Period, Bilingual>> = {
  once: { zh: '一次性', en: 'once' },
  year: { zh: '每年', en: 'each year' },
  month: { zh: '每月', en: 'each month' },
};

/** A period in which a cap counts, as `periodOf` writes it. */
export function withinPeriod(period: string): Bilingual {
  return period === 'once' ? { zh: '历次合计', en: 'in all' } : { zh: `在 ${period} 期间`, en: `in ${period}` };
}

/** What the accounts hold that may fall short. */
const STATES: Readonly<Record<State | 'invoice' | 'adjustment', Bilingual>> = {
  // No accounts, but papers that hold on to an entry.
  invoice: { zh: '有发票以它为依据', en: 'An invoice holds on to it' },
  adjustment: { zh: '该盘点已复核入账', en: 'The posting of the count holds on to it' },
  source: { zh: '资金来源', en: 'What came from the source' },
  available: { zh: '可用额度', en: 'The budget available' },
  committed: { zh: '已订未收', en: 'What is on order' },
  spent: { zh: '已支用服务', en: 'What was spent on services' },
  stock: { zh: '库存', en: 'The stock' },
  transit: { zh: '在途物资', en: 'What is on its way' },
  held: { zh: '待处理物资', en: 'What is held' },
  unit: { zh: '单位所持', en: 'What the unit holds' },
  person: { zh: '已发给个人', en: 'What was paid to the person' },
  loss: { zh: '已记损失', en: 'What was written off' },
  giver: { zh: '捐赠或调拨来源', en: 'What came from the giver' },
  found: { zh: '盘盈', en: 'What a count found' },
  cash: { zh: '资金余额', en: 'The cash' },
  supplier: { zh: '已付供应商', en: 'What was paid to the supplier' },
};

/** An account as a refusal names it: its state, and the line, lot or funding line that its name holds. */
export function accountCalled(account: string, mentions: Mentions): Bilingual {
  const [state = '', ...rest] = account.split('/');
  const called = Object.hasOwn(STATES, state) ? STATES[state as keyof typeof STATES] : STATES.stock;
  const [of] = rest;
  if (of === undefined) return called;
  if (isLotId(of)) return joined(called, mentions.lot(of));
  return isId(of) ? joined(called, mentions.registered(of)) : called;
}

function joined(what: Bilingual, of: Bilingual): Bilingual {
  return { zh: `${what.zh}(${of.zh})`, en: `${what.en} (${of.en})` };
}

const USES: Readonly<Record<InUse['what'], Bilingual>> = {
  available: { zh: '可用额度', en: 'budget available' },
  cash: { zh: '资金余额', en: 'cash' },
  committed: { zh: '已订未收', en: 'on order' },
  stock: { zh: '库存', en: 'in stock' },
  transit: { zh: '在途', en: 'in transit' },
  held: { zh: '待处理', en: 'held' },
  unpaid: { zh: '未付款', en: 'not paid' },
  'sub-units': { zh: '下级单位', en: 'units below it' },
};

/** Gifts that a refusal tells of before it only counts them. */
const TOLD_GIFTS = 3;

/** What lies there for somebody else, and what would let it go; nothing where nothing does. */
export function meantForOthers(gifts: readonly DirectedElsewhere[], mentions: Mentions): Bilingual {
  if (gifts.length === 0) return { zh: '', en: '' };
  const all = gifts.reduce((sum, { quantity }) => sum + quantity, 0n);
  const told = gifts.slice(0, TOLD_GIFTS).map(({ to, quantity }) => {
    const { zh, en } = meantFor(to, mentions);
    return { zh: `${quantity} 定向${zh}`, en: `${quantity} for ${en}` };
  });
  const { zh, en } = listed(told);
  const more = gifts.length - told.length;
  const isInWords = gifts.some(({ to }) => typeof to === 'string');
  return {
    zh: `库中另有 ${all} 是定向捐赠,不能发给该单位:${zh}${more > 0 ? `,等 ${gifts.length} 笔` : ''}。捐赠人书面同意改变定向的,请在 consent 写明文件并附凭据;捐给某一用途的,也可在 purpose 写明该用途${isInWords ? ';早期以文字写明、不是任何单位名称的,可在 exception.reason 写明理由' : ''}。`,
    en: ` ${all} more lie there that were given for others: ${en}${more > 0 ? `, and ${more} more gifts` : ''}. They may go with the giver's written consent: name it in consent, with its paper. What was given for a purpose goes to a dispatch that names it in purpose.${isInWords ? ' Where early words are the name of no unit, say why in exception.reason.' : ''}`,
  };
}

function meantFor(to: DirectedTo, { registered }: Mentions): Bilingual {
  if (typeof to === 'string') return { zh: `给“${to}”`, en: `“${to}”` };
  if ('purpose' in to) return { zh: `用于“${to.purpose}”`, en: `“${to.purpose}”` };
  const { zh, en } = registered(to.unit);
  return { zh: `给${zh}`, en };
}

/** What is still in use, and how much of it. */
export function used({ what, value, quantity }: InUse): Bilingual {
  // Of several items at once: each counts in the base measure of its own.
  const counted = quantity === undefined || quantity === 0n ? [] : [quantity];
  const worth = value === undefined ? [] : [formatYuan(value)];
  const zh = [...counted.map((size) => `${size}(按基本计量单位)`), ...worth.map((sum) => `${sum} 元`)];
  const en = [...counted.map((size) => `${size} in base measures`), ...worth.map((sum) => `${sum} yuan`)];
  return {
    zh: [USES[what].zh, zh.join(',')].filter(Boolean).join(' '),
    en: [USES[what].en, en.join(' and ')].filter(Boolean).join(' '),
  };
}
