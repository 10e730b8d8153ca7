import { DIFFERENCES, NO_INVOICES, NOTHING_ACCEPTED } from '../../../shared/words/vocabulary.ts';
import { type Tellings, yuan } from './telling.ts';

/** Evidence and invoices. */
export const PAPERS = {
  'evidence-differs': {
    status: 409,
    title: { zh: '文件与申报不符', en: 'Not the file that was declared' },
    detail: ({ what, declared, found }) => ({
      zh: `${DIFFERENCES[what].zh}申报为 ${declared},实际为${found === undefined ? NOTHING_ACCEPTED.zh : ` ${found}`};请按文件本身重新申报,再上传。`,
      en: `${DIFFERENCES[what].en} was declared as ${declared} and is ${found ?? NOTHING_ACCEPTED.en}: declare the file as it is, then upload it.`,
    }),
  },
  'not-uploaded': {
    status: 409,
    title: { zh: '尚未上传', en: 'Not uploaded' },
    detail: ({ name }) => ({
      zh: `文件“${name}”尚未上传;请先申报,再上传到申报时得到的地址。刚上传的,请稍候再试。`,
      en: `The file “${name}” has not arrived: declare it and upload it to the address that this is answered with. Where it was uploaded just now, try again in a moment.`,
    }),
  },
  'not-an-invoice': {
    status: 409,
    title: { zh: '不是可读取的发票', en: 'Not an invoice that can be read' },
    detail: ({ why }) => NO_INVOICES[why],
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
} as const satisfies Pick<
  Tellings,
  | 'evidence-differs'
  | 'not-uploaded'
  | 'not-an-invoice'
  | 'invoice-already-booked'
  | 'invoice-withdrawn'
  | 'above-invoice'
  | 'above-blue-invoice'
>;
