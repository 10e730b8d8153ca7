import { describe, expect, it } from 'vitest';
import { utf8Csv } from '../../shared/exports/files/csv.ts';
import { compareCsv } from '../../shared/exports/files/csv-compare.ts';
import { bytesOf, each, ROWS, sheetOf } from './sheets.ts';

/** Where a file differs that says something else in one place. */
async function differs(was: string, is: string): Promise<string | undefined> {
  const file = (await bytesOf(utf8Csv(sheetOf()))).toString('utf8');
  expect(file).toContain(was);
  return compareCsv(each([Buffer.from(file.replace(was, is))]), sheetOf());
}

describe('a CSV file beside the ledger that it should be', () => {
  it('is the same, in whatever pieces it comes', async () => {
    const file = await bytesOf(utf8Csv(sheetOf()));
    const pieces = Array.from({ length: file.length }, (_, at) => file.subarray(at, at + 1));
    expect(await compareCsv(each(pieces), sheetOf())).toBeUndefined();
  });

  it('differs in a cell, which is named as a spreadsheet names it', async () => {
    expect(await differs('序号', '序数')).toBe('byte 6, cell A1');
    expect(await differs('拨入：', '拨出：')).toMatch(/, cell D2$/);
    expect(await differs('1650000.00', '1650000.01')).toMatch(/, cell E2$/);
    expect(await differs('-7', '-8')).toMatch(/, cell F3$/);
    expect(await differs('9007199254740991', '9007199254740990')).toMatch(/, cell F4$/);
  });

  it('is told by rows of the table, also where a cell has commas, quotes and line ends', async () => {
    expect(await differs('和换行', '与换行')).toMatch(/, cell D4$/);
    expect(await differs('合计(大写)', '合计')).toMatch(/, cell A6$/);
  });

  it('differs at its end where a row is missing or one more is there, and at its beginning without its mark', async () => {
    const file = await bytesOf(utf8Csv(sheetOf()));
    expect(await compareCsv(each([file.subarray(0, -2)]), sheetOf())).toMatch(new RegExp(`^byte ${file.length - 2}, `));
    expect(await compareCsv(each([file, Buffer.from('x')]), sheetOf())).toMatch(
      new RegExp(`^byte ${file.length}, cell A`),
    );
    expect(await compareCsv(each([file.subarray(3)]), sheetOf())).toBe('byte 0, cell A1');
    expect(await compareCsv(each([file.subarray(0, 100)]), sheetOf(ROWS.slice(0, 1)))).toMatch(/^byte 100, /);
  });

  it('differs in a late row of a long ledger', async () => {
    const rows = Array.from({ length: 2_000 }, (_, at) => [
      BigInt(at + 1),
      '2020-12-26',
      '000010',
      '甲',
      1n,
      BigInt(at),
    ]);
    const file = (await bytesOf(utf8Csv(sheetOf(rows)))).toString('utf8');
    const changed = Buffer.from(file.replace(',1777\r\n', ',1778\r\n'));
    expect(await compareCsv(each([changed]), sheetOf(rows))).toMatch(/, cell F1779$/);
  });
});
