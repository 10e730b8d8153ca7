import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** The last cell of each row of the table of faults: a file and a piece of a test's title, or several. */
async function named(): Promise<[file: string, title: string][]> {
  const page = await readFile(join(ROOT, 'docs/operate.md'), 'utf8');
  const [, table = ''] = page.split('## What goes wrong');
  const rows = table.split('\n').filter((line) => /^\| [^-]/.test(line) && line.includes('`test/'));
  return rows.flatMap((row) =>
    [...(row.split('|').at(-2) ?? '').matchAll(/`(test\/[^`]+)`: ([^;|]+)/g)].map(
      ([, file = '', title = '']): [string, string] => [file, title.trim()],
    ),
  );
}

test('each fault in docs/operate.md names a test that is there', async () => {
  const tests = await named();
  expect(tests.length).toBeGreaterThanOrEqual(20);
  for (const [file, title] of tests) {
    const source = await readFile(join(ROOT, file), 'utf8');
    // A title may be put together of a case's name, between backticks or over an array.
    expect(source.includes(title), `${file}: ${title}`).toBe(true);
  }
});
