import { KINDS } from '../../../shared/domain/kinds.ts';
import { CODES, NOUNS, used } from '../../../shared/words/vocabulary.ts';
import { count, type Tellings, yuan } from './telling.ts';

/** What is registered, and what is closed. */
export const REGISTERED = {
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
  'duplicate-code': {
    status: 409,
    title: { zh: '代码重复', en: 'Duplicate code' },
    detail: ({ code, kind, holder, closed }, { registered }) => {
      const [word, other] = [CODES[kind], registered(holder)];
      // Subjects compare to the letter.
      const isToTheLetter = kind === 'member';
      return {
        zh: `${word.zh} ${code} 已被${other.zh}使用${isToTheLetter ? '' : '(不论大小写、全角半角)'}${closed ? ',它已停用:请重新启用它,或换一个。' : ',请换一个。'}`,
        en: `The ${word.en} ${code} belongs to ${other.en}${isToTheLetter ? '' : ', whatever its case and width'}${closed ? '. That is closed: reopen it, or choose another.' : ': choose another.'}`,
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
} as const satisfies Pick<
  Tellings,
  | 'closed'
  | 'funding-line-closed'
  | 'warehouse-closed'
  | 'already-closed'
  | 'already-open'
  | 'duplicate-code'
  | 'threshold-set'
  | 'duplicate-name'
  | 'still-in-use'
>;
