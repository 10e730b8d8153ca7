import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DamagedKeyFile, openKeyFileSigner } from '../../shared/storage/folder/key-file-signer.ts';
import { createKmsSigner } from '../../shared/storage/kms/signer.ts';
import { KMS_KEY, type Kms, type KmsAnswer, startKms } from './kms.ts';
import { signerContract } from './signer.contract.ts';

let folder: string;
const started: Kms[] = [];

async function kmsOf(...options: Parameters<typeof startKms>) {
  const kms = await startKms(...options);
  started.push(kms);
  const signer = createKmsSigner({ client: kms.client, keyId: 'alias/log' });
  return { signer, calls: kms.calls };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuanzhang-keys-'));
});

afterAll(async () => {
  for (const kms of started) kms.stop();
  await rm(folder, { recursive: true, force: true });
});

signerContract('a key file', () => openKeyFileSigner(join(folder, 'contract.pem')));
signerContract('a key of KMS', async () => (await kmsOf(KMS_KEY)).signer);

const endpoint = process.env.KMS_ENDPOINT;

describe.runIf(endpoint !== undefined)('where KMS_ENDPOINT names a stand-in for KMS', () => {
  signerContract('a key that it made', async () => {
    const client = new KMSClient({ endpoint: endpoint ?? 'http://127.0.0.1:9', region: 'us-east-1' });
    const key = new CreateKeyCommand({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' });
    const { KeyMetadata } = await client.send(key);
    return createKmsSigner({ client, keyId: KeyMetadata?.KeyId ?? '' });
  });
});

describe('a key file', () => {
  it('is made once, and is nobody else’s to read', async () => {
    const path = join(folder, 'once.pem');
    const signers = await Promise.all(Array.from({ length: 5 }, () => openKeyFileSigner(path)));
    const keys = await Promise.all(
      signers.map(async (signer) => Buffer.from(await signer.publicKey()).toString('hex')),
    );
    expect(new Set(keys).size).toBe(1);
    const again = await openKeyFileSigner(path);
    expect(Buffer.from(await again.publicKey()).toString('hex')).toBe(keys[0]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readFile(path, 'utf8')).split('\n')[0]).toBe('-----BEGIN PRIVATE KEY-----');
    expect((await readdir(folder)).filter((name) => name.startsWith('once.pem.'))).toEqual([]);
  });

  it('signs as RFC 8032 says', async () => {
    const path = join(folder, 'rfc.pem');
    await writeFile(path, KMS_KEY.export({ type: 'pkcs8', format: 'pem' }));
    const signer = await openKeyFileSigner(path);
    expect(Buffer.from(await signer.publicKey()).toString('hex')).toBe(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    );
    expect(Buffer.from(await signer.sign(Buffer.of(0x72))).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
        '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  it.each([
    ['something else', 'not a key'],
    ['nothing', ''],
    [
      'an RSA key',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
    ['a public key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })],
  ])('that holds %s is damaged, and is left as it is', async (_, text) => {
    const path = join(folder, 'damaged.pem');
    await writeFile(path, text);
    await expect(openKeyFileSigner(path)).rejects.toThrow(DamagedKeyFile);
    await expect(openKeyFileSigner(path)).rejects.toMatchObject({ path });
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

describe('a key of KMS', () => {
  it('is asked for its public key once, and signs messages raw', async () => {
    const { signer, calls } = await kmsOf(KMS_KEY);
    await Promise.all([signer.publicKey(), signer.publicKey()]);
    await signer.sign(Buffer.of(0x72));
    expect(calls.map(({ operation, input }) => ({ operation, input }))).toEqual([
      { operation: 'GetPublicKey', input: { KeyId: 'alias/log' } },
      {
        operation: 'Sign',
        input: { KeyId: 'alias/log', Message: 'cg==', MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' },
      },
    ]);
  });

  it('of another kind is refused, with the kind that it should be', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { signer } = await kmsOf(privateKey);
    await expect(signer.publicKey()).rejects.toThrow('ECC_NIST_EDWARDS25519');
  });

  it('whose public key could not be asked for is asked again', async () => {
    let down = true;
    const refused: KmsAnswer = { status: 400, json: { __type: 'AccessDeniedException', message: 'no' } };
    const { signer } = await kmsOf(KMS_KEY, () => (down ? refused : undefined));
    await expect(signer.publicKey()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    down = false;
    expect(await signer.publicKey()).toHaveLength(32);
  });

  it('is asked again by the client itself where no answer comes', async () => {
    let broken = 2;
    const { signer, calls } = await kmsOf(KMS_KEY, () => {
      if (broken === 0) return undefined;
      broken -= 1;
      return 'no-answer';
    });
    expect(await signer.sign(Buffer.of(1))).toHaveLength(64);
    expect(calls).toHaveLength(3);
  });

  it.each([[{}], [{ Signature: '' }], [{ Signature: 'AAAA' }]])('that answers %j did not sign', async (json) => {
    const { signer } = await kmsOf(KMS_KEY, () => ({ status: 200, json }));
    await expect(signer.sign(Buffer.of(1))).rejects.toThrow('Ed25519');
  });
});
