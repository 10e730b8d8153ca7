import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '../../shared/domain/entry.ts';
import { checkpointOf, type ExportSource } from '../../shared/exports/files/produced.ts';
import { sortedIn } from '../../shared/exports/files/sorted-rows.ts';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { openLedger } from '../../shared/exports/ledgers/ledger.ts';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import { LogWalk, recallByPlace } from '../../shared/log/journal/walk.ts';
import { writeBundle } from '../../shared/log/tree/bundle.ts';
import { bundlePath, bundlesOf, TILE_WIDTH } from '../../shared/log/tree/tile.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import { EXPORT_KINDS, EXPORTS, LEDGER_KINDS, type LedgerKind } from '../../shared/schemas/export.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import { openApiOver } from '../functions/api.ts';
import { playSample } from '../functions/sample.ts';
import { registration, at as written } from '../reports/entries.ts';
import { told, winter } from '../reports/winter.ts';
import { HEADING } from './ledgers/reading.ts';
import { IDLE } from './sealed-sample.ts';
import { bytesOf } from './sheets.ts';

const office = await winter();
const ENTRIES = (await told(office)).postings.map(({ entry }) => entry);

/** A log in which whatever an entry counts in lies some bundles before it: units by hand lie between. */
const SPREAD: readonly Entry[] = ENTRIES.flatMap((entry, at) => [
  entry,
  ...Array.from({ length: TILE_WIDTH }, (_, more) =>
    written(10_000 + at * TILE_WIDTH + more, registration('unit', { code: `X${at}-${more}`, name: '某单位' })),
  ),
]);

async function filesOf(entries: readonly Entry[]): Promise<LogFiles> {
  const objects = createMemoryObjectStore();
  for (const { n, width } of bundlesOf(entries.length)) {
    const bundle = entries
      .slice(n * TILE_WIDTH, n * TILE_WIDTH + width)
      .map((entry) => Buffer.from(encodeEntry(entry)));
    await objects.put(logKey(bundlePath(n, width)), writeBundle(bundle));
  }
  return new LogFiles(objects);
}

describe('a walk that forgets everything it passed', () => {
  let files: LogFiles;
  const walk = (openings: number) => new LogWalk(files, SPREAD.length, openings);

  beforeAll(async () => {
    files = await filesOf(SPREAD);
  });

  test('resolves each entry as one that remembers all of it', async () => {
    const remembering = walk(Number.POSITIVE_INFINITY).entries();
    let count = 0;
    for await (const bundle of walk(0).entries()) {
      expect(bundle).toEqual((await remembering.next()).value);
      count += bundle.length;
    }
    expect(count).toBe(SPREAD.length);
  });

  test.each(LEDGER_KINDS)('makes the same ledger: %s', async (kind) => {
    expect(await ledgerOf(kind, walk(0))).toEqual(await ledgerOf(kind, walk(Number.POSITIVE_INFINITY)));
  });

  async function ledgerOf(kind: LedgerKind, through: LogWalk) {
    const selection = EXPORTS[kind].needs === 'item' ? { item: office.id('masks') } : {};
    const fold = openLedger(kind, selection, HEADING, through.openings, sortedIn(tmpdir()));
    for await (const bundle of through.entries()) for (const sealed of bundle) fold.enter(sealed);
    const sheet = fold.close(new Map());
    const rows: unknown[] = [];
    for await (const row of sheet.rows) rows.push(row);
    expect(rows.length).toBeGreaterThan(0);
    return { head: sheet.head, rows, foot: sheet.foot() };
  }

  test('takes nothing from a place at which another entry stands, or behind what is sealed', async () => {
    const [line, other, town] = [office.id('line'), office.id('line-2'), office.id('town')];
    const log = { size: 300, bundle: (n: number, width: number) => files.bundle(n, width) };
    const recall = recallByPlace(
      log,
      (ids) => new Map(ids.map((one) => [one, one === line ? 0 : one === other ? 1 : 300])),
    );
    expect(await recall([line, other, town])).toEqual([ENTRIES[0]]);
  });
});

test('an export is made to the byte after the table has been lost, all of it but who is called what', async () => {
  const api = openApiOver();
  await playSample(api);
  const { ledger, journal, objects } = api.tracker;
  const { postings } = await journal.sealed();
  const named = (kind: string) => postings.find(({ entry }) => entry.kind === kind)?.entry;
  const item = postings.flatMap(({ movements }) => movements.flatMap((movement) => movement.item ?? []))[0] ?? '';
  const files = new LogFiles(objects);
  const source: ExportSource = {
    files,
    ...(await checkpointOf(files)),
    verifier: async () => Buffer.from('// the verifier'),
    union: '顺义区总工会',
    address: 'https://log.example/api/log',
    objects,
    ledger,
    folder: tmpdir(),
  };
  const every = () =>
    Promise.all(
      EXPORT_KINDS.flatMap((kind) =>
        EXPORTS[kind].formats.map(async (format) => {
          const { needs } = EXPORTS[kind];
          const of =
            needs === 'item' ? { item } : needs === 'consignment' ? { consignment: named('dispatch')?.id ?? '' } : {};
          return [
            kind,
            format,
            (await bytesOf(produce({ kind, format, ...of }, source, IDLE).chunks)).toString('base64'),
          ];
        }),
      ),
    );
  const before = await every();
  const lost = () => Promise.reject(new Error('the table is lost'));
  const { read } = ledger;
  Object.assign(ledger, Object.fromEntries(Object.keys(ledger).map((method) => [method, lost])), {
    read: (keys: Parameters<typeof read>[0]) => (keys.every(({ row }) => row === 'personal') ? read(keys) : lost()),
  });
  await expect(ledger.read([{ row: 'entry', id: item }])).rejects.toThrow('lost');
  expect(await every()).toEqual(before);
});
