import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { isBrowsers, sourcesBelow } from '../../checks/direction.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { toBase64 } from '../../shared/log/tree/bytes.ts';
import { writeVerifierKey } from '../../shared/log/tree/note.ts';
import { tilePath, tilesOf } from '../../shared/log/tree/tile.ts';
import { CHROMIUM, startBrowser } from '../browser.ts';
import { openApiOver, registerAll } from '../functions/api.ts';
import { told, winter } from '../reports/winter.ts';
import { KEY, packOf, sourceOf, UnpackedPack } from '../verify/packs.ts';
import type { Slip } from './slip-check.ts';

const VKEY = writeVerifierKey(KEY);

const ROOT = `${import.meta.dirname}/../..`;

/** Bundled as one script whose exports are the fields of `bundle`. What Node alone has stays an import, to be named. */
async function bundled(source: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: ROOT },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    globalName: 'bundle',
    external: ['node:*'],
    logLevel: 'error',
  });
  const imports = Object.entries(metafile.inputs).flatMap(([file, input]) =>
    input.imports.flatMap(({ path, external }) => (external ? [`${file} imports ${path}`] : [])),
  );
  return { script: outputFiles[0]?.text ?? '', imports, files: Object.keys(metafile.inputs) };
}

describe('the rooms that a browser shares', () => {
  it('import nothing of Node, and take what stands in for it', async () => {
    const rooms = [...sourcesBelow(ROOT).keys()].filter(isBrowsers);
    const { imports, files } = await bundled(
      rooms.map((file, at) => `export * as f${at} from './${file}';`).join('\n'),
    );
    expect(imports).toEqual([]);
    expect(files).toContain('shared/log/crypto/browser/sha256.ts');
    expect(files.filter((file) => file.startsWith('shared/log/crypto/node'))).toEqual([]);
  });

  it('would be told of, file by file', async () => {
    const { imports } = await bundled("export * from './shared/log/crypto/node/sha256.ts';");
    expect(imports).toEqual(['shared/log/crypto/node/sha256.ts imports node:crypto']);
  });
});

/** What stands in a page that checks packs and kept checkpoints. */
const AUDIT = `
export { continuityOf } from './shared/audit/kept-checkpoint.ts';
export { proofSteps } from './shared/audit/entry-proof.ts';
export { reportOn } from './shared/audit/pack-report.ts';
export { fromBase64 } from './shared/log/tree/bytes.ts';
export { tilePath } from './shared/log/tree/tile.ts';
`;

describe.skipIf(CHROMIUM === undefined)('in a browser (where there is Chromium)', () => {
  let browser: Browser;
  let page: Page;
  let entries: readonly Entry[];
  beforeAll(async () => {
    entries = (await told(await winter())).postings.map(({ entry }) => entry);
    browser = await startBrowser();
    page = await browser.newPage();
    await page.addScriptTag({ content: (await bundled(AUDIT)).script });
  });
  afterAll(() => browser.close());

  it('a pack is checked as the verifier checks it, and a bit of it that was turned is found', async () => {
    const files = await filesIn(await packOf(await sourceOf(entries)));
    const reported = async (changed: ReadonlyMap<string, Uint8Array>): Promise<unknown> => {
      const written = Object.fromEntries([...changed].map(([path, bytes]) => [path, toBase64(bytes)]));
      return page.evaluate(`{
        const files = ${JSON.stringify(written)};
        const file = async (path) => files[path] === undefined ? undefined : bundle.fromBase64(files[path]);
        bundle.reportOn({ paths: Object.keys(files), file }, { vkey: ${JSON.stringify(VKEY)} });
      }`);
    };
    expect(await reported(files)).toMatchObject({ verdict: 'sound', log: { size: entries.length } });
    for (const path of ['entries.jsonl', `log/tile/entries/000.p/${entries.length}`, 'ledgers/资金使用台账.csv']) {
      const turned = new Uint8Array(files.get(path) ?? []);
      turned[turned.length - 3] = (turned[turned.length - 3] ?? 0) ^ 1;
      const folder = new UnpackedPack();
      for (const [one, bytes] of files) folder.write(one, one === path ? turned : bytes);
      expect(await reported(new Map(files).set(path, turned))).toMatchObject({
        verdict: 'wrong',
        step: 'files',
        told: { en: await folder.wrong() },
      });
      folder.close();
    }
  });

  it('a kept checkpoint is extended by a log that went on, and not by another one', async () => {
    const [first, ...rest] = entries;
    if (first === undefined) throw new Error('a winter has entries');
    const [earlier, later, another] = await Promise.all(
      [entries.slice(0, -3), entries, [{ ...first, note: '另有说明' }, ...rest]].map((some) => sourceOf(some)),
    );
    const kept = { note: earlier?.note, vkey: VKEY, keptAt: 0 };
    for (const [log, is] of [
      [later, 'extends'],
      [another, 'does-not-extend'],
    ] as const) {
      const tiles: Record<string, string> = {};
      for (const tile of tilesOf(entries.length)) {
        tiles[tilePath(tile)] = toBase64((await log?.files.tile(tile)) ?? new Uint8Array());
      }
      const found = await page.evaluate(`{
        const tiles = ${JSON.stringify(tiles)};
        const tile = async (ref) => bundle.fromBase64(tiles[bundle.tilePath(ref)]);
        bundle.continuityOf(${JSON.stringify(kept)}, ${JSON.stringify({ note: log?.note, vkey: VKEY })}, tile);
      }`);
      expect(found).toMatchObject({ is, kept: { size: entries.length - 3 }, now: { size: entries.length } });
    }
  });

  it('an entry is proven step by step', async () => {
    const { proof, vkey, entry: text } = await printed();
    const steps = (changed: object) =>
      page.evaluate(
        `[...bundle.proofSteps(${JSON.stringify({ text, proof, vkey, ...changed })})].map(({ step, fault }) => [step, fault])`,
      );
    const sound = z.array(z.tuple([z.string(), z.unknown()])).parse(await steps({}));
    expect(sound.map(([step]) => step)).toEqual(expect.arrayContaining(['text', 'leaf', 'node', 'root', 'signature']));
    expect(sound.filter(([, fault]) => fault !== undefined)).toEqual([]);
    expect(await steps({ text: `${text} ` })).toContainEqual(['root', 'other-root']);
  });
});

