import type { BoundErrorCode, PlainErrorCode } from '../domain/refusal.ts';
import type { BoundShapeCode, Fault, Format, PlainShapeCode } from '../schemas/fault.ts';
import { chosenFrom } from './choices.ts';
import type { Bilingual, Language } from './language.ts';
import { listed, type Mentions, UNNAMED } from './mentions.ts';

/** What a field has to look like, in words. */
const FORMATS: Readonly<Record<Format, Bilingual>> = {
  amount: {
    zh: '应为以元为单位的字符串,恰有两位小数,例如 "1619170.00"',
    en: 'write yuan as a string with exactly two places, such as "1619170.00"',
  },
  price: {
    zh: '应为以元为单位的单价字符串,大于零,最多 13 位小数,例如 "0.625"',
    en: 'write a price in yuan above zero as a string with up to 13 places, such as "0.625"',
  },
  date: { zh: '应为 YYYY-MM-DD 形式的日期', en: 'write a date as YYYY-MM-DD' },
  month: { zh: '应为 YYYY-MM 形式的月份', en: 'write a month as YYYY-MM' },
  id: { zh: '应为小写的 UUIDv7', en: 'give a UUIDv7 in lower case' },
  lot: { zh: '应为批次编号:分录编号、点、序号', en: 'give a lot: an entry id, a dot and an ordinal' },
  code: {
    zh: '应为 1 至 32 个字母、数字、汉字、点、下划线或连字符,不含空格',
    en: 'use 1 to 32 letters, digits, Chinese characters, dots, underscores or hyphens, and no spaces',
  },
  uscc: {
    zh: '应为 18 位统一社会信用代码,且校验位正确',
    en: 'give a unified social credit code of 18 characters whose check character is right',
  },
  'resident-id': {
    zh: '应为 18 位公民身份号码,只写号码,出生日期真实、校验位正确;其他证件请在 kind 写明:护照(passport)、户口簿(household-book)或其他(other)',
    en: 'give the 18 places of a resident ID alone, with a date of birth that exists and the right check character; of another paper say in kind: passport, household-book or other',
  },
  phone: {
    zh: '应为手机号码、带区号的固定电话(可写分机,例如 010-12345678 转 8)、400 号码或 95588 一类的服务号码;境外号码以 + 开头',
    en: 'give a mobile number, a landline with its area code (010-12345678 转 8 with an extension), a 400 number or a service number such as 95588; one from abroad begins with +',
  },
  region: { zh: '应为 6 位行政区划代码', en: 'give the six digits of an administrative division' },
  sha256: { zh: '应为 64 位小写十六进制的 SHA-256', en: 'give a SHA-256 as 64 hexadecimal digits in lower case' },
  'media-type': { zh: '应为媒体类型,例如 image/jpeg', en: 'give a media type such as image/jpeg' },
  decimal: { zh: '应为十进制数,例如 12.5', en: 'give a decimal number, such as 12.5' },
  'invoice-number': {
    zh: '数电票号码为 20 位数字;旧版发票号码为 8 位数字并附发票代码',
    en: 'a fully digital invoice has 20 digits, an older one 8 and a code beside them',
  },
  'invoice-code': {
    zh: '8 位号码的旧版发票须附 10 或 12 位代码;20 位号码的数电票没有代码',
    en: 'an 8-digit number needs a code of 10 or 12 digits, a 20-digit number has none',
  },
  direction: {
    zh: '应为 {"unit": 单位编号} 或 {"purpose": 用途},只写其中一种',
    en: 'write {"unit": the id of a unit} or {"purpose": what for}, one of the two',
  },
  cursor: { zh: '请原样使用上一页的 next', en: 'use the next of the page before as it came' },
};

/** What zod expected, of all that JSON can be. */
const TYPES: Readonly<Record<string, Bilingual>> = {
  string: { zh: '字符串', en: 'a string' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '数组', en: 'a list' },
};
const OBJECT: Bilingual = { zh: '对象', en: 'an object' };

