import { listed } from '../../../shared/words/mentions.ts';
import { COVERED, meantForOthers } from '../../../shared/words/vocabulary.ts';
import { count, type Tellings } from './telling.ts';

/** Goods, where they lie and whom they reach. */
export const GOODS = {
  'consignment-withdrawn': {
    status: 409,
    title: { zh: '发放已撤回', en: 'Dispatch withdrawn' },
    detail: () => ({
      zh: '该发放单已撤回或冲销,物资已回到库存,不能再签收、退回或处理;仍要发放的,请另开发放单。',
      en: 'This consignment was withdrawn or reversed and its goods are in stock again, so that nothing more is done on it: send them by a new one where they are still to go.',
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
  'above-coverage': {
    status: 409,
    title: { zh: '超过现有覆盖数', en: 'Above the coverage that stands' },
    detail: ({ what, asked, stands, least, most = stands }) => ({
      zh: `现计${COVERED[what].zh} ${stands},${least === undefined ? '要求退回' : '更正要减去'} ${asked};${least === undefined ? `最多填 ${most}` : `最少填 ${least}`}。`,
      en: `${stands} ${COVERED[what].en} stand and ${asked} were to ${least === undefined ? `come back: say at most ${most}` : `be taken away: say at least ${least}`}.`,
    }),
    fields: ({ what, asked, stands, least, most }) => ({
      what,
      asked: count(asked),
      stands: count(stands),
      ...(least === undefined ? {} : { least: count(least) }),
      ...(most === undefined ? {} : { most: count(most) }),
    }),
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
      en: `Nothing is left with the unit, so that the number of ${COVERED[what].en} cannot rise by ${by}: reverse what came back first, then correct.`,
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
      zh: `第 ${line} 行方案数量 ${planned},此前已发 ${dispatched};最多再发 ${planned > dispatched ? planned - dispatched : 0n},或在“例外理由”(exception.reason)写明原因。`,
      en: `Line ${line} has ${planned} planned and ${dispatched} dispatched before: send at most ${planned > dispatched ? planned - dispatched : 0n} more, or say why under Why an exception (exception.reason).`,
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
} as const satisfies Pick<
  Tellings,
  | 'consignment-withdrawn'
  | 'already-confirmed'
  | 'not-confirmed'
  | 'already-countersigned'
  | 'nothing-left'
  | 'above-order'
  | 'above-lot'
  | 'above-held'
  | 'above-delivered'
  | 'above-coverage'
  | 'coverage-left'
  | 'coverage-of-nothing'
  | 'quantities-do-not-add-up'
  | 'funding-line-not-named'
  | 'insufficient-stock'
  | 'too-many-lots'
  | 'above-plan'
  | 'stock-changed'
>;
