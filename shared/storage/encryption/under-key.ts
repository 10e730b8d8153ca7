import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Id } from '../../domain/id.ts';
import type { Personal } from '../ports/ledger.ts';
import { notOf } from '../ports/personal-cipher.ts';

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D, section 8.2.2: random, and never so many under one key that two could meet. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const fields = z.record(z.string(), z.strictObject({ salt: z.string(), value: z.string() }));

/** Nonce, tag and text in base64, bound to the entry. */
export function encryptUnder(key: KeyObject, entry: Id, personal: Personal): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(boundTo(entry));
  const text = Buffer.concat([cipher.update(JSON.stringify(personal), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
}

export function decryptUnder(key: KeyObject, entry: Id, encrypted: string): Personal {
  try {
    const bytes = Buffer.from(encrypted, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(entry));
    decipher.setAuthTag(tag);
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return fields.parse(JSON.parse(text.toString('utf8')));
  } catch {
    // What stands in it is not repeated: it is about a person.
    throw notOf(entry);
  }
}

function boundTo(entry: Id): Buffer {
  return Buffer.from(`nuanzhang personal data 1 ${entry}`);
}