/** Codes that say all by themselves, and the field's form where it has one. */
const PLAIN: Readonly<Record<PlainErrorCode | PlainShapeCode, Bilingual>> = {
  'unknown-field': { zh: '没有这个字段,请去掉', en: 'there is no such field: leave it out' },
  required: { zh: '此项必填', en: 'this is required' },
  'bad-format': { zh: '格式不对', en: 'this has another form' },
  'bad-text': {
    zh: '不能含控制字符、换行或残缺的字符',
    en: 'leave out control characters, line breaks and broken characters',
  },
  'bad-identifier': { zh: '编号有误', en: 'this identifier is wrong' },
  'not-an-integer': { zh: '应为整数', en: 'this has to be a whole number' },
  'no-such-date': { zh: '没有这一天,或早于 1992 年', en: 'no such day exists, or it lies before 1992' },
  'future-date': { zh: '日期不能晚于今天(北京时间)', en: 'the date must not lie after today in Beijing' },
  'unknown-reference': { zh: '没有这样的记录,请先登记', en: 'nothing of that kind has this id: register it first' },
  'closed-reference': {
    zh: '所指的记录已停用,请另选一个,或先重新启用',
    en: 'what this names is closed: choose another, or reopen it',
  },
  repeated: { zh: '与前面重复,只能出现一次', en: 'this came before: name it once' },
  'not-of-this-purchase': {
    zh: '不属于这笔采购,请从这笔采购验收的批次中选择',
    en: 'this is not of this purchase: name a lot that was accepted of it',
  },
  'not-of-this-entry': {
    zh: '该分录没有这份凭据或这个批次,请从该分录自己的凭据和批次中选择;后来补附的凭据,请更正补附它的分录',
    en: 'this entry has no such paper or lot: choose among its own, or correct the entry that attached it later',
  },
  'red-invoice': {
    zh: '这是红字发票,请给出被它红冲的蓝字发票',
    en: 'this is a red invoice itself: name the blue one that is taken back',
  },
  'not-in-list': {
    zh: '列表已变化,上一页的末行已不在其中:请从第一页重新开始',
    en: 'the list has changed and the last row of the page before left it: begin with the first page again',
  },
  'reversed-reference': {
    zh: '所指的登记已冲销,请另选一个,或先重新登记',
    en: 'what recorded this was reversed: choose another, or record it anew first',
  },
  'nothing-to-do': { zh: '什么都没有改变,请至少给出一项', en: 'this changes nothing: give at least one thing' },
  'in-the-books': {
    zh: '已经订购或入库过,不能再改;请另外登记一种',
    en: 'some of it was ordered or came in already, so this stands: register another one',
  },
  'no-goods': {
    zh: '这是服务而非物资,没有库存;只能采购和验收',
    en: 'this is a service and no goods, of which nothing lies in stock: order it and accept it',
  },
  allotted: {
    zh: '有分配方案分配了这种物资,服务无法发放;请先从方案中去掉,或另外登记一种',
    en: 'a plan allots some of it, and no dispatch sends a service: take it out of the plan, or register another one',
  },
  'own-descendant': {
    zh: '上级不能是自己或自己的下级,请另选一个',
    en: 'the parent must not be the unit itself or below it: choose another',
  },
};

type Say = (allowed: string, mentions: Mentions) => Bilingual;

