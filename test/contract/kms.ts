import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { text } from 'node:stream/consumers';
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { listening } from '../listening.ts';

/** What KMS answers over HTTP: a status and JSON. */
export interface KmsAnswer {
  readonly status: number;
  readonly json: object;
}

export interface KmsCall {
  /** `GetPublicKey`, `Sign`, `GenerateDataKey`, `Decrypt` */
  readonly operation: string;
  readonly input: unknown;
  /** The header that says who asks. */
  readonly authorization: string;
}

const toSign = z.strictObject({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.literal('RAW'),
  SigningAlgorithm: z.literal('ED25519_SHA_512'),
});
const context = z.record(z.string(), z.string());
const toMake = z.strictObject({ KeyId: z.string(), KeySpec: z.literal('AES_256'), EncryptionContext: context });
const toDecrypt = z.strictObject({ KeyId: z.string(), CiphertextBlob: z.base64(), EncryptionContext: context });

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
  readonly endpoint: string;
  readonly client: KMSClient;
  readonly calls: readonly KmsCall[];
  stop(): void;
}

/**
 * A server that answers as KMS does, with one key that signs and one that never leaves it and wraps data keys, bound to
 * their context. `meddle` answers in its place, or breaks the connection.
 */
export async function startKms(
  key: KeyObject,
  meddle: (call: KmsCall) => KmsAnswer | 'no-answer' | undefined = () => undefined,
): Promise<Kms> {
  const calls: KmsCall[] = [];
  const master = randomBytes(32);
  const { endpoint, stop } = await listening(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const authorization = request.headers.authorization ?? '';
    const call: KmsCall = { operation, input: JSON.parse(await text(request)), authorization };
    calls.push(call);
    const answer = meddle(call) ?? answerOf(key, master, call);
    if (answer === 'no-answer') request.socket.destroy();
    else {
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer.json));
    }
  });
  const client = new KMSClient({
    endpoint,
    region: 'cn-north-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  const end = () => {
    client.destroy();
    stop();
  };
  return { endpoint, client, calls, stop: end };
}

function answerOf(key: KeyObject, master: Buffer, { operation, input }: KmsCall): KmsAnswer {
  const KeyId = 'arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  switch (operation) {
    case 'GetPublicKey': {
      const PublicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
      const told = {
        KeySpec: 'ECC_NIST_EDWARDS25519',
        KeyUsage: 'SIGN_VERIFY',
        SigningAlgorithms: ['ED25519_SHA_512'],
      };
      return { status: 200, json: { KeyId, PublicKey, ...told } };
    }
    case 'Sign': {
      const { Message, SigningAlgorithm } = toSign.parse(input);
      const Signature = sign(null, Buffer.from(Message, 'base64'), key).toString('base64');
      return { status: 200, json: { KeyId, Signature, SigningAlgorithm } };
    }
    case 'GenerateDataKey': {
      const made = randomBytes(32);
      const CiphertextBlob = wrapped(master, made, toMake.parse(input).EncryptionContext);
      return { status: 200, json: { KeyId, Plaintext: made.toString('base64'), CiphertextBlob } };
    }
    case 'Decrypt': {
      const { CiphertextBlob, EncryptionContext } = toDecrypt.parse(input);
      const opened = unwrapped(master, Buffer.from(CiphertextBlob, 'base64'), EncryptionContext);
      return opened === undefined
        ? { status: 400, json: { __type: 'InvalidCiphertextException', message: '' } }
        : { status: 200, json: { KeyId, Plaintext: opened.toString('base64') } };
    }
    default:
      return { status: 400, json: { __type: 'UnknownOperationException', message: operation } };
  }
}

type Bound = z.infer<typeof context>;

function wrapped(master: Buffer, key: Buffer, bound: Bound): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(JSON.stringify(bound)));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function unwrapped(master: Buffer, blob: Buffer, bound: Bound): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', master, blob.subarray(0, 12));
  decipher.setAAD(Buffer.from(JSON.stringify(bound))).setAuthTag(blob.subarray(-16));
  try {
    return Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}
