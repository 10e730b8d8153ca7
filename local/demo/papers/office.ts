import type { CalendarDate } from '../../../shared/domain/calendar.ts';
import { Paper } from './paper.ts';
import { pdfOf, type Sheet } from './sheet.ts';

/** The papers of an office that go with the steps of the demonstration. */

/** Goods as a paper lists them. */
export interface Listed {
  readonly name: string;
  readonly measure: string;
  readonly quantity: number;
}
export interface Priced extends Listed {
  readonly unitPrice: string;
  readonly amount: string;
}

export interface Bought {
  readonly date: CalendarDate;
  readonly supplier: string;
  readonly fundingLine: string;
  readonly goods: readonly Priced[];
  readonly total: string;
}

const UNION = '顺义区总工会(示例)';

function paper(date: CalendarDate, of: string, sheet: Sheet): Paper {
  return new Paper(`示例-${sheet.title}-${date}-${of}.pdf`, 'application/pdf', () => pdfOf(sheet));
}

/** 会议纪要: that it is bought, and from which funds. */
export function minutes({ date, supplier, fundingLine, goods, total }: Bought): Paper {
  const names = goods.map(({ name }) => name).join('、');
  return paper(date, names, {
    title: '会议纪要',
    fields: [
      ['时间', date],
      ['议题', `采购${names}`],
      ['参加', '主席、财务负责人、经办人(示例)'],
    ],
    says: [
      `一、同意向${supplier}采购${names},合计 ${total} 元。`,
      `二、所需资金从${fundingLine}列支。`,
      '三、货到后由仓库验收,凭发票、验收单和付款审批单付款。',
    ],
    signed: ['主持人', '记录人'],
  });
}

/** 采购合同 */
export function contract({ date, supplier, goods, total }: Bought): Paper {
  return paper(date, supplier, {
    title: '采购合同',
    fields: [
      ['甲方', UNION],
      ['乙方', supplier],
      ['签订日期', date],
      ['合同金额', `${total} 元(含税)`],
    ],
    table: {
      columns: ['物资', '单位', '数量', '单价', '金额'],
      rows: goods.map(({ name, measure, quantity, unitPrice, amount }) => [
        name,
        measure,
        String(quantity),
        unitPrice,
        amount,
      ]),
    },
    says: ['乙方送货至甲方仓库,甲方验收合格后凭发票付款。'],
    signed: ['甲方代表', '乙方代表'],
  });
}

/** 验收单: what came, by the one who counted it. */
export function acceptanceSlip(date: CalendarDate, supplier: string, goods: readonly Listed[]): Paper {
  return paper(date, supplier, {
    title: '验收单',
    fields: [
      ['供应商', supplier],
      ['验收日期', date],
    ],
    table: {
      columns: ['物资', '单位', '合格', '破损', '短少'],
      rows: goods.map(({ name, measure, quantity }) => [name, measure, String(quantity), '0', '0']),
    },
    says: ['数量、规格与合同相符,已入库。'],
    signed: ['验收人', '送货人'],
  });
}

/** 付款审批单 */
export function paymentApproval(date: CalendarDate, to: string, amount: string, fundingLine: string): Paper {
  return paper(date, to, {
    title: '付款审批单',
    fields: [
      ['收款单位', to],
      ['金额', `${amount} 元`],
      ['列支', fundingLine],
      ['方式', '银行转账'],
      ['日期', date],
    ],
    signed: ['经办人', '财务负责人'],
  });
}

export interface Received {
  readonly date: CalendarDate;
  readonly unit: string;
  readonly signatory: string;
  readonly goods: readonly (Listed & { readonly damaged?: number })[];
  readonly reached: string;
}

/** 签收单: what a unit received, signed there. */
export function signedSlip({ date, unit, signatory, goods, reached }: Received): Paper {
  return paper(date, unit, {
    title: '物资签收单',
    fields: [
      ['接收单位', unit],
      ['签收日期', date],
      ['覆盖', reached],
    ],
    table: {
      columns: ['物资', '单位', '实收', '破损'],
      rows: goods.map(({ name, measure, quantity, damaged = 0 }) => [
        name,
        measure,
        String(quantity - damaged),
        String(damaged),
      ]),
    },
    signed: [signatory, '发放人'],
  });
}

/** 拨款收据: what a unit received in money. */
export function receipt(date: CalendarDate, unit: string, amount: string, purpose: string): Paper {
  return paper(date, unit, {
    title: '拨款收据',
    fields: [
      ['收款单位', unit],
      ['金额', `${amount} 元`],
      ['用途', purpose],
      ['日期', date],
    ],
    signed: ['收款人', '付款人'],
  });
}
