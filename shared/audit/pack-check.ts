import { compareCsv } from '../exports/files/csv-compare.ts';
import { plainly } from '../exports/files/names.ts';
import { firstDifference } from '../exports/files/same-bytes.ts';
import { EntrySelection } from '../exports/files/selected.ts';
import type { Sheet } from '../exports/files/sheet.ts';
import type { LedgerFold } from '../exports/ledgers/fold.ts';
import type { SorterOf } from '../exports/ledgers/numbered-rows.ts';
import { EDITION, type Manifest, PACK } from '../exports/pack/manifest.ts';
import { packedLedger } from '../exports/pack/packed-ledger.ts';
import type { SealedBytes } from '../log/journal/walk.ts';
import { concat } from '../log/tree/bytes.ts';
import type { Verifier } from '../log/tree/note.ts';
import type { Names } from '../reports/people.ts';
import type { ByteCheck } from './byte-check.ts';
import { IdentityCheck } from './identity-check.ts';
import { LogCheck } from './log-check.ts';
import { type LogSource, signedCheckpoint } from './log-source.ts';
import { NameCheck } from './name-check.ts';
import { missing, type PackFiles } from './pack-files.ts';
import { knownPaths, manifestIn, namesIn } from './pack-manifest.ts';
import { PackPapers } from './pack-papers.ts';
import { CannotVerify, Wrong } from './wrong.ts';

/** What a check of a pack goes through, in this order. */
export const PACK_STEPS = [
  'files',
  'signature',
  'contents',
  'entries',
  'tree',
  'identities',
  'names',
  'ledgers',
  'evidence',
] as const;
export type PackStep = (typeof PACK_STEPS)[number];

/** Told before each step and within it; may throw to end the check. */
export type PackProgress = (step: PackStep, done: number, of: number) => void;

/** What was verified, for the person who asked. */
export interface Verified {
  readonly origin: string;
  readonly size: number;
  /** In base64. */
  readonly root: string;
  /** How many were made again and are the same. */
  readonly ledgers: number;
  /** How many are of an older edition, and were not made again. */
  readonly olderLedgers: number;
  /** How many workbooks could not be read here, and were not compared. */
  readonly workbooks: number;
  readonly evidence: number;
  /** Voucher numbers of entries that commit to a name which is neither in the pack nor erased. */
  readonly namesMissing: readonly string[];
  /** Evidence that entries cite and that is not in the pack: no fault of the pack's, and worth asking for. */
  readonly absent: readonly string[];
}

/** What differs by where a pack is checked. */
export interface PackChecking {
  readonly bytes: ByteCheck;
  readonly sorterOf: SorterOf;
  /** Says where a workbook is not the ledger that it should be; left out where workbooks cannot be read. */
  readonly compareXlsx?: (path: string, sheet: Sheet) => Promise<string | undefined>;
  /** Of a larger log nothing is told: CannotVerify. */
  readonly mostEntries?: number;
  readonly progress?: PackProgress;
}

interface OpenFold {
  readonly listed: Manifest['ledgers'][number];
  readonly fold: LedgerFold;
}

/**
 * Checks a pack of which every file is listed: everything in it is made again from its entries and compared. Throws Wrong
 * for the first thing that is not so. Keeps in memory what is open.
 */
