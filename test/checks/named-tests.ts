import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

export function page(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8');
}

/** The cells of a line of a table; none where it is no row. */
export function cellsOf(line: string): string[] {
  return /^\| [^-]/.test(line)
    ? line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];
}

/** What a cell names: a file and a piece of a test's title, or several. */
export function testsIn(cell: string): [file: string, title: string][] {
  return [...cell.matchAll(/`(test\/[^`]+)`: ([^;]+)/g)].map(([, file = '', title = '']) => [file, title.trim()]);
}

/** A title may be put together of a case's name, between backticks or over an array. */
export async function expectThere(tests: readonly [file: string, title: string][]): Promise<void> {
  for (const [file, title] of tests) {
    expect((await page(file)).includes(title), `${file}: ${title}`).toBe(true);
  }
}
