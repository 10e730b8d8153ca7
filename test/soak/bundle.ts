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
    // What bundles the verifier of audit packs, and pages from their sources: nobody asks for either here.
    external: ['*/verify/bundle.ts', './pages-in-development.ts'],
    // From where the server looks for the facts of the demonstration, and for the embedded engine.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(LOCAL, 'demo/facts.ts')).href) },
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
    logLevel: 'warning',
  });
}
