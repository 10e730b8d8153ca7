import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, it } from 'vitest';
import { TooManyRows, type Value } from '../../shared/exports/files/sheet.ts';
import { writeXlsx } from '../../shared/exports/files/xlsx.ts';
import { compareXlsx } from '../../shared/exports/files/xlsx-compare.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { bytesOf, ROWS, sheetOf } from './sheets.ts';

const folder = mkdtempSync(join(tmpdir(), 'xlsx-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function partsOf(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const files = await filesIn(bytes);
  return new Map([...files].map(([path, part]) => [path, Buffer.from(part).toString('utf8')]));
}

describe('a ledger as XLSX', () => {
  it('shows title, head, columns, rows, total and its words, as an independent reader sees them', async () => {
    const { sheets } = await readXlsx(await bytesOf(writeXlsx(sheetOf())));
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    expect(sheets[0]?.name).toBe('资金使用台账');
    expect(sheets[0]?.rows.map((row) => row.map((cell) => cell ?? null))).toEqual(
      [
        ['资金使用台账'],
        ['编制单位：示例工会'],
        ['校验点：size=3 root=AAAA'],
        ['序号', '日期', '凭证号', '摘要', '金额(元)', '数量'],
        [1, day('2020-12-26'), '000010', '拨入：上级拨付', 1_650_000, null],
        [2, day('2020-12-27'), '000014', '=1+1', -1.23, -7],
        [
          3,
          day('2021-02-28'),
          '123456789012345678',
          '含"引号",逗号\n和换行 <&> _x0041_',
          1_234_567_890_123.45,
          9_007_199_254_740_991,
        ],
        [null, null, '合计', null, 0.01, null],
        ['合计(大写)：人民币壹分'],
      ].map((row) => [...row, ...Array.from({ length: 6 - row.length }, () => null)]),
    );
  });

  it('prints on A4 across, as wide as a page, with its columns on every page and its head frozen', async () => {
    const parts = await partsOf(await bytesOf(writeXlsx(sheetOf())));
    const xml = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(xml).toContain('<pageSetUpPr fitToPage="1"/>');
    expect(xml).toMatch(/<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"\/>/);
    expect(xml).toMatch(/<pane ySplit="4" topLeftCell="A5" state="frozen"/);
    expect(xml).toContain('<mergeCell ref="A1:F1"/>');
    expect(parts.get('xl/workbook.xml')).toContain('资金使用台账!$4:$4');
  });

  it('keeps identifiers as text, dates as dates and amounts as numbers with two places', async () => {
    const parts = await partsOf(await bytesOf(writeXlsx(sheetOf())));
    const xml = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const styles = [...(parts.get('xl/styles.xml') ?? '').matchAll(/<xf numFmtId="(\d+)"[^>]*xfId="0"/g)].map(
      ([, id]) => Number(id),
    );
    const formats = new Map(
      [...(parts.get('xl/styles.xml') ?? '').matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(
        ([, id, code]) => [Number(id), code],
      ),
    );
    const cell = (name: string) => new RegExp(`<c r="${name}"(?: t="(\\w+)")? s="(\\d+)">`).exec(xml);
    const formatOf = (name: string) => formats.get(styles[Number(cell(name)?.[2])] ?? -1);
    expect(cell('C5')?.[1]).toBe('inlineStr');
    expect(['B5', 'C5', 'E5', 'F6'].map(formatOf)).toEqual(['yyyy-mm-dd', '@', '#,##0.00', '#,##0']);
    expect(xml).toContain('<v>1234567890123.45</v>');
  });

  it('says so where there is nothing', async () => {
    const { sheets } = await readXlsx(await bytesOf(writeXlsx(sheetOf([]))));
    expect(sheets[0]?.rows[4]?.[2]).toBe('本期无记录');
  });

  it('tells no time, so that the same ledger gives the same file', async () => {
    const once = await bytesOf(writeXlsx(sheetOf()));
    expect((await bytesOf(writeXlsx(sheetOf()))).equals(once)).toBe(true);
  });

  it('refuses more rows than a worksheet holds, and says what would pass', async () => {
    async function* endless(): AsyncGenerator<readonly Value[]> {
      for (;;) yield [];
    }
    const written = bytesOf(writeXlsx(sheetOf([], { columns: [], rows: endless() })));
    await expect(written).rejects.toThrow(TooManyRows);
    await expect(written).rejects.toThrow('take CSV');
  }, 60_000);
});

describe('comparing a workbook with its ledger', () => {
  const path = join(folder, 'a.xlsx');

  it('finds nothing where it is the one', async () => {
    writeFileSync(path, await bytesOf(writeXlsx(sheetOf())));
    expect(await compareXlsx(path, sheetOf())).toBeUndefined();
  });

  it.each([
    [0, 3, '拨入：他人', 'cell D5'],
    [1, 4, -124n, 'cell E6'],
    [2, 5, 1n, 'cell F7'],
    [2, 1, '2021-03-01', 'cell B7'],
  ] as const)('names the cell that differs: row %i, column %i', async (row, column, value, cell) => {
    const altered = ROWS.map((values, at) =>
      values.map((one, place) => (at === row && place === column ? value : one)),
    );
    writeFileSync(path, await bytesOf(writeXlsx(sheetOf(altered))));
    expect(await compareXlsx(path, sheetOf())).toBe(cell);
  });

  it('sees rows that are missing or too many', async () => {
    writeFileSync(path, await bytesOf(writeXlsx(sheetOf(ROWS.slice(0, 2)))));
    expect(await compareXlsx(path, sheetOf())).toMatch(/^cell [A-F]7$/);
    writeFileSync(path, await bytesOf(writeXlsx(sheetOf([...ROWS, ...ROWS]))));
    expect(await compareXlsx(path, sheetOf())).toMatch(/^cell [A-F]8$/);
  });

  it('says so where it is no workbook at all', async () => {
    writeFileSync(path, 'no archive');
    expect(await compareXlsx(path, sheetOf())).toBe('it is no whole workbook');
  });
});
