import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CHROMIUM } from '../browser.ts';
import { invoiceLine, invoiceXml } from '../evidence/files.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d|ERR_FAILED|ERR_INTERNET_DISCONNECTED/;

/** As long as a page may take that is loaded anew. */
const LOADING = { timeout: 15_000 };

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const DRAFT = "sessionStorage.getItem('nuanzhang.draft.order') ?? ''";
const keptDraft = z.object({ key: z.string() });

async function keyOf(page: Page): Promise<string> {
  const text: string = await page.evaluate(DRAFT);
  return text === '' ? '' : keptDraft.parse(JSON.parse(text)).key;
}

/** Types a name, code or initials, and takes what is offered first once it is. */
async function choose(page: Page, text: string, offered: string | RegExp): Promise<void> {
  await page.keyboard.type(text);
  await page.getByRole('option', { name: offered, selected: true }).waitFor();
  await page.keyboard.press('Enter');
}

const cell = (page: Page, row: number, head: string) => page.getByLabel(`第 ${row} 行 ${head}`, { exact: true });
const value = (page: Page, row: number, head: string) => () => cell(page, row, head).inputValue();

/** A purchase of one line, typed and whole. */
async function fillIn(page: Page, quantity: string, price: string): Promise<void> {
  await page.getByLabel('供应商').first().focus();
  await choose(page, '5', '示例供应商5');
  await page.keyboard.press('Enter');
  await choose(page, 'sn', /酸奶/);
  await page.keyboard.type(quantity);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type(price);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await choose(page, 'yq', /疫情防控专项资金/);
}

