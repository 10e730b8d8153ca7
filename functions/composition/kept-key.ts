import { createSecretKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';

/** Where a key of the tracker lies: that under which persons are counted without being named, or that of cursors. */
export interface KeySource {
  readonly base64: string | undefined;
  readonly secretArn: string | undefined;
  /** Shows the extension that it is this function that asks. */
  readonly sessionToken: string | undefined;
  /** At which the AWS Parameters and Secrets Lambda extension answers, inside of the function's own sandbox. */
  readonly extensionPort: number;
}

const PATIENCE_MS = 3_000;

const answer = z.object({ SecretString: z.string().min(32) });

/** Gives the key: read when it is first asked for, kept from then on; a failed look-up is tried again. */
export function keyFrom(source: KeySource): () => Promise<KeyObject> {
  let known: Promise<KeyObject> | undefined;
  return () => {
    known ??= look(source).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function look({ base64, secretArn, sessionToken, extensionPort }: KeySource): Promise<KeyObject> {
  if (base64 !== undefined) return createSecretKey(base64, 'base64');
  if (secretArn === undefined) throw new Error('this function was not given that key');
  const query = `secretId=${encodeURIComponent(secretArn)}`;
  const response = await fetch(`http://localhost:${extensionPort}/secretsmanager/get?${query}`, {
    headers: { 'X-Aws-Parameters-Secrets-Token': sessionToken ?? '' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`the extension for secrets answered ${response.status}`);
  return createSecretKey(answer.parse(await response.json()).SecretString, 'utf8');
}
