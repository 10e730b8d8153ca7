import type { Fen } from '../../../shared/domain/amount.ts';
import { formatYuan } from '../../../shared/domain/amount.ts';
import type { CalendarDate } from '../../../shared/domain/calendar.ts';
import { Drawing } from './drawing.ts';
import { Paper } from './paper.ts';

/** An invoice of the demonstration: nobody issued it, and it says so. */
export interface ExampleInvoice {
  readonly number: string;
  readonly date: CalendarDate;
  readonly seller: string;
  readonly buyer: string;
  readonly lines: readonly ExampleLine[];
}

export interface ExampleLine {
  readonly name: string;
  readonly measure: string;
  readonly quantity: number;
  /** With tax. */
  readonly amount: Fen;
}

/** A row as an invoice has it: without tax, and the tax beside it. */
interface Row {
  readonly name: string;
  readonly measure: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: string;
  readonly taxRate: string;
  readonly tax: string;
}

const TAX = { rate: '0.13', percent: '13%', of: 113n } as const;
const PRICE_PLACES = 6;

/** The rows of an invoice as its file tells them, and as its record keeps them. */
export function rowsOf({ lines }: ExampleInvoice): readonly Row[] {
  return lines.map(({ name, measure, quantity, amount }) => {
    const net = rounded(amount * 100n, TAX.of);
    const price = rounded(net * 10n ** BigInt(PRICE_PLACES - 2), BigInt(quantity));
    return {
      name,
      measure,
      quantity: String(quantity),
      unitPrice: decimal(price, PRICE_PLACES),
      amount: formatYuan(net),
      taxRate: TAX.rate,
      tax: formatYuan(amount - net),
    };
  });
}

export function amountOf({ lines }: ExampleInvoice): Fen {
  return lines.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Its XML file, and a picture of it. */
export function papersOf(invoice: ExampleInvoice): readonly Paper[] {
  const name = `示例-发票-${invoice.number}`;
  return [
    new Paper(`${name}.xml`, 'application/xml', () => new TextEncoder().encode(xml(invoice))),
    new Paper(`${name}.png`, 'image/png', () => picture(invoice)),
  ];
}

function rounded(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

/** As it is written, without zeros at its end. */
function decimal(units: bigint, places: number): string {
  const digits = String(units).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
}

/** In the form in which tax offices hand invoices out, as far as it is read. */
function xml(invoice: ExampleInvoice): string {
  const { number, date, seller, buyer } = invoice;
  const total = amountOf(invoice);
  const rows = rowsOf(invoice).map(({ name, measure, quantity, unitPrice, amount, taxRate, tax }) => {
    return element('IssuItemInformation', [
      element('ItemName', name),
      element('MeaUnits', measure),
      element('Quantity', quantity),
      element('UnPrice', unitPrice),
      element('Amount', amount),
      element('TaxRate', taxRate),
      element('ComTaxAm', tax),
    ]);
  });
  const content = element('EInvoiceData', [
    element('SellerInformation', [element('SellerName', seller)]),
    element('BuyerInformation', [element('BuyerName', buyer)]),
    element('BasicInformation', [element('TotalTax-includedAmount', formatYuan(total))]),
    ...rows,
    element('AdditionalInformation', [element('Remark', '示例:不是真实的发票')]),
  ]);
  const issued = element('TaxSupervisionInfo', [
    element('InvoiceNumber', number),
    element('IssueTime', `${date} 09:00:00`),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('EInvoice', [content, issued])}\n`;
}

/** What stands in it has no character that XML would take for its own. */
function element(name: string, content: string | readonly string[]): string {
  const inside = typeof content === 'string' ? content : `\n${content.join('\n')}\n`;
  return `<${name}>${inside}</${name}>`;
}

const WIDTH = 1_080;
const LEFT = 40;
const RIGHT = WIDTH - LEFT;
const TOP = 210;
const ROW = 40;
/** Where the columns begin, and on which side of them the text stands. */
const COLUMNS = [
  { title: '货物名称', at: LEFT, end: 240, align: 'left' },
  { title: '单位', at: 240, end: 310, align: 'left' },
  { title: '数量', at: 310, end: 430, align: 'right' },
  { title: '单价', at: 430, end: 590, align: 'right' },
  { title: '金额', at: 590, end: 770, align: 'right' },
  { title: '税率', at: 770, end: 850, align: 'right' },
  { title: '税额', at: 850, end: RIGHT, align: 'right' },
] as const;

function picture(invoice: ExampleInvoice): Uint8Array {
  const rows = rowsOf(invoice).map(({ name, measure, quantity, unitPrice, amount, tax }) => {
    return [name, measure, quantity, unitPrice, amount, TAX.percent, tax];
  });
  const bottom = TOP + ROW * (rows.length + 1);
  const drawing = new Drawing(WIDTH, bottom + 110);
  heading(drawing, invoice);
  const across = (y: number) => drawing.line([LEFT, y], [RIGHT, y], 'brown');
  for (const at of [0, 1, rows.length + 1]) across(TOP + ROW * at);
  drawing.box([LEFT, TOP - 70], RIGHT - LEFT, bottom + ROW + 80 - TOP, 'brown', 2.4);
  COLUMNS.forEach(({ title, at, end, align }, column) => {
    if (column > 0) drawing.line([at, TOP], [at, bottom], 'brown');
    drawing.write({ x: (at + end) / 2, y: TOP + 10, text: title, size: 20, ink: 'brown', align: 'middle' });
    rows.forEach((cells, row) => {
      const x = align === 'left' ? at + 12 : end - 12;
      const text = cells[column] ?? '';
      drawing.write({ x, y: TOP + ROW * (row + 1) + 10, text, size: 20, ink: 'black', align });
    });
  });
  const y = bottom + 14;
  drawing.write({ x: LEFT + 12, y, text: '价税合计', size: 20, ink: 'brown' });
  drawing.write({
    x: RIGHT - 12,
    y,
    text: `¥${formatYuan(amountOf(invoice))}`,
    size: 24,
    ink: 'black',
    align: 'right',
  });
  return drawing.png();
}

function heading(drawing: Drawing, { number, date, seller, buyer }: ExampleInvoice): void {
  drawing.write({ x: WIDTH / 2, y: 30, text: '示例发票', size: 52, ink: 'brown', align: 'middle', pen: 4 });
  // A mark that nobody takes for a seal of the tax office.
  drawing.box([LEFT, 34], 150, 62, 'red', 4);
  drawing.write({ x: LEFT + 75, y: 44, text: '示例', size: 42, ink: 'red', align: 'middle', pen: 4 });
  const [year, month, day] = date.split('-');
  drawing.write({ x: LEFT, y: 110, text: '发票号码', size: 20, ink: 'brown' });
  drawing.write({ x: LEFT + 104, y: 110, text: number, size: 20, ink: 'black' });
  drawing.write({ x: RIGHT - 210, y: 110, text: '开票日期', size: 20, ink: 'brown', align: 'right' });
  const issued = `${year}年${month}月${day}日`;
  drawing.write({ x: RIGHT, y: 110, text: issued, size: 20, ink: 'black', align: 'right' });
  drawing.write({ x: LEFT + 12, y: 164, text: '购买方', size: 20, ink: 'brown' });
  drawing.write({ x: LEFT + 96, y: 164, text: buyer, size: 20, ink: 'black' });
  drawing.write({ x: WIDTH / 2 + 12, y: 164, text: '销售方', size: 20, ink: 'brown' });
  drawing.write({ x: WIDTH / 2 + 96, y: 164, text: seller, size: 20, ink: 'black' });
}
