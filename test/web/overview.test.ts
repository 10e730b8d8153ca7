import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openKeys, readAccountKey } from '../../local/keys.ts';
import { newDoorCode } from '../../local/sign-in/door-codes.ts';
import { readCheckpoint, writeCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { readVerifierKey, signNote, textOf } from '../../shared/log/tree/note.ts';
import { CHROMIUM } from '../browser.ts';
import { type Reader, useSite } from './page.ts';
import { CONTACT } from './picture-folders.ts';

async function pictured(page: Page, name: string): Promise<void> {
  await mkdir(CONTACT, { recursive: true });
  await page.screenshot({ path: join(CONTACT, `${name}.png`) });
}

/** What the server printed for whoever started it. */
function addressIn(printed: string): string {
  return /\/#code=[0-9a-z]{41}/.exec(printed)?.[0] ?? '';
}

async function height({ page }: Reader): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollHeight');
}

describe.skipIf(CHROMIUM === undefined)('the first three minutes (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test('the printed address opens the overview, signed in to read; doors lead on at a click, and nobody else in', async () => {
    const reader = await site.open(addressIn(site.site.printed()));
    const { page, flaws, origin } = reader;
    await page.getByRole('heading', { name: '总览' }).waitFor();
    const sentence = page.locator('.sentence');
    await sentence.filter({ hasText: '累计投入161万余元' }).waitFor();
    expect(page.url()).toMatch(/\/overview\?fundingLine=[\da-f-]{36}$/);
    await page.getByText(/已封存 至凭证 \d{6} · \d+ (?:秒|分钟)前/).waitFor();
    await page.getByText('三项收支相等').waitFor();
    await page.getByRole('link', { name: '审计员' }).waitFor();
    const ends = page.locator('.flow-tables > table');
    await ends.filter({ hasText: '1,650,000.00' }).waitFor();
    expect(await page.locator('.flow').textContent()).toContain('30,830.00');
    expect(await flaws()).toEqual([]);
    expect(await height(reader)).toBe(720);
    await pictured(page, 'overview-zh-light');

    const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(printed.match(/\/Type \/Page\b/g)?.length).toBe(1);
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('banner').waitFor({ state: 'hidden' });
    expect(await page.getByRole('button', { name: '全屏' }).isVisible()).toBe(false);
    await pictured(page, 'overview-zh-print');
    await page.emulateMedia({ media: null });
    // As a screen of that size shows it at 200 %.
    await page.setViewportSize({ width: 640, height: 360 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(640);
    await page.screenshot({ path: join(CONTACT, 'overview-zh-200.png'), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 720 });

    for (const [said, figure] of [
      ['161万余元', 'invested'],
      ['12万余人次', 'people'],
      ['2万余户次', 'households'],
      ['535处', 'sites'],
    ] as const) {
      const link = await sentence.getByRole('link', { name: said }).getAttribute('href');
      expect(link).toMatch(new RegExp(`^/entries\\?fundingLine=[\\da-f-]{36}&figure=${figure}$`));
    }

    await page.getByRole('button', { name: 'English' }).click();
    await sentence.filter({ hasText: 'Invested in all: over 1.61 million yuan' }).waitFor();
    await page.getByText('Budget, cash and goods each add up').waitFor();
    expect(await flaws()).toEqual([]);
    await pictured(page, 'overview-en-light');
    expect(await height(reader)).toBe(720);

    await page.getByRole('link', { name: 'Begin for real' }).click();
    await page.getByText('NUANZHANG_DEMO=off NUANZHANG_DATA=').waitFor();
    await page.locator('.first-steps [data-done="true"]').nth(2).waitFor();
    expect(await page.locator('.first-steps [data-done="true"]').count()).toBe(3);
    expect(await flaws()).toEqual([]);
    await pictured(page, 'begin-en-light');

    await page.goto(`${origin}/`);
    await page.getByText('Demo roles').click();
    await page.getByRole('button', { name: 'coordinator' }).click();
    await page.getByRole('heading', { name: 'My units', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'On the way to my units' }).waitFor();
    expect(await flaws()).toEqual([]);
    await pictured(page, 'own-units-en-light');

    const second = await site.open('/');
    await second.page.getByRole('heading', { name: '登录后查看账目' }).waitFor();
    await second.page.getByText('运行 npm run open 另取一个地址').waitFor();
    await second.page.getByRole('button', { name: '保管员' }).waitFor();
    expect(await second.flaws()).toEqual([]);
    await pictured(second.page, 'sign-in-zh-light');

    const third = await site.open(addressIn(site.site.printed()), { except: /status of 410/ });
    await third.page.getByText('每个一次性码只能用一次').waitFor();
    expect(third.page.url()).toBe(`${origin}/`);
  });

  test('the whole way of a figure is lit by the keyboard, and Enter opens its entries', async () => {
    const { page, flaws } = await site.open('/', { as: 'demo-auditor', colorScheme: 'dark' });
    await page.getByRole('heading', { name: '每一分钱去了哪里' }).waitFor();
    const place = page.locator('a.flow-place').filter({ hasText: '水饺' });
    await place.focus();
    await page.locator('.flow-link[data-dim]').first().waitFor({ state: 'attached' });
    expect(await page.locator('.flow-link:not([data-dim])').count()).toBeGreaterThan(1);
    expect(await flaws()).toEqual([]);
    await pictured(page, 'overview-zh-dark');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/entries\?fundingLine=[\da-f-]{36}&item=[\da-f-]{36}&stands=goods$/);
    await page.goBack();
    await page.getByLabel('从', { exact: true }).fill('2021-01-01');
    await page.waitForURL(/&from=2021-01-01/);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Stood before').first().waitFor();
    expect(await flaws()).toEqual([]);
    await pictured(page, 'overview-en-dark-period');
  });

  test('each door leads to the account of its role, whose home stands', async () => {
    const code = newDoorCode(await readAccountKey(site.site.data), Date.now());
    const { page, flaws } = await site.open(`/#code=${code}`);
    await page.getByRole('link', { name: '审计员' }).waitFor();
    for (const [role, home] of [
      ['采购员', '总览'],
      ['保管员', '总览'],
      ['财务', '总览'],
      ['协调员', '本单位'],
      ['审计员', '总览'],
    ] as const) {
      await page.getByText('演示角色').click();
      await page.getByRole('button', { name: role, exact: true }).click();
      await page.getByRole('banner').getByRole('link', { name: role }).waitFor();
      await page.getByRole('heading', { name: home, exact: true }).waitFor();
      expect(await flaws()).toEqual([]);
    }
    await page.getByRole('button', { name: '全屏' }).click();
    await expect.poll(() => page.evaluate("document.fullscreenElement?.className ?? ''")).toBe('overview');
  });

  test('a report that is not of the published log breaks the seal', async () => {
    const { page, flaws, origin } = await site.open('/', { as: 'demo-auditor' });
    await page.getByText('已封存').waitFor();
    const note = await (await fetch(`${origin}/api/log/checkpoint`)).text();
    const { size, origin: name } = readCheckpoint(textOf(note));
    const verifier = readVerifierKey((await (await fetch(`${origin}/api/log/vkey`)).text()).trim());
    const { logSigner } = await openKeys(site.site.data);
    const text = writeCheckpoint({ origin: name, size, root: Buffer.alloc(32, 7) });
    const another = await signNote(text, verifier, (message) => logSigner.sign(message));
    await page.route('**/api/log/checkpoint', (route) => route.fulfill({ body: another, contentType: 'text/plain' }));
    await page.reload();
    await page.getByRole('alert').getByText('本页所依据的账目不在已公布的日志中').waitFor();
    await page.getByRole('alert').getByText('日志不接续上次保存的校验点').waitFor();
    expect(await flaws()).toEqual([]);
    await pictured(page, 'overview-zh-broken');
  });

  test('a coordinator, who does not read the books, finds their own units wherever a home is asked for', async () => {
    const { page, flaws } = await site.open('/overview', { as: 'demo-coordinator' });
    // What they may not read they are not led to.
    await expect
      .poll(() => page.getByRole('navigation', { name: '栏目' }).getByRole('link').allTextContents())
      .toEqual(['总览', '发放', '查询', '核验']);
    await page.getByRole('heading', { name: '本单位', exact: true }).waitFor();
    await page.getByRole('link', { name: '高丽营镇' }).first().waitFor();
    await page.getByRole('heading', { name: '其他待办' }).waitFor();
    expect(await flaws()).toEqual([]);
    await pictured(page, 'own-units-zh-light');
  });
});
