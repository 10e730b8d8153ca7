import { createHash } from 'node:crypto';
import { isKind, papersOf } from '../../domain/entry.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Id } from '../../domain/id.ts';
import { LEDGER_TITLES } from '../../domain/ledger-titles.ts';
import { evidenceKeys } from '../../evidence/keys.ts';
import { logKey } from '../../log/journal/log-files.ts';
import type { LogWalk } from '../../log/journal/walk.ts';
import { writeBundle } from '../../log/tree/bundle.ts';
import { readCheckpoint } from '../../log/tree/checkpoint.ts';
import { textOf } from '../../log/tree/note.ts';
import { bundlePath, bundlesOf, tilePath, tilesOf } from '../../log/tree/tile.ts';
import { People } from '../../reports/people.ts';
import { Register } from '../../reports/register.ts';
import { selectionIn } from '../../reports/selection.ts';
import { decodeEntry } from '../../schemas/entry.ts';
import { type ExportRequest, LEDGER_KINDS, type LedgerKind } from '../../schemas/export.ts';
import { utf8Csv } from '../files/csv.ts';
import { fileName } from '../files/file-name.ts';
import { namesOf, plainly, type SaltedNames } from '../files/names.ts';
import {
  counted,
  type ExportSource,
  MEDIA_TYPES,
  NotSealed,
  type Produced,
  type Producer,
  sealedOf,
  type Task,
  walkOf,
} from '../files/produced.ts';
import { EntrySelection } from '../files/selected.ts';
import { type Sheet, TooManyRows } from '../files/sheet.ts';
import { sortedIn } from '../files/sorted-rows.ts';
import { writeXlsx } from '../files/xlsx.ts';
import { writeZip, type ZipFile } from '../files/zip.ts';
import type { LedgerFold } from '../ledgers/fold.ts';
import { EDITION, evidencePath, type Manifest, PACK, sumLine, writeManifest } from './manifest.ts';
import { packedLedger } from './packed-ledger.ts';
import { writeNames } from './packed-names.ts';
import { packReadme } from './readme.ts';

/** Items of which a pack holds cards at the most. */
const MOST_CARDS = 200;

/**
 * The audit pack: the whole log up to a checkpoint, the ledgers of a funding line and a period, the entries and the
 * evidence they are made of, and a verifier that makes all of it again from the log and compares. Everything is read
 * while it is written; in memory there is one bit for each entry, and what the ledgers hold open.
 */
export const packFile: Producer = (request, source, task): Produced => {
  const register = new Register();
  return {
    chunks: writeZip(filesOf(request, source, task, register), { compressed: false }),
    mediaType: MEDIA_TYPES.zip,
    name: () => fileName('审计包', request, register),
  };
};

/** What goes into a pack, known when the log has been gone through once. */
interface Contents {
  readonly ledgers: readonly { readonly listed: Manifest['ledgers'][number]; readonly sheet: Sheet }[];
  readonly selected: PlaceSet;
  readonly names: SaltedNames;
  readonly evidence: readonly { readonly index: number; readonly at: number; readonly paper: Evidence }[];
}

async function* filesOf(
  request: ExportRequest,
  source: ExportSource,
  task: Task,
  register: Register,
): AsyncGenerator<ZipFile> {
  const { note } = source;
  if (note === undefined) throw new NotSealed('nothing is sealed yet');
  const walk = walkOf(source);
  const folds = await openFolds(request, source, walk, task);
  const sums = new Map<string, string>();
  const listed = (path: string, chunks: () => AsyncIterable<Uint8Array>): ZipFile => ({
    path,
    chunks: () => hashed(chunks(), (sum) => sums.set(path, sum)),
  });
  try {
    const contents = await goThrough(request, source, task, folds, { walk, register });
    yield* logFiles(note, source, listed);
    yield listed(PACK.entries, () => selectedEntries(source, contents.selected, task.signal));
    yield listed(PACK.names, () => one(writeNames(contents.names)));
    for (const { listed: ledger, sheet } of contents.ledgers) {
      const told = { ...sheet, rows: counted(sheet.rows, source, task) };
      yield listed(ledger.path, () => (ledger.format === 'csv' ? utf8Csv(told) : writeXlsx(told)));
    }
    const absent: Manifest['absent'] = [];
    for (const { index, at, paper } of contents.evidence) {
      task.signal.throwIfAborted();
      const path = evidencePath(index, at, paper);
      const key = evidenceKeys.file(paper.sha256);
      if ((await source.objects.stat(key)) === undefined) absent.push({ path, sha256: paper.sha256 });
      else yield listed(path, () => source.objects.read(key));
    }
    const { fundingLine, from, to } = request;
    const manifest = writeManifest({
      v: 1,
      edition: EDITION,
      union: source.union,
      asOf: source.asOf,
      selection: selectionIn({ fundingLine, from, to }),
      ledgers: contents.ledgers.map((one) => one.listed),
      absent,
    });
    yield listed(PACK.readme, () => one(packReadme(readCheckpoint(textOf(note)).origin)));
    yield listed(PACK.verifier, () => lazy(source.verifier));
    yield listed(PACK.manifest, () => one(manifest));
    const paths = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
    yield { path: PACK.sums, chunks: () => one(paths.map(([path, sum]) => sumLine(path, sum)).join('')) };
  } finally {
    for (const { fold } of folds) fold.discard();
  }
}

