import { KINDS } from '../../../shared/domain/kinds.ts';
import type { AboveThreshold } from '../../../shared/domain/refusal.ts';
import type { Bilingual } from '../../../shared/words/language.ts';
import { withinPeriod } from '../../../shared/words/vocabulary.ts';
import { type Tellings, yuan } from './telling.ts';

/** What was to be spent, and what it comes to with what counts together with it. */
function outlay({ spending, amount, together }: AboveThreshold): Bilingual {
  const { zh, en } = KINDS[spending];
  const [alone, both] = [yuan(amount), yuan(together)];
  if (amount === together) return { zh: `本笔${zh} ${alone} 元。`, en: `This ${en} is of ${alone} yuan` };
  return {
    zh: `本笔${zh} ${alone} 元,与七日内付给同一收款方的合计 ${both} 元。`,
    en: `This ${en} is of ${alone} yuan, and with what else is paid to the same payee within seven days it makes ${both} yuan`,
  };
}

const toldOutlay = ({ spending, amount, threshold, together }: AboveThreshold) => ({
  spending,
  amount: yuan(amount),
  threshold: yuan(threshold),
  together: yuan(together),
});

/** Money, and up to where it is spent. */
export const MONEY = {
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
  'above-disbursed': {
    status: 409,
    title: { zh: '超过拨付金额', en: 'Above what was disbursed' },
    detail: ({ asked, disbursed }) => ({
      zh: `该单位尚有 ${yuan(disbursed)} 元,要求退回 ${yuan(asked)} 元;最多 ${yuan(disbursed)} 元。`,
      en: `${yuan(disbursed)} yuan stands at the unit and ${yuan(asked)} was asked for: take back at most that.`,
    }),
    fields: ({ asked, disbursed }) => ({ asked: yuan(asked), disbursed: yuan(disbursed) }),
  },
  'above-planned-amount': {
    status: 409,
    title: { zh: '超过分配方案', en: 'Above the plan' },
    detail: ({ planned, disbursed }) => ({
      zh: `方案从该专项资金给该单位 ${yuan(planned)} 元,此前已拨 ${yuan(disbursed)} 元;最多再拨 ${yuan(planned > disbursed ? planned - disbursed : 0n)} 元,或在“例外理由”(exception.reason)写明原因。`,
      en: `The plan gives this unit ${yuan(planned)} yuan of this funding line, of which ${yuan(disbursed)} were disbursed before: disburse at most ${yuan(planned > disbursed ? planned - disbursed : 0n)} more, or say why under Why an exception (exception.reason).`,
    }),
    fields: ({ planned, disbursed }) => ({ planned: yuan(planned), disbursed: yuan(disbursed) }),
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
      zh: `${outlay(refused).zh}超过 ${yuan(refused.threshold)} 元须先审批:请在 approval 写明审批文件、日期和审批人。`,
      en: `${outlay(refused).en}. Above ${yuan(refused.threshold)} yuan it needs an approval: say in approval by which document, when and by whom.`,
    }),
    fields: toldOutlay,
  },
  'cash-above-threshold': {
    status: 409,
    title: { zh: '超过现金支付限额', en: 'Above what may be paid in cash' },
    detail: (refused) => ({
      zh: `${outlay(refused).zh}超过 ${yuan(refused.threshold)} 元不得用现金:请改用转账等其他方式;确需现金的,请在“例外理由”(exception.reason)写明原因。`,
      en: `${outlay(refused).en}, in cash. Above ${yuan(refused.threshold)} yuan pay another way, as by bank transfer, or say why not under Why an exception (exception.reason).`,
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
} as const satisfies Pick<
  Tellings,
  | 'above-payable'
  | 'above-refundable'
  | 'above-disbursed'
  | 'above-planned-amount'
  | 'cap-exceeded'
  | 'approval-needed'
  | 'cash-above-threshold'
  | 'insufficient-funds'
  | 'insufficient-cash'
>;
