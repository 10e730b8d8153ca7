import { PAGE, PdfPage, widthAt } from './pdf.ts';
import type { Point } from './strokes.ts';

/** A paper of an office on one sheet: what it is, what stands in it, who signed it. */
export interface Sheet {
  readonly title: string;
  readonly fields: readonly (readonly [label: string, text: string])[];
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly says?: readonly string[];
  /** Who signed it, by what they are in it. */
  readonly signed: readonly string[];
}

const LEFT = 64;
const RIGHT = PAGE.width - LEFT;
const TEXT = 11;
const LINE = 22;
const LABEL = 88;
const FIRST = 176;

/** The sheet as a file. It says in red that it is an example, and so do its signatures. */
export function pdfOf({ title, fields, table, says = [], signed }: Sheet): Uint8Array {
  const page = new PdfPage();
  mark(page);
  page.write(title, [(PAGE.width - widthAt(title, 22)) / 2, 130], 22);
  let y = FIRST;
  for (const [label, text] of fields) {
    page.write(label, [LEFT, y], TEXT, 'grey');
    for (const part of broken(text, RIGHT - LEFT - LABEL)) {
      page.write(part, [LEFT + LABEL, y], TEXT);
      y += LINE;
    }
  }
  if (table !== undefined) y = tableOn(page, table, y + 4);
  for (const text of says) {
    for (const part of broken(text, RIGHT - LEFT)) {
      page.write(part, [LEFT, y + 8], TEXT);
      y += LINE;
    }
  }
  y += 50;
  signed.forEach((who, at) => {
    const x = LEFT + (at % 2) * 240;
    const line = y + Math.floor(at / 2) * 64;
    page.write(`${who}:`, [x, line], TEXT, 'grey');
    const pen = x + widthAt(who, TEXT) + 14;
    page.line(signature(pen, line - 4, who), 'black', 1.1);
    page.write('(示例签字)', [pen + 78, line], 9, 'red');
  });
  return page.file();
}

function mark(page: PdfPage): void {
  page.line(
    [
      [LEFT, 52],
      [LEFT + 92, 52],
      [LEFT + 92, 92],
      [LEFT, 92],
      [LEFT, 52],
    ],
    'red',
    2,
  );
  page.write('示例', [LEFT + 18, 82], 28, 'red');
  page.write('本件为演示而作,不是真实的单据', [LEFT + 108, 78], TEXT, 'red');
}

function tableOn(page: PdfPage, { columns, rows }: NonNullable<Sheet['table']>, top: number): number {
  const width = (RIGHT - LEFT) / columns.length;
  [columns, ...rows].forEach((cells, row) => {
    const y = top + LINE * row;
    page.line(
      [
        [LEFT, y - 15],
        [RIGHT, y - 15],
      ],
      'grey',
    );
    cells.forEach((cell, column) => {
      const end = LEFT + width * (column + 1) - 8;
      const x = column === 0 ? LEFT + 4 : end - widthAt(cell, TEXT);
      page.write(cell, [x, y], TEXT, row === 0 ? 'grey' : 'black');
    });
  });
  const bottom = top + LINE * (rows.length + 1);
  page.line(
    [
      [LEFT, bottom - 15],
      [RIGHT, bottom - 15],
    ],
    'grey',
  );
  return bottom + 6;
}

/** A text in lines of that width at the most. */
function broken(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (widthAt(line + character, TEXT) > most) {
      lines.push(line);
      line = '';
    }
    line += character;
  }
  return [...lines, line];
}

const SIGNATURE_POINTS = 22;

/** A scrawl that nobody can read, and that is another for another signer. */
function signature(x: number, y: number, who: string): Point[] {
  let turn = Array.from(who).reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 997, 7);
  return Array.from({ length: SIGNATURE_POINTS }, (_, at): Point => {
    turn = (turn * 173 + 29) % 997;
    const across = (at * 70) / SIGNATURE_POINTS + (turn % 9) - 4;
    return [x + across, y - (at % 2 === 0 ? turn % 17 : -(turn % 6))];
  });
}
