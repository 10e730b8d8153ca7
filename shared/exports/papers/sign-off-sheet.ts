import type { Column, HeadLine, Sheet, Value } from '../files/sheet.ts';
import { type Consigned, type Consignment, consignmentOf } from './consigned.ts';
import { type Markup, markup } from './markup.ts';
import { field, type Paper, paper, voidMark } from './paper.ts';

export const MAX_SIGN_OFF_ROWS = 500;
/** Two pages of A4 landscape: the two sides of one leaf. */
const DEFAULT_ROWS = 25;
/** In points: what a name is signed in by hand. */
const ROW_HEIGHT = 27;
/** Characters that fit on one line of the head. Goods beyond them are not named, but counted. */
const MAX_NAMES = 60;

export interface SignOffOptions {
  /** Rows to sign in: 1 to 500, 25 where it is not said. */
  readonly rows?: number;
  /** 活动名称; the title of the allocation plan where it is not said. */
  readonly activity?: string;
  /** 标准/人 */
  readonly standard?: string;
}

const COLUMNS: readonly Column[] = [
  { title: '序号', type: 'ordinal', width: 5 },
  { title: '部门/单位', type: 'text', width: 16 },
  { title: '姓名', type: 'text', width: 10 },
  { title: '会员号或证件后4位', type: 'text', width: 18 },
  { title: '物资名称', type: 'text', width: 16 },
  { title: '单位', type: 'text', width: 6 },
  { title: '数量', type: 'quantity', width: 8 },
  { title: '金额', type: 'yuan', width: 9 },
  { title: '领取日期', type: 'date', width: 11 },
  { title: '领取人签字', type: 'text', width: 14 },
  { title: '代领人及关系', type: 'text', width: 13 },
  { title: '备注', type: 'text', width: 10 },
];

const TO_SIGN = ['合计(大写)', '经办人', '证明人', '审核人', '负责人', '公章'];

/** 合计 stands in the first text column. */
const TOTAL: readonly Value[] = COLUMNS.map(({ title }) => (title === '部门/单位' ? '合计' : null));

/**
 * 签领表: the sheet on which each person signs for what they received. Nobody's name is on it before it is signed; what
 * is known of the consignment is filled in, everything else is blank to write on. That of a dispatch that was taken back
 * says so and has nothing to sign. Throws RangeError for a number of rows
 * out of bounds, for what is no dispatch, and for a checkpoint that ends before it.
 */
export function signOffSheet(consigned: Consigned, options: SignOffOptions = {}): Sheet {
  const { head, foot, rows, voidBy } = formOf(consigned, options);
  if (voidBy !== undefined) return voidSheet(voidBy, head, foot);
  return {
    title: '签领表',
    head,
    columns: COLUMNS,
    rowHeight: ROW_HEIGHT,
    rows: numbered(rows),
    foot: () => ({ total: TOTAL, rows, lines: foot }),
  };
}

/** Of a dispatch that was taken back: one row says so, and there is none to sign in. */
function voidSheet(voidBy: string, head: readonly HeadLine[], foot: readonly HeadLine[]): Sheet {
  async function* rows(): AsyncGenerator<readonly Value[]> {
    yield COLUMNS.map(({ title }) => (title === '部门/单位' ? '作废' : null));
  }

  return {
    title: '签领表（作废）',
    head: [{ label: '作废', text: warning(voidBy) }, ...head],
    columns: COLUMNS,
    rowHeight: ROW_HEIGHT,
    rows: rows(),
    foot: () => ({ total: COLUMNS.map(() => null), rows: 1, lines: foot }),
  };
}

function warning(voidBy: string): string {
  return `所列发放${voidBy}，请勿签领`;
}

async function* numbered(rows: number): AsyncGenerator<readonly Value[]> {
  for (let row = 1; row <= rows; row += 1) yield [BigInt(row), ...COLUMNS.slice(1).map(() => null)];
}

/** The same as a page of HTML, A4 landscape, made like the delivery slip. */
export function signOffPage(consigned: Consigned, options: SignOffOptions = {}): string {
  return paper(signOffOf(consigned, options));
}

