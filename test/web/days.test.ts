import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createApi } from '../../local/demo/api.ts';
import { readFacts } from '../../local/demo/facts.ts';
import { AUDITOR } from '../../local/demo/play.ts';
import { stepsOf } from '../../local/demo/steps.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { CHROMIUM } from '../browser.ts';
import { issueToken } from '../local/issue-token.ts';
import { paste } from './asking.ts';
import { adds, choose } from './desk-work.ts';
import { useSite } from './page.ts';

/** As long as a day may take on a slow machine, and a page of it. */
const DAY = { timeout: 300_000 };
const LOADING = { timeout: 20_000 };

/** What a browser tells by itself of a trial that is refused. */
const PROVOKED = /status of 4\d\d/;

/** Any paper of the demonstration will do. */
const PAPERS = stepsOf(readFacts(), '2026-03-05')
  .flatMap(({ papers }) => papers)
  .filter(({ evidence }) => evidence.mediaType === 'application/pdf')
  .slice(0, 1);

const focused = (page: Page) => () =>
  page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor(LOADING);
const type = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
const row = (page: Page, name: RegExp) => page.locator('main').getByRole('row', { name });
const booked = (page: Page) => page.getByText(/^已记账,凭证 \d{6}$/).waitFor(LOADING);

/** Follows a link of the page, or a word of the top bar, and waits for the page that it leads to. */
async function follow(page: Page, name: string | RegExp, to: string | RegExp): Promise<void> {
  await page.locator('main').getByRole('link', { name }).first().click(LOADING);
  await heading(page, to);
}
/** Opens what waits, from the overview. */
async function takeUp(page: Page, kind: string, to: string | RegExp): Promise<void> {
  await page.locator('.waits').getByRole('link', { name: kind }).click(LOADING);
  await heading(page, to);
}
async function turnTo(page: Page, section: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: section }).click();
  await heading(page, section);
}

async function approve(page: Page): Promise<void> {
  await type(page, '审批文件', '审批单(示例)');
  await type(page, '审批人', '财务负责人(示例)');
  await type(page, '审批日期', '20201130');
}

