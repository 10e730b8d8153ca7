/** Signs with an Ed25519 key (RFC 8032, pure) that never leaves where it lies: a key file, or KMS. */
export interface Signer {
  /** The 32 bytes of the public key. */
  publicKey(): Promise<Uint8Array>;
  /** The 64 bytes of the signature over the message as it is, at most 4,096 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** What KMS signs without hashing it first. */
export const MAX_MESSAGE = 4_096;
