import { afterEach, describe, expect, test, vi } from 'vitest';
import { keyFrom } from '../../functions/composition/kept-key.ts';

const SECRET = 'x'.repeat(64);
const source = {
  base64: undefined,
  secretArn: 'arn:aws:secretsmanager:r:1:secret:s',
  sessionToken: 'token',
  extensionPort: 2773,
};

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the key under which persons are counted', () => {
  test('is the one of the environment where it stands there', async () => {
    const key = Buffer.alloc(32, 7);
    expect((await keyFrom({ ...source, base64: key.toString('base64') })()).export()).toEqual(key);
  });

  test('is asked of the extension once, by the name of its secret', async () => {
    const asked = vi.fn(async () => Response.json({ SecretString: SECRET }));
    vi.stubGlobal('fetch', asked);
    const personKey = keyFrom(source);
    const keys = await Promise.all([personKey(), personKey()]);
    expect(keys.map((key) => key.export())).toEqual([Buffer.from(SECRET), Buffer.from(SECRET)]);
    expect(asked).toHaveBeenCalledOnce();
    expect(asked).toHaveBeenCalledWith(
      `http://localhost:2773/secretsmanager/get?secretId=${encodeURIComponent(source.secretArn)}`,
      expect.objectContaining({ headers: { 'X-Aws-Parameters-Secrets-Token': 'token' } }),
    );
  });

  test('is asked for again after a failure', async () => {
    const answers = [new Response('', { status: 500 }), Response.json({ SecretString: SECRET })];
    vi.stubGlobal('fetch', async () => answers.shift());
    const personKey = keyFrom(source);
    await expect(personKey()).rejects.toThrow('500');
    expect((await personKey()).export()).toEqual(Buffer.from(SECRET));
  });

  test('is missing loudly', async () => {
    await expect(keyFrom({ ...source, secretArn: undefined })()).rejects.toThrow('not given that key');
  });
});