/** Five days of work, each from the sign-in to what came of it, by keys and clicks alone. */
describe.skipIf(CHROMIUM === undefined)('a day of work (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });
  const begins = async (subject: string, home: string) => {
    const { page, signIn } = await site.open('/', { except: PROVOKED });
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await signIn(subject);
    await heading(page, home);
    return page;
  };
  const expectHolds = async () => {
    const { data, origin } = site.site;
    const api = createApi(origin, (person) => issueToken(data, origin, person));
    const told = await api.read(AUDITOR, '/api/reports/identities', reportAnswers.identities);
    expect(told).toMatchObject({ holds: true, settled: true });
  };

  test('a buyer sees what waits, orders three lines with an invoice, and begins another order', DAY, async () => {
    const page = await begins('demo-buyer', '总览');
    await takeUp(page, '待验收', '待办');
    await expect.poll(() => row(page, /CG-/).count()).toBe(2);
    await turnTo(page, '采购');
    await follow(page, '新采购', '新采购');
    await choose(page, '5', '示例供应商5');
    await page.keyboard.press('Enter');
    for (const [initials, item, quantity, price] of [
      ['sn', '酸奶', '12', '30'],
      ['mb', '面包', '40', '4.5'],
    ] as const) {
      await choose(page, initials, item);
      await page.keyboard.type(quantity);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.keyboard.type(price);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      if (item === '酸奶') await choose(page, 'yq', '疫情防控专项资金');
      else await page.keyboard.press('Enter');
    }
    await expect.poll(focused(page)).toBe('第 3 行 物资或服务');
    await paste(page, '水饺\t25\t袋\t18');
    await expect.poll(() => page.getByLabel('第 3 行 金额(元)').inputValue()).toBe('450.00');
    await page.locator('summary', { hasText: '发票' }).click();
    await type(page, '发票号码', '26112000000000000987');
    await type(page, '开票日期', '20261120');
    await type(page, '价税合计(元)', '990');
    await adds(page, PAPERS);
    await page.getByText('提交后将会').waitFor(LOADING);
    await page.keyboard.press('Control+Enter');
    await booked(page);
    await heading(page, /^采购 CG-\d{6}$/);
    const number = (await page.locator('h1').textContent())?.replace('采购 ', '') ?? '';
    await page.getByText('26112000000000000987').waitFor();
    await page.getByRole('button', { name: '打开 PDF' }).waitFor();
    await follow(page, '再记一笔采购', '新采购');
    await expect.poll(() => page.getByLabel('供应商').first().inputValue()).toBe('');
    await turnTo(page, '采购');
    await row(page, new RegExp(`${number}.*990\\.00`)).waitFor(LOADING);
    await expectHolds();
  });

  test('a keeper accepts what waits, sends what a plan still owes, and prints the papers', DAY, async () => {
    const page = await begins('demo-keeper', '总览');
    await takeUp(page, '待验收', '待办');
    await follow(page, '验收 CG-000101', /^验收入库 CG-000101/);
    await expect.poll(focused(page)).toBe('照单全收');
    await page.keyboard.press('Enter');
    await expect.poll(focused(page)).toBe('入库');
    await page.getByText('提交后将会').waitFor(LOADING);
    await page.keyboard.press('Enter');
    await booked(page);
    await page.getByText(/· 已关闭/).waitFor();
    await turnTo(page, '总览');
    await takeUp(page, '待发放', /^分配方案/);
    await follow(page, '发放', /^按方案发放/);
    await follow(page, '多个单位一起发', /^多单位发放/);
    await expect.poll(() => page.getByLabel('发出仓库').inputValue()).not.toBe('');
    await page.getByRole('button', { name: '填入全部未发数量' }).click();
    await page.getByRole('button', { name: '发放 4 个单位' }).click();
    await page.getByText('已发 4 / 4').waitFor(LOADING);
    await page
      .getByRole('link', { name: /^已发放 FF-\d{6}$/ })
      .nth(3)
      .waitFor(LOADING);
    await page.getByRole('button', { name: '打印发放单和签领表(4 张)' }).click();
    const papers = page.frameLocator('iframe[title=发放单和签领表]');
    await papers.locator('article').nth(7).waitFor(LOADING);
    await page.getByRole('button', { name: '关闭' }).click();
    await turnTo(page, '总览');
    await page.getByRole('link', { name: /^待验收/ }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: /^待发放/ }).count()).toBe(0);
    await expectHolds();
  });

  test('a coordinator confirms a delivery of which one was torn, from the home of the units', DAY, async () => {
    const page = await begins('demo-coordinator', '本单位');
    const waiting = page.getByRole('link', { name: /^签收 FF-/ });
    await waiting.first().waitFor(LOADING);
    const before = await waiting.count();
    const number = (await waiting.first().getAttribute('aria-label'))?.replace('签收 ', '') ?? '';
    await follow(page, `签收 ${number}`, `签收 ${number}`);
    await expect.poll(focused(page)).toBe('全部完好');
    await page.keyboard.press('Enter');
    await page
      .getByLabel(/ 破损$/)
      .first()
      .fill('1');
    await page
      .getByLabel(/ 原因$/)
      .first()
      .fill('包装破损');
    expect(
      await page
        .getByLabel(/ 完好$/)
        .first()
        .inputValue(),
    ).toBe('199');
    await type(page, '签收人', '签收人(示例)');
    await type(page, '户数', '199');
    await adds(page, PAPERS);
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^已记账/).waitFor(LOADING);
    await heading(page, `发放单 ${number}`);
    await page.getByText('待处理').first().waitFor();
    await page.getByRole('navigation').getByRole('link', { name: '总览' }).click();
    await heading(page, '本单位');
    await expect.poll(() => waiting.count(), LOADING).toBe(before - 1);
    await expectHolds();
  });

  test('a treasurer pays, decides what is held, corrects a reference, and reverses what is wrong', DAY, async () => {
    const page = await begins('demo-treasurer', '总览');
    await takeUp(page, '待付款', '付款');
    await page.getByRole('checkbox', { name: '选 CG-000092' }).check();
    await page.getByRole('button', { name: '付所选的' }).click();
    await heading(page, '付款 1 笔');
    await type(page, '银行流水号', '20261130000017');
    await approve(page);
    await page.getByText('提交后将会').waitFor(LOADING);
    await page.keyboard.press('Control+Enter');
    await heading(page, '1 笔付款都已记账');

    await turnTo(page, '总览');
    await takeUp(page, '待处理', '待处理');
    await follow(page, /^处理 FF-/, /^处理 FF-/);
    await page.getByRole('button', { name: '全部报损' }).click();
    await type(page, '处理意见', '破损报损');
    await approve(page);
    await page.getByText(/待处理 → 损失/).waitFor(LOADING);
    await page.keyboard.press('Control+Enter');
    await booked(page);

    await turnTo(page, '采购');
    await follow(page, 'CG-000092', '采购 CG-000092');
    await page.locator('.beside-it > :has(a)').filter({ hasText: '付款' }).first().getByRole('link').first().click();
    await heading(page, /^凭证 \d{6} · 付款$/);
    const paid = await page.locator('h1').textContent();
    await follow(page, '更正', /^更正凭证/);
    await page.getByLabel('银行流水号 更正为').fill('20261130000071');
    await type(page, '原因', '流水号录反');
    await page.keyboard.press('Control+Enter');
    await booked(page);
    await heading(page, paid ?? '');
    await page.getByText('20261130000071').first().waitFor();
    await follow(page, '冲销', /^冲销凭证/);
    await type(page, '原因', '付错了');
    await page.getByText('须由不同的人办理').waitFor(LOADING);
    await page.locator('summary', { hasText: '备注与例外' }).click();
    await type(page, '例外理由', '财务只有一人');
    await page.getByText('提交后将会').waitFor(LOADING);
    await page.keyboard.press('Control+Enter');
    await booked(page);
    await page
      .getByText(/^已被凭证 \d{6} 冲销/)
      .first()
      .waitFor();
    await turnTo(page, '总览');
    await takeUp(page, '待付款', '付款');
    await page.getByRole('checkbox', { name: '选 CG-000092' }).waitFor(LOADING);
    await expectHolds();
  });

  test('an auditor goes from a figure to a paper, has a report made, and verifies a voucher here', DAY, async () => {
    const page = await begins('demo-auditor', '总览');
    await page.locator('.sentence').getByRole('link', { name: '161万余元' }).click();
    await heading(page, '台账');
    await row(page, /验收/).first().getByRole('link').first().click();
    await heading(page, /^凭证 \d{6} · /);
    await page.getByRole('button', { name: '打开 PDF' }).first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: '在本浏览器核验这张凭证' }).click();
    await page.getByText('相符:这条分录在校验点之下').waitFor(LOADING);

    await turnTo(page, '查询');
    await follow(page, '资金和物资使用', '资金和物资使用');
    await page.getByRole('checkbox', { name: '物资' }).check();
    await page
      .getByRole('combobox', { name: '专项资金', exact: true })
      .selectOption({ label: 'SY-FY-2020 疫情防控专项资金' });
    await expect.poll(() => page.locator('main tfoot').textContent(), LOADING).toContain('1,519,170.00');
    await page.getByRole('link', { name: '导出', exact: true }).click();
    await heading(page, /导出/);
    await page.getByRole('button', { name: '导出', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      row(page, /^资金使用台账/)
        .getByRole('button', { name: /^下载 / })
        .click({ timeout: 50_000 }),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.(?:xlsx|csv)$/);
    await expectHolds();
  });
});
