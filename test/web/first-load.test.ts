import { beforeAll, expect, test } from 'vitest';
import { firstLoad, loadedLater, OVERVIEW } from '../../bench/first-load.ts';
import { buildPages } from '../../web/built-pages.ts';

beforeAll(async () => {
  await buildPages();
}, 120_000);

/** In KB of brotli, a tenth above what it was when this was written; the reach of the overview is 260 with its own script. */
test.each([
  ['desk.html', 146],
  ['slip.html', 73],
])('the first load of %s is no more than %i KB', async (entry, most) => {
  const { script, style } = await firstLoad(entry);
  expect((script + style) / 1_000).toBeLessThan(most);
});

test('the overview comes with no more than 260 KB of script', async () => {
  const { script } = await firstLoad(...OVERVIEW);
  expect(script / 1_000).toBeLessThan(260);
});

test('each page comes with no more than 120 KB beyond the desk', async () => {
  const desk = await firstLoad('desk.html');
  const pages = (await loadedLater()).filter((name) => name.endsWith('.tsx'));
  expect(pages.length).toBeGreaterThan(40);
  for (const name of pages) {
    const page = await firstLoad('desk.html', name);
    expect((page.script + page.style - desk.script - desk.style) / 1_000, name).toBeLessThan(120);
  }
});

test.each([
  ['reports/reports-page.tsx', 48],
  ['reports/usage-page.tsx', 62],
  ['reports/exports-page.tsx', 62],
])('%s comes with no more than %i KB beyond the desk', async (chunk, most) => {
  const [desk, page] = await Promise.all([firstLoad('desk.html'), firstLoad('desk.html', chunk)]);
  expect((page.script + page.style - desk.script - desk.style) / 1_000).toBeLessThan(most);
});

test.each([
  ['accept/accept-page.tsx', 56],
  ['confirm/confirm-page.tsx', 56],
])('the form of %s comes with no more than %i KB beyond the desk', async (chunk, most) => {
  const [desk, form] = await Promise.all([firstLoad('desk.html'), firstLoad('desk.html', chunk)]);
  expect((form.script + form.style - desk.script - desk.style) / 1_000).toBeLessThan(most);
});
