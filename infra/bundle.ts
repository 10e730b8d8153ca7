import { cp, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { bundleVerifier, REQUIRE } from '../verify/bundle.ts';
import { BUILT_PAGES, buildPages } from '../web/built-pages.ts';
import { PROGRAMS, type Program } from './programs.ts';

const ROOT = join(import.meta.dirname, '..');

/** Where `bundle` puts the functions unless told otherwise. */
export const BUNDLES = join(ROOT, 'dist');

/** The folder of a program's bundle: `index.mjs`, with its source map beside it. */
export function bundleOf(program: Program, outdir = BUNDLES): string {
  return join(outdir, program);
}

/**
 * Where an ES module imports one of Node's, Node reads every name that it exports, those too that are only made when they are
 * read: of node:process the three standard streams, of node:http all of fetch, of node:crypto all of Web Crypto. That is
 * some 30 ms of every cold start, for nothing. Asked for as CommonJS asks for it, nothing is made that is not used. The
 * SDK imports node:http while it runs, and only for an engine without TLS.
 */
const lightBuiltins: Plugin = {
  name: 'light-builtins',
  setup({ onResolve, onLoad }) {
    const namespace = 'light-builtin';
    onResolve({ filter: /^[a-z]/ }, ({ kind, path }) =>
      kind === 'import-statement' && isBuiltin(path) ? { path, namespace } : undefined,
    );
    onLoad({ filter: /^/, namespace }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
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
  banner: { js: REQUIRE },
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: 'external',
  plugins: [lightBuiltins],
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Builds every function and tells by esbuild's metafiles what weighs how much. What is imported while a function runs
 * stands in a file of its own, so that a cold start does not even read it. The SDK is bundled: loading the runtime's own
 * copy takes longer. Who makes exports finds the verifier beside its own code, and puts it into packs; who answers pages
 * finds them there.
 */
export async function bundle(outdir = BUNDLES): Promise<ReadonlyMap<Program, Metafile>> {
  const built = PROGRAMS.map(
    async (program) => [program, await bundleOne(program, bundleOf(program, outdir))] as const,
  );
  const metafiles = new Map(await Promise.all(built));
  await writeFile(join(bundleOf('export-worker', outdir), 'verify.mjs'), await bundleVerifier());
  await buildPages();
  await cp(BUILT_PAGES, join(bundleOf('pages', outdir), 'web'), { recursive: true });
  return metafiles;
}

async function bundleOne(program: Program, outdir: string): Promise<Metafile> {
  await rm(outdir, { recursive: true, force: true });
  const entryPoints = [{ in: `functions/lambda/${program}.ts`, out: 'index' }];
  const { metafile } = await build({ ...BUNDLING, entryPoints, outdir, splitting: true, metafile: true });
  return metafile;
}

/** The files that a start reads: the function's own, and what it imports before it runs. */
export function filesAtStart({ outputs }: Metafile): ReadonlySet<string> {
  const read = new Set(Object.keys(outputs).filter((path) => path.endsWith('/index.mjs')));
  for (const path of read) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) read.add(imported);
    }
  }
  return read;
}

export function bytesAtStart(metafile: Metafile): number {
  return [...filesAtStart(metafile)].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
}

if (import.meta.main) await bundle();
