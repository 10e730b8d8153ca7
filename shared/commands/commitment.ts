import { createHash } from 'node:crypto';

/** What an entry carries in place of personal data: base64(SHA-256(salt ‖ value)). */
export function commitment(salt: Uint8Array, value: string): string {
  return createHash('sha256').update(salt).update(value, 'utf8').digest('base64');
}
