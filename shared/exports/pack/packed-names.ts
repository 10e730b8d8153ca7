import canonicalize from 'canonicalize';
import * as z from 'zod';
import { id, words } from '../../schemas/canonical.ts';
import type { SaltedNames } from '../files/names.ts';

/** By entry: salt (in base64) and value of the name that it commits to. */
const packed = z.record(id, z.strictObject({ salt: z.base64(), value: words }));

/** The names of a pack. An entry that commits to a name and is missing here was erased, or lost. */
export function writeNames(names: SaltedNames): string {
  return `${canonicalize(Object.fromEntries(names))}\n`;
}

/** Reads what `writeNames` wrote, to the byte; throws for anything else. */
export function readNames(text: string): SaltedNames {
  const names = new Map(Object.entries(packed.parse(JSON.parse(text))));
  if (writeNames(names) !== text) throw new SyntaxError('not in canonical form');
  return names;
}
