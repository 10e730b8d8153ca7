import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { GROUPS, type Group } from '../functions/routes.ts';

const ROOT = join(import.meta.dirname, '..');

/** Where `bundle` puts the functions unless told otherwise. */
export const BUNDLES = join(ROOT, 'dist');

/** The folder of a group's bundle: `index.mjs`, with its source map beside it. */
export function bundleOf(group: Group, outdir = BUNDLES): string {
  return join(outdir, group);
}

/**
 * Where an ES module imports node:http, Node loads all of fetch with it: 15 ms of every cold start, for the texts of
 * status codes that middy takes from it. The SDK imports it while it runs, and only for an engine without TLS.
 */
const lightStatusCodes: Plugin = {
  name: 'light-status-codes',
  setup({ onResolve, onLoad }) {
    const namespace = 'status-codes';
    onResolve({ filter: /^node:http$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace } : undefined,
    );
    onLoad({ filter: /^node:http$/, namespace }, ({ path }) => ({
      contents: `export const { STATUS_CODES } = process.getBuiltinModule('${path}');`,
    }));
  },
};

/** How a function is bundled. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  alias: { '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'lambda-credentials.ts') },
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: 'external',
  plugins: [lightStatusCodes],
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Builds the functions of all groups in one call and leaves esbuild's metafile beside them, which tells what weighs how
 * much. The SDK is bundled: loading the runtime's own copy takes longer.
 */
export async function bundle(outdir = BUNDLES): Promise<void> {
  await Promise.all(GROUPS.map((group) => rm(bundleOf(group, outdir), { recursive: true, force: true })));
  const { metafile } = await build({
    ...BUNDLING,
    entryPoints: GROUPS.map((group) => ({ in: `functions/lambda/${group}.ts`, out: `${group}/index` })),
    outdir,
    metafile: true,
  });
  await writeFile(join(outdir, 'metafile.json'), JSON.stringify(metafile));
}

if (import.meta.main) await bundle();
