import { createPublicKey, verify } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNote, signNote, verifierOf } from '../../shared/log/tree/note.ts';
import { MAX_MESSAGE, type Signer } from '../../shared/storage/ports/signer.ts';

function isSigned(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
}

/** What every signer does. `open` gives one with a key. */
export function signerContract(name: string, open: () => Promise<Signer>): void {
  describe(name, () => {
    let signer: Signer;

    beforeAll(async () => {
      signer = await open();
    });

    it('has a public key of 32 bytes, the same each time', async () => {
      const key = await signer.publicKey();
      expect(key).toHaveLength(32);
      expect(Buffer.from(await signer.publicKey())).toEqual(Buffer.from(key));
    });

    it('signs any message up to 4,096 bytes as Ed25519 does, which has one signature for it', async () => {
      const key = await signer.publicKey();
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: MAX_MESSAGE }), async (message) => {
          const signature = await signer.sign(message);
          expect(signature).toHaveLength(64);
          expect(isSigned(key, message, signature)).toBe(true);
          expect(isSigned(key, Buffer.concat([message, Buffer.of(0)]), signature)).toBe(false);
          expect(Buffer.from(await signer.sign(message))).toEqual(Buffer.from(signature));
        }),
        { numRuns: 20, examples: [[new Uint8Array()], [new Uint8Array(MAX_MESSAGE)]] },
      );
    });

    it('refuses a longer message', async () => {
      await expect(signer.sign(new Uint8Array(MAX_MESSAGE + 1))).rejects.toThrow(RangeError);
    });

    it('signs a note that its own key opens', async () => {
      const verifier = verifierOf('log.example/api/log', await signer.publicKey());
      const note = await signNote('one\n', verifier, (message) => signer.sign(message));
      expect(openNote(note, [verifier])).toEqual({ text: 'one\n', by: [verifier] });
    });
  });
}
