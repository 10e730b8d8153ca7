import { formatYuan } from '../../shared/domain/amount.ts';
import { momentInShanghai } from '../../shared/domain/calendar.ts';
import { FIELDS, REVERSED } from '../../shared/domain/correctable.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import type { AboveThreshold, Refusal, RefusalName } from '../../shared/domain/refusal.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { listed, type Mentions } from '../../shared/words/mentions.ts';
import {
  accountCalled,
  CODES,
  COVERED,
  DIFFERENCES,
  meantForOthers,
  NO_INVOICES,
  NOTHING_ACCEPTED,
  NOUNS,
  rolesCalled,
  STEPS,
  used,
  withinPeriod,
} from '../../shared/words/vocabulary.ts';

/** How one refusal is told: its status, its words, and its own fields where they stand otherwise on the wire. */
export interface Telling<R extends Refusal = Refusal> {
  readonly status: number;
  readonly title: Bilingual;
  /** What stands in the way, and what would pass. */
  readonly detail: (refusal: R, mentions: Mentions) => Bilingual;
  readonly fields?: (refusal: R) => object;
}

/** Whether something holds money or goods, of which JSON cannot tell which. */
type HoldsSums<T> = T extends bigint
  ? true
  : T extends readonly (infer E)[]
    ? HoldsSums<E>
    : T extends object
      ? HoldsSums<T[keyof T]>
      : false;
type Told<R extends Refusal> = Telling<R> & (true extends HoldsSums<R> ? Required<Telling<R>> : unknown);
type Tellings = { readonly [N in RefusalName]: Told<Extract<Refusal, { refusal: N }>> };

const yuan = formatYuan;
const count = Number;

const quoted = (text: string): Bilingual => ({ zh: `“${text}”`, en: `“${text}”` });
/** What was to be spent, and what it comes to with what counts together with it. */
function outlay({ spending, amount, together }: AboveThreshold): Bilingual {
  const { zh, en } = KINDS[spending];
  const [alone, both] = [formatYuan(amount), formatYuan(together)];
  if (amount === together) return { zh: `本笔${zh} ${alone}。`, en: `This ${en} is of ${alone}` };
  return {
    zh: `本笔${zh} ${alone},与七日内付给同一收款方的合计 ${both}。`,
    en: `This ${en} is of ${alone}, and with what else is paid to the same payee within seven days it makes ${both}`,
  };
}

const toldOutlay = ({ spending, amount, threshold, together }: AboveThreshold) => ({
  spending,
  amount: yuan(amount),
  threshold: yuan(threshold),
  together: yuan(together),
});

