import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import browser from '../tsconfig.browser.json' with { type: 'json' };

/** The pages as they are built, and whether they are still those of their sources. */

const ROOT = join(import.meta.dirname, '..');
/** Where built pages lie. */
export const BUILT_PAGES = join(ROOT, 'dist/web');
/** Beside the manifest: the hash of what the pages were built of. */
const SOURCES_HASH = '.vite/sources';
/** What pages are made of, other than this folder: the rooms of `shared` that run in browsers, and the packages. */
const SOURCES = ['web', ...browser.include, 'package.json', 'package-lock.json'];
const SOURCE = /\.(?:css|html|json|svg|tsx?)$/;
const PATIENCE_MS = 300_000;

/**
 * Builds them where they are missing or older than their sources, and says whether there was something to do. Throws with
 * what the build said where it failed.
 */
export async function buildPages(building: () => void = () => undefined): Promise<'built' | 'fresh'> {
  const wanted = await sourcesHash();
  if ((await builtFrom()) === wanted) return 'fresh';
  building();
  const draft = `${BUILT_PAGES}.${process.pid}`;
  try {
    await buildInto(draft);
    await writeFile(join(draft, SOURCES_HASH), wanted);
    // Where two starts build at once, one of the two stands: they are the same.
    await stand(draft).catch(async (error: unknown) => {
      if ((await builtFrom()) !== wanted) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return 'built';
}

async function sourcesHash(): Promise<string> {
  const files = (await Promise.all(SOURCES.map(filesUnder))).flat().sort();
  const hashes = await Promise.all(
    files.map(async (file) => `${file} ${hash('sha256', await readFile(join(ROOT, file)))}`),
  );
  return hash('sha256', hashes.join('\n'));
}

async function filesUnder(path: string): Promise<string[]> {
  if (SOURCE.test(path)) return [path];
  const entries = await readdir(join(ROOT, path), { recursive: true });
  return entries.filter((file) => SOURCE.test(file)).map((file) => `${path}/${file}`);
}

async function builtFrom(): Promise<string | undefined> {
  return readFile(join(BUILT_PAGES, SOURCES_HASH), 'utf8').catch(() => undefined);
}

/** In a process of its own, so that its memory and its NODE_ENV go with it. */
async function buildInto(outDir: string): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'web/build.ts'), outDir], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  const [code, printed, said] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`the build of the pages ended with ${code}:\n${printed}${said}`);
}

/** Puts a finished build in the place of what stood there. */
async function stand(draft: string): Promise<void> {
  const before = `${draft}.before`;
  await rename(BUILT_PAGES, before).catch(() => undefined);
  try {
    await rename(draft, BUILT_PAGES);
  } finally {
    await rm(before, { recursive: true, force: true });
  }
}
