import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { MAX_MESSAGE, type Signer } from '../ports/signer.ts';

export interface KmsSignerOptions {
  readonly client: Pick<KMSClient, 'send'>;
  /** The key's id, ARN or alias: of spec ECC_NIST_EDWARDS25519, for signing. */
  readonly keyId: string;
}

/** What comes before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410, section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Signs with a key of KMS, which never leaves it. The SDK repeats what gets no answer: the same again is the same. */
export function createKmsSigner({ client, keyId: KeyId }: KmsSignerOptions): Signer {
  let known: Promise<Uint8Array> | undefined;

  async function ask(): Promise<Uint8Array> {
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    const spki = Buffer.from(PublicKey ?? []);
    const isEd25519 = spki.length === SPKI_PREFIX.length + KEY_BYTES && spki.indexOf(SPKI_PREFIX) === 0;
    if (!isEd25519)
      throw new Error(`the key ${KeyId} is not of spec ECC_NIST_EDWARDS25519: sealing signs with Ed25519`);
    return spki.subarray(SPKI_PREFIX.length);
  }

  return {
    publicKey() {
      known ??= ask().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    async sign(message) {
      if (message.length > MAX_MESSAGE) throw new RangeError(`at most ${MAX_MESSAGE} bytes are signed`);
      const { Signature } = await client.send(
        new SignCommand({ KeyId, Message: message, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' }),
      );
      if (Signature?.length !== SIGNATURE_BYTES) throw new Error('KMS answered no Ed25519 signature');
      return Signature;
    },
  };
}