interface OpenFold {
  readonly listed: Manifest['ledgers'][number];
  readonly fold: LedgerFold;
}

async function openFolds(request: ExportRequest, source: ExportSource, walk: LogWalk, task: Task): Promise<OpenFold[]> {
  const folds: OpenFold[] = [];
  for (const kind of ledgersOf(request)) {
    const items = kind === 'stock-card' ? await itemsIn(source, task) : [undefined];
    if (items.length > MOST_CARDS) throw new TooManyRows();
    for (const item of items) {
      for (const format of ['xlsx', 'csv'] as const) {
        const path = ledgerPath(kind, format, item?.code);
        const listed = { path, kind, format, ...(item === undefined ? {} : { item: item.id }) };
        folds.push({ listed, fold: packedLedger(listed, request, source, walk.openings, sortedIn(source.folder)) });
      }
    }
  }
  return folds;
}

/** Whatever ledgers are asked for, what was set aside is told beside them. */
function ledgersOf({ ledgers = LEDGER_KINDS }: ExportRequest): ReadonlySet<LedgerKind> {
  return new Set([...ledgers, 'exceptions']);
}

function ledgerPath(kind: LedgerKind, format: 'xlsx' | 'csv', code: string | undefined): string {
  const title = LEDGER_TITLES[kind].replaceAll(/[()]/g, '');
  return `${PACK.ledgers}${code === undefined ? title : `${title}-${code}`}.${format}`;
}

interface RegisteredItem {
  readonly id: Id;
  readonly code: string;
}

/** Every item that was registered: a card has to be told of its item from the first entry on. */
async function itemsIn({ files, asOf: { size } }: ExportSource, { signal }: Task): Promise<RegisteredItem[]> {
  const items: RegisteredItem[] = [];
  for await (const bundle of files.entries(0, size)) {
    signal.throwIfAborted();
    for (const bytes of bundle) {
      // Most entries register nothing, and reading them whole would take longer than all else here.
      if (!Buffer.from(bytes).includes('"kind":"registration"')) continue;
      const entry = decodeEntry(Buffer.from(bytes).toString('utf8'));
      if (!isKind(entry, 'registration') || entry.facts.type !== 'item') continue;
      items.push({ id: entry.id, code: 'code' in entry.facts.fields ? (entry.facts.fields.code ?? '') : '' });
    }
  }
  return items;
}

async function goThrough(
  request: ExportRequest,
  source: ExportSource,
  task: Task,
  folds: readonly OpenFold[],
  { walk, register }: { readonly walk: LogWalk; readonly register: Register },
): Promise<Contents> {
  const selection = new EntrySelection(request);
  const selected = new PlaceSet(source.asOf.size);
  const people = new People();
  const evidence: Contents['evidence'][number][] = [];
  for await (const bundle of sealedOf(source, task, walk)) {
    for (const sealed of bundle) {
      register.enter(sealed.entry);
      people.enter(sealed.entry);
      for (const { fold } of folds) fold.enter(sealed);
      if (!selection.takes(sealed)) continue;
      const { index, entry } = sealed;
      selected.add(index);
      papersOf(entry).forEach((paper, at) => {
        evidence.push({ index, at, paper });
      });
    }
  }
  const names = await namesOf(source.ledger, people.committed);
  const ledgers = folds.map(({ listed, fold }) => ({ listed, sheet: fold.close(plainly(names)) }));
  return { ledgers, selected, names, evidence };
}

/** The log's own files, as they were at the checkpoint: partial ones that are gone are cut out of the full ones. */
async function* logFiles(
  note: string,
  { files, asOf: { size }, objects }: ExportSource,
  listed: (path: string, chunks: () => AsyncIterable<Uint8Array>) => ZipFile,
): AsyncGenerator<ZipFile> {
  yield listed(logKey('checkpoint'), () => one(note));
  yield listed(logKey('vkey'), () => lazy(async () => (await objects.get(logKey('vkey'))) ?? new Uint8Array()));
  for (const ref of tilesOf(size)) yield listed(logKey(tilePath(ref)), () => lazy(() => files.tile(ref)));
  for (const { n, width } of bundlesOf(size)) {
    yield listed(logKey(bundlePath(n, width)), () => lazy(async () => writeBundle(await files.bundle(n, width))));
  }
}

/** The entries of those places as JSON Lines, byte for byte. */
async function* selectedEntries(
  { files, asOf: { size } }: ExportSource,
  selected: PlaceSet,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const bundle of files.entries(0, size)) {
    signal.throwIfAborted();
    const first = index;
    const meant = bundle.filter((_, at) => selected.has(first + at));
    index += bundle.length;
    if (meant.length > 0) yield Buffer.concat(meant.flatMap((bytes) => [bytes, LF]));
  }
}

const LF = Buffer.from('\n');

/** Places in the log, a bit for each. */
class PlaceSet {
  readonly #bits: Uint8Array;

  constructor(size: number) {
    this.#bits = new Uint8Array(Math.ceil(size / 8));
  }

  add(place: number): void {
    this.#bits[place >> 3] = (this.#bits[place >> 3] ?? 0) | (1 << (place & 7));
  }

  has(place: number): boolean {
    return ((this.#bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
  }
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function* lazy(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await read();
}

/** Bytes on their way, whose hash is told when they are through. */
async function* hashed(chunks: AsyncIterable<Uint8Array>, tell: (sha256: string) => void): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  tell(hash.digest('hex'));
}
