import { type CellStyle, colToLetter, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import type { Column, ColumnType, Sheet } from './sheet.ts';
import { filesIn } from './zip.ts';

/** A workbook with everything but its rows: they come between the two halves of its worksheet. */
export interface Template {
  /** Parts of the package by name, the worksheet left out. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly worksheet: { readonly name: string; readonly before: string; readonly after: string };
  readonly styles: Styles;
  /** Rows above the first one of the table, as the worksheet counts them. */
  readonly rowsAbove: number;
}

/** Numbers of cell styles in the workbook. */
export interface Styles {
  readonly body: Readonly<Record<ColumnType, string>>;
  readonly total: Readonly<Record<ColumnType, string>>;
  readonly note: string;
}

const WORKSHEET = 'xl/worksheets/sheet1.xml';
const FONT = { name: '宋体', size: 10 };
const BOLD = { ...FONT, bold: true };
const TITLE_HEIGHT = 30;
const HEADER_HEIGHT = 30;
/** Nothing in the file tells when it was made: the checkpoint does. */
const NO_TIME = new Date(0);
const FORMATS: Readonly<Record<ColumnType, string>> = {
  ordinal: '0',
  text: '@',
  date: 'yyyy-mm-dd',
  yuan: '#,##0.00',
  quantity: '#,##0',
};
const TYPES = ['ordinal', 'text', 'date', 'yuan', 'quantity'] as const satisfies readonly ColumnType[];
const ALIGNED: Readonly<Record<ColumnType, 'left' | 'center' | 'right'>> = {
  ordinal: 'center',
  text: 'left',
  date: 'center',
  yuan: 'right',
  quantity: 'right',
};

const LINE = { style: 'thin' } as const;
const BORDER = { top: LINE, bottom: LINE, left: LINE, right: LINE };

function bodyStyle(type: ColumnType, isTotal: boolean): CellStyle {
  return {
    font: isTotal ? BOLD : FONT,
    border: BORDER,
    numFmt: FORMATS[type],
    alignment: { horizontal: ALIGNED[type], vertical: 'center', wrapText: type === 'text' },
  };
}

/**
 * Has hucre write the workbook with its title, head, header and one row of every style behind them, and cuts it open
 * there. What the library streams by itself knows neither merged cells nor a page set-up.
 */
export async function templateOf({ title, head, columns }: Sheet): Promise<Template> {
  const texts: Text[] = [
    {
      text: title,
      style: { font: { ...FONT, size: 16, bold: true }, alignment: { horizontal: 'center', vertical: 'center' } },
    },
    ...head.map(({ label, text }): Text => ({ text: `${label}：${text}`, style: { font: FONT } })),
  ];
  const rowsAbove = texts.length + 1;
  const bytes = await writeXlsx({
    sheets: [sheetOf(title, columns, texts)],
    properties: { title, created: NO_TIME, modified: NO_TIME },
    defaultFont: FONT,
    stringMode: 'inline',
  });
  const parts = await filesIn(bytes);
  const xml = Buffer.from(parts.get(WORKSHEET) ?? []).toString('utf8');
  parts.delete(WORKSHEET);
  const samples = [...xml.matchAll(new RegExp(`<c r="[A-Z]+${rowsAbove + 1}" s="(\\d+)"`, 'g'))].map(
    ([, style = '']) => style,
  );
  const cut = xml.indexOf(`<row r="${rowsAbove + 1}"`);
  const end = xml.indexOf('</sheetData>');
  if (cut < 0 || end < cut || samples.length !== 2 * TYPES.length + 1)
    throw new Error('the template has no sample row');
  return {
    parts,
    worksheet: {
      name: WORKSHEET,
      // The size of the table is not known before its end, and nobody has to tell it.
      before: xml.slice(0, cut).replace(/<dimension [^>]*\/>/, ''),
      after: xml.slice(end),
    },
    styles: { body: stylesFrom(samples, 0), total: stylesFrom(samples, TYPES.length), note: samples.at(-1) ?? '0' },
    rowsAbove,
  };
}

interface Text {
  readonly text: string;
  readonly style: CellStyle;
}

function sheetOf(name: string, columns: readonly Column[], texts: readonly Text[]): WriteSheet {
  const header = texts.length;
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const empty = { value: null, type: 'empty' } as const;
  for (const [at, { text, style }] of texts.entries()) cells.set(`${at},0`, { value: text, type: 'string', style });
  const headerStyle: CellStyle = {
    font: BOLD,
    border: BORDER,
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF2F2F2' } },
    alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  };
  for (const [at, { title }] of columns.entries()) {
    cells.set(`${header},${at}`, { value: title, type: 'string', style: headerStyle });
  }
  for (const [at, type] of TYPES.entries()) {
    cells.set(`${header + 1},${at}`, { ...empty, style: bodyStyle(type, false) });
    cells.set(`${header + 1},${at + TYPES.length}`, { ...empty, style: bodyStyle(type, true) });
  }
  cells.set(`${header + 1},${2 * TYPES.length}`, { ...empty, style: { font: FONT } });
  const last = Math.max(1, columns.length) - 1;
  return {
    name: name.replaceAll(/[\\/?*[\]:]/g, '').slice(0, 31),
    columns: columns.map(({ width }) => ({ width })),
    rows: [...texts.map(({ text }) => [text]), columns.map(({ title }) => title), samplesOf()],
    cells,
    merges: last === 0 ? [] : texts.map((_, at) => ({ startRow: at, startCol: 0, endRow: at, endCol: last })),
    freezePane: { rows: header + 1 },
    rowDefs: new Map([
      [0, { height: TITLE_HEIGHT }],
      [header, { height: HEADER_HEIGHT }],
    ]),
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${header + 1}:$${header + 1}`,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C第 &P 页，共 &N 页' },
  };
}

function samplesOf(): null[] {
  return Array.from({ length: 2 * TYPES.length + 1 }, () => null);
}

function stylesFrom(samples: readonly string[], from: number): Record<ColumnType, string> {
  const [ordinal = '0', text = '0', date = '0', yuan = '0', quantity = '0'] = samples.slice(from);
  return { ordinal, text, date, yuan, quantity };
}

/** A1, by column and row counted from 0 and 1. */
export function cellName(column: number, row: number): string {
  return `${colToLetter(column)}${row}`;
}
