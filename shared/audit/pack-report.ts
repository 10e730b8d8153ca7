import { inMemory } from '../exports/files/rows-in-memory.ts';
import { logKey } from '../log/journal/log-files.ts';
import { NoteError, readVerifierKey, type Verifier, writeVerifierKey } from '../log/tree/note.ts';
import type { Bilingual } from '../words/language.ts';
import { byteCheckHere } from './byte-check.ts';
import { parsed, textFrom } from './log-source.ts';
import { checkPack, PACK_STEPS, type PackProgress, type PackStep, type Verified } from './pack-check.ts';
import { FilesAtHand, type OpenedPack, readFrom } from './pack-files.ts';
import { assertHashes, assertListed } from './pack-sums.ts';
import { CannotVerify, Wrong } from './wrong.ts';

/** The largest pack that is checked: entries of its log, bytes and files of its archive. */
export interface PageBounds {
  readonly entries: number;
  readonly bytes: number;
  readonly files: number;
}

/** What a page can hold in memory, and whoever looks at it will wait for. */
export const PAGE_BOUNDS: PageBounds = { entries: 20_000, bytes: 128 * 1024 ** 2, files: 10_000 };

/** Whose word the signature was checked by: a key that the reader brought along, or the one in the pack. */
export interface CheckedBy {
  readonly from: 'reader' | 'pack';
  readonly vkey: string;
}

/** What was not checked, or cannot be told by any check of a pack, and how much of it there is. */
export type PackGap =
  /** The key came with the pack: whoever forges one forges the other. */
  | { readonly gap: 'own-key' }
  /** Workbooks whose cells were not compared, only the hash that the pack itself lists. */
  | { readonly gap: 'workbooks'; readonly count: number }
  /** Ledgers of an older edition, which are not made again. */
  | { readonly gap: 'older-ledgers'; readonly count: number }
  /** Names that entries commit to, that are not in the pack, and that nobody erased; by voucher number. */
  | { readonly gap: 'names'; readonly count: number; readonly named: readonly string[] }
  /** Papers that entries cite and that the pack does not have; by path. */
  | { readonly gap: 'papers'; readonly count: number; readonly named: readonly string[] }
  /** What lies between the files of the archive, and the program in it. */
  | { readonly gap: 'archive' }
  /** The page itself comes from whoever is checked. */
  | { readonly gap: 'page' }
  /** Whether another log is shown to somebody else. */
  | { readonly gap: 'other-log' }
  /** Whether what was recorded is true. */
  | { readonly gap: 'facts' };

interface Told {
  /** Of steps that held, how many of what each is about. */
  readonly covered: readonly { readonly step: PackStep; readonly count: number }[];
  readonly by?: CheckedBy;
}

/** What a page can say of a pack. Plain values, so that it passes between a worker and its page. */
export type PackReport =
  | (Told & {
      readonly verdict: 'sound';
      readonly by: CheckedBy;
      readonly log: { readonly origin: string; readonly size: number; readonly root: string };
      readonly gaps: readonly PackGap[];
    })
  /** Something is not so: in which step, and what first. Steps after it were not done. */
  | (Told & { readonly verdict: 'wrong'; readonly step: PackStep; readonly told: Bilingual })
  /** It could not be checked here: nothing is said of the pack. */
  | (Told & { readonly verdict: 'unchecked'; readonly told: Bilingual });

export interface PackAsked {
  /** The key that the reader brought along; that of the pack where there is none. */
  readonly vkey?: string;
  readonly progress?: PackProgress;
  readonly signal?: AbortSignal;
  readonly mostEntries?: number;
}

/** Names and papers that are told by name. */
const NAMED = 20;

/**
 * Checks a pack that was opened in memory and tells what was covered and what not. Whatever is wrong with the pack is in
 * the report; throws what the signal aborts with, and what is no fault of the pack's.
 */
