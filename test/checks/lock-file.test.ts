import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';

/** What is installed, by its path below the root; a link is to a folder of this repository. */
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      integrity: z.string().exactOptional(),
      link: z.boolean().exactOptional(),
      /** It lies in the archive of the package above it, and so is under the hash of that. */
      inBundle: z.boolean().exactOptional(),
      hasInstallScript: z.boolean().exactOptional(),
    }),
  ),
});

async function packages() {
  const text = await readFile(join(import.meta.dirname, '../../package-lock.json'), 'utf8');
  return Object.entries(lockFile.parse(JSON.parse(text)).packages);
}

test('every package is pinned with its hash', async () => {
  const fetched = (await packages()).filter(
    ([path, { link, inBundle }]) => path.startsWith('node_modules/') && link !== true && inBundle !== true,
  );
  expect(fetched.length).toBeGreaterThan(100);
  const unpinned = fetched.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity));
  expect(unpinned.map(([path]) => path)).toEqual([]);
});

test('esbuild is the only package that runs a script when it is installed', async () => {
  const running = (await packages()).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(running.map(([path]) => path)).toEqual(['node_modules/esbuild']);
});
