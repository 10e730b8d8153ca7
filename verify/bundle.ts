import { join } from 'node:path';
import { build } from 'esbuild';

/** What CommonJS packages in a bundle ask Node for. */
export const REQUIRE =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

/** The verifier as one file that plain Node runs, without network and without a dependency. */
export async function bundleVerifier(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints: ['verify/main.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('the verifier was not bundled');
  return file.contents;
}
