import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createKeyFileCipher } from '../../shared/storage/key-file-cipher.ts';
import { createKmsCipher } from '../../shared/storage/kms-cipher.ts';
import { id } from './fixtures.ts';
import { personalCipherContract } from './personal-cipher.contract.ts';

const asked = z.object({
  KeyId: z.string(),
  EncryptionContext: z.record(z.string(), z.string()),
  CiphertextBlob: z.base64().optional(),
});

const stops: (() => void)[] = [];
afterAll(() => {
  for (const stop of stops) stop();
});

/** A server that makes and opens data keys as KMS does: bound to their context, under a key that never leaves it. */
async function startKms() {
  const master = randomBytes(32);
  const calls: string[] = [];
  const state = { now: 0, isDown: false };
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    calls.push(operation);
    const { EncryptionContext, CiphertextBlob } = asked.parse(JSON.parse(await text(request)));
    const bound = Buffer.from(JSON.stringify(EncryptionContext));
    const answer = (status: number, json: object) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(json));
    };
    if (state.isDown) return answer(400, { __type: 'DisabledException', message: 'the key is disabled' });
    try {
      if (operation === 'GenerateDataKey') {
        const [key, nonce] = [randomBytes(32), randomBytes(12)];
        const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(bound);
        const wrapped = Buffer.concat([nonce, cipher.update(key), cipher.final()]);
        const blob = Buffer.concat([wrapped, cipher.getAuthTag()]).toString('base64');
        return answer(200, { Plaintext: key.toString('base64'), CiphertextBlob: blob });
      }
      const blob = Buffer.from(CiphertextBlob ?? '', 'base64');
      const decipher = createDecipheriv('aes-256-gcm', master, blob.subarray(0, 12)).setAAD(bound);
      decipher.setAuthTag(blob.subarray(-16));
      const key = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
      return answer(200, { Plaintext: key.toString('base64') });
    } catch {
      return answer(400, { __type: 'InvalidCiphertextException', message: '' });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new KMSClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'cn-north-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  stops.push(() => {
    client.destroy();
    server.close();
    server.closeAllConnections();
  });
  const open = () => createKmsCipher({ client, keyId: 'alias/personal', now: () => state.now });
  return { open, calls, state };
}

personalCipherContract('a key file', async () => createKeyFileCipher(randomBytes(32)));
personalCipherContract('data keys of KMS', async () => (await startKms()).open());

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
    const { open, calls, state } = await startKms();
    const cipher = open();
    await cipher.seal(id(1), personal);
    state.now = 299_999;
    await cipher.seal(id(2), personal);
    expect(calls).toEqual(['GenerateDataKey']);
    state.now = 300_000;
    await cipher.seal(id(3), personal);
    expect(calls).toEqual(['GenerateDataKey', 'GenerateDataKey']);
  });

  it('is opened once by each process for all rows under it', async () => {
    const { open, calls } = await startKms();
    const writer = open();
    const sealed = [await writer.seal(id(1), personal), await writer.seal(id(2), personal)];
    const reader = open();
    expect(await reader.open(id(1), sealed[0] ?? '')).toEqual(personal);
    expect(await reader.open(id(2), sealed[1] ?? '')).toEqual(personal);
    expect(calls).toEqual(['GenerateDataKey', 'Decrypt']);
  });

  it('that cannot be had is told as unavailable, and asked for again', async () => {
    const { open, state } = await startKms();
    const cipher = open();
    state.isDown = true;
    await expect(cipher.seal(id(1), personal)).rejects.toMatchObject({ code: 'unavailable' });
    state.isDown = false;
    const sealed = await cipher.seal(id(1), personal);
    const reader = open();
    state.isDown = true;
    await expect(reader.open(id(1), sealed)).rejects.toMatchObject({ code: 'unavailable' });
    state.isDown = false;
    expect(await reader.open(id(1), sealed)).toEqual(personal);
  });
});
