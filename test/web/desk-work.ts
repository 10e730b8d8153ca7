import type { Page } from 'playwright-core';
import type { Paper } from '../../local/demo/papers/paper.ts';
import { paste } from './asking.ts';

/** A day's work at the desk, typed into the forms as a person does. What is chosen is called by its name. */

/** As long as a page may take that asks the server for much. */
const LOADING = { timeout: 20_000 };

interface OfLine {
  readonly item: string;
  readonly quantity: number;
  readonly measure?: string | undefined;
}

export interface Bought {
  readonly supplier: string;
  readonly day: string;
  readonly fundingLine: string;
  readonly lines: readonly (OfLine & { readonly unitPrice: string })[];
  readonly invoice: { readonly number: string; readonly date: string; readonly amount: string };
  readonly emergency: { readonly basis: string; readonly from: string };
  readonly papers: readonly Paper[];
}

export interface Sent {
  readonly day: string;
  readonly unit: string;
  readonly lines: readonly OfLine[];
}

export interface Arrived {
  readonly number: string;
  readonly day: string;
  readonly signatory: string;
  readonly reached: Readonly<Partial<Record<'people' | 'households' | 'sites', number>>>;
  readonly papers: readonly Paper[];
}

export interface Paid {
  readonly number: string;
  readonly day: string;
  readonly approval: { readonly document: string; readonly decidedOn: string; readonly approver: string };
  readonly papers: readonly Paper[];
}

const cell = (page: Page, row: number, head: string) => page.getByLabel(`第 ${row} 行 ${head}`, { exact: true });

/** Types a name into the field that has the focus, and takes what is offered by that name. */
export async function choose(page: Page, text: string, name = text): Promise<void> {
  await page.keyboard.type(text);
  await page.getByRole('option', { name, selected: true }).waitFor(LOADING);
  await page.keyboard.press('Enter');
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
}

async function open(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor(LOADING);
}

/** Adds papers, and waits until all are stored. */
export async function adds(page: Page, papers: readonly Paper[]): Promise<void> {
  const files = papers.map(({ evidence: { name, mediaType }, file }) => ({
    name,
    mimeType: mediaType,
    buffer: Buffer.from(file),
  }));
  await page.locator('input[type=file]').setInputFiles(files);
  await page
    .getByText('已上传')
    .nth(papers.length - 1)
    .waitFor(LOADING);
}

/** Submits by keys; gives the number that the document has once it is sealed. */
export async function books(page: Page, title: string): Promise<string> {
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^已记账/).waitFor(LOADING);
  const heading = page.getByRole('heading', { name: new RegExp(`^${title} [A-Z]+-\\d{6}$`), level: 1 });
  const said = await heading.textContent(LOADING);
  return said?.replace(`${title} `, '') ?? '';
}

/** 采购: gives its number. */
export async function buys(page: Page, { supplier, day, fundingLine, lines, ...of }: Bought): Promise<string> {
  await open(page, '/purchases/new', '新采购');
  await page.getByLabel('供应商', { exact: true }).first().focus();
  await choose(page, supplier);
  await type(page, '采购日期', day);
  for (const [at, { item, quantity, measure, unitPrice }] of lines.entries()) {
    const row = at + 1;
    if (row > 1) await page.getByRole('button', { name: '加一行' }).first().click();
    await cell(page, row, '物资或服务').focus();
    await choose(page, item);
    await cell(page, row, '数量').fill(String(quantity));
    if (measure !== undefined) {
      await cell(page, row, '单位').focus();
      await choose(page, measure);
    }
    await cell(page, row, '单价(元)').fill(unitPrice);
    if (row === 1) {
      await cell(page, row, '专项资金').focus();
      await choose(page, fundingLine);
    }
  }
  await page.locator('summary', { hasText: '发票' }).click();
  await type(page, '发票号码', of.invoice.number);
  await type(page, '开票日期', of.invoice.date);
  await type(page, '价税合计(元)', of.invoice.amount);
  await page.locator('summary', { hasText: '应急采购' }).click();
  await type(page, '依据文件', of.emergency.basis);
  await type(page, '有效期自', of.emergency.from);
  await adds(page, of.papers);
  return books(page, '采购');
}

