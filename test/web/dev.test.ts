import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

const CHANGED = join(import.meta.dirname, '../../web/trail/entry-page.tsx');

describe.skipIf(CHROMIUM === undefined)('pages from their sources (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on', NUANZHANG_WEB: 'dev' });

  test('a door leads in, an entry is shown, and a change of its source comes into the page that is open', async () => {
    const entrance = /http:\S+#code=[0-9a-z]+/.exec(site.site.printed())?.[0] ?? '';
    const { page, origin } = await site.open(entrance.slice(site.site.origin.length));
    // Packages are made ready when they are first asked for.
    await page.locator('svg.flow .flow-link').first().waitFor({ timeout: 90_000 });
    await page.getByRole('link', { name: '台账' }).click();
    await page.locator('a[href^="/entries/"]').first().click();
    await page.getByRole('heading', { name: /^凭证/ }).waitFor();
    await page.evaluate('globalThis.isSamePage = true');
    const updated = page.waitForEvent('console', (message) => message.text().includes('hot updated'));
    const now = new Date();
    await utimes(CHANGED, now, now);
    expect((await updated).text()).toContain('/trail/entry-page.tsx');
    await page.getByRole('heading', { name: /^凭证/ }).waitFor();
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
    expect(page.url()).toContain(`${origin}/entries/`);
  });
});