export async function checkPack(
  files: PackFiles,
  found: ReadonlySet<string>,
  key: Verifier,
  checking: PackChecking,
): Promise<Verified> {
  const { bytes, compareXlsx, mostEntries = Number.POSITIVE_INFINITY, progress = () => undefined } = checking;
  progress('signature', 0, 1);
  const source: LogSource = { get: (path) => files.find(path) };
  const checkpoint = await signedCheckpoint(source, key);
  if (checkpoint.size > mostEntries) throw tooLarge(checkpoint.size, mostEntries);
  progress('signature', 1, 1);

  progress('contents', 0, 1);
  const manifest = await manifestIn(files, checkpoint);
  const known = knownPaths(manifest, checkpoint.size);
  for (const path of known) if (!found.has(path)) throw missing(path);
  const names = await namesIn(files, manifest);
  progress('contents', 1, 1);

  const check = new LogCheck(source, checkpoint);
  const { folds, ...leftOut } = openFolds(manifest, check, checking);
  try {
    const papers = new PackPapers(manifest);
    const identities = new IdentityCheck();
    const called = names && new NameCheck(names);
    const told = [identities, ...(called === undefined ? [] : [called]), ...folds.map(({ fold }) => fold)];
    progress('entries', 0, checkpoint.size);
    const entered = (done: number) => progress('entries', done, checkpoint.size);
    await compareEntries(files, selectedIn(check, manifest, papers, told, entered));
    await bytes.sums();
    progress('tree', 0, checkpoint.size);
    await bytes.tree();
    progress('identities', 0, 1);
    identities.assert();
    progress('names', 0, names?.size ?? 0);
    const namesMissing = called?.missing() ?? [];
    for (const [at, one] of folds.entries()) {
      progress('ledgers', at, folds.length);
      await compareLedger(files, one, plainly(names ?? new Map()), compareXlsx);
    }
    progress('ledgers', folds.length, folds.length);
    progress('evidence', 0, papers.expected.size);
    await papers.assert(files, (done, of) => progress('evidence', done, of));
    assertNothingElse(found, known, papers);
    return {
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: manifest.asOf.root,
      ledgers: folds.length,
      ...leftOut,
      evidence: papers.expected.size,
      namesMissing,
      absent: manifest.absent.map(({ path }) => path),
    };
  } finally {
    for (const { fold } of folds) fold.discard();
  }
}

/** Begins each ledger that can be compared here, and counts the others. */
function openFolds(manifest: Manifest, { openings }: LogCheck, { sorterOf, compareXlsx }: PackChecking) {
  const { union, asOf, selection, ledgers } = manifest;
  const ofThisEdition = manifest.edition === EDITION ? ledgers : [];
  const read = ofThisEdition.filter(({ format }) => format === 'csv' || compareXlsx !== undefined);
  const folds = read.map((listed): OpenFold => {
    return { listed, fold: packedLedger(listed, selection, { union, asOf }, openings, sorterOf) };
  });
  return {
    folds,
    olderLedgers: ledgers.length - ofThisEdition.length,
    workbooks: ofThisEdition.length - read.length,
  };
}

function tooLarge(size: number, most: number): CannotVerify {
  return new CannotVerify(
    `日志有 ${size} 条分录,这里最多核验 ${most} 条`,
    `The log has ${size} entries, and at most ${most} are checked here`,
  );
}

/** Goes through the log, tells the ledgers and the checks of every entry, and of the selected ones the papers; gives the selected ones as lines. */
async function* selectedIn(
  check: LogCheck,
  { selection }: Manifest,
  papers: PackPapers,
  told: readonly { enter(sealed: SealedBytes): void }[],
  progress: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  const asked = new EntrySelection(selection);
  let done = 0;
  for await (const bundle of check.entries()) {
    const lines: Uint8Array[] = [];
    for (const sealed of bundle) {
      for (const one of told) one.enter(sealed);
      if (!asked.takes(sealed)) continue;
      papers.enter(sealed);
      lines.push(sealed.canonical, LF);
    }
    done += bundle.length;
    progress(done);
    if (lines.length > 0) yield concat(...lines);
  }
}

const LF = Uint8Array.of(0x0a);

async function compareEntries(files: PackFiles, lines: AsyncGenerator<Uint8Array>): Promise<void> {
  const at = await firstDifference(lines, files.stream(PACK.entries));
  // Whatever is wrong with the log is told first, although the comparison ended before it.
  for await (const _line of lines);
  if (at !== undefined) {
    throw new Wrong(`${PACK.entries} 在第 ${at} 字节与日志不符`, `${PACK.entries} differs from the log at byte ${at}`);
  }
}

async function compareLedger(
  files: PackFiles,
  { listed: { path, format }, fold }: OpenFold,
  names: Names,
  compareXlsx: PackChecking['compareXlsx'],
): Promise<void> {
  const sheet = fold.close(names);
  const where = format === 'csv' ? await compareCsv(files.stream(path), sheet) : await compareXlsx?.(path, sheet);
  if (where === undefined) return;
  throw new Wrong(
    `台账 ${path} 与由分录重算的不符(${where})`,
    `The ledger ${path} is not what its entries make (${where})`,
  );
}

function assertNothingElse(found: ReadonlySet<string>, known: ReadonlySet<string>, { expected }: PackPapers): void {
  for (const path of [...found].sort()) {
    if (!known.has(path) && !expected.has(path))
      throw new Wrong(`多出文件 ${path}`, `The file ${path} belongs to no pack`);
  }
}