/** 验收入库, all as it was ordered, from the page of the purchases. */
export async function accepts(page: Page, number: string, day: string, papers: readonly Paper[]): Promise<void> {
  await open(page, '/purchases', '采购');
  await page.getByRole('link', { name: number }).click();
  await page.getByRole('link', { name: '验收入库' }).click();
  await page.getByRole('button', { name: '照单全收' }).click();
  await type(page, '入库日期', day);
  await adds(page, papers);
  await books(page, '采购');
}

/** 付款, all that is owed of a purchase, from the page of what is owed. */
export async function pays(page: Page, { number, day, approval, papers }: Paid): Promise<void> {
  await open(page, '/pay', '付款');
  await page.getByRole('checkbox', { name: `选 ${number}` }).check();
  await page.getByRole('button', { name: '付所选的' }).click();
  await type(page, '付款日期', day);
  await type(page, '审批文件', approval.document);
  await type(page, '审批人', approval.approver);
  await type(page, '审批日期', approval.decidedOn);
  await adds(page, papers);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: '1 笔付款都已记账' }).waitFor(LOADING);
}

/** 发放 to one unit: gives its number. */
export async function sends(page: Page, { day, unit, lines }: Sent): Promise<string> {
  await open(page, '/consignments/new', '新发放');
  await page.getByLabel('接收单位', { exact: true }).focus();
  await choose(page, unit);
  await type(page, '发放日期', day);
  for (const [at, { item, quantity, measure }] of lines.entries()) {
    const row = at + 1;
    if (row > 1) await page.getByRole('button', { name: '加一行' }).click();
    await cell(page, row, '物资').focus();
    await choose(page, item);
    await cell(page, row, '数量').fill(String(quantity));
    if (measure === undefined) continue;
    await cell(page, row, '单位').focus();
    await choose(page, measure);
  }
  return books(page, '发放单');
}

/** 发放 to several units at once, the quantities being pasted as one block: gives the numbers in the order of the units. */
export async function sendsToSeveral(page: Page, day: string, sent: readonly Sent[]): Promise<string[]> {
  await open(page, '/consignments/matrix', '多单位发放');
  await type(page, '发放日期', day);
  for (const { unit } of sent) {
    await page.getByLabel('加单位', { exact: true }).focus();
    await choose(page, unit);
    await page.getByRole('rowheader', { name: unit }).waitFor();
  }
  const items = [...new Set(sent.flatMap(({ lines }) => lines.map(({ item }) => item)))];
  for (const item of items) {
    await page.getByLabel('加物资', { exact: true }).focus();
    await choose(page, item);
    await page.getByLabel(`${sent[0]?.unit} ${item}`, { exact: true }).waitFor();
  }
  await page.getByLabel(`${sent[0]?.unit} ${items[0]}`, { exact: true }).focus();
  const rows = sent.map(({ lines }) =>
    items.map((item) => lines.find((line) => line.item === item)?.quantity ?? '').join('\t'),
  );
  if (sent.length * items.length === 1) await page.keyboard.type(rows.join());
  else await paste(page, rows.join('\r\n'));
  await page.getByRole('button', { name: `发放 ${sent.length} 个单位` }).click();
  await page.getByText(`已发 ${sent.length} / ${sent.length}`).waitFor(LOADING);
  const links = page.getByRole('link', { name: /^已发放 FF-\d{6}$/ });
  await links.nth(sent.length - 1).waitFor(LOADING);
  const told = await links.allTextContents();
  await page.getByRole('button', { name: '收起已发放的单位' }).click();
  return told.map((text) => text.replace('已发放 ', ''));
}

/** 签收, all as it was sent, from the home of the units. */
export async function confirms(page: Page, { number, day, signatory, reached, papers }: Arrived): Promise<void> {
  await open(page, '/', '本单位');
  await page.getByRole('link', { name: `签收 ${number}` }).click(LOADING);
  await page.getByRole('button', { name: '全部完好' }).click();
  await type(page, '签收人', signatory);
  await type(page, '签收日期', day);
  const labels = { people: '人数', households: '户数', sites: '站点数' } as const;
  for (const kind of ['people', 'households', 'sites'] as const) {
    const count = reached[kind];
    if (count !== undefined) await type(page, labels[kind], String(count));
  }
  await adds(page, papers);
  await books(page, '发放单');
}
