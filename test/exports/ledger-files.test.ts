import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isKind } from '../../shared/domain/entry.ts';
import { LEDGER_TITLES } from '../../shared/domain/ledger-titles.ts';
import { inMemory } from '../../shared/exports/files/rows-in-memory.ts';
import { NO_ROWS } from '../../shared/exports/files/sheet.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { openLedger } from '../../shared/exports/ledgers/ledger.ts';
import { SELECTED_BY, type Selection } from '../../shared/reports/selection.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import { EXPORTS, type ExportRequest, LEDGER_KINDS } from '../../shared/schemas/export.ts';
import { emptySource, IDLE, type Sample, sealedSample, textIn } from './sealed-sample.ts';
import { bytesOf } from './sheets.ts';

let sample: Sample;

beforeAll(async () => {
  sample = await sealedSample();
});

/** The item that was registered first: the one that everything in the sample is about. */
function itemOf({ canonical }: Sample): string {
  const entries = canonical.map(decodeEntry);
  return entries.find((entry) => isKind(entry, 'registration') && entry.facts.type === 'item')?.id ?? '';
}

test('requests are narrowed by what the ledgers can be narrowed by', () => {
  const asked = { fundingLine: 'a', unit: 'b', below: true, item: 'c', from: '2020-12-01', to: '2020-12-31' };
  for (const kind of LEDGER_KINDS) {
    const { takes, needs } = EXPORTS[kind];
    const open = (selection: Selection) => () =>
      openLedger(kind, selection, { union: '', asOf: sample.source.asOf }, { find: () => undefined }, inMemory);
    for (const name of SELECTED_BY) {
      const narrowed = open({ ...(needs === 'item' ? { item: 'c' } : {}), [name]: asked[name] });
      if (takes.includes(name)) expect(narrowed).not.toThrow();
      else expect(narrowed).toThrow(RangeError);
    }
    if (needs !== undefined) expect(open({})).toThrow(RangeError);
  }
});

describe.each(LEDGER_KINDS)('the ledger %s', (kind) => {
  const item = (): Partial<ExportRequest> => (kind === 'stock-card' ? { item: itemOf(sample) } : {});
  const asked = (more: Partial<ExportRequest>): ExportRequest => ({ kind, format: 'csv', ...item(), ...more });

  test('is a CSV file with the columns of its form, its rows and its checkpoint', async () => {
    const text = (await bytesOf(produce(asked({}), sample.source, IDLE).chunks)).toString('utf8');
    const { size, root } = sample.source.asOf;
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text).toContain(`size=${size} root=${root}`);
    expect(text).toContain(LEDGER_TITLES[kind]);
    expect(text).not.toContain(NO_ROWS);
  });

  test('is the same in GB18030, without a byte-order mark', async () => {
    const utf8 = (await bytesOf(produce(asked({}), sample.source, IDLE).chunks)).toString('utf8');
    const bytes = await bytesOf(produce(asked({ encoding: 'gb18030' }), sample.source, IDLE).chunks);
    expect(new TextDecoder('gb18030', { fatal: true }).decode(bytes)).toBe(utf8.slice(1));
  });

  test('is an XLSX file', async () => {
    const produced = produce(asked({ format: 'xlsx' }), sample.source, IDLE);
    const parts = await filesIn(await bytesOf(produced.chunks));
    expect([...parts.keys()]).toContain('[Content_Types].xml');
    expect(produced.mediaType).toContain('spreadsheetml');
    expect(produced.name()).toMatch(new RegExp(`^${LEDGER_TITLES[kind].replace(/[()]/g, '.')}.*\\.xlsx$`));
  });

  test('of days on which nothing happened, and of an empty log, is a valid file that says so', async () => {
    const empty = await emptySource();
    for (const format of ['csv', 'xlsx'] as const) {
      for (const [request, source] of [
        [asked({ format, to: '2019-12-31' }), sample.source],
        [asked({ format }), empty],
      ] as const) {
        const bytes = await bytesOf(produce(request, source, IDLE).chunks);
        const text = format === 'csv' ? bytes.toString('utf8') : await textIn(bytes);
        expect(text).toContain(NO_ROWS);
      }
    }
  });

  test('leaves no temporary file, whether it is finished, stopped or never begun', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nuanzhang-produce-'));
    const source = { ...sample.source, folder };
    try {
      produce(asked({}), source, IDLE);
      await bytesOf(produce(asked({}), source, IDLE).chunks);
      for await (const _chunk of produce(asked({}), source, IDLE).chunks) break;
      const stop = new AbortController();
      const progress = () => stop.abort();
      await expect(bytesOf(produce(asked({}), source, { progress, signal: stop.signal }).chunks)).rejects.toThrow();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('counts its rows as progress beyond the entries', async () => {
    const told: [number, number][] = [];
    const task = { ...IDLE, progress: (...one: [number, number]) => void told.push(one) };
    await bytesOf(produce(asked({}), sample.source, task).chunks);
    const last = told.at(-1) ?? [0, 0];
    expect(last[0]).toBe(last[1]);
    expect(last[0]).toBeGreaterThan(sample.source.asOf.size);
  });
});
