import type * as z from 'zod';
import { WORK_KINDS, WORK_NAMES } from '../../shared/domain/work.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { workAnswer } from '../../shared/schemas/work.ts';
import type { Api } from './api.ts';
import type { Facts } from './facts.ts';
import { AUDITOR } from './play.ts';
import { table } from './table.ts';

type Statement = z.infer<typeof reportAnswers.statement>;
type Identities = z.infer<typeof reportAnswers.identities>;

const SUMMARY_WIDTH = 40;
const PARTY_WIDTH = 20;

/** What a person wants to see of the demonstration, asked of the API: nothing here is taken from the facts but names. */
export async function overview(api: Api, facts: Facts, fundingLine: string, last: string): Promise<readonly string[]> {
  // Reports tell what is sealed: the first of them waits until the last step is.
  const headline = await api.read(
    AUDITOR,
    `/api/reports/headline?fundingLine=${fundingLine}&after=${last}`,
    reportAnswers.headline,
  );
  const path = `/api/funding-lines/${fundingLine}/statement`;
  const statement = await api.read(AUDITOR, path, reportAnswers.statement);
  const identities = await api.read(AUDITOR, '/api/reports/identities', reportAnswers.identities);
  const waits = await api.read(AUDITOR, `/api/work?after=${last}`, workAnswer);
  if (!headline || !statement || !identities || !waits) throw new Error('a report of the demonstration is missing');
  const { people, households, asOf } = headline;
  return [
    `示例:${facts.title}`,
    `累计投入 ${grouped(headline.invested)} 元,覆盖 ${grouped(people)} 人次,${grouped(households)} 户次`,
    ...(asOf === null ? [] : [`校验点 ${asOf.size} 条分录,根 ${asOf.root}`]),
    '',
    ...statementLines(statement),
    '',
    ...identityLines(identities, facts, fundingLine),
    '',
    `待办:${waitingLine(waits)}`,
    '',
    '以下为假定,报道中没有,只为让示例能够走通:',
    ...facts.assumed.map((text) => `  · ${text}`),
  ];
}

function statementLines(statement: Statement): readonly string[] {
  const { fundingLine, opening, rows, income, expense, closing, next } = statement;
  const titles = { left: ['日期', '摘要', '对方'], right: ['收入', '支出', '余额'] } as const;
  const most = [undefined, SUMMARY_WIDTH, PARTY_WIDTH];
  const columns = [
    ...titles.left.map((title, at) => ({ title, align: 'left' as const, ...(most[at] && { most: most[at] }) })),
    ...titles.right.map((title) => ({ title, align: 'right' as const })),
  ];
  return [
    `专项资金明细:${fundingLine.code} ${fundingLine.name}(资金,单位:元)`,
    ...table(columns, [
      ['', '期初余额', '', '', '', grouped(opening)],
      ...rows.map((row) => {
        const party = row.counterparty?.name ?? '';
        return [row.date, row.summary, party, unlessZero(row.income), unlessZero(row.expense), grouped(row.balance)];
      }),
      ['', next === undefined ? '合计' : '合计(余下各行从略)', '', grouped(income), grouped(expense), grouped(closing)],
    ]),
  ];
}

const BUDGET = {
  available: '可用',
  committed: '已订未收',
  stock: '库存',
  transit: '在途',
  held: '待处理',
  delivered: '已交付',
  disbursed: '拨付',
  benefits: '慰问金',
  loss: '损失',
} as const;

const CASH = { cash: '现金', paid: '付供应商', disbursed: '拨付', benefits: '慰问金' } as const;

const GOODS = {
  received: '收入',
  found: '盘盈',
  stock: '库存',
  transit: '在途',
  held: '待处理',
  delivered: '已交付',
  lost: '损失',
  difference: '差额',
} as const;

/** What waits in the whole ledger, by kind. */
function waitingLine({ work }: z.infer<typeof workAnswer>): string {
  const waiting = WORK_KINDS.flatMap((kind) => {
    const count = work[kind]?.count ?? 0;
    return count === 0 ? [] : [`${WORK_NAMES[kind].zh} ${count}`];
  });
  return waiting.length === 0 ? '无' : waiting.join(',');
}

/** Goods of the report alone: others are of another funding line. */
function identityLines(identities: Identities, facts: Facts, fundingLine: string): readonly string[] {
  const { holds, budget, cash, goods } = identities;
  const budgetOf = budget.find((one) => one.fundingLine.id === fundingLine);
  const cashOf = cash.find((one) => one.fundingLine.id === fundingLine);
  const columns = [
    { title: '物资', align: 'left' as const },
    ...Object.values(GOODS).map((title) => ({ title, align: 'right' as const })),
  ];
  const told = goods.filter(({ item }) => facts.items.some(({ code }) => code === item.code));
  const rows = told.map((row) => [row.item.name, ...keysOf(GOODS).map((key) => grouped(row[key]))]);
  return [
    `三个恒等式(${holds ? '全部成立,与账面核对无差额' : '不成立,请查 /api/reports/identities'})`,
    ...(budgetOf ? equation('预算', budgetOf, BUDGET) : []),
    ...(cashOf ? equation('资金', cashOf, CASH) : []),
    '实物:收入 + 盘盈 = 库存 + 在途 + 待处理 + 已交付 + 损失',
    ...table(columns, rows).map((line) => `  ${line}`),
  ];
}

function equation<K extends string>(
  name: string,
  figures: Readonly<Record<NoInfer<K> | 'appropriated' | 'givenBack' | 'difference', string>>,
  terms: Readonly<Record<K, string>>,
): readonly string[] {
  const sum = keysOf(terms).map((key) => `${terms[key]} ${grouped(figures[key])}`);
  return [
    `${name}:拨入 ${grouped(figures.appropriated)} − 缴回 ${grouped(figures.givenBack)} =`,
    `  ${sum.join(' + ')}`,
    `  差额 ${grouped(figures.difference)}`,
  ];
}

function keysOf<K extends string>(record: Readonly<Record<K, string>>): readonly K[] {
  const isKey = (key: string): key is K => key in record;
  return Object.keys(record).filter(isKey);
}

function unlessZero(amount: string): string {
  return amount === '0.00' ? '' : grouped(amount);
}

/** `1,619,170.00` */
function grouped(number: string | number): string {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
