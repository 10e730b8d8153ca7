import { describe, expect, it } from 'vitest';
import { LEDGER_TITLES } from '../../../shared/domain/ledger-titles.ts';
import { openLedger } from '../../../shared/exports/ledgers/ledger.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import { EXPORTS, LEDGER_KINDS, type LedgerKind } from '../../../shared/schemas/export.ts';
import { nthId } from '../../commands/office.ts';
import { winter } from '../../reports/winter.ts';
import { HEADING, inMemory, read, sealedBy } from './reading.ts';

const office = await winter();
const SEALED = await sealedBy(office);
const [LINE_A, TOWN, MASK] = [office.id('line'), office.id('town'), office.id('masks')];

/** As the unions' own forms have them; and of gifts who really got them, and what their funding line was spent on. */
const TITLES: Readonly<Record<LedgerKind, string>> = {
  'fund-usage':
    '序号, 日期, 凭证号, 资金来源, 专项名称, 摘要, 收款单位/人, 预算批复文号, 收入(元), 支出(元), 结余(元), 支付方式, 发票号码, 经办人, 审核人, 审批人, 附件数(张), 备注',
  acceptance:
    '序号, 入库日期, 入库单号, 采购方式/依据文号, 供应商, 统一社会信用代码, 物资名称, 规格型号, 批号, 保质期至, 单位, 应收数量, 实收数量, 单价(元), 金额(元), 发票号码, 采购人, 验收人, 保管人, 备注',
  distribution:
    '序号, 发放日期, 出库单号, 分配方案号, 接收单位, 物资名称, 规格型号, 单位, 应发数量, 实发数量, 实收数量, 差异, 折合金额(元), 覆盖人数, 覆盖户数, 发放人, 接收人, 联系电话, 结存数量, 备注',
  'stock-card': '日期, 凭证号, 摘要, 收入数量, 收入金额, 发出数量, 发出金额, 结存数量, 结存金额, 审核',
  donations:
    '序号, 接收日期, 捐赠人, 款/物, 专项名称, 物资名称, 规格/标准, 单位, 数量, 折价(元), 定向/非定向, 受赠单位, 实际受赠单位, 发放日期, 已发, 结存, 款项使用, 备注',
  exceptions: '序号, 日期, 凭证号, 例外事项, 摘要, 经办人, 身份, 理由, 审批人, 备注',
};

function open(kind: LedgerKind, selection: Selection) {
  return openLedger(kind, selection, HEADING, { find: () => undefined }, inMemory);
}

describe('every union ledger', () => {
  it.each(LEDGER_KINDS)('has the columns of its form, in their order: %s', async (kind) => {
    const { sheet, rows, foot } = await read(kind, SEALED, EXPORTS[kind].takes.includes('item') ? { item: MASK } : {});
    expect(sheet.title).toBe(LEDGER_TITLES[kind]);
    expect(sheet.columns.map(({ title }) => title).join(', ')).toBe(TITLES[kind]);
    for (const row of [...rows, foot.total]) expect(row).toHaveLength(sheet.columns.length);
    for (const row of rows) {
      sheet.columns.forEach(({ type }, at) => {
        const isNumber = type === 'ordinal' || type === 'yuan' || type === 'quantity';
        expect([isNumber ? 'bigint' : 'string', 'object']).toContain(typeof row[at]);
      });
    }
  });

  it('says whose it is, what it is of, and under which checkpoint', async () => {
    const selection = { fundingLine: LINE_A, unit: TOWN, item: MASK, from: '2020-12-01', to: '2020-12-31' };
    const { sheet } = await read('distribution', SEALED, selection);
    expect(sheet.head.map(({ label, text }) => `${label}：${text}`)).toEqual([
      '编制单位：示例区总工会',
      '专项资金：A 防疫专项',
      '接收单位：U1 甲镇',
      '物资：W1 口罩',
      '期间：2020-12-01 至 2020-12-31',
      '校验点：size=28 root=cm9vdA==',
      '单位：元',
    ]);
  });

  it.each([
    [{}, '自始至今'],
    [{ from: '2020-12-01' }, '2020-12-01 至今'],
    [{ to: '2020-12-31' }, '自始至 2020-12-31'],
  ])('says how long its period is: %j', async (selection, text) => {
    const { sheet } = await read('fund-usage', SEALED, selection);
    expect(sheet.head).toContainEqual({ label: '期间', text });
    expect(sheet.head).toContainEqual({ label: '专项资金', text: '全部' });
  });

  it('refuses what it cannot be narrowed by, and says what it can be', () => {
    expect(() => open('fund-usage', { unit: TOWN })).toThrow('narrowed by fundingLine, from, to, not by unit');
    expect(() => open('stock-card', {})).toThrow('the ledger stock-card takes item');
    expect(() => open('acceptance', { from: '2021-01-02', to: '2021-01-01' })).toThrow('before it begins');
  });

  it('is of an empty log as well', async () => {
    for (const kind of LEDGER_KINDS) {
      const ledger = await read(kind, [], kind === 'stock-card' ? { item: nthId(99) } : {});
      expect([ledger.rows, ledger.foot.rows]).toEqual([[], 0]);
      expect(ledger.foot.total).toContain('合计');
    }
  });

  it('removes its files once, whether it was read or given up', async () => {
    let files = 0;
    const counted: typeof inMemory = (options) => {
      const sorter = inMemory(options);
      files += 1;
      const close = (): void => {
        files -= 1;
      };
      return { ...sorter, close };
    };
    const given = openLedger('fund-usage', {}, HEADING, { find: () => undefined }, counted);
    expect(files).toBe(2);
    given.discard();
    given.discard();
    expect(files).toBe(0);
    const whole = openLedger('fund-usage', {}, HEADING, { find: () => undefined }, counted);
    for await (const row of whole.close(new Map()).rows) expect(row).toBeUndefined();
    expect(files).toBe(0);
    whole.discard();
    expect(files).toBe(0);
  });
});
