import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLargeLog } from '../../bench/large-log.ts';
import { writeVerifierKey } from '../../shared/log/tree/note.ts';
import { bundleVerifier } from '../../verify/bundle.ts';
import { told, winter } from '../reports/winter.ts';
import { KEY, packOf, sourceOf, UnpackedPack } from './packs.ts';

/** Every version of Node from 20 on that this machine offers: the one that runs the tests, and others on the path. */
const NODES = new Map(
  [process.execPath, ...(process.env.PATH ?? '').split(':').map((folder) => join(folder, 'node'))].flatMap((node) => {
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    const [version, major] = /^v(\d+)\.\d+\.\d+/.exec(stdout ?? '') ?? [];
    return version !== undefined && Number(major) >= 20 ? [[version, node] as const] : [];
  }),
);
const VKEY = writeVerifierKey(KEY);

describe('the program in a pack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const zip = join(folder, 'pack.zip');
  const pack = new UnpackedPack();
  const program = join(pack.root, 'verify.mjs');

  beforeAll(async () => {
    const verifier = await bundleVerifier();
    const entries = (await told(await winter())).postings.map(({ entry }) => entry);
    const bytes = await packOf({ ...(await sourceOf(entries)), verifier: async () => Buffer.from(verifier) });
    writeFileSync(zip, bytes);
    await pack.unpack(bytes);
  });
  afterAll(() => {
    pack.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs it alone in the world: no environment, and nothing beside it but the pack. */
  function run(args: readonly string[], node = process.execPath) {
    const { status, stdout, stderr } = spawnSync(node, [program, ...args], { encoding: 'utf8', env: {}, cwd: folder });
    return { status, said: stdout + stderr };
  }

  it.each([...NODES])('says in two languages that all holds, and exits with 0: on %s', (_version, node) => {
    for (const args of [
      ['--key', VKEY],
      [pack.root, '--key', VKEY],
      [zip, '--key', VKEY],
    ]) {
      const { status, said } = run(args, node);
      expect(said).toMatch(/^相符:.*\nHOLDS: 28 entries/);
      expect(status).toBe(0);
    }
  });

  it('takes the key from a file, as it was handed over', () => {
    const file = join(folder, 'vkey');
    writeFileSync(file, `${VKEY}\n`);
    expect(run([zip, '--key', file])).toMatchObject({ status: 0 });
  });

  it('names what is wrong in two languages, and exits with 1', () => {
    const copy = join(folder, 'altered');
    cpSync(pack.root, copy, { recursive: true });
    const [ledger = ''] = readdirSync(join(copy, 'ledgers')).filter((name) => name.endsWith('.csv'));
    const bytes = readFileSync(join(copy, 'ledgers', ledger));
    writeFileSync(join(copy, 'ledgers', ledger), Buffer.concat([bytes, Buffer.from(' ')]));
    const { status, said } = run([copy, '--key', VKEY]);
    expect(said).toMatch(/^不符:.*\nWRONG: /);
    expect(said).toContain(ledger);
    expect(status).toBe(1);
  });

  it('finds a bit that is turned anywhere in the archive', () => {
    const bytes = readFileSync(zip);
    const altered = join(folder, 'altered.zip');
    const places = Array.from({ length: 12 }, (_, nth) => Math.floor(((bytes.length - 1) * nth) / 11));
    for (const place of places) {
      const turned = Buffer.from(bytes);
      turned.writeUInt8(turned.readUInt8(place) ^ 1, place);
      writeFileSync(altered, turned);
      const { status, said } = run([altered, '--key', VKEY]);
      expect([place, status, said]).toEqual([place, 1, expect.stringContaining('WRONG')]);
    }
  });

  it('exits with 2 where it cannot tell: without a key, with one that is none, without a pack', () => {
    for (const args of [[zip], [zip, '--key', 'origin+12345678+AAAA'], ['absent', '--key', VKEY], ['--what']]) {
      const { status, said } = run(args);
      expect([status, said.length > 0]).toEqual([2, true]);
    }
    writeFileSync(join(folder, 'no.zip'), 'no archive');
    expect([1, 2]).toContain(run([join(folder, 'no.zip'), '--key', VKEY]).status);
  });

  it.each([...NODES])(
    'hashes a large log in a thread of its own, and finds what is wrong there: on %s',
    async (version, node) => {
      const objects = join(folder, version);
      const vkey = await writeLargeLog(17_000, objects);
      const log = join(objects, 'log');
      expect(run([log, '--key', vkey], node)).toEqual({
        status: 0,
        said: expect.stringContaining('HOLDS: 17000 entries'),
      });
      const tile = readFileSync(join(log, 'tile/0/000'));
      writeFileSync(join(log, 'tile/0/000'), tile.fill(0, 0, 1));
      const wrong = expect.stringContaining('log/tile/0/000 is not what its entries hash to');
      expect(run([log, '--key', vkey], node)).toEqual({ status: 1, said: wrong });
    },
  );

  it('reads nothing but the pack, and writes nothing but what it puts aside', () => {
    const aside = mkdtempSync(join(folder, 'aside-'));
    const reach = [`--allow-fs-read=${pack.root}`, `--allow-fs-read=${aside}`, `--allow-fs-write=${aside}`];
    const args = ['--permission', ...reach, program, '--key', VKEY];
    const said = execFileSync(process.execPath, args, { encoding: 'utf8', env: { TMPDIR: aside } });
    expect(said).toContain('HOLDS');
    expect(readdirSync(aside)).toEqual([]);
  });
});