/** What the API tells of an entry to whoever holds its slip. */
async function printed(): Promise<Slip> {
  const api = openApiOver();
  await registerAll(api);
  const { items } = await api.tracker.ledger.entries({ limit: 100, order: 'oldest' });
  const [, , entry] = items;
  if (entry === undefined) throw new Error('there is no third entry');
  const tile = await api.get(`/api/log/tile/0/000.p/${items.length}`);
  return {
    vkey: (await api.get('/api/log/vkey')).text.trimEnd(),
    proof: (await api.get(`/api/entries/${entry.entry.id}/proof`)).text,
    entry: entry.canonical,
    tile: [...Buffer.from(tile.text, 'base64')],
  };
}

/** The slip as it is, and with one bit of it changed. */
function slipsOf(slip: Slip): readonly (readonly [string, Slip])[] {
  const { proof, entry, tile, vkey } = slip;
  const lines = proof.split('\n');
  const withLine = (at: number, line: string) => ({ ...slip, proof: lines.with(at, line).join('\n') });
  const flipped = (base64: string) => {
    const bytes = Buffer.from(base64, 'base64');
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    return bytes.toString('base64');
  };
  const signature = lines.findIndex((line) => line.startsWith('— '));
  const root = lines.indexOf('') + 3;
  const [dash, name, signed = ''] = lines[signature]?.split(' ') ?? [];
  return [
    ['holds', slip],
    [
      'not included',
      { ...slip, entry: `${entry.slice(0, -1)}${String.fromCharCode(entry.charCodeAt(entry.length - 1) ^ 1)}` },
    ],
    ['not included', withLine(2, flipped(lines[2] ?? ''))],
    ['bad-signature', withLine(root, flipped(lines[root] ?? ''))],
    ['bad-signature', withLine(signature, [dash, name, flipped(signed)].join(' '))],
    ['another root', { ...slip, tile: tile.with(40, (tile[40] ?? 0) ^ 1) }],
    ['malformed', { ...slip, vkey: vkey.replace(/[^+]+$/, flipped) }],
  ];
}

describe('a slip', () => {
  let script: string;
  let slips: readonly (readonly [string, Slip])[];
  beforeAll(async () => {
    script = (await bundled("export { check } from './test/log/slip-check.ts';")).script;
    slips = slipsOf(await printed());
  });

  it('is checked by what a browser has and nothing else, and refused with a bit of it changed', () => {
    const realm: object = runInNewContext(`${script};bundle`, { TextEncoder, atob, btoa });
    for (const [outcome, slip] of slips) {
      expect(runInNewContext('check(slip)', { ...realm, slip })).toBe(outcome);
    }
  });

  it.skipIf(CHROMIUM === undefined)(
    'is checked in a browser, and refused if changed (where there is Chromium)',
    async () => {
      const browser = await startBrowser();
      try {
        const page = await browser.newPage();
        await page.addScriptTag({ content: script });
        for (const [outcome, slip] of slips) {
          expect(await page.evaluate(`bundle.check(${JSON.stringify(slip)})`)).toBe(outcome);
        }
      } finally {
        await browser.close();
      }
    },
  );
});
