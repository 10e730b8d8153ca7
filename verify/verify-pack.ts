import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { papersOf } from '../shared/domain/entry.ts';
import { writeCsv } from '../shared/exports/files/csv.ts';
import { plainly, type SaltedNames } from '../shared/exports/files/names.ts';
import { firstDifference } from '../shared/exports/files/same-bytes.ts';
import { EntrySelection } from '../shared/exports/files/selected.ts';
import type { Sheet } from '../shared/exports/files/sheet.ts';
import { compareXlsx } from '../shared/exports/files/xlsx-compare.ts';
import { EDITION, evidencePath, type Manifest, PACK, readManifest } from '../shared/exports/pack/manifest.ts';
import { packLedger } from '../shared/exports/pack/pack.ts';
import { readNames } from '../shared/exports/pack/packed-names.ts';
import type { SealedBytes } from '../shared/log/journal/walk.ts';
import type { Verifier } from '../shared/log/tree/note.ts';
import { type ByteCheck, byteCheckBeside, byteCheckHere, logAt, type Place } from './byte-check.ts';
import { IdentityCheck } from './identity-check.ts';
import { LogCheck } from './log-check.ts';
import { logPaths, signedCheckpoint } from './log-source.ts';
import { NameCheck } from './name-check.ts';
import { PackFiles } from './pack-files.ts';
import { Wrong } from './wrong.ts';

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
  readonly evidence: number;
  /** Voucher numbers of entries that commit to a name which is neither in the pack nor erased. */
  readonly namesMissing: readonly string[];
  /** Evidence that entries cite and that is not in the pack: no fault of the pack's, and worth asking for. */
  readonly absent: readonly string[];
}

/** A pack of more files is hashed in a thread of its own: one of some sixteen thousand entries. */
const MANY_FILES = 64;

/**
 * Verifies an unpacked pack: everything in it is made again from its entries and compared. Throws Wrong for the first
 * thing that is not so. Reads each file up to three times: for its sum, for what it hashes to and for what it says. Keeps in
 * memory what is open.
 */
export async function verifyPack(root: string, key: Verifier, manyFiles = MANY_FILES): Promise<Verified> {
  const found = await new PackFiles(root).assertListed();
  const place: Place = { root, kind: 'pack' };
  if (found.size <= manyFiles) {
    const bytes = byteCheckHere(place, key);
    await bytes.sums();
    return verifyFound(place, key, found, bytes);
  }
  const bytes = byteCheckBeside(place, key);
  try {
    return await verifyFound(place, key, found, bytes);
  } catch (error) {
    // A file that is not the one that was packed is told of before what is wrong in it.
    await bytes.sums();
    throw error;
  } finally {
    bytes.end();
  }
}

async function verifyFound(
  place: Place,
  key: Verifier,
  found: ReadonlySet<string>,
  bytes: ByteCheck,
): Promise<Verified> {
  const files = new PackFiles(place.root);
  const source = logAt(place);
  const checkpoint = await signedCheckpoint(source, key);
  const manifest = await manifestOf(files, checkpoint);
  const known = knownPaths(manifest, checkpoint.size);
  for (const path of known) {
    if (!found.has(path)) throw new Wrong(`缺少文件 ${path}`, `The file ${path} is missing`);
  }
  const names = isNaming(manifest) ? await namesIn(files) : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-verify-'));
  const check = new LogCheck(source, checkpoint);
  const making = { union: manifest.union, asOf: manifest.asOf, folder };
  const isOfThisEdition = manifest.edition === EDITION;
  const folds = (isOfThisEdition ? manifest.ledgers : []).map((listed) => ({
    listed,
    fold: packLedger(listed, manifest.selection, making, check.openings),
  }));
  try {
    const papers = new Papers(manifest);
    const identities = new IdentityCheck();
    const called = names && new NameCheck(names);
    const told = [identities, ...(called === undefined ? [] : [called]), ...folds.map(({ fold }) => fold)];
    await compareEntries(files, selectedIn(check, manifest, papers, told));
    await bytes.sums();
    await bytes.tree();
    identities.assert();
    const namesMissing = called?.missing() ?? [];
    for (const { listed, fold } of folds) await compareLedger(files, listed, fold.close(plainly(names ?? new Map())));
    await papers.assert(files);
    assertNothingElse(found, known, papers);
    return {
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: manifest.asOf.root,
      ledgers: folds.length,
      olderLedgers: manifest.ledgers.length - folds.length,
      evidence: papers.expected.size,
      namesMissing,
      absent: manifest.absent.map(({ path }) => path),
    };
  } finally {
    for (const { fold } of folds) fold.discard();
    await rm(folder, { recursive: true, force: true });
  }
}

