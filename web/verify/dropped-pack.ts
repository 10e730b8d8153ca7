import { type UnzipFileInfo, unzipSync } from 'fflate';
import type { OpenedPack } from '../../shared/audit/pack-files.ts';
import { PAGE_BOUNDS, type PageBounds } from '../../shared/audit/pack-report.ts';
import { PACK_REFUSAL_WORDS } from '../../shared/audit/pack-words.ts';
import { CannotVerify, Wrong } from '../../shared/audit/wrong.ts';
import type { Bilingual } from '../../shared/words/language.ts';

/**
 * The files of a pack, which stores them as they are. Throws Wrong for an archive that no pack is, CannotVerify beyond what
 * a page checks.
 */
export function openedFrom(archive: Uint8Array, bounds: PageBounds = PAGE_BOUNDS): OpenedPack {
  assertSmall(archive.length, bounds);
  const seen = new Set<string>();
  let bytes = 0;
  const look = ({ name, size, originalSize, compression }: UnzipFileInfo): boolean => {
    if (seen.has(name) || name.endsWith('/')) throw notWhole(`${name} is no file or there twice`);
    if (compression !== 0 || size !== originalSize) throw notWhole(`${name} is not stored as it is`);
    seen.add(name);
    bytes += originalSize;
    if (seen.size > bounds.files) throw refused(PACK_REFUSAL_WORDS.tooManyFiles(bounds.files));
    if (bytes > bounds.bytes) throw notWhole('its files are longer than it');
    return true;
  };
  const files = new Map(Object.entries(unzipped(archive, look)));
  return { paths: [...files.keys()], file: async (path) => files.get(path) };
}

/** Refuses an archive before it is read. */
export function assertSmall(bytes: number, bounds: PageBounds = PAGE_BOUNDS): void {
  if (bytes > bounds.bytes) throw refused(PACK_REFUSAL_WORDS.tooLarge(bounds.bytes));
}

function unzipped(archive: Uint8Array, look: (file: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter: look });
  } catch (error) {
    if (error instanceof Wrong || error instanceof CannotVerify) throw error;
    throw notWhole(error instanceof Error ? error.message : '');
  }
}

function notWhole(said: string): Wrong {
  return new Wrong(`不是完整的审计包:${said}`, `It is no whole pack: ${said}`);
}

function refused({ zh, en }: Bilingual): CannotVerify {
  return new CannotVerify(zh, en);
}
