import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

describe.skipIf(CHROMIUM === undefined)('the desk (where there is Chromium)', () => {
  const site = useSite();

  test('asks to sign in at the address that was asked for, and comes back to it', async () => {
    const { page, origin, signIn } = await site.open('/account?from=2020-12-01');
    await page.getByRole('button', { name: '登录' }).click();
    await signIn('demo-auditor');
    await expect.poll(() => page.url()).toBe(`${origin}/account?from=2020-12-01`);
    await page.getByRole('heading', { name: '我的账号' }).waitFor();
    const said = page.locator('dl').first();
    await expect.poll(() => said.textContent()).toContain('demo-auditor');
    expect(await said.textContent()).toContain('审计员');
  });

  test('says everything in the other language at a click, and keeps to it', async () => {
    const { page } = await site.open('/account', { as: 'demo-keeper' });
    await page.getByRole('link', { name: '保管员' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.reload();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    expect(await page.getByRole('navigation').textContent()).toMatch(/Overview\s*Purchases\s*Stock/);
  });

  test('stands without a serious finding, light and dark, in both languages', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, flaws } = await site.open('/account', { as: 'demo-treasurer', colorScheme });
      await page.getByRole('heading', { name: '我的账号' }).waitFor();
      expect(await page.locator('html').getAttribute('data-look')).toBe(colorScheme);
      expect(await flaws()).toEqual([]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'My account' }).waitFor();
      expect(await flaws()).toEqual([]);
    }
  });

  test('looks as the reader chooses, whatever the system says, and is light on paper', async () => {
    const { page } = await site.open('/account', { as: 'demo-treasurer', colorScheme: 'light' });
    const background = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const light = await background();
    await page.getByText('深色', { exact: true }).click();
    await expect.poll(background).not.toBe(light);
    await page.emulateMedia({ media: 'print' });
    await expect.poll(background).toBe(light);
  });

  test('keeps the page when a session ends, and comes back to the same address', async () => {
    const { page, origin, endSession } = await site.open('/account?from=2020-12-01', {
      as: 'demo-auditor',
      except: /status of 40[01]/,
    });
    await page.getByRole('heading', { name: '我的账号' }).waitFor();
    await endSession();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await expect.poll(() => page.locator('dl').first().textContent()).toContain('demo-auditor');
    expect(page.url()).toBe(`${origin}/account?from=2020-12-01`);
  });

  test('says so where there is no such page, and leads back', async () => {
    const { page } = await site.open('/nowhere', { as: 'demo-auditor' });
    await page.getByRole('heading', { name: '没有这一页' }).waitFor();
    await page.getByRole('link', { name: '返回总览' }).click();
    await page.getByRole('heading', { name: '总览' }).waitFor();
  });

  test('pages without a form tell their keys too, and forms their own', async () => {
    const { page, flaws } = await site.open('/purchases', { as: 'demo-buyer' });
    await page.getByRole('heading', { name: '采购', level: 1 }).waitFor();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: '快捷键' });
    await keys.getByText('Ctrl+K').waitFor();
    expect(await flaws()).toEqual([]);
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await page.getByRole('searchbox').or(page.getByLabel('编号')).first().focus();
    await page.keyboard.press('?');
    expect(await keys.count()).toBe(0);
    await page.getByRole('link', { name: '新采购' }).click();
    await page.getByRole('heading', { name: '新采购' }).waitFor();
    await page.getByRole('heading', { name: '新采购' }).click();
    await page.locator('main').evaluate('(document.activeElement).blur()');
    await page.keyboard.press('?');
    await keys.getByText('Ctrl+D').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
  });
});
