import { formatYuan } from '../../domain/amount.ts';
import { type Column, nothing, type Sheet, type Value } from './sheet.ts';

/** Rows that are written in one piece. */
const PIECE = 500;
const BOM = '\ufeff';
/** What a spreadsheet would run as a formula (OWASP: CSV injection), the wide forms of an input method included. */
const RUNNABLE = /^[=+\-@\t\r＝＋－＠]/;

/**
 * A ledger as CSV (RFC 4180): the columns' titles, the rows, the total, and below them what stands above the table on
 * paper, so that the first line is the one that names the columns. As text, piece by piece.
 */
export async function* csvOf(sheet: Sheet): AsyncGenerator<string> {
  const { columns } = sheet;
  yield linesOf([columns.map(({ title }) => title)]);
  let piece: string[][] = [];
  for await (const values of sheet.rows) {
    if (piece.push(cellsOf(values, columns)) < PIECE) continue;
    yield linesOf(piece);
    piece = [];
  }
  const { total, inWords, lines = [], rows } = sheet.foot();
  if (rows === 0) piece.push(cellsOf(nothing(columns), columns));
  const notes = [
    ...(inWords === undefined ? [] : [{ label: '合计(大写)', text: inWords }]),
    { label: '表名', text: sheet.title },
    ...sheet.head,
    ...lines,
  ];
  piece.push(cellsOf(total, columns), ...notes.map(({ label, text }) => [label, harmless(text)]));
  yield linesOf(piece);
}

const utf8 = new TextEncoder();

/** In UTF-8, which begins with a byte-order mark: without it spreadsheets take Chinese for something else. */
export async function* utf8Csv(sheet: Sheet): AsyncGenerator<Uint8Array> {
  yield utf8.encode(BOM);
  for await (const piece of csvOf(sheet)) yield utf8.encode(piece);
}

function linesOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

const QUOTED = /[",\r\n]/;

function field(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellsOf(values: readonly Value[], columns: readonly Column[]): string[] {
  return columns.map(({ type }, at) => {
    const value = values[at] ?? null;
    if (value === null) return '';
    if (typeof value === 'string') return harmless(value);
    return type === 'yuan' ? formatYuan(value) : String(value);
  });
}

/** An apostrophe before it makes a spreadsheet show what it would else run. Numbers are never touched. */
function harmless(text: string): string {
  return RUNNABLE.test(text) ? `'${text}` : text;
}
