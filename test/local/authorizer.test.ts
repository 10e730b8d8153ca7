import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, type JWTHeaderParameters, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createAuthorizer } from '../../local/authorizer.ts';

const ISSUER = 'http://127.0.0.1:8080/oidc';
const AUDIENCE = 'nuanzhang';
const NOW = Date.UTC(2021, 0, 8, 4, 0, 0);
const SECOND = NOW / 1000;
const kid = 'the-key';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };

const standard = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'demo-buyer',
  iat: SECOND,
  exp: SECOND + 60,
  roles: 'buyer',
  units: '',
};

function sign(
  claims: Readonly<Record<string, unknown>>,
  header: Partial<JWTHeaderParameters> = {},
  key: KeyObject = privateKey,
): Promise<string> {
  return new SignJWT({ ...standard, ...claims }).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(key);
}

function at(now: () => number = () => NOW) {
  const keyOf = createLocalJWKSet({ keys: [jwk] });
  return createAuthorizer({ keyOf, issuer: ISSUER, audience: AUDIENCE, now });
}

async function verdict(token: string) {
  return at().authorize(`Bearer ${token}`);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('lets in', () => {
  test('a token of its issuer, with every claim as a string', async () => {
    expect(await verdict(await sign({}))).toEqual({
      ...standard,
      iat: String(SECOND),
      exp: String(SECOND + 60),
    });
  });

  test('lists and objects, written as API Gateway writes them', async () => {
    const token = await sign({ aud: [AUDIENCE, 'other'], flags: [true, 2], nested: { a: 1, b: ['c'] } });
    expect(await verdict(token)).toMatchObject({
      aud: `[${AUDIENCE} other]`,
      flags: '[true 2]',
      nested: 'map[a:1 b:[c]]',
    });
  });

  test('the scheme in any case', async () => {
    expect(await at().authorize(`bearer ${await sign({})}`)).toMatchObject({ sub: 'demo-buyer' });
  });
});

describe('keeps out', () => {
  test('who brings nothing, as missing', async () => {
    expect(await at().authorize(undefined)).toBe('missing');
  });

  test('what is no bearer token', async () => {
    const token = await sign({});
    for (const header of [
      '',
      'Bearer',
      'Bearer ',
      token,
      `Basic ${token}`,
      `Bearer ${token} x`,
      'Bearer a.b.c',
      'Bearer a.b',
    ]) {
      expect(await at().authorize(header)).toBe('invalid');
    }
  });

  test('an expired token, from the very second', async () => {
    expect(await verdict(await sign({ exp: SECOND }))).toBe('invalid');
    expect(await verdict(await sign({ exp: SECOND + 1 }))).toMatchObject({ sub: 'demo-buyer' });
  });

  test('a token without an end', async () => {
    expect(await verdict(await sign({ exp: undefined }))).toBe('invalid');
  });

  test('a token not valid yet or issued in the future', async () => {
    expect(await verdict(await sign({ nbf: SECOND + 1 }))).toBe('invalid');
    expect(await verdict(await sign({ iat: SECOND + 1 }))).toBe('invalid');
  });

  test('a token for another audience or of another issuer', async () => {
    expect(await verdict(await sign({ aud: 'other' }))).toBe('invalid');
    expect(await verdict(await sign({ iss: 'urn:other' }))).toBe('invalid');
  });

  test('a token without a signature', async () => {
    expect(await verdict(`${encode({ alg: 'none', kid })}.${encode(standard)}.`)).toBe('invalid');
    const [, , signature] = (await sign({})).split('.');
    expect(await verdict(`${encode({ alg: 'none', kid })}.${encode(standard)}.${signature}`)).toBe('invalid');
  });

  test('a token signed by HMAC with the public key', async () => {
    const signed = `${encode({ alg: 'HS256', kid })}.${encode(standard)}`;
    for (const secret of [publicKey.export({ type: 'spki', format: 'pem' }), JSON.stringify(jwk)]) {
      expect(await verdict(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`)).toBe(
        'invalid',
      );
    }
  });

  test('another RSA algorithm than RS256', async () => {
    expect(await verdict(await sign({}, { alg: 'RS512' }))).toBe('invalid');
    expect(await verdict(await sign({}, { alg: 'PS256' }))).toBe('invalid');
  });

  test('an unknown key id, and another key under the known one', async () => {
    expect(await verdict(await sign({}, { kid: 'unknown' }))).toBe('invalid');
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(await verdict(await sign({}, {}, other))).toBe('invalid');
  });

  test('a key the token brings itself', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const brought = createPublicKey(other).export({ format: 'jwk' });
    expect(await verdict(await sign({}, { jwk: brought, kid: 'brought' }, other))).toBe('invalid');
  });

  test('a changed payload', async () => {
    const [header, , signature] = (await sign({})).split('.');
    expect(await verdict(`${header}.${encode({ ...standard, roles: 'treasurer' })}.${signature}`)).toBe('invalid');
  });
});

describe('remembers', () => {
  test('a verified token, and answers the second time at once', async () => {
    const authorizer = at();
    const header = `Bearer ${await sign({})}`;
    const first = await authorizer.authorize(header);
    expect(authorizer.authorize(header)).toBe(first);
  });

  test('a token no longer than it is valid', async () => {
    let now = NOW;
    const authorizer = at(() => now);
    const header = `Bearer ${await sign({})}`;
    await authorizer.authorize(header);
    now = NOW + 59_999;
    expect(authorizer.authorize(header)).toMatchObject({ sub: 'demo-buyer' });
    now = NOW + 60_000;
    expect(await authorizer.authorize(header)).toBe('invalid');
    expect(await authorizer.authorize(header)).toBe('invalid');
  });
});
