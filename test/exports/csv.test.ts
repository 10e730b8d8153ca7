import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../shared/exports/files/csv-file.ts';
import type { Value } from '../../shared/exports/files/sheet.ts';
import { bytesOf, ROWS, sheetOf } from './sheets.ts';

async function textOf(rows: readonly (readonly Value[])[] = ROWS): Promise<string> {
  return (await bytesOf(writeCsv(sheetOf(rows), { encoding: 'utf-8' }))).toString('utf8');
}

/** RFC 4180, read without the library that wrote it. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at] ?? '';
    if (isQuoted) {
      if (one === '"' && text[at + 1] === '"') at += 1;
      else if (one === '"') {
        isQuoted = false;
        continue;
      }
      cell += one;
    } else if (one === '"') isQuoted = true;
    else if (one === ',' || (one === '\r' && text[at + 1] === '\n')) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (one === '\r') {
        rows.push([]);
        at += 1;
      }
    } else cell += one;
  }
  return rows.slice(0, -1);
}

describe('a ledger as CSV', () => {
  it('begins with a byte-order mark and the columns, and ends with the total and whose ledger it is', async () => {
    const text = await textOf();
    expect(text.startsWith('\ufeff序号,日期,凭证号,摘要,金额(元),数量\r\n')).toBe(true);
    expect(parse(text.slice(1)).slice(4)).toEqual([
      ['', '', '合计', '', '0.01', ''],
      ['合计(大写)', '人民币壹分'],
      ['表名', '资金使用台账'],
      ['编制单位', '示例工会'],
      ['校验点', 'size=3 root=AAAA'],
    ]);
  });

  it('keeps identifiers, quotes and line breaks, and writes amounts in yuan', async () => {
    expect(parse((await textOf()).slice(1))[3]).toEqual([
      '3',
      '2021-02-28',
      '123456789012345678',
      '含"引号",逗号\n和换行 <&> _x0041_',
      '1234567890123.45',
      '9007199254740991',
    ]);
  });

  it('makes harmless what a spreadsheet would run, and leaves negative numbers alone', async () => {
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '－1', '＋1', '＠x', 'a=1', "'=1"];
    const rows = parse((await textOf(texts.map((text): Value[] => [1n, null, null, text, -5n, -5n]))).slice(1));
    expect(rows.slice(1, -5).map((row) => row[3])).toEqual(
      texts.map((text) => (text === 'a=1' || text === "'=1" ? text : `'${text}`)),
    );
    expect(rows[1]?.slice(4)).toEqual(['-0.05', '-5']);
  });

  it('says so where there is nothing', async () => {
    expect(parse((await textOf([])).slice(1)).slice(0, 3)).toEqual([
      ['序号', '日期', '凭证号', '摘要', '金额(元)', '数量'],
      ['', '', '本期无记录', '', '', ''],
      ['', '', '合计', '', '0.00', ''],
    ]);
  });

  it('is what an independent decoder of GB18030 reads back, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        const rows: Value[][] = [[1n, null, null, `汉${text}`, null, null]];
        const bytes = await bytesOf(writeCsv(sheetOf(rows), { encoding: 'gb18030' }));
        const decoded = new TextDecoder('gb18030', { fatal: true }).decode(bytes);
        expect(decoded).toBe((await textOf(rows)).slice(1));
      }),
    );
  });

  it('is written in pieces while its rows are read', async () => {
    const rows = Array.from({ length: 5_000 }, (_, at): Value[] => [BigInt(at + 1), null, null, '摘要', 1n, 1n]);
    let pieces = 0;
    for await (const _piece of writeCsv(sheetOf(rows), { encoding: 'utf-8' })) pieces += 1;
    expect(pieces).toBeGreaterThan(5);
  });
});
