import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import type { Sheet, Value } from '../../../shared/exports/files/sheet.ts';
import { writeXlsx } from '../../../shared/exports/files/xlsx.ts';
import { filesIn } from '../../../shared/exports/files/zip.ts';
import { signOffPage, signOffSheet } from '../../../shared/exports/papers/sign-off-sheet.ts';
import { bytesOf } from '../sheets.ts';
import { consigned, FIVE, TWENTY, UNION } from './consignments.ts';
import { expectSelfContained, textOf } from './page.ts';

const COLUMNS = ['序号', '部门/单位', '姓名', '会员号或证件后4位', '物资名称', '单位'].concat(
  ...['数量', '金额', '领取日期', '领取人签字', '代领人及关系', '备注'],
);
const FOOT = ['合计(大写)', '经办人', '证明人', '审核人', '负责人', '公章'];
const CONSIGNED = await consigned(FIVE.slice(0, 2), { plan: '冬季送温暖' });

describe('a sign-off sheet', () => {
  it('has the twelve columns in their words and order', () => {
    const sheet = signOffSheet(CONSIGNED);
    expect(sheet.title).toBe('签领表');
    expect(sheet.columns.map(({ title }) => title)).toEqual(COLUMNS);
    const titles = signOffPage(CONSIGNED).match(/<th>[^<]*/g);
    expect(titles).toEqual(COLUMNS.map((title) => `<th>${title}`));
  });

  it('fills in what the consignment tells, and leaves the rest to write on', async () => {
    expect(signOffSheet(CONSIGNED).head).toEqual([
      { label: '发放单位', text: UNION },
      { label: '活动名称', text: '冬季送温暖' },
      { label: '物资', text: '暖贴 10片/包、医用外科口罩 50只/盒 YY 0469' },
      { label: '标准/人', text: '' },
      { label: '日期', text: '2020年12月8日' },
    ]);
    const texts = signOffSheet(await consigned(FIVE)).head.map(({ text }) => text);
    expect(texts[1]).toBe('');
  });

  it('takes an activity and a standard where they are known', () => {
    const { head } = signOffSheet(CONSIGNED, { activity: '一线职工慰问', standard: '暖贴2包' });
    expect([head[1]?.text, head[3]?.text]).toEqual(['一线职工慰问', '暖贴2包']);
  });

  it('names goods as long as there is room on the line, and says how many there are', async () => {
    const named = (line: number) => `物资${line}${'长'.repeat(15)}`;
    const lines = TWENTY.slice(0, 8).map((line, at) => ({
      ...line,
      item: { ...line.item, name: named(at), spec: '甲' },
    }));
    const goods = signOffSheet(await consigned(lines)).head[2]?.text ?? '';
    expect(goods.split('、')[0]).toBe(`${named(0)} 甲`);
    expect(goods).toMatch(/ 等8种$/);
    expect(goods.length).toBeLessThan(70);
  });

  it('has twenty-five numbered rows to write on, without a name', async () => {
    const sheet = signOffSheet(CONSIGNED);
    const rows = await rowsOf(sheet);
    expect(rows).toHaveLength(25);
    expect(rows[24]).toEqual([25n, ...COLUMNS.slice(1).map(() => null)]);
    expect(sheet.rowHeight).toBeGreaterThanOrEqual(24);
    expect(signOffPage(CONSIGNED).match(/<tr><td class="c">\d+<\/td>(<td><\/td>){11}<\/tr>/g)).toHaveLength(25);
  });

  it('ends in what is signed and sealed, and in the consignment it belongs to', () => {
    const foot = signOffSheet(CONSIGNED).foot();
    expect(foot.lines?.map(({ label }) => label)).toEqual([...FOOT, '接收单位', '发放单号']);
    expect(foot.lines?.map(({ text }) => text)).toEqual([...FOOT.map(() => ''), '示例镇总工会', 'FF-000008']);
    expect(foot.rows).toBe(25);
    expect(foot.total).toEqual([null, '合计', ...COLUMNS.slice(2).map(() => null)]);
    const lines = textOf(signOffPage(CONSIGNED)).split('\n');
    for (const label of FOOT) expect(lines).toContain(label);
  });

  it.each([1, 500])('has as many rows as are asked for, of which it may have %i', async (rows) => {
    expect(await rowsOf(signOffSheet(CONSIGNED, { rows }))).toHaveLength(rows);
    expect(signOffSheet(CONSIGNED, { rows }).foot().rows).toBe(rows);
  });

  it.each([0, -1, 501, 2.5])('refuses %d rows', (rows) => {
    expect(() => signOffSheet(CONSIGNED, { rows })).toThrow(`has 1 to 500 rows, not ${rows}`);
    expect(() => signOffPage(CONSIGNED, { rows })).toThrow(RangeError);
  });

  it('is a workbook to print and write on: rows and lines to sign of one height, under the columns', async () => {
    const bytes = await bytesOf(writeXlsx(signOffSheet(CONSIGNED)));
    const { sheets } = await readXlsx(bytes);
    const rows = sheets[0]?.rows.map((row) => row.filter((cell) => cell !== null && cell !== '')) ?? [];
    expect(rows.slice(0, 3)).toEqual([['签领表'], [`发放单位：${UNION}`], ['活动名称：冬季送温暖']]);
    expect(rows.slice(4, 7)).toEqual([['标准/人：'], ['日期：2020年12月8日'], COLUMNS]);
    expect(rows.slice(7, 32)).toEqual(Array.from({ length: 25 }, (_, at) => [at + 1]));
    const foot = [...FOOT.map((label) => `${label}：`), '接收单位：示例镇总工会', '发放单号：FF-000008'];
    expect(rows.slice(32)).toEqual([['合计'], ...foot.map((line) => [line])]);
    const xml = Buffer.from((await filesIn(bytes)).get('xl/worksheets/sheet1.xml') ?? []).toString();
    expect(xml.match(/<row r="\d+" ht="27" customHeight="1">/g)).toHaveLength(25 + 1 + foot.length);
  });

  it('is a page of A4 landscape that runs nothing and asks for nothing', async () => {
    const html = signOffPage(await consigned(FIVE, { union: '<script>', plan: '"><b>' }), { standard: '</style>' });
    expectSelfContained(html);
    expect(html).toContain('@page{size:A4 landscape');
    expect(textOf(html)).toContain('</style>');
  });
});

async function rowsOf({ rows }: Sheet): Promise<(readonly Value[])[]> {
  const all: (readonly Value[])[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
