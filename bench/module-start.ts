import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { BUNDLING, bundle, bundleOf, bytesAtStart } from '../infra/bundle.ts';
import type { Program } from '../infra/programs.ts';
import { withFolder } from './fresh-engine.ts';
import { median } from './quantile.ts';

/** The bare client as the SDK brings it, and as the functions are bundled: without its search for credentials. */
export const BARE = 'bare client';
export const LEANER = 'bare client, credentials from the environment only';

export interface ModuleStart {
  readonly bundle: Program | typeof BARE | typeof LEANER;
  readonly kilobytes: number;
  /** The one in the middle. */
  readonly ms: number;
  /** To the bare client. */
  readonly ratio: number;
  readonly ratioToLeaner: number;
}

/** The environment Lambda and the stack give a function. Nothing is asked for before the first call. */
const ENVIRONMENT = {
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'access-key',
  AWS_SECRET_ACCESS_KEY: 'secret-key',
  AWS_SESSION_TOKEN: 'session-token',
  BUCKET_NAME: 'objects',
  LOG_KEY_ID: 'log-key',
  LOG_ORIGIN: 'tracker.example.cn/api/log',
  LOG_ADDRESS: 'https://tracker.example.cn/api/log',
  UNION_NAME: '工会',
  CLIENT: 'pages',
  TABLE_NAME: 'ledger',
  ISSUER: 'https://issuer.example.cn',
  AUDIENCE: 'tracker',
  ROLES_CLAIM: 'roles',
  UNITS_CLAIM: 'units',
  FIRST_ADMIN: '',
  PERSONAL_DATA_KEY: 'arn:aws-cn:kms:cn-north-1:000000000000:key/personal-data',
  PERSON_KEY_SECRET: 'arn:aws-cn:secretsmanager:cn-north-1:000000000000:secret:person-key',
};

const LONGEST_MS = 30_000;
const run = promisify(execFile);

/** Loads every function's bundle, and those of the bare client. */
export async function compareModuleStarts(rounds: number, progress: (line: string) => void): Promise<ModuleStart[]> {
  return withFolder(async (folder) => {
    const files = await bundles(folder);
    const times = await startsInTurns(new Map([...files].map(([name, { file }]) => [name, file])), rounds);
    progress(`module start: ${files.size} bundles, ${rounds} times each`);
    const startOf = (name: ModuleStart['bundle']) => median(times.get(name) ?? []);
    return [...files].map(([name, { bytes }]) => ({
      bundle: name,
      kilobytes: Math.round(bytes / 1024),
      ms: startOf(name),
      ratio: startOf(name) / startOf(BARE),
      ratioToLeaner: startOf(name) / startOf(LEANER),
    }));
  });
}

/** Milliseconds of every load, in fresh processes, in turns: what else happens on the machine then falls on all. */
export async function startsInTurns<N>(files: ReadonlyMap<N, string>, rounds: number): Promise<Map<N, number[]>> {
  const times = new Map([...files.keys()].map((name): [N, number[]] => [name, []]));
  // The first of all loads comes from the disk, not from memory: it is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, file] of files) {
      const ms = await loadingOf(file);
      if (round > 0) times.get(name)?.push(ms);
    }
  }
  return times;
}

interface Started {
  readonly file: string;
  /** What is read before it runs. */
  readonly bytes: number;
}

async function bundles(folder: string): Promise<Map<ModuleStart['bundle'], Started>> {
  const metafiles = await bundle(folder);
  const { alias: _alias, plugins: _plugins, ...asItComes } = BUNDLING;
  const entryPoints = [join(import.meta.dirname, 'bare-function.ts')];
  const bare = join(folder, 'bare', 'index.mjs');
  const leaner = join(folder, 'leaner', 'index.mjs');
  await build({ ...asItComes, entryPoints, outfile: bare });
  await build({ ...BUNDLING, entryPoints, outfile: leaner });
  return new Map<ModuleStart['bundle'], Started>([
    [BARE, { file: bare, bytes: (await stat(bare)).size }],
    [LEANER, { file: leaner, bytes: (await stat(leaner)).size }],
    ...Array.from(metafiles, ([program, metafile]): [Program, Started] => [
      program,
      { file: join(bundleOf(program, folder), 'index.mjs'), bytes: bytesAtStart(metafile) },
    ]),
  ]);
}

async function loadingOf(file: string): Promise<number> {
  const url = JSON.stringify(pathToFileURL(file).href);
  const script = `const began = performance.now(); await import(${url}); console.log(performance.now() - began);`;
  const args = ['--input-type=module', '--eval', script];
  const { stdout } = await run(process.execPath, args, { env: ENVIRONMENT, timeout: LONGEST_MS });
  return Number(stdout);
}