/** Every refusal of the ledger. What is left out here does not compile. */
export const REFUSALS = {
  'not-found': {
    status: 404,
    title: { zh: '未找到', en: 'Not found' },
    detail: ({ kind, id }) => ({
      zh: `没有编号为 ${id} 的${NOUNS[kind].zh},请核对编号。`,
      en: `There is no ${NOUNS[kind].en} with the id ${id}: check the id.`,
    }),
  },
  'not-your-unit': {
    status: 403,
    title: { zh: '不是您的单位', en: 'Not your unit' },
    // Of another's unit nobody learns the name.
    detail: () => ({
      zh: '只能处理本单位及其下级的单据,请由该单位的协调员办理。',
      en: 'You act for your own units and what lies below them: ask a coordinator of that unit.',
    }),
  },
  'not-your-kind': {
    status: 403,
    title: { zh: '不是您经办的分录', en: 'Not an entry of your kind' },
    detail: ({ roles }) => ({
      zh: `补充凭据和更正须由经办这类分录的角色办理:${rolesCalled(roles).zh}。`,
      en: `Evidence is added, and corrections are made, by those who write this kind of entry: ${rolesCalled(roles).en}.`,
    }),
  },
  invalid: {
    status: 422,
    title: { zh: '字段有误', en: 'Invalid fields' },
    detail: () => ({
      zh: '请按 errors 中的说明逐项改正。',
      en: 'Correct each field as errors says.',
    }),
  },
  'evidence-differs': {
    status: 409,
    title: { zh: '文件与申报不符', en: 'Not the file that was declared' },
    detail: ({ what, declared, found }) => ({
      zh: `${DIFFERENCES[what].zh}申报为 ${declared},实际为 ${found ?? NOTHING_ACCEPTED.zh};请按文件本身重新申报,再上传。`,
      en: `${DIFFERENCES[what].en} was declared as ${declared} and is ${found ?? NOTHING_ACCEPTED.en}: declare the file as it is, then upload it.`,
    }),
  },
  'not-uploaded': {
    status: 409,
    title: { zh: '尚未上传', en: 'Not uploaded' },
    detail: ({ sha256 }) => ({
      zh: `文件 ${sha256} 尚未上传;请先申报,再上传到申报时得到的地址。刚上传的,请稍候再试。`,
      en: `The file ${sha256} has not arrived: declare it and upload it to the address that this is answered with. Where it was uploaded just now, try again in a moment.`,
    }),
  },
  'not-an-invoice': {
    status: 409,
    title: { zh: '不是可读取的发票', en: 'Not an invoice that can be read' },
    detail: ({ why }) => NO_INVOICES[why],
  },
  closed: {
    status: 409,
    title: { zh: '已停用', en: 'Closed' },
    detail: ({ kind, id }, { registered }) => ({
      zh: `${NOUNS[kind].zh}${registered(id).zh}已停用,请先重新启用。`,
      en: `The ${NOUNS[kind].en} ${registered(id).en} is closed: reopen it first.`,
    }),
  },
  'funding-line-closed': {
    status: 409,
    title: { zh: '专项资金已关闭', en: 'Funding line closed' },
    detail: () => ({
      zh: '该专项资金已关闭,请先重新启用,或使用另一项未关闭的专项资金。',
      en: 'This funding line is closed: reopen it, or use one that is open.',
    }),
  },
  'warehouse-closed': {
    status: 409,
    title: { zh: '仓库已停用', en: 'Warehouse closed' },
    detail: () => ({
      zh: '物资将退入的仓库已停用;请先重新启用。单位退回的,也可以在 warehouse 中指定另一仓库。',
      en: 'The goods would come to lie in a warehouse that is closed: reopen it. Where a unit returns them, another may be named in warehouse.',
    }),
  },
  'already-closed': {
    status: 409,
    title: { zh: '早已停用', en: 'Closed already' },
    detail: ({ kind }) => ({
      zh: `该${NOUNS[kind].zh}此前已停用,无需再办。`,
      en: `This ${NOUNS[kind].en} was closed before: there is nothing left to do.`,
    }),
  },
  'already-open': {
    status: 409,
    title: { zh: '未停用', en: 'Open already' },
    detail: ({ kind }) => ({
      zh: `该${NOUNS[kind].zh}没有停用,无需重新启用。`,
      en: `This ${NOUNS[kind].en} is open: there is nothing to reopen.`,
    }),
  },
  'no-personal-data': {
    status: 409,
    title: { zh: '没有个人信息', en: 'No personal data' },
    detail: ({ entry }, mentions) => ({
      zh: `${mentions.entry(entry).zh},没有个人信息;请核对编号,例如签收、慰问金或登记电话的分录。`,
      en: `There is no personal data in ${mentions.entry(entry).en}: name one that has, such as a confirmation or a benefit.`,
    }),
  },
  'already-erased': {
    status: 409,
    title: { zh: '已删除', en: 'Erased already' },
    detail: ({ by }, mentions) => ({
      zh: `该分录的个人信息已删除(${mentions.entry(by).zh}),无法恢复。`,
      en: `Its personal data was erased (${mentions.entry(by).en}), and nobody can bring it back.`,
    }),
  },
  'period-not-over': {
    status: 409,
    title: { zh: '月份尚未结束', en: 'The month is not over' },
    detail: ({ month, from }) => ({
      zh: `${month} 尚未结束,自 ${from} 起可以结账。`,
      en: `${month} is not over: it can be closed from ${from} on.`,
    }),
  },
  'period-already-closed': {
    status: 409,
    title: { zh: '已经结账', en: 'Closed already' },
    detail: ({ month, closedThrough }) => ({
      zh: `${month} 已结账(已结至 ${closedThrough}),无需再做。`,
      en: `${month} is closed already, and everything through ${closedThrough}: there is nothing left to do.`,
    }),
  },
  'period-closed': {
    status: 409,
    title: { zh: '月份已结账', en: 'Closed month' },
    detail: ({ month, closedThrough, from }) => ({
      zh: `${month} 已结账(结至 ${closedThrough});请把日期写在 ${from} 或以后,并在 belongsTo 写明所属日期和原因。`,
      en: `${month} is closed, as everything through ${closedThrough} is: date it on ${from} or later, and say in belongsTo which day it is of and why.`,
    }),
  },
  'not-reversible': {
    status: 409,
    title: { zh: '不能冲销', en: 'Not reversible' },
    detail: ({ kind }) =>
      kind === 'closure'
        ? { zh: '关闭不能冲销;请重新启用。', en: 'A closure is never reversed: reopen what it closed.' }
        : {
            zh: `${KINDS[kind].zh}不能冲销;请改为变更,或登记新的。`,
            en: `A ${KINDS[kind].en} is never reversed: amend instead, or record it anew.`,
          },
  },
  'already-reversed': {
    status: 409,
    title: { zh: '已冲销', en: 'Reversed already' },
    detail: ({ by }, mentions) => ({
      zh: `该分录已冲销(${mentions.entry(by).zh}),不能再次冲销;需要时请重新入账。`,
      en: `It is reversed already (${mentions.entry(by).en}), and an entry is reversed once: record it anew where it is needed.`,
    }),
  },
  'correct-the-original': {
    status: 409,
    title: { zh: '请更正原分录', en: 'Correct the original' },
    detail: ({ original }, mentions) => ({
      zh: `更正不能冲销,也不能再被更正;有误的,请对原分录(${mentions.entry(original).zh})再作一次更正。`,
      en: `A correction is neither reversed nor corrected: where it is wrong, correct its original once more (${mentions.entry(original).en}).`,
    }),
  },
  'reverse-instead': {
    status: 409,
    title: { zh: '须冲销后重记', en: 'Takes a reversal' },
    detail: ({ field }) => ({
      zh: `${REVERSED[field].zh}不能更正;请冲销该分录,再按实际重新记录。`,
      en: `No correction changes the ${REVERSED[field].en}: reverse the entry, and record it as it was.`,
    }),
  },
  'not-correctable': {
    status: 409,
    title: { zh: '这类分录没有该项', en: 'Not a field of this entry' },
    detail: ({ kind, field, fields }) => ({
      zh: `${KINDS[kind].zh}的${FIELDS[field].zh}不能更正;${fields.length === 0 ? '这类分录没有可更正的内容' : `可更正的有:${fields.map((one) => FIELDS[one].zh).join('、')}`}。`,
      en: `The ${FIELDS[field].en} of a ${KINDS[kind].en} is not corrected: ${fields.length === 0 ? 'nothing of this kind of entry is' : `what can be is ${fields.map((one) => FIELDS[one].en).join(', ')}`}.`,
    }),
  },
  'too-many-corrections': {
    status: 409,
    title: { zh: '更正次数过多', en: 'Too many corrections' },
    detail: ({ most }) => ({
      zh: `一条分录最多更正 ${most} 次;请冲销后重新记录。`,
      en: `An entry is corrected at most ${most} times: reverse it, and record it anew.`,
    }),
  },
  'supplier-bound': {
    status: 409,
    title: { zh: '供应商已不能更正', en: 'The supplier is bound' },
    detail: () => ({
      zh: '该采购已付款或已登记发票,供应商不能更正;请先冲销付款和发票,再更正。',
      en: 'Something was paid for this purchase or an invoice of it is booked: reverse payment and invoice first, then correct the supplier.',
    }),
  },
  'was-differs': {
    status: 409,
    title: { zh: '现登记的不是这样', en: 'Not what stands' },
    detail: ({ field, stands }, mentions) => {
      const isNamed = stands !== undefined && FIELDS[field].holds === 'supplier';
      const told = isNamed ? mentions.registered(stands) : stands === undefined ? undefined : quoted(stands);
      return {
        zh: `${FIELDS[field].zh}现${told === undefined ? '未登记' : `登记为${told.zh}`};请核对,以现登记的内容为准重新更正。`,
        en: `The ${FIELDS[field].en} ${told === undefined ? 'says nothing now' : `is ${told.en} now`}: look at it again, and correct from what stands.`,
      };
    },
  },
  'not-recorded-by-you': {
    status: 403,
    title: { zh: '不是您记录的', en: 'Not recorded by you' },
    detail: () => ({
      zh: '只有记录的人本人可以撤回;请由其本人撤回,或由财务冲销。',
      en: 'Only whoever recorded it withdraws it: ask them, or have a treasurer reverse it.',
    }),
  },
  'something-followed': {
    status: 409,
    title: { zh: '已有后续', en: 'Something followed' },
    detail: ({ entries }) => ({
      zh: `其后已有 ${entries.length} 条分录,不能撤回;请由财务从最后一条起依次冲销。`,
      en: `It was followed by ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} and is not withdrawn any more: have a treasurer reverse them, the last one first.`,
    }),
  },
  'withdrawal-over': {
    status: 409,
    title: { zh: '已过撤回时限', en: 'Too late to withdraw' },
    detail: ({ until }) => ({
      zh: `记录后 24 小时内可以撤回,已于 ${momentInShanghai(until)} 截止;请由财务冲销。`,
      en: `It could be withdrawn within 24 hours, until ${momentInShanghai(until)} in Shanghai: have a treasurer reverse it.`,
    }),
  },
  'already-confirmed': {
    status: 409,
    title: { zh: '已签收', en: 'Confirmed already' },
    detail: ({ by }, mentions) => ({
      zh: `该发放单已签收(${mentions.entry(by).zh});如有误,请先冲销那次签收。`,
      en: `It is confirmed already (${mentions.entry(by).en}): reverse that confirmation first where it is wrong.`,
    }),
  },
  'not-confirmed': {
    status: 409,
    title: { zh: '尚未签收', en: 'Not confirmed' },
    detail: () => ({
      zh: '该发放单尚未签收,请先由接收单位签收。',
      en: 'The consignment is not confirmed: let the receiving unit confirm it first.',
    }),
  },
  'already-countersigned': {
    status: 409,
    title: { zh: '盘点已了结', en: 'Count settled already' },
    detail: ({ status }) => ({
      zh: status === 'posted' ? '该盘点已复核入账,如有变化请重新盘点。' : '该盘点已撤回,请重新盘点。',
      en: `This count was ${status === 'posted' ? 'countersigned' : 'withdrawn'}: count again.`,
    }),
    // A problem's `status` is the HTTP one.
    fields: ({ adjustment, status }) => ({ adjustment, state: status }),
  },
  'not-sealed': {
    status: 409,
    title: { zh: '尚未封存', en: 'Not sealed yet' },
    detail: () => ({
      zh: '该分录已入账,尚未封存;请稍候片刻再取。',
      en: 'It is recorded and will be sealed shortly: ask again in a moment.',
    }),
  },
  'export-ended': {
    status: 409,
    title: { zh: '导出已结束', en: 'Export ended already' },
    detail: ({ state }) =>
      state === 'done'
        ? {
            zh: '该导出已完成,不能再取消;不需要时无需处理。',
            en: 'It is done and can be left alone: there is nothing to cancel.',
          }
        : {
            zh: '该导出已失败,不能再取消;需要时请重新导出。',
            en: 'It has failed, so there is nothing to cancel: ask for it again.',
          },
  },
  'too-many-exports': {
    status: 409,
    title: { zh: '导出过多', en: 'Too many exports' },
    detail: ({ whose, most }) =>
      whose === 'own'
        ? {
            zh: `您已有 ${most} 个导出在排队或进行中;请等其中一个结束,或取消一个。`,
            en: `You have ${most} exports queued or running: wait for one of them to end, or cancel one.`,
          }
        : {
            zh: `共有 ${most} 个导出在排队或进行中;请稍后再试。`,
            en: `${most} exports are queued or running: try again when some of them have ended.`,
          },
  },
  'duplicate-code': {
    status: 409,
    title: { zh: '代码重复', en: 'Duplicate code' },
    detail: ({ code, kind, holder, closed }, { registered }) => {
      const [word, other] = [CODES[kind], registered(holder)];
      return {
        zh: `${word.zh} ${code} 已被${other.zh}使用(不论大小写、全角半角)${closed ? ',它已停用:请重新启用它,或换一个。' : ',请换一个。'}`,
        en: `The ${word.en} ${code} belongs to ${other.en}, whatever its case and width${closed ? '. That is closed: reopen it, or choose another.' : ': choose another.'}`,
      };
    },
  },
  'threshold-set': {
    status: 409,
    title: { zh: '已有审批限额', en: 'There is a threshold' },
    detail: ({ spending }) => ({
      zh: `${KINDS[spending].zh}已有审批限额:请变更它,或先关闭它再登记。`,
      en: `There is a threshold for each ${KINDS[spending].en} already: amend it, or close it before this one is registered.`,
    }),
  },
  'duplicate-name': {
    status: 409,
    title: { zh: '供应商名称重复', en: 'Duplicate name of a supplier' },
    detail: ({ name, closed }) => ({
      zh: `已有供应商名为 ${name}${closed ? '(已停用)' : ''}:同一家请${closed ? '重新启用' : '直接选用'};同名的另一家,两家都须有统一社会信用代码(先为已有的一家补登),或在名称中写明区别。`,
      en: `There is a ${closed ? 'closed ' : ''}supplier called ${name}: ${closed ? 'reopen' : 'choose'} it where it is the same. Where it is another, both need a credit code (amend the first with its own), or write into the name what tells them apart.`,
    }),
  },
  'invoice-already-booked': {
    status: 409,
    title: { zh: '发票已入账', en: 'Invoice booked already' },
    detail: ({ number, entry }, mentions) => ({
      zh: `发票 ${number} 已入账(${mentions.entry(entry).zh});请核对号码,或先冲销那笔分录。`,
      en: `Invoice ${number} is booked already (${mentions.entry(entry).en}): check the number, or reverse that entry first.`,
    }),
  },
  'invoice-withdrawn': {
    status: 409,
    title: { zh: '发票已冲销', en: 'Invoice reversed' },
    detail: () => ({
      zh: '该发票的登记已被冲销,不能再分摊;发票仍有效的,请重新登记。',
      en: 'What recorded this invoice was reversed: record the invoice anew where it still holds.',
    }),
  },
  'same-person': {
    status: 409,
    title: { zh: '须由不同的人办理', en: 'Another person has to do this' },
    detail: ({ step }) => ({
      zh: `${STEPS[step].zh}由您办理,这一步须由另一人办理;确需一人办理时,请在 exception.reason 写明原因。`,
      en: `You did ${STEPS[step].en}: let another person do this, or say why not in exception.reason.`,
    }),
  },
  'own-roles': {
    status: 409,
    title: { zh: '不得办理本人的权限', en: 'Your own roles' },
    detail: () => ({
      zh: '本人的权限须由另一名管理员办理;确需本人办理时,请在 exception.reason 写明原因。',
      en: 'Let another admin grant, change or withdraw your roles, or say why not in exception.reason.',
    }),
  },
  'own-approval': {
    status: 409,
    title: { zh: '不得审批本人经办的事项', en: 'Your own approval' },
    detail: () => ({
      zh: '审批人与经办人须为不同的人:请由另一名成员审批,或填写纸质文件上审批人的姓名。',
      en: 'Whoever records does not approve: name another member, or whom a decision on paper names.',
    }),
  },
  'still-in-use': {
    status: 409,
    title: { zh: '仍在使用', en: 'Still in use' },
    detail: ({ uses }) => ({
      zh: `尚有:${uses.map((use) => used(use).zh).join(';')}。请先处理完毕。`,
      en: `There is still: ${uses.map((use) => used(use).en).join('; ')}. Bring it to an end first.`,
    }),
    fields: ({ uses }) => ({
      uses: uses.map(({ what, value, quantity }) => ({
        what,
        ...(value === undefined ? {} : { value: yuan(value) }),
        ...(quantity === undefined ? {} : { quantity: count(quantity) }),
      })),
    }),
  },
  'nothing-left': {
    status: 409,
    title: { zh: '没有余量', en: 'Nothing left' },
    detail: () => ({
      zh: '这笔采购已没有余量:关闭须有已订未收,补登发票须有已订或已收。',
      en: 'Nothing is left of this purchase: closing needs something on order, an invoice something ordered or accepted.',
    }),
  },
  'above-order': {
    status: 409,
    title: { zh: '超过订购数量', en: 'Above the order' },
    detail: ({ line, asked, open }) => ({
      zh: `第 ${line} 行还有 ${open} 未收,本次为 ${asked};最多验收 ${open},多出的请另行订购。`,
      en: `Line ${line} has ${open} on order and ${asked} came: accept at most ${open} and order the rest.`,
    }),
    fields: ({ line, asked, open }) => ({ line, asked: count(asked), open: count(open) }),
  },
  'above-lot': {
    status: 409,
    title: { zh: '超过批次余量', en: 'Above the lot' },
    detail: ({ lot, asked, has }, mentions) => ({
      zh: `${mentions.lot(lot).zh}现有 ${has},要求 ${asked};最多 ${has}。`,
      en: `There is ${has} of ${mentions.lot(lot).en} and ${asked} was asked for: give at most ${has}.`,
    }),
    fields: ({ lot, asked, has }) => ({ lot, asked: count(asked), has: count(has) }),
  },
  'above-payable': {
    status: 409,
    title: { zh: '超过应付金额', en: 'Above what is payable' },
    detail: ({ asked, payable }) => ({
      zh: `该专项资金对这笔采购还应付 ${yuan(payable)} 元,要求付 ${yuan(asked)} 元;最多付 ${yuan(payable)} 元。`,
      en: `${yuan(payable)} yuan is payable from this funding line and ${yuan(asked)} was asked for: pay at most that.`,
    }),
    fields: ({ fundingLine, asked, payable }) => ({ fundingLine, asked: yuan(asked), payable: yuan(payable) }),
  },
  'above-refundable': {
    status: 409,
    title: { zh: '超过可退金额', en: 'Above what is refundable' },
    detail: ({ asked, refundable }) => ({
      zh: `该专项资金在这笔采购上多付 ${yuan(refundable)} 元,要求退 ${yuan(asked)} 元;最多退 ${yuan(refundable)} 元。仍在订购的不计入多付,不再到货的请先关闭采购。`,
      en: `${yuan(refundable)} yuan was paid too much from this funding line and ${yuan(asked)} was asked for: take back at most that. What is on order is not paid too much: close the purchase first where it will not come.`,
    }),
    fields: ({ fundingLine, asked, refundable }) => ({ fundingLine, asked: yuan(asked), refundable: yuan(refundable) }),
  },
  'above-invoice': {
    status: 409,
    title: { zh: '超过发票金额', en: 'Above the invoice' },
    detail: ({ asked, left }) => ({
      zh: `发票尚未分摊 ${yuan(left)} 元,要求分摊 ${yuan(asked)} 元;最多分摊 ${yuan(left)} 元,其余须凭另一张发票。`,
      en: `${yuan(left)} yuan of the invoice are for no purchase yet and ${yuan(asked)} were asked for: allocate at most that, the rest takes another invoice.`,
    }),
    fields: ({ asked, left }) => ({ asked: yuan(asked), left: yuan(left) }),
  },
  'above-blue-invoice': {
    status: 409,
    title: { zh: '红字超过蓝字发票', en: 'Red above its blue invoice' },
    detail: ({ purchase, asked, left }) => ({
      zh: `${purchase === undefined ? '蓝字发票' : '蓝字发票分摊到这笔采购的'}尚有 ${yuan(left)} 元未被红冲,要求红冲 ${yuan(asked)} 元;最多红冲 ${yuan(left)} 元。`,
      en: `${yuan(left)} yuan of the blue invoice${purchase === undefined ? '' : ', as far as it is for this purchase,'} were not taken back yet and ${yuan(asked)} were asked for: take back at most that.`,
    }),
    fields: ({ invoice, purchase, asked, left }) => ({
      invoice,
      ...(purchase === undefined ? {} : { purchase }),
      asked: yuan(asked),
      left: yuan(left),
    }),
  },
  'above-held': {
    status: 409,
    title: { zh: '超过待处理数量', en: 'Above what is held' },
    detail: ({ line, asked, held }) => ({
      zh: `第 ${line} 行待处理 ${held},要求处理 ${asked};最多 ${held}。`,
      en: `Line ${line} holds ${held} and ${asked} was asked for: resolve at most ${held}.`,
    }),
    fields: ({ line, asked, held }) => ({ line, asked: count(asked), held: count(held) }),
  },
  'above-delivered': {
    status: 409,
    title: { zh: '超过已签收数量', en: 'Above what was delivered' },
    detail: ({ line, asked, delivered }) => ({
      zh: `第 ${line} 行已签收 ${delivered},要求退回 ${asked};最多 ${delivered}。`,
      en: `Line ${line} has ${delivered} delivered and ${asked} was asked for: return at most ${delivered}.`,
    }),
    fields: ({ line, asked, delivered }) => ({ line, asked: count(asked), delivered: count(delivered) }),
  },
  'above-disbursed': {
    status: 409,
    title: { zh: '超过拨付金额', en: 'Above what was disbursed' },
    detail: ({ asked, disbursed }) => ({
      zh: `该单位尚有 ${yuan(disbursed)} 元,要求退回 ${yuan(asked)} 元;最多 ${yuan(disbursed)} 元。`,
      en: `${yuan(disbursed)} yuan stands at the unit and ${yuan(asked)} was asked for: take back at most that.`,
    }),
    fields: ({ asked, disbursed }) => ({ asked: yuan(asked), disbursed: yuan(disbursed) }),
  },
  'above-coverage': {
    status: 409,
    title: { zh: '超过现有覆盖数', en: 'Above the coverage that stands' },
    detail: ({ what, asked, stands }) => ({
      zh: `现计${COVERED[what].zh} ${stands},要求退回 ${asked};最多 ${stands}。`,
      en: `${stands} ${COVERED[what].en} stand and ${asked} were to come back: say at most ${stands}.`,
    }),
    fields: ({ what, asked, stands }) => ({ what, asked: count(asked), stands: count(stands) }),
  },
  'coverage-left': {
    status: 409,
    title: { zh: '退完后仍计覆盖', en: 'Coverage would be left' },
    detail: ({ what, asked, stands }) => ({
      zh: `本次退回后该单位什么也不留,现计${COVERED[what].zh} ${stands} 须一并退回,而填报 ${asked};请省略 ${what},或填 ${stands}。`,
      en: `Nothing stays at the unit after this, so all ${stands} ${COVERED[what].en} come back and not ${asked}: leave ${what} out, or say ${stands}.`,
    }),
    fields: ({ what, asked, stands }) => ({ what, asked: count(asked), stands: count(stands) }),
  },
  'coverage-of-nothing': {
    status: 409,
    title: { zh: '该单位已什么也不留', en: 'Nothing is left there' },
    detail: ({ what, by }) => ({
      zh: `该单位已什么也不留,${COVERED[what].zh}不能再增加 ${by};请先冲销那次退回,再更正。`,
      en: `Nothing is left with the unit, so that not ${by} more ${COVERED[what].en} can have been reached: reverse what came back first, then correct.`,
    }),
    fields: ({ what, by }) => ({ what, by: count(by) }),
  },
  'quantities-do-not-add-up': {
    status: 409,
    title: { zh: '数量不符', en: 'Quantities do not add up' },
    detail: ({ lines }) => ({
      zh: `完好、破损、短少、拒收之和须等于发出数量:${lines.map((l) => `第 ${l.line} 行发出 ${l.sent},填报 ${l.counted}`).join(';')}。`,
      en: `Good, damaged, short and refused have to make what was sent: ${lines.map((l) => `line ${l.line} sent ${l.sent}, told ${l.counted}`).join('; ')}.`,
    }),
    fields: ({ lines }) => ({
      lines: lines.map(({ line, sent, counted }) => ({ line, sent: count(sent), counted: count(counted) })),
    }),
  },
  'funding-line-not-named': {
    status: 409,
    title: { zh: '未指明专项资金', en: 'Funding line not named' },
    detail: ({ line, fundingLines }, { registered }) => {
      const { zh, en } = listed(fundingLines.map(registered));
      return {
        zh: `第 ${line} 行的物资属于多项专项资金,请在 fundingLine 中指明其一:${zh}。`,
        en: `Several funding lines hold the item of line ${line}; name one in fundingLine: ${en}.`,
      };
    },
  },
  'insufficient-stock': {
    status: 409,
    title: { zh: '库存不足', en: 'Insufficient stock' },
    detail: ({ line, available, shortfall, unusable, directedElsewhere = [] }, mentions) => ({
      zh: `第 ${line} 行可取 ${available},缺 ${shortfall}${unusable > 0n ? `(另有 ${unusable} 在该日不可用)` : ''};最多取 ${available}。${meantForOthers(directedElsewhere, mentions).zh}`,
      en: `Line ${line} can take ${available} and lacks ${shortfall}${unusable > 0n ? ` (${unusable} more may not be taken on that day)` : ''}: take at most ${available}.${meantForOthers(directedElsewhere, mentions).en}`,
    }),
    fields: ({ line, item, available, shortfall, unusable, directedElsewhere = [] }) => ({
      line,
      item,
      available: count(available),
      shortfall: count(shortfall),
      unusable: count(unusable),
      ...(directedElsewhere.length === 0
        ? {}
        : { directedElsewhere: directedElsewhere.map((gift) => ({ ...gift, quantity: count(gift.quantity) })) }),
    }),
  },
  'too-many-lots': {
    status: 409,
    title: { zh: '批次过多', en: 'Too many lots' },
    detail: ({ lots, most }) => ({
      zh: `涉及 ${lots} 个批次,一笔最多 ${most} 个;请分成几笔。`,
      en: `This takes ${lots} lots and one entry may take ${most}: split it.`,
    }),
  },
  'above-plan': {
    status: 409,
    title: { zh: '超过分配方案', en: 'Above the plan' },
    detail: ({ line, planned, dispatched }) => ({
      zh: `第 ${line} 行方案数量 ${planned},连同本次共发 ${dispatched};请减少数量,或在 exception.reason 写明原因。`,
      en: `Line ${line} has ${planned} planned and ${dispatched} with this: send less, or say why in exception.reason.`,
    }),
    fields: ({ line, planned, dispatched }) => ({ line, planned: count(planned), dispatched: count(dispatched) }),
  },
  'stock-changed': {
    status: 409,
    title: { zh: '账面数量已变', en: 'Stock has changed' },
    detail: ({ lots }, { lot }) => ({
      zh: `盘点后账面有变动:${lots.map((l) => `${lot(l.lot).zh}由 ${l.book} 变为 ${l.now}`).join(';')}。请重新盘点。`,
      en: `The books moved since the count: ${lots.map((l) => `${lot(l.lot).en} from ${l.book} to ${l.now}`).join('; ')}. Count again.`,
    }),
    fields: ({ lots }) => ({ lots: lots.map(({ lot, book, now }) => ({ lot, book: count(book), now: count(now) })) }),
  },
  'cap-exceeded': {
    status: 409,
    title: { zh: '超过标准上限', en: 'Cap exceeded' },
    detail: ({ cap, paid, period }) => ({
      zh: `此人${withinPeriod(period).zh}已领 ${yuan(paid)} 元,上限 ${yuan(cap)} 元;最多再付 ${yuan(cap > paid ? cap - paid : 0n)} 元。`,
      en: `This person was paid ${yuan(paid)} of ${yuan(cap)} yuan ${withinPeriod(period).en}: pay at most ${yuan(cap > paid ? cap - paid : 0n)}.`,
    }),
    fields: ({ cap, paid, period }) => ({ cap: yuan(cap), paid: yuan(paid), period }),
  },
  'approval-needed': {
    status: 409,
    title: { zh: '须先审批', en: 'An approval is needed' },
    detail: (refused) => ({
      zh: `${outlay(refused).zh}超过 ${formatYuan(refused.threshold)} 须先审批:请在 approval 写明审批文件、日期和审批人。`,
      en: `${outlay(refused).en}. Above ${formatYuan(refused.threshold)} it needs an approval: say in approval by which document, when and by whom.`,
    }),
    fields: toldOutlay,
  },
  'cash-above-threshold': {
    status: 409,
    title: { zh: '超过现金支付限额', en: 'Above what may be paid in cash' },
    detail: (refused) => ({
      zh: `${outlay(refused).zh}超过 ${formatYuan(refused.threshold)} 不得用现金:请改用转账等其他方式;确需现金的,请在 exception.reason 写明原因。`,
      en: `${outlay(refused).en}, in cash. Above ${formatYuan(refused.threshold)} pay another way, as by bank transfer, or say why not in exception.reason.`,
    }),
    fields: toldOutlay,
  },
  'insufficient-funds': {
    status: 409,
    title: { zh: '可用额度不足', en: 'Insufficient funds' },
    detail: ({ available, shortfall }) => ({
      zh: `该专项资金可用 ${yuan(available)} 元,还差 ${yuan(shortfall)} 元;请减少金额或先拨入。`,
      en: `${yuan(available)} yuan is available and ${yuan(shortfall)} is lacking: ask for less, or appropriate first.`,
    }),
    fields: ({ fundingLine, available, shortfall }) => ({
      fundingLine,
      available: yuan(available),
      shortfall: yuan(shortfall),
    }),
  },
  'insufficient-cash': {
    status: 409,
    title: { zh: '资金余额不足', en: 'Insufficient cash' },
    detail: ({ cash, shortfall }) => ({
      zh: `该专项资金余额 ${yuan(cash)} 元,还差 ${yuan(shortfall)} 元;请减少金额或先拨入。`,
      en: `${yuan(cash)} yuan is in hand and ${yuan(shortfall)} is lacking: ask for less, or appropriate first.`,
    }),
    fields: ({ fundingLine, cash, shortfall }) => ({ fundingLine, cash: yuan(cash), shortfall: yuan(shortfall) }),
  },
  'stands-in-the-way': {
    status: 409,
    title: { zh: '后续业务挡住了冲销', en: 'Something stands in the way' },
    detail: ({ account, has, needs, entries }, mentions) => {
      const called = accountCalled(account, mentions);
      const { zh, en } = listed(entries.map(mentions.entry));
      return {
        zh: `${called.zh}现有 ${has.quantity} / ${yuan(has.value)} 元,冲销需要 ${needs.quantity} / ${yuan(needs.value)} 元;请先冲销后续分录${entries.length > 0 ? `,从最后一笔起:${zh}` : ''}。`,
        en: `${called.en}: there is ${has.quantity} / ${yuan(has.value)} yuan and this needs ${needs.quantity} / ${yuan(needs.value)}; reverse what came later first${entries.length > 0 ? `, the last one first: ${en}` : ''}.`,
      };
    },
    fields: ({ account, has, needs, entries }) => ({
      account,
      has: { quantity: count(has.quantity), value: yuan(has.value) },
      needs: { quantity: count(needs.quantity), value: yuan(needs.value) },
      entries,
    }),
  },
  'entry-too-large': {
    status: 413,
    title: { zh: '分录过大', en: 'Entry too large' },
    detail: ({ bytes, most }) => ({
      zh: `该分录有 ${bytes} 字节,上限 ${most};请分成几笔,或减少凭据和说明。`,
      en: `The entry would have ${bytes} bytes and may have ${most}: split it, or attach less.`,
    }),
  },
} as const satisfies Tellings;
