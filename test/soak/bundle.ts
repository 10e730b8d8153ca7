import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const LOCAL = join(import.meta.dirname, '../../local');

/**
 * Writes the server of `npm start` as one file. Most of a start is the loading of a thousand modules, which has nothing
 * to do with what a kill leaves behind.
 */
export async function bundleServer(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(LOCAL, 'start.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Bundles the verifier of audit packs, for which nobody asks here.
    external: ['*/verify/bundle.ts'],
    // From where the server looks for the facts of the demonstration, and for the embedded engine.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(LOCAL, 'demo/facts.ts')).href) },
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
    logLevel: 'warning',
  });
}
