import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BUILT_PAGES } from '../web/built-pages.ts';

const manifest = z.record(
  z.string(),
  z.looseObject({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
    isDynamicEntry: z.boolean().default(false),
  }),
);

/** What the overview is made of. */
export const OVERVIEW = ['desk.html', 'overview/landing.tsx', 'overview/overview.tsx'];

/** What is loaded when somebody goes there: the pages of the desk, each with its words, and what a page loads later. */
export async function loadedLater(): Promise<readonly string[]> {
  const built = manifest.parse(JSON.parse(await readFile(join(BUILT_PAGES, '.vite/manifest.json'), 'utf8')));
  return Object.keys(built).filter((name) => built[name]?.isDynamicEntry === true);
}

/** The bytes that come before anything is shown, as they are sent in brotli: chunks with all that they import at once. */
export async function firstLoad(
  ...chunks: readonly string[]
): Promise<{ readonly script: number; readonly style: number }> {
  const built = manifest.parse(JSON.parse(await readFile(join(BUILT_PAGES, '.vite/manifest.json'), 'utf8')));
  const reached = new Set(chunks);
  // A set that grows while it is walked is walked to its end.
  for (const name of reached) {
    const chunk = built[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    for (const imported of chunk.imports) reached.add(imported);
  }
  const loaded = [...reached].flatMap((name) => built[name] ?? []);
  const bytes = async (files: readonly string[]) => {
    const sizes = await Promise.all([...new Set(files)].map((file) => stat(join(BUILT_PAGES, `${file}.br`))));
    return sizes.reduce((sum, { size }) => sum + size, 0);
  };
  return {
    script: await bytes(loaded.map(({ file }) => file)),
    style: await bytes(loaded.flatMap(({ css }) => css)),
  };
}
