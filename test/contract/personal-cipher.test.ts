import { randomBytes } from 'node:crypto';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeyFileCipher } from '../../shared/storage/folder/key-file-cipher.ts';
import { createKmsCipher } from '../../shared/storage/kms/cipher.ts';
import { id } from './fixtures.ts';
import { KMS_KEY, startKms } from './kms.ts';
import { personalCipherContract } from './personal-cipher.contract.ts';

const stops: (() => void)[] = [];
afterAll(() => {
  for (const stop of stops) stop();
});

/** Ciphers under a key of KMS, whose clock stands where it is put, and which can be disabled. */
async function openKms() {
  const state = { now: 0, isDown: false };
  const disabled = { status: 400, json: { __type: 'DisabledException', message: 'the key is disabled' } };
  const { client, calls, stop } = await startKms(KMS_KEY, () => (state.isDown ? disabled : undefined));
  stops.push(stop);
  const open = () => createKmsCipher({ client, keyId: 'alias/personal', now: () => state.now });
  return { open, called: () => calls.map(({ operation }) => operation), state };
}

personalCipherContract('a key file', async () => createKeyFileCipher(randomBytes(32)));
personalCipherContract('data keys of KMS', async () => (await openKms()).open());

const endpoint = process.env.KMS_ENDPOINT;

describe.runIf(endpoint !== undefined)('where KMS_ENDPOINT names a stand-in for KMS', () => {
  personalCipherContract('data keys of a key that it made', async () => {
    const client = new KMSClient({ endpoint: endpoint ?? 'http://127.0.0.1:9', region: 'us-east-1' });
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    return createKmsCipher({ client, keyId: KeyMetadata?.KeyId ?? '', now: Date.now });
  });
});

describe('a data key of KMS', () => {
  const personal = { name: { salt: 'eA==', value: '签收人' } };

  it('is made once for many rows, and anew after five minutes', async () => {
    const { open, called, state } = await openKms();
    const cipher = open();
    await cipher.encrypt(id(1), personal);
    state.now = 299_999;
    await cipher.encrypt(id(2), personal);
    expect(called()).toEqual(['GenerateDataKey']);
    state.now = 300_000;
    await cipher.encrypt(id(3), personal);
    expect(called()).toEqual(['GenerateDataKey', 'GenerateDataKey']);
  });

  it('is opened once by each process for all rows under it', async () => {
    const { open, called } = await openKms();
    const writer = open();
    const encrypted = [await writer.encrypt(id(1), personal), await writer.encrypt(id(2), personal)];
    const reader = open();
    expect(await reader.decrypt(id(1), encrypted[0] ?? '')).toEqual(personal);
    expect(await reader.decrypt(id(2), encrypted[1] ?? '')).toEqual(personal);
    expect(called()).toEqual(['GenerateDataKey', 'Decrypt']);
  });

  it('that cannot be had is told as unavailable, and asked for again', async () => {
    const { open, state } = await openKms();
    const cipher = open();
    state.isDown = true;
    await expect(cipher.encrypt(id(1), personal)).rejects.toMatchObject({ code: 'unavailable' });
    state.isDown = false;
    const encrypted = await cipher.encrypt(id(1), personal);
    const reader = open();
    state.isDown = true;
    await expect(reader.decrypt(id(1), encrypted)).rejects.toMatchObject({ code: 'unavailable' });
    state.isDown = false;
    expect(await reader.decrypt(id(1), encrypted)).toEqual(personal);
  });
});