async function manifestOf(
  files: PackFiles,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Promise<Manifest> {
  const bytes = await files.read(PACK.manifest);
  let manifest: Manifest;
  try {
    manifest = readManifest(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Wrong(`${PACK.manifest} 的格式不对`, `${PACK.manifest} is not in its form`);
  }
  if ((manifest.edition ?? 1) > EDITION) {
    throw new Wrong(
      `台账为第 ${manifest.edition} 版,本程序只知第 ${EDITION} 版;请用包内的 ${PACK.verifier}`,
      `The ledgers are of edition ${manifest.edition} and this program knows ${EDITION}: use the pack's own ${PACK.verifier}`,
    );
  }
  for (const format of ['xlsx', 'csv']) {
    if (manifest.ledgers.some((ledger) => ledger.kind === 'exceptions' && ledger.format === format)) continue;
    throw new Wrong(
      `${PACK.manifest} 未列 ${format} 格式的例外事项台账`,
      `${PACK.manifest} lists no ledger of exceptions as ${format}`,
    );
  }
  if (manifest.asOf.size !== size || manifest.asOf.root !== Buffer.from(root).toString('base64')) {
    throw new Wrong(`${PACK.manifest} 所称的不是这个校验点`, `${PACK.manifest} is not of this checkpoint`);
  }
  return manifest;
}

/** A pack of the first edition has no names: its ledgers print subjects. */
function isNaming({ edition }: Manifest): boolean {
  return edition !== undefined;
}

async function namesIn(files: PackFiles): Promise<SaltedNames> {
  const bytes = await files.read(PACK.names);
  try {
    return readNames(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Wrong(`${PACK.names} 的格式不对`, `${PACK.names} is not in its form`);
  }
}

/** Goes through the log, tells the ledgers and the checks of every entry, and of the selected ones the papers; gives the selected ones as lines. */
async function* selectedIn(
  check: LogCheck,
  { selection }: Manifest,
  papers: Papers,
  told: readonly { enter(sealed: SealedBytes): void }[],
): AsyncGenerator<Uint8Array> {
  const asked = new EntrySelection(selection);
  for await (const bundle of check.entries()) {
    const lines: Uint8Array[] = [];
    for (const sealed of bundle) {
      for (const one of told) one.enter(sealed);
      if (!asked.takes(sealed)) continue;
      papers.enter(sealed);
      lines.push(sealed.canonical, LF);
    }
    if (lines.length > 0) yield Buffer.concat(lines);
  }
}

const LF = Buffer.from('\n');

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
  { path, format }: Manifest['ledgers'][number],
  sheet: Sheet,
): Promise<void> {
  const where =
    format === 'xlsx'
      ? await compareXlsx(files.at(path), sheet)
      : placeOf(await firstDifference(writeCsv(sheet, { encoding: 'utf-8' }), files.stream(path)));
  if (where !== undefined) {
    throw new Wrong(
      `台账 ${path} 与由分录重算的不符(${where})`,
      `The ledger ${path} is not what its entries make (${where})`,
    );
  }
}

function placeOf(at: number | undefined): string | undefined {
  return at === undefined ? undefined : `byte ${at}`;
}

/** The evidence that the selected entries name. */
class Papers {
  /** Hashes by the paths that papers have to lie under. */
  readonly expected = new Map<string, string>();
  readonly #absent: Map<string, string>;

  constructor({ absent }: Manifest) {
    this.#absent = new Map(absent.map(({ path, sha256 }) => [path, sha256]));
  }

  enter({ entry, index }: SealedBytes): void {
    papersOf(entry).forEach((paper, at) => {
      this.expected.set(evidencePath(index, at, paper), paper.sha256);
    });
  }

  async assert(files: PackFiles): Promise<void> {
    for (const [path, sha256] of this.#absent) {
      if (this.expected.get(path) !== sha256) {
        throw new Wrong(`所列缺少的凭据 ${path} 无分录提及`, `${path} is listed as absent, and no entry names it`);
      }
      this.expected.delete(path);
    }
    for (const [path, sha256] of this.expected) {
      if ((await files.find(path)) === undefined)
        throw new Wrong(`缺少凭据 ${path}`, `The evidence ${path} is missing`);
      if ((await files.sha256(path)) !== sha256) {
        throw new Wrong(`凭据 ${path} 与分录所记散列不符`, `The evidence ${path} does not have the hash in its entry`);
      }
    }
  }
}

/** Every path of a pack but those of its evidence. */
function knownPaths(manifest: Manifest, size: number): ReadonlySet<string> {
  const known = logPaths(size);
  for (const path of [PACK.manifest, PACK.sums, PACK.readme, PACK.verifier, PACK.entries]) known.add(path);
  if (isNaming(manifest)) known.add(PACK.names);
  for (const { path } of manifest.ledgers) known.add(path);
  return known;
}

function assertNothingElse(found: ReadonlySet<string>, known: ReadonlySet<string>, { expected }: Papers): void {
  for (const path of [...found].sort()) {
    if (!known.has(path) && !expected.has(path))
      throw new Wrong(`多出文件 ${path}`, `The file ${path} belongs to no pack`);
  }
}
