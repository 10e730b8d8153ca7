import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACK_STEPS, type PackStep } from '../../shared/audit/pack-check.ts';
import type { OpenedPack } from '../../shared/audit/pack-files.ts';
import { type PackAsked, type PackReport, reportOn } from '../../shared/audit/pack-report.ts';
import { attachEvidence } from '../../shared/commands/attach-evidence.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { sumLine } from '../../shared/exports/pack/manifest.ts';
import { verifierOf, writeVerifierKey } from '../../shared/log/tree/note.ts';
import { BUYER } from '../commands/office.ts';
import { sealedSample } from '../exports/sealed-sample.ts';
import { ORIGIN } from '../log/sealing.ts';
import { morningOf, told, winter } from '../reports/winter.ts';
import { forgedSourceOf, KEY, type PackRequest, packOf, sha256, sourceOf, UnpackedPack } from '../verify/packs.ts';

const VKEY = writeVerifierKey(KEY);
const PAPER = Buffer.from('<EInvoice>示例</EInvoice>');
const office = await winter();
const ENTRIES = (await told(office)).postings.map(({ entry }) => entry);
office.now = morningOf('2021-01-10');
const evidence = [{ sha256: sha256(PAPER), name: '发票.XML', bytes: PAPER.length, mediaType: 'application/xml' }];
const LOG = [...ENTRIES, await office.post(BUYER, attachEvidence, { evidence }, { on: 'order' })];
const SIZE = LOG.length;

type Files = ReadonlyMap<string, Uint8Array>;

async function packed(request: PackRequest = {}): Promise<Files> {
  return filesIn(await packOf(await sourceOf(LOG, [PAPER]), request));
}

function opened(files: Files): OpenedPack {
  return { paths: [...files.keys()], file: async (path) => files.get(path) };
}

function report(files: Files, asked: PackAsked = { vkey: VKEY }): Promise<PackReport> {
  return reportOn(opened(files), asked);
}

/** The pack with another file in the place of one, or without it; its list of hashes made anew or not. */
function altered(files: Files, path: string, bytes: Uint8Array | undefined, listedAnew: boolean): Files {
  const changed = new Map(files);
  if (bytes === undefined) changed.delete(path);
  else changed.set(path, bytes);
  if (!listedAnew) return changed;
  const paths = [...changed.keys()].filter((one) => one !== 'SHA256SUMS').sort();
  const lines = paths.map((one) => sumLine(one, sha256(changed.get(one) ?? new Uint8Array())));
  return changed.set('SHA256SUMS', Buffer.from(lines.join('')));
}