/** The rest, by what is allowed in the field. */
const BOUND: Readonly<Record<BoundErrorCode | BoundShapeCode, Say>> = {
  'wrong-type': (type) => {
    const { zh, en } = TYPES[type] ?? OBJECT;
    return { zh: `应为${zh}`, en: `this has to be ${en}` };
  },
  'foreign-letter': (letter) => ({
    zh: `编号只用拉丁字母、数字、汉字和标点,请重新输入其中的 ${letter}`,
    en: `an identifier is written in Latin letters, digits, Chinese characters and punctuation: type this anew: ${letter}`,
  }),
  'not-one-of': (words) => ({ zh: `应为以下之一:${chosenFrom(words)}`, en: `choose one of: ${words}` }),
  'not-exactly-one': (fields) => ({
    zh: `以下字段恰须给出一个:${chosenFrom(fields)}`,
    en: `give exactly one of: ${fields}`,
  }),
  'not-at-least-one': (fields) => ({
    zh: `以下字段至少给出一个:${chosenFrom(fields)}`,
    en: `give at least one of: ${fields}`,
  }),
  'same-as': (other) => ({ zh: `须与 ${other} 不同,请另选`, en: `choose another than in ${other}` }),
  'only-for': (those) => ({
    zh: `此项只用于:${chosenFrom(those)};请去掉`,
    en: `leave this out: it is only for ${those}`,
  }),
  'too-small': (least) => ({ zh: `不能小于 ${least}`, en: `give at least ${least}` }),
  'too-large': (most) => ({ zh: `不能大于 ${most}`, en: `give at most ${most}` }),
  'too-short': (least) => ({ zh: `至少 ${least} 个可见字符`, en: `write at least ${least} visible character(s)` }),
  'too-long': (most) => ({ zh: `最多 ${most} 个字符`, en: `write at most ${most} characters` }),
  'too-few': (least) => ({ zh: `至少 ${least} 项`, en: `give at least ${least}` }),
  'too-many': (most) => ({ zh: `最多 ${most} 项`, en: `give at most ${most}` }),
  'too-many-rows': (most) => ({
    zh: `符合条件的超过 ${most} 行,不能排序:请加上起止日期等条件缩小范围,或去掉 sort`,
    en: `more than ${most} rows fit, which are not sorted: narrow them down, by from and to for example, or leave sort out`,
  }),
  'too-deep': (most) => ({
    zh: `单位最多 ${most} 级,请选层级较高的上级`,
    en: `units go down ${most} levels at most: choose a parent further up`,
  }),
  'too-early': (from) => ({ zh: `不能早于 ${from}`, en: `this must not lie before ${from}` }),
  'decided-after': (allowed) => ({
    zh: `审批须在所批准的事项之前作出,最晚为 ${allowed}`,
    en: `what is approved is decided before: at the latest on ${allowed}`,
  }),
  'too-late': (allowed) => ({
    zh: `最晚为 ${allowed};不早于 effectiveOn 的,请省略 belongsTo`,
    en: `at the latest ${allowed}: leave belongsTo out for what is not of an earlier day`,
  }),
  'outside-validity': (range) => {
    const [from = '', to = ''] = range.split('..');
    return to === ''
      ? { zh: `日期须在有效期内:自 ${from} 起`, en: `the date has to lie on ${from} or later` }
      : { zh: `日期须在有效期内:${from} 至 ${to}`, en: `the date has to lie within ${from} to ${to}` };
  },
  'unknown-measure': (measures) => ({
    zh: `计量单位应为:${measures.replaceAll(', ', '、')}`,
    en: `the item is measured in: ${measures}`,
  }),
  'does-not-add-up': (sum) => ({ zh: `合计应为 ${sum}`, en: `together they have to make ${sum}` }),
  'unknown-line': (range) => {
    const [first = '', last = ''] = range.split('..');
    return { zh: `没有这一行;行号从 ${first} 到 ${last}`, en: `no such line: they run from ${first} to ${last}` };
  },
  'goods-by-lot': (line) => ({
    zh: `第 ${line} 行是物资,按批次退回:请去掉行号,在 lot 中给出这笔采购验收的批次`,
    en: `line ${line} is of goods, which go back by their lots: leave the line out, and name in lot one that was accepted of this purchase`,
  }),
  'missing-line': (lines) => ({ zh: `缺少行:${lines}`, en: `lines are missing: ${lines}` }),
  'not-in-this-warehouse': (where, { registered }) => ({
    zh: `不在这个仓库,在${registered(where).zh}`,
    en: `this is not in this warehouse: it lies in ${registered(where).en}`,
  }),
  'not-on-this-line': (lines, mentions) => {
    const { zh, en } = registeredIn(lines, mentions);
    return {
      zh: `该行没有用到这项资金,应为:${zh}`,
      en: `this line does not draw on that funding line: name one of ${en}`,
    };
  },
  'unknown-field-of-entry': (fields) => ({
    zh: `该分录没有这一项个人信息,应为以下之一:${chosenFrom(fields)}`,
    en: `the entry has no personal data of that name: name one of ${fields}`,
  }),
  'not-its-funding-line': (lines, mentions) => {
    const { zh, en } = registeredIn(lines, mentions);
    return {
      zh: `这笔采购没有用到这项资金,应为:${zh}`,
      en: `this purchase does not draw on that funding line: name one of ${en}`,
    };
  },
  'several-gifts': (receipts, mentions) => {
    const { zh, en } = listed(receipts.split(', ').map((receipt) => mentions.entry(receipt)));
    return {
      zh: `将动用几笔定向捐赠,一份同意书只对应一笔,请指明其一:${zh};其余的另开发放单`,
      en: `this would take of several gifts, and a consent is of one: name one of ${en}, and send of the others apart`,
    };
  },
  'not-of-this-supplier': (supplier, { registered }) => ({
    zh: `属于${registered(supplier).zh};一张发票只用于开票的供应商`,
    en: `this is of ${registered(supplier).en}: an invoice is for what its own supplier sold`,
  }),
};

function registeredIn(ids: string, { registered }: Mentions): Bilingual {
  return listed(ids.split(', ').map(registered));
}

/** What would pass in place of a wrong field. */
export function detailOf(fault: Fault, language: Language, mentions: Mentions = UNNAMED): string {
  const { [language]: detail } =
    fault.allowed === undefined ? PLAIN[fault.code] : BOUND[fault.code](fault.allowed, mentions);
  if (fault.format === undefined) return sentence(detail, language);
  const form = FORMATS[fault.format][language];
  if (fault.code === 'bad-format') return sentence(form, language);
  return sentence(language === 'zh' ? `${detail},${form}` : `${detail}; ${form}`, language);
}

function sentence(text: string, language: Language): string {
  return language === 'zh' ? `${text}。` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
