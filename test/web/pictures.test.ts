import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { REPORTED, useSite } from './page.ts';
import { PICTURES } from './picture-folders.ts';

/** The pictures of the README: `npm run web:pictures` takes them here and keeps them in docs/pictures. */

const MOST_BYTES = 120_000;

describe.skipIf(CHROMIUM === undefined)('the pictures of the readme (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test('show overview, trail, paper, finding and proof, each small enough to be kept', async () => {
    await rm(PICTURES.taken, { recursive: true, force: true });
    await mkdir(PICTURES.taken, { recursive: true });
    const { page, origin } = await site.open('/', { as: 'demo-auditor' });
    const taken: string[] = [];
    const take = async (name: string) => {
      const path = join(PICTURES.taken, `${name}.jpg`);
      await page.screenshot({ path, type: 'jpeg', quality: 72 });
      taken.push(path);
    };
    await page.getByRole('heading', { name: '每一分钱去了哪里' }).waitFor();
    await take('overview');
    await page.goto(`${origin}/purchases?fundingLine=${REPORTED}`);
    await page.locator('main tbody a').first().click();
    await page.locator('.papers img').first().waitFor();
    await expect.poll(() => page.evaluate("document.querySelector('.papers img').naturalWidth")).toBeGreaterThan(0);
    await take('purchase');
    await page.goto(`${origin}/funding-lines/${REPORTED}`);
    await page.locator('main tbody a').first().waitFor();
    await take('funding-line');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('gly');
    await page.getByRole('option', { name: '高丽营镇' }).waitFor();
    await take('find');
    await page.goto(`${origin}/verify?entry=${REPORTED}`);
    await page.getByText('相符:这条分录在校验点之下').waitFor();
    await take('verify');
    const sizes = await Promise.all(taken.map(async (path) => (await stat(path)).size));
    expect(
      sizes.every((size) => size > 10_000 && size <= MOST_BYTES),
      sizes.join(),
    ).toBe(true);
  });
});
