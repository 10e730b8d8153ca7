import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CHROMIUM } from '../browser.ts';
import { REPORTED, useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d/;

const sums = (page: Page) => page.locator('main tfoot').textContent();
const chosen = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const day = (page: Page, label: string) => page.getByLabel(label, { exact: true });

/** Every figure of a page that opens entries, beside what these change together. */
const ADDED = `(async () => {
  const { accessToken } = JSON.parse(sessionStorage.getItem('nuanzhang.session'));
  const told = [...document.querySelectorAll('main .yuan.opens')];
  return Promise.all(told.map(async (figure) => {
    const href = figure.getAttribute('href');
    const answer = await fetch('/api' + href, { headers: { authorization: 'Bearer ' + accessToken } });
    const small = figure.querySelector('small')?.textContent ?? '';
    const text = figure.textContent.replace(small, '').replaceAll(',', '').replace('−', '-').trim();
    return { href, text, changed: (await answer.json()).changed };
  }));
})()`;
const added = z.array(z.object({ href: z.string(), text: z.string(), changed: z.string().optional() }));

describe.skipIf(CHROMIUM === undefined)('reports (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test('are found from the top bar; filters stand in the address and change the figures, and back goes back', async () => {
    const { page } = await site.open('/overview', { as: 'demo-auditor' });
    await page.getByRole('navigation').getByRole('link', { name: '查询' }).click();
    await page.getByRole('link', { name: '资金和物资使用' }).click();
    await page.getByRole('columnheader', { name: '专项资金' }).waitFor();
    const before = await sums(page);
    await page.getByRole('checkbox', { name: '物资' }).check();
    await page.waitForURL(/by=fundingLine%2Citem/);
    await page.getByRole('columnheader', { name: '发放数量' }).waitFor();
    await chosen(page, '专项资金').selectOption({ label: 'SY-FY-2020 疫情防控专项资金' });
    await page.waitForURL(new RegExp(`fundingLine=${REPORTED}`));
    await day(page, '从').fill('20210101');
    await page.waitForURL(/from=2021-01-01/);
    await page.getByText('2021-01-01 –').waitFor();
    await expect.poll(() => sums(page)).toContain('224,384.00');
    await page.goBack();
    await expect.poll(() => page.url()).not.toContain('from=');
    await expect.poll(() => day(page, '从').inputValue()).toBe('');
    await page.goBack();
    await page.goBack();
    await expect.poll(() => page.url()).toMatch(/\/reports\/usage$/);
    await expect.poll(() => sums(page)).toBe(before);
  });

  test.each([
    '/reports/usage?by=unit,fundingLine,item',
    '/reports/usage?by=fundingLine,month',
    `/reports/usage?by=unit&fundingLine=${REPORTED}&from=2021-01-01&to=2021-01-31`,
  ])('the figures of %s are the sums of the entries that they open', async (path) => {
    const { page } = await site.open(path, { as: 'demo-auditor' });
    await page.locator('tfoot').waitFor();
    const figures = added.parse(await page.evaluate(ADDED));
    expect(figures.length).toBeGreaterThan(3);
    expect(figures.map(({ href, text }) => [href, text])).toEqual(figures.map(({ href, changed }) => [href, changed]));
  });

  test('what a month has less is no reversal', async () => {
    const { page } = await site.open(`/reports/usage?by=month&fundingLine=${REPORTED}`, { as: 'demo-auditor' });
    await page.getByRole('link', { name: '−324,384.00', exact: true }).waitFor();
    expect(await page.getByText('冲销').count()).toBe(0);
  });

  test('a figure opens its entries, with what they come to at their head', async () => {
    const { page } = await site.open('/reports/usage', { as: 'demo-treasurer' });
    const figure = page.getByRole('row', { name: /疫情防控/ }).getByRole('link', { name: '1,519,170.00' });
    await figure.click();
    await page.waitForURL(/\/entries\?.*stands=delivered/);
    await page.getByText('1,519,170.00 元').waitFor();
  });

  test('of a unit and of an item wait until these are chosen by name, and follow on to the card', async () => {
    const { page, origin } = await site.open('/reports/unit', { as: 'demo-auditor' });
    await page.getByText('请先选择单位').waitFor();
    await chosen(page, '单位').fill('高丽营');
    await page.getByRole('option', { name: /高丽营镇/ }).click();
    await page.waitForURL(/unit=[0-9a-f-]{36}/);
    await page.getByRole('row', { name: /水饺.*23,901 袋/ }).waitFor();
    expect(await chosen(page, '单位').inputValue()).toBe('高丽营镇');
    const figures = added.parse(await page.evaluate(ADDED));
    expect(figures.map(({ text }) => text)).toEqual(figures.map(({ changed }) => changed));
    await page.getByRole('link', { name: '逐笔的领用卡' }).click();
    await page.getByRole('heading', { name: '高丽营镇' }).waitFor();
    await page.getByRole('checkbox', { name: '含下级' }).check();
    await page.waitForURL(/below=true/);
    await page.goto(`${origin}/reports/stock-card`);
    await chosen(page, '物资').fill('nst');
    await page.getByRole('option', { name: /暖身贴/ }).click();
    await page.getByRole('row', { name: /合计.*365,800.*329,220.00/ }).waitFor();
    await page.getByRole('link', { name: '000030' }).click();
    await page.waitForURL(/\/entries\/[0-9a-f-]{36}$/);
  });

  test('of a funding line is told by either chain, where one looked stays in sight', async () => {
    const { page } = await site.open('/reports', { as: 'demo-treasurer' });
    await page.getByRole('link', { name: /SY-FY-2020/ }).click();
    await page.getByRole('row', { name: /合计.*1,650,000.00/ }).waitFor();
    await page.setViewportSize({ width: 1280, height: 400 });
    await page.evaluate('scrollTo(0, 200)');
    await chosen(page, '按').selectOption('budget');
    await page.waitForURL(/chain=budget/);
    await page.getByRole('row', { name: /采购：暖身贴/ }).waitFor();
    expect(await page.evaluate('scrollY')).toBe(200);
  });

  test('stand without a serious finding, light and dark, in both languages', { timeout: 240_000 }, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, flaws, origin } = await site.open('/reports', { as: 'demo-auditor', colorScheme });
      for (const path of ['/reports', '/reports/usage', '/reports/unit', '/reports/matching', '/exports']) {
        await page.goto(`${origin}${path}`);
        await page.locator('main h1').waitFor();
        await page.waitForLoadState('networkidle');
        expect(await flaws(), path).toEqual([]);
        await page.getByRole('button', { name: 'English' }).click();
        await page.getByRole('button', { name: '中文' }).waitFor();
        expect(await flaws(), `${path} in English`).toEqual([]);
        await page.getByRole('button', { name: '中文' }).click();
        await page.getByRole('button', { name: 'English' }).waitFor();
      }
    }
  });

  test('print as a table whose head repeats, with ledger, checkpoint and page in the margins', async () => {
    const { page } = await site.open('/reports/usage?by=unit,item', { as: 'demo-auditor', colorScheme: 'dark' });
    await page.locator('tfoot').waitFor();
    await page.emulateMedia({ media: 'print' });
    const displayed = (of: string) => page.evaluate(`getComputedStyle(document.querySelector('${of}')).display`);
    expect(await displayed('main thead')).toBe('table-header-group');
    expect(await displayed('main tfoot')).toBe('table-row-group');
    expect(await displayed('main .filters')).toBe('none');
    expect(await displayed('.top-bar')).toBe('none');
    expect(await page.evaluate(`getComputedStyle(document.querySelector('main tbody tr')).breakInside`)).toBe('avoid');
    const rules = String(
      await page.evaluate(
        `document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join()`,
      ),
    );
    expect(rules).toMatch(/@bottom-left.*至凭证 \d{6}/);
    expect(rules).toMatch(/@bottom-right.*counter\(pages\)/);
  });

  test('of more rows than print well say so, on paper too, and offer a file', async () => {
    const { page } = await site.open('/reports', { as: 'demo-auditor' });
    await page.route('**/api/reports/usage*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), next: 'further' } });
    });
    await page.getByRole('link', { name: '资金和物资使用' }).click();
    const note = page.getByRole('note').filter({ hasText: '2000 行以上' });
    await note.waitFor();
    expect(await page.getByRole('button', { name: '打印' }).count()).toBe(0);
    await page.emulateMedia({ media: 'print' });
    expect(await note.isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: '导出成文件,再打印' }).click();
    await page.waitForURL(/\/exports\?kind=fund-usage/);
  });
});

