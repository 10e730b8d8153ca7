import { sha256 } from '#sha256';
import { concat, toBase64 } from '../log/tree/bytes.ts';

const utf8 = new TextEncoder();

/** What an entry carries in place of personal data: base64(SHA-256(salt ‖ value)). */
export function commitment(salt: Uint8Array, value: string): string {
  return toBase64(sha256(concat(salt, utf8.encode(value))));
}