/** The same, to lie among other papers. */
export function signOffOf(consigned: Consigned, options: SignOffOptions = {}): Paper {
  const { head, foot, rows, number, voidBy } = formOf(consigned, options);
  const blank = markup`${COLUMNS.slice(1).map(() => markup`<td></td>`)}`;
  const width = COLUMNS.reduce((sum, column) => sum + column.width, 0);
  return {
    title: `签领表${voidBy === undefined ? '' : '（作废）'} ${number}`,
    orientation: 'landscape',
    style: `${STYLE}${COLUMNS.map((column, at) => `.w${at}{width:${((100 * column.width) / width).toFixed(2)}%}`).join('')}`,
    body: markup`<header><h1>签领表</h1></header>
${voidBy === undefined ? '' : voidMark(warning(voidBy))}
<dl class="head">
${fields(head)}</dl>
<table>
<colgroup>${COLUMNS.map((_column, at) => markup`<col class="w${at}">`)}</colgroup>
<thead><tr>${COLUMNS.map(({ title }) => markup`<th>${title}</th>`)}</tr></thead>
<tbody>
${Array.from({ length: voidBy === undefined ? rows : 0 }, (_, at) => markup`<tr><td class="c">${at + 1}</td>${blank}</tr>\n`)}\
${voidBy === undefined ? markup`<tr>${TOTAL.map((value) => markup`<td class="c">${value ?? ''}</td>`)}</tr>` : ''}
</tbody>
</table>
<section><dl class="foot">
${fields(foot)}</dl></section>`,
  };
}

function fields(lines: readonly HeadLine[]): Markup {
  return markup`${lines.map(({ label, text }) => markup`${field(label, text)}\n`)}`;
}

interface Form {
  readonly number: string;
  readonly rows: number;
  readonly voidBy: string | undefined;
  readonly head: readonly HeadLine[];
  readonly foot: readonly HeadLine[];
}

function formOf(consigned: Consigned, { rows = DEFAULT_ROWS, activity, standard = '' }: SignOffOptions): Form {
  if (!Number.isInteger(rows) || rows < 1 || rows > MAX_SIGN_OFF_ROWS) {
    throw new RangeError(`a sign-off sheet has 1 to ${MAX_SIGN_OFF_ROWS} rows, not ${rows}`);
  }
  const { number, voidBy, unit, plan, date, goods } = consignmentOf(consigned);
  return {
    number,
    rows,
    voidBy,
    head: [
      { label: '发放单位', text: consigned.union },
      { label: '活动名称', text: activity ?? plan?.name ?? '' },
      { label: '物资', text: namesOf(goods) },
      { label: '标准/人', text: standard },
      { label: '日期', text: date },
    ],
    foot: [
      ...(voidBy === undefined ? TO_SIGN : []).map((label) => ({ label, text: '' })),
      { label: '接收单位', text: unit.name },
      { label: '发放单号', text: number },
    ],
  };
}

function namesOf(goods: Consignment['goods']): string {
  const names = new Map(goods.map(({ item, spec }) => [item.id, [item.name, spec].filter(Boolean).join(' ')]));
  const [first = '', ...rest] = names.values();
  let line = first;
  for (const name of rest) {
    if (line.length + name.length >= MAX_NAMES) return `${line} 等${names.size}种`;
    line += `、${name}`;
  }
  return line;
}

const STYLE = `
h1{margin-bottom:2mm}
.head{grid-template-columns:repeat(12,1fr);column-gap:6mm;row-gap:1mm;margin-bottom:3mm}
.head>div{grid-column:span 3}
.head>div:nth-child(-n+3){grid-column:span 6}
thead th{height:10mm}
tbody tr{height:${ROW_HEIGHT}pt}
.foot{grid-template-columns:repeat(4,1fr);column-gap:8mm;row-gap:1mm;margin-top:3mm}
.foot>div:is(:first-child,:nth-child(n+6)){grid-column:span 2}
.foot dd{min-height:8mm}
`;