describe.skipIf(CHROMIUM === undefined)('exports (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test('a report goes into a file with its filters; it is watched, downloaded, and is what its hash says', async () => {
    const { page } = await site.open('/reports/stock-card', { as: 'demo-treasurer' });
    await chosen(page, '物资').fill('暖身贴');
    await page.getByRole('option', { name: /暖身贴/ }).click();
    await page.waitForURL(/item=/);
    await day(page, '从').fill('2020-12-28');
    await page.waitForURL(/from=2020-12-28/);
    await page.getByRole('link', { name: '导出', exact: true }).click();
    await page.waitForURL(/\/exports\?kind=stock-card&item=.*&from=2020-12-28/);
    await expect.poll(() => chosen(page, '物资').inputValue()).toBe('暖身贴');
    expect(await day(page, '从').inputValue()).toBe('2020-12-28');
    await chosen(page, '格式').selectOption('csv');
    await chosen(page, '编码').selectOption('gb18030');
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText('已开始做文件').waitFor();
    const row = page.getByRole('row', { name: /收发存卡 csv gb18030/ });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      row.getByRole('button', { name: /^下载 / }).click(),
    ]);
    const file = await readFile(await download.path());
    const sha256 = createHash('sha256').update(file).digest('hex');
    await row.getByText(`sha256 ${sha256}`).waitFor();
    await row.getByText(`${file.length.toLocaleString('en-US')} 字节`).waitFor();
    expect(new TextDecoder('gb18030').decode(file)).toContain('暖身贴');
    expect(download.suggestedFilename()).toMatch(/^收发存卡.*\.csv$/);
  });

  test('what waits is told with its progress and cancelled; one’s own are told from those of others', async () => {
    const { page, flaws } = await site.open('/exports?kind=audit-pack', { as: 'demo-auditor' });
    for (const rows of [1, 2, 3, 4]) {
      await page.getByRole('button', { name: '导出', exact: true }).click();
      await expect.poll(() => page.getByRole('row', { name: /^审计包/ }).count()).toBe(rows);
    }
    const newest = page.getByRole('row', { name: /^审计包/ }).first();
    await newest.locator('progress').waitFor();
    expect(await flaws()).toEqual([]);
    await newest.getByRole('button', { name: '取消 审计包' }).click();
    await newest.getByText('已取消').waitFor();
    await chosen(page, '谁要的').selectOption('true');
    await page.waitForURL(/mine=true/);
    await expect.poll(() => page.getByRole('row', { name: /收发存卡/ }).count()).toBe(0);
  });

  test('a kind asks for what it needs, and one that failed says what to do', async () => {
    const { page } = await site.open('/exports', { as: 'demo-auditor', except: PROVOKED });
    await chosen(page, '内容').selectOption('stock-card');
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText('有 1 处需要改').waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
    await chosen(page, '内容').selectOption('audit-pack');
    expect(await chosen(page, '物资').count()).toBe(0);
    await page.route('**/api/exports?*', async (route) => {
      const answer = await (await route.fetch()).json();
      const detail = { zh: '存储空间已满。请清理后重新导出。', en: 'Storage is full.' };
      const [first, ...others] = answer.items;
      const failed = { ...first, status: 'failed', files: [], failure: { code: 'storage-full', detail } };
      await route.fulfill({ json: { ...answer, items: [failed, ...others] } });
    });
    await chosen(page, '谁要的').selectOption('true');
    await page.getByText('请清理后重新导出').waitFor();
    await page.getByRole('link', { name: '照样再要一次' }).click();
    await page.waitForURL(/\/exports\?kind=audit-pack/);
  });

  test('each role is offered its own reports, and is told what it is not shown', async () => {
    for (const [as, shown, not] of [
      ['demo-keeper', '例外事项', '导出的文件'],
      ['demo-coordinator', '单位领用汇总', '资金和物资使用'],
    ] as const) {
      const { page, origin } = await site.open('/reports', { as, except: PROVOKED });
      await page.getByRole('link', { name: shown }).waitFor();
      expect(await page.getByRole('link', { name: not }).count()).toBe(0);
      await page.goto(`${origin}/exports`);
      await page.getByText('您不能导出').waitFor();
    }
    const { page } = await site.open('/reports/exceptions', { as: 'demo-keeper' });
    await page.getByText('按您的角色,不显示慰问和涉及个人的事项').waitFor();
    expect(await page.getByRole('link', { name: '导出' }).count()).toBe(0);
    const coordinator = await site.open('/reports/unit', { as: 'demo-coordinator' });
    await chosen(coordinator.page, '单位').fill('高丽营');
    await coordinator.page.getByRole('option', { name: /高丽营镇/ }).click();
    await coordinator.page.getByText('按您的角色,不显示金额和专项资金').waitFor();
    const admin = await site.open('/reports', { as: 'demo-admin' });
    await admin.page.getByText('您的角色没有可以查询的报表').waitFor();
  });
});