/** Cells on the clipboard, pasted into the field that has the focus. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }`);
}

async function drop(page: Page, name: string, type: string, text: string): Promise<void> {
  const made = `{ const all = new DataTransfer(); all.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} })); all }`;
  const dataTransfer = await page.evaluateHandle(made);
  await page.locator('form.form').dispatchEvent('drop', { dataTransfer });
}

const booked = (page: Page) => page.getByText(/^已记账/).waitFor();

describe.skipIf(CHROMIUM === undefined)('buying (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });
  const open = async (path = '/purchases/new') => {
    const reader = await site.open(path, { as: 'demo-buyer', except: PROVOKED });
    if (path === '/purchases/new') await reader.page.getByRole('heading', { name: '新采购' }).waitFor();
    return reader;
  };

  test('is offered beside the purchases to who may buy, and to nobody else', async () => {
    const { page } = await open('/purchases');
    await page.getByRole('link', { name: '新采购' }).click();
    await page.getByRole('heading', { name: '新采购' }).waitFor();
    const keeper = await site.open('/purchases', { as: 'demo-keeper' });
    await keeper.page.getByRole('link', { name: /CG-/ }).first().waitFor();
    expect(await keeper.page.getByRole('link', { name: '新采购' }).count()).toBe(0);
    await keeper.page.goto(`${keeper.origin}/purchases/new`);
    await keeper.page.getByText('您不能记采购').waitFor();
  });

  test('five lines are booked in 120 keys and without a mouse', async () => {
    const { page } = await open();
    await page.evaluate("self.keys = 0; addEventListener('keydown', () => { self.keys += 1; }, true)");
    await choose(page, '5', '示例供应商5');
    await page.keyboard.press('Enter');
    const lines = [
      ['sn', /酸奶/, '12', '30'],
      ['mb', /面包/, '40', '4.5'],
      ['sj', /水饺/, '25', '18'],
      ['ty', /汤圆/, '25', '16'],
      ['dm', /大米/, '8', '56'],
    ] as const;
    for (const [at, [initials, item, quantity, price]] of lines.entries()) {
      await expect
        .poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")'))
        .toBe(`第 ${at + 1} 行 物资或服务`);
      await choose(page, initials, item);
      await page.keyboard.type(quantity);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.keyboard.type(price);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      if (at === 0) await choose(page, 'yq', /疫情防控专项资金/);
      else if (at < lines.length - 1) await page.keyboard.press('Enter');
    }
    await page.getByText('提交后将会').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/purchases\/[0-9a-f-]{36}$/);
    expect(await page.evaluate('self.keys')).toBeLessThanOrEqual(120);
    await page.getByText(/^已记账,凭证 \d{6}$/).waitFor();
    await page.getByRole('heading', { name: /^采购 CG-\d{6}$/ }).waitFor();
    await page.getByRole('cell', { name: '1,838.00' }).first().waitFor();
    await page.getByRole('link', { name: '再记一笔采购' }).click();
    await page.getByRole('heading', { name: '新采购' }).waitFor();
    expect(await page.getByLabel('供应商').first().inputValue()).toBe('');
  });

  test('a sheet is pasted with its line of heads: what is not known is marked, and nothing is dropped', async () => {
    const { page } = await open();
    await cell(page, 1, '数量').focus();
    await paste(
      page,
      '序号\t品名\t单位\t数量\t单价(元)\r\n1\tＷＺ－０１\t箱\t１，２００\t￥0.5\r\n2\t"不存在的\n东西"\t\t3\t1\r\n3\t牛奶\t瓶\t2.5E+19\t1\r\n',
    );
    await expect.poll(value(page, 1, '物资或服务')).toBe('暖身贴');
    expect(await value(page, 1, '数量')()).toBe('1,200');
    expect(await value(page, 1, '单位')()).toBe('箱');
    await expect.poll(value(page, 1, '金额(元)')).toBe('600.00');
    expect(await value(page, 2, '物资或服务')()).toBe('不存在的 东西');
    await page.getByText('物资或服务:没有登记过这个名称').waitFor();
    await page.getByText('单位:没有登记过这个名称').waitFor();
    await page.getByText('请在表格里把该列设为文本格式').waitFor();
    expect(await value(page, 3, '数量')()).toBe('2.5E+19');
    await page.getByText('第 1 行 序号:1').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('format the column as text there').waitFor();
  });

  test('rows go by keys: from above, up and down, away, and out at an empty one', async () => {
    const { page } = await open();
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
    await cell(page, 1, '物资或服务').focus();
    await choose(page, 'sn', /酸奶/);
    await page.keyboard.type('１２。０');
    await page.getByRole('button', { name: '加一行' }).click();
    expect(await value(page, 1, '数量')()).toBe('12');
    await expect.poll(focused).toBe('第 2 行 物资或服务');
    await page.keyboard.press('Control+d');
    await expect.poll(value(page, 2, '物资或服务')).toBe('酸奶');
    expect(await value(page, 2, '单位')()).toBe('桶');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('第 1 行 物资或服务');
    await page.keyboard.press('Alt+Delete');
    await expect.poll(() => page.getByLabel('第 2 行 数量').count()).toBe(0);
    await page.getByRole('button', { name: '加一行' }).click();
    await expect.poll(focused).toBe('第 2 行 物资或服务');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.closest("table") === null')).toBe(true);
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '快捷键' }).getByText('Ctrl+D').waitFor();
  });

  test('keys that an input method wants are its own', async () => {
    const { page } = await open();
    await cell(page, 1, '物资或服务').focus();
    const input = await page.context().newCDPSession(page);
    await input.send('Input.imeSetComposition', { text: 'suan', selectionStart: 4, selectionEnd: 4 });
    const process = { windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter' };
    await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...process });
    await input.send('Input.dispatchKeyEvent', { type: 'keyUp', ...process });
    await input.send('Input.insertText', { text: '酸奶' });
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('第 1 行 物资或服务');
    expect(await value(page, 1, '物资或服务')()).toBe('酸奶');
    await page.getByRole('option', { name: /酸奶/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(value(page, 1, '单位')).toBe('桶');
  });

  test('wrong fields are said at them, the first has the focus, and money that lacks is said before', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: '记账' }).click();
    await page.getByText('有 2 处需要改').waitFor();
    expect(await page.evaluate('document.activeElement.labels[0].textContent')).toBe('供应商');
    await page.locator('.field', { hasText: '供应商' }).getByText('此项必填').waitFor();
    await fillIn(page, '1000000', '9');
    await page.getByText(/缺 8,9\d\d,\d{3}\.\d{2} 元/).waitFor();
    await page.getByText('照现在这样提交会被拒绝').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('可用额度不足').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toContain('可用额度不足');
    expect(await value(page, 1, '数量')()).toBe('1,000,000');
  });

  test('a lost answer is sent again with the same key, and is booked once', async () => {
    const { page, origin } = await open();
    await fillIn(page, '1', '7.77');
    const keys: (string | undefined)[] = [];
    await page.route('**/api/purchases', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.keyboard.press('Control+Enter');
    await page.getByText('不知道是否已记账').waitFor();
    await page.reload();
    await expect.poll(value(page, 1, '单价(元)'), LOADING).toBe('7.77');
    await page.getByRole('button', { name: '记账' }).click();
    await booked(page);
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    await page.goto(`${origin}/purchases`);
    await page.getByRole('cell', { name: '7.77' }).first().waitFor();
    expect(await page.getByRole('row', { name: /7\.77/ }).count()).toBe(1);
  });

  test('a draft that was sent and changed leads to what was sent, or on as a new one', async () => {
    const { page } = await open();
    await fillIn(page, '1', '8.88');
    let sent = 0;
    await page.route('**/api/purchases', async (route) => {
      sent += 1;
      if (sent > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.keyboard.press('Control+Enter');
    await page.getByText('不知道是否已记账').waitFor();
    await cell(page, 1, '数量').fill('2');
    await page.keyboard.press('Control+Enter');
    await page.getByText('这份草稿已提交过一次').waitFor();
    const key = await keyOf(page);
    expect(await page.getByRole('link', { name: '查看先前那一笔' }).getAttribute('href')).toBe(`/purchases/${key}`);
    await page.getByRole('button', { name: '作为新的一笔提交' }).click();
    await expect.poll(() => keyOf(page)).not.toBe(key);
    await page.getByRole('button', { name: '记账' }).click();
    await booked(page);
  });

  test('a session that ends in the middle keeps the draft, which is there after signing in again', async () => {
    const { page, endSession } = await open();
    await fillIn(page, '2', '3');
    const key = await keyOf(page);
    await endSession();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('登录已结束').waitFor();
    await page.getByRole('button', { name: '重新登录' }).click();
    await page.getByRole('heading', { name: '新采购' }).waitFor();
    await expect.poll(value(page, 1, '物资或服务')).toBe('酸奶');
    expect(await keyOf(page)).toBe(key);
    await page.getByRole('button', { name: '记账' }).click();
    await booked(page);
  });

  test('without a network nothing goes out, and it says so', async () => {
    const { page } = await open();
    await fillIn(page, '2', '4');
    await page.context().setOffline(true);
    await page.keyboard.press('Control+Enter');
    await page.getByText('没有联网').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '记账' }).click();
    await booked(page);
  });

  test('a tab that was copied takes the draft under a key of its own', async () => {
    const { page } = await open();
    await fillIn(page, '2', '5');
    const key = await keyOf(page);
    const [copy] = await Promise.all([page.waitForEvent('popup'), page.evaluate("void open('/purchases/new')")]);
    await expect.poll(value(copy, 1, '物资或服务'), LOADING).toBe('酸奶');
    await expect.poll(() => keyOf(copy), LOADING).not.toBe(key);
    expect(await keyOf(page)).toBe(key);
    await copy.getByRole('button', { name: '记账' }).click();
    await booked(copy);
    expect(await keyOf(page)).toBe(key);
  });

  test('the XML of an invoice fills in supplier, invoice and lines, and is cited with a picture', async () => {
    const { page } = await open();
    const xml = invoiceXml({
      seller: '<SellerName>示例供应商5</SellerName>',
      number: '<InvoiceNumber>26112000000000000123</InvoiceNumber>',
      lines: invoiceLine({ ItemName: '*乳制品*酸奶', SpecMod: '', MeaUnits: '桶' }),
      basics: '<TotalTax-includedAmount>113.00</TotalTax-includedAmount><RequestTime>2026-11-20</RequestTime>',
    });
    await drop(page, '示例发票.xml', 'text/xml', xml);
    await page.getByText('已按发票填入').waitFor();
    await expect.poll(value(page, 1, '物资或服务')).toBe('酸奶');
    expect(await value(page, 1, '数量')()).toBe('100');
    expect(await value(page, 1, '金额(元)')()).toBe('113.00');
    expect(await page.getByLabel('供应商').first().inputValue()).toBe('示例供应商5');
    expect(await page.getByLabel('发票号码').inputValue()).toBe('26112000000000000123');
    await page.locator('input[type=file]').setInputFiles({ name: '照片.png', mimeType: 'image/png', buffer: PICTURE });
    await page.getByRole('img', { name: '照片.png' }).waitFor();
    await cell(page, 1, '专项资金').focus();
    await choose(page, 'yq', /疫情防控专项资金/);
    await page.keyboard.press('Control+Enter');
    await booked(page);
    await page.locator('.papers img').waitFor();
    await page.getByText('26112000000000000123').waitFor();
  });

  test('stands without a serious finding, light and dark, in both languages', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, flaws } = await site.open('/purchases/new', { as: 'demo-buyer', colorScheme, except: PROVOKED });
      await page.getByRole('heading', { name: '新采购' }).waitFor();
      await page.getByRole('button', { name: '记账' }).click();
      await page.getByText('有 2 处需要改').waitFor();
      await page.keyboard.press('Alt+ArrowDown');
      await page.getByRole('option').first().waitFor();
      expect(await flaws()).toEqual([]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'New purchase' }).waitFor();
      expect(await flaws()).toEqual([]);
    }
  });
});
