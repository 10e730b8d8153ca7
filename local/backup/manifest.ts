import * as z from 'zod';
import { isSha256 } from '../../shared/domain/evidence.ts';
import { assertKey } from '../../shared/storage/ports/object-store.ts';
import { PREFIXES } from '../../shared/storage/ports/prefixes.ts';
import { derivation } from './locked-keys.ts';

/** What an archive holds beside objects. */
export const MEMBERS = { database: 'nuanzhang.db', manifest: 'backup.json', keys: 'keys.encrypted' } as const;

/** The most files of an archive, and the most bytes of the list of them. */
export const MOST_MEMBERS = 1_000_000;
export const MOST_MANIFEST = 256 * 1024 * 1024;

const OBJECTS = 'objects/';

export function pathOfObject(key: string): string {
  return OBJECTS + key;
}

/** Whether a file of that path may stand in an archive, and so in a data folder. */
function isMember(path: string): boolean {
  if (path === MEMBERS.database) return true;
  const key = path.startsWith(OBJECTS) ? path.slice(OBJECTS.length) : '';
  if (![PREFIXES.log, PREFIXES.evidence, PREFIXES.exports].some((prefix) => key.startsWith(prefix))) return false;
  try {
    assertKey(key);
    return true;
  } catch {
    return false;
  }
}

const bytes = z.int().min(0);
const member = z.strictObject({
  path: z.string().max(600).refine(isMember),
  bytes,
  sha256: z.string().refine(isSha256),
});
export type Member = z.infer<typeof member>;

/** What a backup says of itself. The keys are encrypted bound to its bytes, which list every other file. */
const manifest = z.strictObject({
  v: z.literal(1),
  /** Milliseconds since 1970 UTC. */
  madeAt: bytes,
  /** Of the database. */
  schema: bytes,
  /** Up to where entries are sealed in it; null where none ever was. */
  log: z.strictObject({ origin: z.string(), size: bytes, root: z.base64() }).nullable(),
  /** Null where the keys were left out. */
  keys: derivation.nullable(),
  members: z.array(member).max(MOST_MEMBERS),
});
export type Manifest = z.infer<typeof manifest>;

export function writeManifest(content: Manifest): Uint8Array {
  return Buffer.from(JSON.stringify(content));
}

/** Reads what `writeManifest` wrote; undefined for anything else. */
export function readManifest(text: Uint8Array): Manifest | undefined {
  try {
    const read = manifest.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)));
    return new Set(read.members.map(({ path }) => path)).size === read.members.length ? read : undefined;
  } catch {
    return undefined;
  }
}
