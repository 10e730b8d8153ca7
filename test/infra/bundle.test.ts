import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { GROUPS, type Group } from '../../functions/routes.ts';
import { bundle, bundleOf } from '../../infra/bundle.ts';

/** What a bundle may weigh in KB, a tenth above what it did when this was written: every cold start pays for it. */
const LIMITS_KB: Readonly<Record<Group, number>> = {
  open: 240,
  registry: 460,
  ledger: 500,
  documents: 450,
  reports: 470,
};

/** The environment Lambda and the stack give a function, and nothing of this machine's. */
const ENVIRONMENT = {
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'access-key',
  AWS_SECRET_ACCESS_KEY: 'secret-key',
  AWS_SESSION_TOKEN: 'session-token',
  TABLE_NAME: 'ledger',
  PERSON_KEY_SECRET: 'arn:aws-cn:secretsmanager:cn-north-1:000000000000:secret:person-key',
};

const Metafile = z.object({ inputs: z.record(z.string(), z.unknown()) });

describe('the bundles', () => {
  /** Outside of the project, so that nothing can be loaded that was not bundled. */
  const outdir = mkdtempSync(join(tmpdir(), 'nuanzhang-bundle-'));

  beforeAll(() => bundle(outdir));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  it.each(GROUPS)('load in plain Node and export a handler: %s', (group) => {
    const url = pathToFileURL(join(bundleOf(group, outdir), 'index.mjs')).href;
    const script = `const { handler } = await import('${url}'); console.log(typeof handler);`;
    const args = ['--input-type=module', '--eval', script];
    const printed = execFileSync(process.execPath, args, { env: ENVIRONMENT, cwd: outdir, encoding: 'utf8' });
    expect(printed).toBe('function\n');
  });

  it.each(GROUPS)('weigh no more than a cold start should carry: %s', (group) => {
    const { size } = statSync(join(bundleOf(group, outdir), 'index.mjs'));
    expect(size / 1024).toBeLessThan(LIMITS_KB[group]);
  });

  it("look for credentials in Lambda's environment and nowhere else", () => {
    const { inputs } = Metafile.parse(JSON.parse(readFileSync(join(outdir, 'metafile.json'), 'utf8')));
    const providers = Object.keys(inputs).filter((input) => /credential-provider|token-providers/.test(input));
    expect(providers).toEqual([]);
  });
});
