import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { isBrowsers, sourcesBelow } from '../../checks/direction.ts';
import { CHROMIUM, startBrowser } from '../browser.ts';
import { openApiOver, registerAll } from '../functions/api.ts';
import type { Slip } from './slip-check.ts';

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
