import type { Balance } from '../../../shared/domain/balance.ts';
import { momentInShanghai } from '../../../shared/domain/calendar.ts';
import { FIELDS, REVERSED } from '../../../shared/domain/correctable.ts';
import { KINDS } from '../../../shared/domain/kinds.ts';
import type { Bilingual } from '../../../shared/words/language.ts';
import { listed } from '../../../shared/words/mentions.ts';
import { accountCalled, withArticle } from '../../../shared/words/vocabulary.ts';
import { count, type Tellings, yuan } from './telling.ts';

const quoted = (text: string): Bilingual => ({ zh: `“${text}”`, en: `“${text}”` });

/** A balance by what it or the one beside it counts at all: nothing of papers, which hold on to an entry and count nothing. */
function sized({ quantity, value }: Balance, beside: Balance): Bilingual | undefined {
  const isGoods = quantity !== 0n || beside.quantity !== 0n;
  const isMoney = value !== 0n || beside.value !== 0n;
  const goods = { zh: `数量 ${quantity}`, en: `a quantity of ${quantity}` };
  const money = { zh: `金额 ${yuan(value)} 元`, en: `${yuan(value)} yuan` };
  const sizes = [...(isGoods ? [goods] : []), ...(isMoney ? [money] : [])];
  return sizes.length === 0 ? undefined : listed(sizes);
}

/** Entries that a refusal tells of before it only counts them. */
const TOLD_ENTRIES = 5;

/** Closed months, reversals, corrections and withdrawals. */
export const UNDOING = {
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
            en: `${withArticle(KINDS[kind].en, 'A')} is never reversed: amend instead, or record it anew.`,
          },
  },
  'already-reversed': {
    status: 409,
    title: { zh: '已撤回或冲销', en: 'Undone already' },
    // Whoever asks may want to reverse, to withdraw or to correct it, and it may have been withdrawn or reversed.
    detail: ({ by }, mentions) => ({
      zh: `该分录已不再有效(${mentions.entry(by).zh}),不能再冲销、撤回或更正;需要时请重新入账。`,
      en: `It counts no more (${mentions.entry(by).en}), and is neither reversed, withdrawn nor corrected again: record it anew where it is needed.`,
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
      en: `The ${FIELDS[field].en} of ${withArticle(KINDS[kind].en)} is not corrected: ${fields.length === 0 ? 'nothing of this kind of entry is' : `what can be is ${fields.map((one) => FIELDS[one].en).join(', ')}`}.`,
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
        en: `The entry now says ${told === undefined ? `nothing as its ${FIELDS[field].en}` : `${told.en} as its ${FIELDS[field].en}`}: look at it again, and correct from what stands.`,
      };
    },
  },
  'something-followed': {
    status: 409,
    title: { zh: '已有后续', en: 'Something followed' },
    detail: ({ entries }, mentions) => {
      if (entries.length === 0) {
        return {
          zh: '其后有过分录,虽已冲销,仍不能撤回;请由财务直接冲销它本身。',
          en: 'It was followed by what has been reversed since, and is not withdrawn any more: have a treasurer reverse it itself.',
        };
      }
      const { zh, en } = listed(entries.slice(0, TOLD_ENTRIES).map(mentions.entry));
      const more = entries.length - TOLD_ENTRIES;
      return {
        zh: `其后已有 ${entries.length} 条分录,不能撤回;请由财务先从最后一条起依次冲销:${zh}${more > 0 ? '等' : ''},再冲销它本身。`,
        en: `It was followed by ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} and is not withdrawn any more: have a treasurer reverse what followed, the last one first (${en}${more > 0 ? ` and ${more} more` : ''}), and then it itself.`,
      };
    },
  },
  'withdrawal-over': {
    status: 409,
    title: { zh: '已过撤回时限', en: 'Too late to withdraw' },
    detail: ({ until }) => ({
      zh: `记录后 24 小时内可以撤回,已于 ${momentInShanghai(until)} 截止;请由财务冲销。`,
      en: `It could be withdrawn within 24 hours, until ${momentInShanghai(until)} in Shanghai: have a treasurer reverse it.`,
    }),
  },
  'stands-in-the-way': {
    status: 409,
    title: { zh: '后续业务挡住了冲销', en: 'Something stands in the way' },
    detail: ({ account, has, needs, entries }, mentions) => {
      const called = accountCalled(account, mentions);
      const [there, needed] = [sized(has, needs), sized(needs, has)];
      const { zh, en } = listed(entries.map(mentions.entry));
      return {
        zh: `${called.zh}${there === undefined ? '' : `现有${there.zh}`}${needed === undefined ? '' : `,冲销需要${needed.zh}`};请先冲销后续分录${entries.length > 0 ? `,从最后一笔起:${zh}` : ''}。`,
        en: `${called.en}${there === undefined ? '' : `: there is ${there.en}`}${needed === undefined ? '' : `, and this needs ${needed.en}`}; reverse what came later first${entries.length > 0 ? `, the last one first: ${en}` : ''}.`,
      };
    },
    fields: ({ account, has, needs, entries }) => ({
      account,
      has: { quantity: count(has.quantity), value: yuan(has.value) },
      needs: { quantity: count(needs.quantity), value: yuan(needs.value) },
      entries,
    }),
  },
} as const satisfies Pick<
  Tellings,
  | 'period-not-over'
  | 'period-already-closed'
  | 'period-closed'
  | 'not-reversible'
  | 'already-reversed'
  | 'correct-the-original'
  | 'reverse-instead'
  | 'not-correctable'
  | 'too-many-corrections'
  | 'supplier-bound'
  | 'was-differs'
  | 'something-followed'
  | 'withdrawal-over'
  | 'stands-in-the-way'
>;
