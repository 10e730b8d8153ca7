import type { Column, Sheet, Value } from '../../shared/exports/files/sheet.ts';

export const COLUMNS: readonly Column[] = [
  { title: '序号', type: 'ordinal', width: 6 },
  { title: '日期', type: 'date', width: 12 },
  { title: '凭证号', type: 'text', width: 10 },
  { title: '摘要', type: 'text', width: 30 },
  { title: '金额(元)', type: 'yuan', width: 14 },
  { title: '数量', type: 'quantity', width: 10 },
];

export const ROWS: readonly (readonly Value[])[] = [
  [1n, '2020-12-26', '000010', '拨入：上级拨付', 165_000_000n, null],
  [2n, '2020-12-27', '000014', '=1+1', -123n, -7n],
  [
    3n,
    '2021-02-28',
    '123456789012345678',
    '含"引号",逗号\n和换行 <&> _x0041_',
    123_456_789_012_345n,
    9_007_199_254_740_991n,
  ],
];

/** A sheet of those rows, to be read once. */
export function sheetOf(rows: readonly (readonly Value[])[] = ROWS, more: Partial<Sheet> = {}): Sheet {
  return {
    title: '资金使用台账',
    head: [
      { label: '编制单位', text: '示例工会' },
      { label: '校验点', text: 'size=3 root=AAAA' },
    ],
    columns: COLUMNS,
    rows: each(rows),
    foot: () => ({
      total: [null, null, '合计', null, rows.reduce((sum, row) => sum + Number(row[4]), 0) === 0 ? 0n : 1n, null],
      inWords: '人民币壹分',
      rows: rows.length,
    }),
    ...more,
  };
}

export async function* each<T>(rows: Iterable<T>): AsyncGenerator<T> {
  yield* rows;
}

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
