import { normalForm } from '../../shared/domain/normal-form.ts';

/** What comes out of a spreadsheet over the clipboard: rows of cells, with or without a line of heads. */

/**
 * Cells between tabs, rows between line breaks, as Excel and WPS write them: a cell that has either, or a quotation mark,
 * stands in quotation marks, and its own are doubled. A quotation mark that is not closed so is one that was typed.
 */
export function cellsIn(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const cell = quotedAt(text, at) ?? plainAt(text, at);
    row.push(cell.text);
    at = cell.end + 1;
    if (text[cell.end] === '\t') continue;
    rows.push(row);
    row = [];
    if (text[cell.end] === '\r' && text[at] === '\n') at += 1;
    // A line break ends the last row; it begins no other.
    if (at >= text.length) break;
  }
  return rows;
}

interface Cell {
  readonly text: string;
  /** Where what ends it stands: a tab, a line break, or nothing more. */
  readonly end: number;
}

const ENDS = /[\t\r\n]/g;

function plainAt(text: string, at: number): Cell {
  ENDS.lastIndex = at;
  const end = ENDS.exec(text)?.index ?? text.length;
  return { text: text.slice(at, end), end };
}

const QUOTED = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)/y;

function quotedAt(text: string, at: number): Cell | undefined {
  QUOTED.lastIndex = at;
  const found = QUOTED.exec(text);
  if (found === null) return undefined;
  return { text: (found[1] ?? '').replaceAll('""', '"'), end: at + found[0].length };
}

/** A column that cells can be pasted into, and what it may be called in a line of heads. */
export interface Headed<C extends string> {
  readonly name: C;
  readonly heads: readonly string[];
}

export interface Placed<C extends string> {
  /** By row, from the focused one down: what goes into which column. */
  readonly rows: readonly Readonly<Partial<Record<C, string>>>[];
  /** What has no column here, by row, with the head that it stood under: nothing of it is dropped in silence. */
  readonly left: readonly { readonly row: number; readonly head: string; readonly text: string }[];
}

/** Where each cell of a block goes: under its head where it has a line of heads, else from the focused column rightward. */
export function placed<C extends string>(
  block: readonly (readonly string[])[],
  columns: readonly Headed<C>[],
  from: C,
): Placed<C> {
  const [first = [], ...below] = block;
  const headed = headsIn(first, columns);
  const start = columns.findIndex(({ name }) => name === from);
  const rows = (headed === undefined ? block : below).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const columnAt = (at: number) => (headed === undefined ? columns[start + at]?.name : headed[at]);
  const left: { readonly row: number; readonly head: string; readonly text: string }[] = [];
  const taken = rows.map((cells, row) => {
    const into: Partial<Record<C, string>> = {};
    cells.forEach((cell, at) => {
      const text = cell.replace(/\s*[\r\n]+\s*/g, ' ').trim();
      const column = columnAt(at);
      if (column !== undefined) into[column] = text;
      else if (text !== '') left.push({ row, head: headed === undefined ? '' : (first[at] ?? '').trim(), text });
    });
    return into;
  });
  return { rows: taken, left };
}

/** The columns that a line of heads names; undefined where it is no such line. Each column is named once. */
function headsIn<C extends string>(
  line: readonly string[],
  columns: readonly Headed<C>[],
): (C | undefined)[] | undefined {
  const free = new Map(columns.map((column) => [column.name, column.heads.map(headForm)]));
  const named = line.map((text) => {
    const head = headForm(text);
    const [name] = [...free].find(([, heads]) => heads.includes(head)) ?? [];
    if (name !== undefined) free.delete(name);
    return name;
  });
  const known = named.filter((name) => name !== undefined).length;
  const written = line.filter((text) => text.trim() !== '').length;
  return known > 0 && 2 * known >= written ? named : undefined;
}

/** 单价(元) is 单价. */
function headForm(text: string): string {
  return normalForm(text)
    .replace(/\([^)]*\)/g, '')
    .replace(/[:*]/g, '');
}
