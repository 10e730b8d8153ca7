import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { createKmsSigner } from '../../shared/storage/kms-signer.ts';
import type { Signer } from '../../shared/storage/signer.ts';

/** What KMS answers over HTTP: a status and JSON. */
export interface KmsAnswer {
  readonly status: number;
  readonly json: object;
}

export interface KmsCall {
  /** `GetPublicKey`, `Sign` */
  readonly operation: string;
  readonly input: unknown;
}

const toSign = z.strictObject({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.literal('RAW'),
  SigningAlgorithm: z.literal('ED25519_SHA_512'),
});

/** The secret key of RFC 8032, section 7.1, test 2. */
export const KMS_KEY = createPrivateKey({
  key: Buffer.from(
    '302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    'hex',
  ),
  format: 'der',
  type: 'pkcs8',
});

export interface Kms {
  readonly signer: Signer;
  readonly calls: readonly KmsCall[];
  stop(): void;
}

/** A server that answers as KMS does, with one key. `meddle` answers in its place, or breaks the connection. */
export async function startKms(
  key: KeyObject,
  meddle: (call: KmsCall) => KmsAnswer | 'no-answer' | undefined = () => undefined,
): Promise<Kms> {
  const calls: KmsCall[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const call: KmsCall = { operation, input: JSON.parse(await text(request)) };
    calls.push(call);
    const answer = meddle(call) ?? answerOf(key, call);
    if (answer === 'no-answer') request.socket.destroy();
    else {
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer.json));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new KMSClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'cn-north-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  const stop = () => {
    client.destroy();
    server.close();
    server.closeAllConnections();
  };
  return { signer: createKmsSigner({ client, keyId: 'alias/log' }), calls, stop };
}

function answerOf(key: KeyObject, { operation, input }: KmsCall): KmsAnswer {
  const KeyId = 'arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  if (operation === 'GetPublicKey') {
    const PublicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
    const told = { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ED25519_SHA_512'] };
    return { status: 200, json: { KeyId, PublicKey, ...told } };
  }
  const { Message, SigningAlgorithm } = toSign.parse(input);
  const Signature = sign(null, Buffer.from(Message, 'base64'), key).toString('base64');
  return { status: 200, json: { KeyId, Signature, SigningAlgorithm } };
}
