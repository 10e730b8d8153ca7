import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, bundleOf, bytesAtStart, filesAtStart } from '../../infra/bundle.ts';
import { PROGRAMS, type Program } from '../../infra/programs.ts';
import { at } from './synthesized.ts';

/**
 * What a start may read in KB, some twentieth above what it did when this was written: every cold start pays for it.
 * Whoever answers with ids carries the search of registers too, which names them (12 KB); who seals tells what waits (20 KB).
 */
const LIMITS_KB: Readonly<Record<Program, number>> = {
  open: 52,
  pages: 11,
  registry: 560,
  ledger: 655,
  documents: 600,
  reports: 615,
  log: 545,
  exports: 500,
  evidence: 625,
  imports: 690,
  seal: 518,
  'export-worker': 440,
  'import-worker': 660,
  'evidence-received': 120,
};

/** The environment Lambda and the stack give a function, and nothing of this machine's. */
const ENVIRONMENT = {
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'access-key',
  AWS_SECRET_ACCESS_KEY: 'secret-key',
  AWS_SESSION_TOKEN: 'session-token',
  TABLE_NAME: 'ledger',
  ISSUER: 'https://issuer.example.cn',
  AUDIENCE: 'tracker',
  CLIENT: 'pages',
  ROLES_CLAIM: 'roles',
  UNITS_CLAIM: 'units',
  FIRST_ADMIN: '',
  PERSONAL_DATA_KEY: 'arn:aws-cn:kms:cn-north-1:000000000000:key/personal-data',
  BUCKET_NAME: 'objects',
  LOG_KEY_ID: 'arn:aws-cn:kms:cn-north-1:000000000000:key/log',
  LOG_ORIGIN: 'tracker.example.cn/api/log',
  LOG_ADDRESS: 'https://tracker.example.cn/api/log',
  UNION_NAME: '工会',
  OBJECTS: 'https://objects.s3.cn-north-1.amazonaws.com.cn',
  PERSON_KEY_SECRET: 'arn:aws-cn:secretsmanager:cn-north-1:000000000000:secret:person-key',
};

describe('the bundles', () => {
  /** Outside of the project, so that nothing can be loaded that was not bundled. */
  const outdir = mkdtempSync(join(tmpdir(), 'nuanzhang-bundle-'));

  let metafiles: Awaited<ReturnType<typeof bundle>>;
  const metafileOf = (program: Program) => at(metafiles, program);

  beforeAll(async () => {
    metafiles = await bundle(outdir);
  }, 120_000);
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  it.each(PROGRAMS)('load in plain Node and export a handler: %s', (group) => {
    const url = pathToFileURL(join(bundleOf(group, outdir), 'index.mjs')).href;
    const script = `const { handler } = await import('${url}'); console.log(typeof handler);`;
    const args = ['--input-type=module', '--eval', script];
    const printed = execFileSync(process.execPath, args, { env: ENVIRONMENT, cwd: outdir, encoding: 'utf8' });
    expect(printed).toBe('function\n');
  });

  it('read no client of S3 at their start', () => {
    const { inputs, outputs } = metafileOf('ledger');
    expect(Object.keys(inputs).filter((input) => input.includes('client-s3')).length).toBeGreaterThan(0);
    expect(Object.keys(outputs).some((path) => /object-store.*\.mjs$/.test(path))).toBe(true);
  });

  it.each([
    ['the texts of refusals', /functions\/problems\/tellings|words\/fault-texts/],
    ['the catalogue of lists and trails', /projection\/catalogue\.ts/],
    ['the table of routes', /shared\/routes\.ts/],
  ])('read at their start what nearly every call needs, and not %s', (_what, path) => {
    const metafile = metafileOf('ledger');
    const bundled = Object.keys(metafile.inputs).filter((input) => path.test(input));
    expect(bundled).not.toEqual([]);
    const read = [...filesAtStart(metafile)].flatMap((file) =>
      Object.keys(at(new Map(Object.entries(metafile.outputs)), file).inputs),
    );
    expect(read.filter((input) => bundled.includes(input))).toEqual([]);
  });

  it('ask Node for its modules without having every name of them made', () => {
    const imported = PROGRAMS.flatMap((program) => Object.values(metafileOf(program).outputs))
      .flatMap(({ imports }) => imports)
      .filter(({ kind, external }) => kind === 'import-statement' && external);
    // The banner of each bundle, which no metafile tells, imports node:module.
    expect(imported.map(({ path }) => path)).toEqual([]);
  });

  it.each(PROGRAMS)('weigh no more than a cold start should carry: %s', (group) => {
    expect(bytesAtStart(metafileOf(group)) / 1024).toBeLessThan(LIMITS_KB[group]);
  });

  it('bring the verifier along for whoever makes packs', () => {
    const verifier = join(bundleOf('export-worker', outdir), 'verify.mjs');
    const { status, stderr } = spawnSync(process.execPath, [verifier], { encoding: 'utf8', env: {} });
    expect([status, stderr]).toEqual([2, expect.stringContaining('--key')]);
  });

  it('bring the pages along for whoever answers them', () => {
    expect(readdirSync(join(bundleOf('pages', outdir), 'web'))).toEqual(
      expect.arrayContaining(['desk.html.br', 'assets']),
    );
  });

  it("look for credentials in Lambda's environment and nowhere else", () => {
    const inputs = PROGRAMS.flatMap((program) => Object.keys(metafileOf(program).inputs));
    const providers = inputs.filter((input) => /credential-provider|token-providers/.test(input));
    expect(providers).toEqual([]);
  });
});