export async function reportOn(pack: OpenedPack, asked: PackAsked = {}): Promise<PackReport> {
  const steps = new Steps(asked);
  let by: CheckedBy | undefined;
  try {
    const given = asked.vkey === undefined ? undefined : keyGiven(asked.vkey);
    const files = new FilesAtHand(pack);
    steps.enter('files', 0, 1);
    const found = await assertListed(files);
    await assertHashes(files, (done, of) => steps.enter('files', done, of));
    steps.enter('signature', 0, 1);
    const key = given ?? (await keyIn(files));
    by = { from: given === undefined ? 'pack' : 'reader', vkey: writeVerifierKey(key) };
    const source = { get: (path: string) => files.find(path) };
    const verified = await checkPack(files, found, key, {
      bytes: byteCheckHere(source, undefined, key, (done, of) => steps.enter('tree', done, of)),
      sorterOf: inMemory,
      mostEntries: asked.mostEntries ?? PAGE_BOUNDS.entries,
      progress: (step, done, of) => steps.enter(step, done, of),
    });
    asked.signal?.throwIfAborted();
    const { origin, size, root } = verified;
    return {
      verdict: 'sound',
      by,
      log: { origin, size, root },
      covered: steps.covered(true),
      gaps: gapsOf(verified, by),
    };
  } catch (error) {
    const told = { ...(by === undefined ? {} : { by }), covered: steps.covered(false) };
    if (error instanceof Wrong) {
      return { verdict: 'wrong', step: steps.now, told: { zh: error.zh, en: error.en }, ...told };
    }
    if (error instanceof CannotVerify) return { verdict: 'unchecked', told: { zh: error.zh, en: error.en }, ...told };
    throw error;
  }
}

/** The key that came with the pack. */
async function keyIn(files: FilesAtHand): Promise<Verifier> {
  const path = logKey('vkey');
  const text = textFrom(await readFrom(files, path), path);
  return parsed(path, () => readVerifierKey(text.trimEnd()));
}

function keyGiven(vkey: string): Verifier {
  try {
    return readVerifierKey(vkey.trim());
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new CannotVerify(`给定的验证公钥无效:${error.message}`, `The given key is none: ${error.message}`);
  }
}

function gapsOf({ workbooks, olderLedgers, namesMissing, absent }: Verified, { from }: CheckedBy): PackGap[] {
  const some = (named: readonly string[]) => ({ count: named.length, named: named.slice(0, NAMED) });
  return [
    ...(from === 'pack' ? [{ gap: 'own-key' } as const] : []),
    ...(workbooks > 0 ? [{ gap: 'workbooks', count: workbooks } as const] : []),
    ...(olderLedgers > 0 ? [{ gap: 'older-ledgers', count: olderLedgers } as const] : []),
    ...(namesMissing.length > 0 ? [{ gap: 'names', ...some(namesMissing) } as const] : []),
    ...(absent.length > 0 ? [{ gap: 'papers', ...some(absent) } as const] : []),
    { gap: 'archive' },
    { gap: 'page' },
    { gap: 'other-log' },
    { gap: 'facts' },
  ];
}

/** Where a check is, and how much of each step before it was done. */
class Steps {
  readonly #asked: PackAsked;
  readonly #counts = new Map<PackStep, number>();
  #now: PackStep = 'files';

  constructor(asked: PackAsked) {
    this.#asked = asked;
  }

  get now(): PackStep {
    return this.#now;
  }

  enter(step: PackStep, done: number, of: number): void {
    this.#asked.signal?.throwIfAborted();
    this.#now = step;
    this.#counts.set(step, of);
    this.#asked.progress?.(step, done, of);
  }

  /** The steps that were left behind; all of them once the check came to its end. */
  covered(isWhole: boolean): { step: PackStep; count: number }[] {
    const until = isWhole ? PACK_STEPS.length : PACK_STEPS.indexOf(this.#now);
    return PACK_STEPS.slice(0, until).map((step) => ({ step, count: this.#counts.get(step) ?? 0 }));
  }
}
