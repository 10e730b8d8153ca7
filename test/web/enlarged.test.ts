import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

/** Where each role works. */
const DESKS: Readonly<Record<string, readonly string[]>> = {
  'demo-buyer': ['/purchases/new'],
  'demo-keeper': [
    '/consignments/new',
    '/consignments/matrix',
    '/stock-moves/new',
    '/receipts/new',
    '/stock-adjustments/new',
  ],
  'demo-treasurer': ['/pay', '/held'],
};

/** At 200 % a page has half its width; what is wider goes sideways in its own place, and the page does not. */
describe.skipIf(CHROMIUM === undefined)('forms enlarged to 200 % (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test.each(Object.entries(DESKS))('%s scrolls no page sideways', async (as, pages) => {
    const { page, origin } = await site.open('/', { as, viewport: { width: 640, height: 400 } });
    for (const path of pages) {
      await page.goto(`${origin}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(wider), path).toBeLessThanOrEqual(0);
    }
  });
});
