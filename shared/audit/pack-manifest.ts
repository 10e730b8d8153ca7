import type { SaltedNames } from '../exports/files/names.ts';
import { EDITION, type Manifest, PACK, readManifest } from '../exports/pack/manifest.ts';
import { readNames } from '../exports/pack/packed-names.ts';
import { toBase64 } from '../log/tree/bytes.ts';
import type { Checkpoint } from '../log/tree/checkpoint.ts';
import { logPaths } from './log-source.ts';
import { type PackFiles, readFrom } from './pack-files.ts';
import { Wrong } from './wrong.ts';

/** What a pack says that it holds, of the checkpoint that was signed. */
export async function manifestIn(files: PackFiles, { size, root }: Checkpoint): Promise<Manifest> {
  const manifest = await readIn(files, PACK.manifest, readManifest);
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
  if (manifest.asOf.size !== size || manifest.asOf.root !== toBase64(root)) {
    throw new Wrong(`${PACK.manifest} 所称的不是这个校验点`, `${PACK.manifest} is not of this checkpoint`);
  }
  return manifest;
}

/** The names of a pack. One of the first edition has none: its ledgers print subjects. */
export async function namesIn(files: PackFiles, manifest: Manifest): Promise<SaltedNames | undefined> {
  return isNaming(manifest) ? readIn(files, PACK.names, readNames) : undefined;
}

/** Every path of a pack but those of its evidence. */
export function knownPaths(manifest: Manifest, size: number): ReadonlySet<string> {
  const known = logPaths(size);
  for (const path of [PACK.manifest, PACK.sums, PACK.readme, PACK.verifier, PACK.entries]) known.add(path);
  if (isNaming(manifest)) known.add(PACK.names);
  for (const { path } of manifest.ledgers) known.add(path);
  return known;
}

function isNaming({ edition }: Manifest): boolean {
  return edition !== undefined;
}

async function readIn<T>(files: PackFiles, path: string, read: (text: string) => T): Promise<T> {
  const bytes = await readFrom(files, path);
  try {
    return read(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Wrong(`${path} 的格式不对`, `${path} is not in its form`);
  }
}
