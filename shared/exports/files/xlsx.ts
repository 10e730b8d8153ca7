import { formatYuan } from '../../domain/amount.ts';
import { type Column, MOST_WORKSHEET_ROWS, nothing, type Sheet, TooManyRows, type Value } from './sheet.ts';
import { cellName, type Styles, templateOf } from './xlsx-template.ts';
import { writeZip, type ZipFile } from './zip.ts';

/** Characters of XML that are written in one piece. */
const PIECE = 64 * 1024;
const DAY_MS = 86_400_000;
/** Day 0 of a workbook's calendar, as far as dates after February 1900 go. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** An XLSX file of a ledger, from the first row to the last byte in constant memory. */
export async function* writeXlsx(sheet: Sheet): AsyncGenerator<Uint8Array> {
  yield* writeZip(xlsxParts(sheet), { compressed: true });
}

/**
 * The parts of the file before they are packed. The same ledger always gives the same parts, so a verifier compares
 * them byte for byte, whatever packed them.
 */
export async function* xlsxParts(sheet: Sheet): AsyncGenerator<ZipFile> {
  const { parts, worksheet, styles, rowsAbove } = await templateOf(sheet);
  for (const [path, bytes] of parts) yield { path, chunks: () => whole(bytes) };
  yield {
    path: worksheet.name,
    chunks: () => pieces(sheet, styles, rowsAbove, worksheet.before, worksheet.after),
  };
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* pieces(
  sheet: Sheet,
  styles: Styles,
  rowsAbove: number,
  before: string,
  after: string,
): AsyncGenerator<Uint8Array> {
  const { columns, rowHeight } = sheet;
  const height = rowHeight === undefined ? '' : ` ht="${rowHeight}" customHeight="1"`;
  let text = before;
  let at = rowsAbove;
  const add = (values: readonly Value[], style: Styles['body']): void => {
    at += 1;
    text += `<row r="${at}"${height}>${cellsOf(values, columns, at, style)}</row>`;
  };
  for await (const values of sheet.rows) {
    if (at - rowsAbove === MOST_WORKSHEET_ROWS) throw new TooManyRows();
    add(values, styles.body);
    if (text.length < PIECE) continue;
    yield Buffer.from(text);
    text = '';
  }
  const { total, inWords, lines = [], rows } = sheet.foot();
  if (rows === 0) add(nothing(columns), styles.body);
  add(total, styles.total);
  const notes = [...(inWords === undefined ? [] : [{ label: '合计(大写)', text: inWords }]), ...lines];
  for (const { label, text: said } of notes) {
    at += 1;
    text += `<row r="${at}"${height}>${textCell(cellName(0, at), `${label}：${said}`, styles.note)}</row>`;
  }
  yield Buffer.from(text + after);
}

function cellsOf(values: readonly Value[], columns: readonly Column[], row: number, styles: Styles['body']): string {
  let xml = '';
  for (const [at, { type }] of columns.entries()) {
    const name = cellName(at, row);
    const value = values[at] ?? null;
    // A column of numbers has words in it where nothing else says what stands beside them.
    if (value === null) xml += `<c r="${name}" s="${styles[type]}"/>`;
    else if (type === 'date') xml += `<c r="${name}" s="${styles.date}"><v>${serialOf(String(value))}</v></c>`;
    else if (typeof value === 'string') xml += textCell(name, value, styles[type]);
    else xml += `<c r="${name}" s="${styles[type]}"><v>${type === 'yuan' ? formatYuan(value) : value}</v></c>`;
  }
  return xml;
}

function textCell(name: string, text: string, style: string): string {
  return `<c r="${name}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function serialOf(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - DAY_ZERO) / DAY_MS;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML has no character for is left out; `_x0041_`, which a workbook would read as an A, is taken by its word. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[&<>]/g, (one) => ESCAPES[one] ?? one);
}