/** A bit turned near the end, where a ledger has its cells and an entry its last fields. */
function turned(bytes: Uint8Array | undefined): Uint8Array {
  const copy = Buffer.from(bytes ?? []);
  const at = Math.max(0, copy.length - 3);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

const folder = new UnpackedPack();
afterAll(() => folder.close());

/** What the verifier's program says of the same files. */
async function verifierOn(files: Files): Promise<string | undefined> {
  for (const path of folder.paths()) folder.remove(path);
  for (const [path, bytes] of files) folder.write(path, bytes);
  return folder.wrong();
}

/** What a report says is wrong, in English. */
function wrongIn(found: PackReport): string | undefined {
  return found.verdict === 'wrong' ? found.told.en : undefined;
}

let whole: Files;
beforeAll(async () => {
  whole = await packed();
});

describe('the report on a pack', () => {
  it('says of a sound one what was covered, by whose key, and what it cannot say', async () => {
    const found = await report(whole);
    expect(found).toMatchObject({
      verdict: 'sound',
      by: { from: 'reader', vkey: VKEY },
      log: { origin: ORIGIN, size: SIZE },
    });
    if (found.verdict !== 'sound') throw new Error(found.verdict);
    const csv = [...whole.keys()].filter((path) => path.endsWith('.csv')).length;
    expect(found.covered.map(({ step }) => step)).toEqual([...PACK_STEPS]);
    expect(Object.fromEntries(found.covered.map(({ step, count }) => [step, count]))).toMatchObject({
      files: whole.size - 1,
      entries: SIZE,
      tree: SIZE,
      ledgers: csv,
      evidence: 1,
    });
    expect(found.gaps).toEqual([
      { gap: 'workbooks', count: csv },
      { gap: 'archive' },
      { gap: 'page' },
      { gap: 'other-log' },
      { gap: 'facts' },
    ]);
    expect(await verifierOn(whole)).toBeUndefined();
  });

  it('holds with every kind of entry in the log, for a part of it, and of an empty selection', async () => {
    const { source } = await sealedSample();
    expect((await report(await filesIn(await packOf(source)), {})).verdict).toBe('sound');
    for (const request of [
      { fundingLine: office.id('line'), from: '2020-12-12', to: '2020-12-31' },
      { from: '1999-01-01', to: '1999-12-31' },
    ]) {
      expect((await report(await packed(request))).verdict).toBe('sound');
    }
  });

  it('says that the key came with the pack where the reader brought none, and that papers are missing', async () => {
    const without = await filesIn(await packOf(await sourceOf(LOG)));
    const found = await report(without, {});
    expect(found).toMatchObject({ verdict: 'sound', by: { from: 'pack', vkey: VKEY } });
    if (found.verdict !== 'sound') throw new Error(found.verdict);
    expect(found.gaps).toContainEqual({ gap: 'own-key' });
    expect(found.gaps).toContainEqual({
      gap: 'papers',
      count: 1,
      named: [`evidence/${String(SIZE).padStart(6, '0')}-1.xml`],
    });
  });

  it('says nothing of a pack whose log is too large for a page, nor by a key that is none', async () => {
    const large = await report(whole, { vkey: VKEY, mostEntries: SIZE - 1 });
    expect(large).toMatchObject({ verdict: 'unchecked', told: { en: expect.stringContaining(`has ${SIZE} entries`) } });
    const mistyped = await report(whole, { vkey: VKEY.replace('+', '+0') });
    expect(mistyped).toMatchObject({ verdict: 'unchecked', told: { zh: expect.stringContaining('公钥无效') } });
  });

  it('does not hold by another key of the same name', async () => {
    const vkey = writeVerifierKey(verifierOf(ORIGIN, new Uint8Array(32).fill(3)));
    expect(await report(whole, { vkey })).toMatchObject({
      verdict: 'wrong',
      step: 'signature',
      by: { from: 'reader', vkey },
    });
  });

  it('tells how far it is, step by step, and ends where it is given up', async () => {
    const steps: [PackStep, number, number][] = [];
    await report(whole, { vkey: VKEY, progress: (...told) => void steps.push(told) });
    expect([...new Set(steps.map(([step]) => step))]).toEqual([...PACK_STEPS]);
    for (const [, done, of] of steps) expect(done).toBeLessThanOrEqual(of);
    for (const step of PACK_STEPS) {
      const stopping = new AbortController();
      const progress = (now: PackStep) => {
        if (now === step) stopping.abort(new Error(`given up at ${step}`));
      };
      const given = report(whole, { vkey: VKEY, signal: stopping.signal, progress });
      await expect(given).rejects.toThrow(`given up at ${step}`);
    }
  });
});

describe('a pack in which a bit was turned', () => {
  it('is found wrong in every file, and the verifier says the same', async () => {
    for (const path of whole.keys()) {
      const files = altered(whole, path, turned(whole.get(path)), false);
      const found = await report(files);
      expect(wrongIn(found), path).toBe(await verifierOn(files));
      expect(found, path).toMatchObject({ verdict: 'wrong', step: 'files' });
      expect(wrongIn(found)).toContain(path === 'SHA256SUMS' ? '' : path);
    }
  });

  it('is found wrong without any one of its files, and the verifier says the same', async () => {
    for (const path of whole.keys()) {
      for (const listedAnew of [false, true]) {
        if (listedAnew && path === 'SHA256SUMS') continue;
        const files = altered(whole, path, undefined, listedAnew);
        const found = wrongIn(await report(files));
        expect(found, `without ${path}`).toContain(path);
        expect(found).toBe(await verifierOn(files));
      }
    }
  });

  it.each([
    [
      `log/tile/entries/000.p/${SIZE}`,
      'entries',
      /^#\d+ is not in its form|is not what its entries hash to|root computed/,
    ],
    [`log/tile/0/000.p/${SIZE}`, 'tree', /^log\/tile\/0\/000.p\/\d+ is not what its entries hash to$/],
    ['log/checkpoint', 'signature', /^log\/checkpoint is not (signed by the key|in its form)/],
    ['log/vkey', 'signature', /^log\/vkey is not the key that was given$/],
    ['entries.jsonl', 'entries', /^entries.jsonl differs from the log at byte \d+$/],
    ['ledgers/资金使用台账.csv', 'ledgers', /^The ledger ledgers\/资金使用台账.csv .*\(byte \d+, cell [A-Z]\d+\)$/],
    [
      `evidence/${String(SIZE).padStart(6, '0')}-1.xml`,
      'evidence',
      /^The evidence .* does not have the hash in its entry$/,
    ],
    ['pack.json', 'contents', /^pack.json is not in its form$/],
    ['names.json', 'contents', /^names.json is not in its form$/],
  ] as const)('is found also where its list of hashes was made anew, in its step: %s', async (path, step, expected) => {
    const files = altered(whole, path, turned(whole.get(path)), true);
    const found = await report(files);
    expect(found).toMatchObject({ verdict: 'wrong', step });
    expect(wrongIn(found)).toMatch(expected);
    expect(wrongIn(found)).toBe(await verifierOn(files));
    expect(found.covered.map((one) => one.step)).toEqual(PACK_STEPS.slice(0, PACK_STEPS.indexOf(step)));
  });

  it('names the cell of a ledger in which an amount was changed', async () => {
    const path = 'ledgers/资金使用台账.csv';
    const text = Buffer.from(whole.get(path) ?? []).toString('utf8');
    const rows = text.split('\r\n').map((row) => row.split(','));
    const column = rows[0]?.indexOf('收入(元)') ?? -1;
    const row = rows.findIndex((cells, at) => at > 0 && (cells[column] ?? '') !== '');
    const cells = (rows[row] ?? []).map((cell, at) => (at === column ? cell.replace(/\d$/, '9') : cell));
    const bytes = Buffer.from(
      rows
        .with(row, cells)
        .map((one) => one.join(','))
        .join('\r\n'),
    );
    const cell = `cell ${String.fromCharCode(65 + column)}${row + 1})`;
    expect(wrongIn(await report(altered(whole, path, bytes, true)))).toContain(cell);
  });

  it('is not found in a workbook alone whose hash was listed anew: the report says that workbooks were not compared', async () => {
    const path = 'ledgers/资金使用台账.xlsx';
    const files = altered(whole, path, turned(whole.get(path)), true);
    expect(await verifierOn(files)).toContain(path);
    const found = await report(files);
    expect(found).toMatchObject({
      verdict: 'sound',
      gaps: expect.arrayContaining([expect.objectContaining({ gap: 'workbooks' })]),
    });
  });

  it('is found where entries break a rule of the ledger, under a signature that holds', async () => {
    const [first, ...rest] = LOG;
    if (first === undefined) throw new Error('a winter has entries');
    const twice = await filesIn(await packOf(await forgedSourceOf([first, first, ...rest])));
    const found = await report(twice);
    expect(found).toMatchObject({ verdict: 'wrong', step: 'entries' });
    expect(wrongIn(found)).toMatch(/^Voucher 2 is unsound \(repeated\)/);
    expect(wrongIn(found)).toBe(await verifierOn(twice));
  });
});
