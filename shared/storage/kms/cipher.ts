import { createSecretKey, type KeyObject } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { decryptUnder, encryptUnder } from '../encryption/under-key.ts';
import { LedgerError } from '../ports/ledger.ts';
import { notOf, PERSONAL_DATA_PURPOSE, type PersonalCipher } from '../ports/personal-cipher.ts';

export interface KmsCipherOptions {
  readonly client: Pick<KMSClient, 'send'>;
  /** The key's id, ARN or alias: symmetric, for encryption. */
  readonly keyId: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

interface DataKey {
  readonly key: KeyObject;
  /** The same encrypted by KMS, in base64: it stands beside what it encrypted. */
  readonly wrapped: string;
  readonly since: number;
  uses: number;
}

/** What KMS holds every use against, and writes into its log. */
const CONTEXT = { purpose: PERSONAL_DATA_PURPOSE };
const DATA_KEY_MS = 300_000;
const DATA_KEY_USES = 10_000;
/** Data keys that were opened and are kept for the next row under them. */
const MOST_OPENED = 100;

/**
 * Encrypts under data keys of KMS: each is made by KMS, used by one process for five minutes or ten thousand rows, and
 * stored only as KMS encrypted it. Whoever may not use the KMS key reads nothing, whatever else they may read.
 */
export function createKmsCipher({ client, keyId: KeyId, now }: KmsCipherOptions): PersonalCipher {
  let current: Promise<DataKey> | undefined;
  const opened = new Map<string, Promise<KeyObject>>();

  async function make(): Promise<DataKey> {
    const command = new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: CONTEXT });
    const { Plaintext, CiphertextBlob } = await client.send(command).catch(unavailable);
    if (Plaintext?.length !== 32 || CiphertextBlob === undefined) throw new Error('KMS answered no data key');
    return {
      key: createSecretKey(Plaintext),
      wrapped: Buffer.from(CiphertextBlob).toString('base64'),
      since: now(),
      uses: 0,
    };
  }

  async function dataKey(): Promise<DataKey> {
    const known = await current?.catch(() => undefined);
    if (known !== undefined && now() - known.since < DATA_KEY_MS && known.uses < DATA_KEY_USES) return known;
    const making = make();
    current = making;
    making.catch(() => {
      if (current === making) current = undefined;
    });
    return making;
  }

  function unwrapped(wrapped: string): Promise<KeyObject> {
    const known = opened.get(wrapped);
    if (known !== undefined) return known;
    const asked = unwrap(wrapped);
    opened.set(wrapped, asked);
    asked.catch(() => opened.delete(wrapped));
    const oldest = opened.keys().next();
    if (opened.size > MOST_OPENED && !oldest.done) opened.delete(oldest.value);
    return asked;
  }

  async function unwrap(wrapped: string): Promise<KeyObject> {
    const CiphertextBlob = Buffer.from(wrapped, 'base64');
    const command = new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: CONTEXT });
    const { Plaintext } = await client.send(command).catch(unavailable);
    if (Plaintext?.length !== 32) throw new Error('KMS answered no data key');
    return createSecretKey(Plaintext);
  }

  return {
    async encrypt(entry, personal) {
      const data = await dataKey();
      data.uses += 1;
      return `${data.wrapped}.${encryptUnder(data.key, entry, personal)}`;
    },
    async decrypt(entry, encrypted) {
      const [wrapped, text, ...rest] = encrypted.split('.');
      if (wrapped === undefined || wrapped === '' || text === undefined || rest.length > 0) throw notOf(entry);
      return decryptUnder(await unwrapped(wrapped), entry, text);
    },
  };
}

function unavailable(error: unknown): never {
  throw new LedgerError('unavailable', 'KMS gave no key for personal data', error);
}
