import { expect, test } from 'vitest';
import { cellsOf, expectThere, page, testsIn } from './named-tests.ts';

test('each fault in docs/operate.md names a test that is there', async () => {
  const [, table = ''] = (await page('docs/operate.md')).split('## What goes wrong');
  const tests = table.split('\n').flatMap((line) => testsIn(cellsOf(line).at(-1) ?? ''));
  expect(tests.length).toBeGreaterThanOrEqual(20);
  await expectThere(tests);
});
