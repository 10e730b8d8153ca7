import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { Point } from '@noble/ed25519';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as browserEd25519 from '../../shared/log/crypto/browser/ed25519.ts';
import * as browserSha256 from '../../shared/log/crypto/browser/sha256.ts';
import * as nodeEd25519 from '../../shared/log/crypto/node/ed25519.ts';
import * as nodeSha256 from '../../shared/log/crypto/node/sha256.ts';

const BROWSER = { ...browserEd25519, ...browserSha256 };
const NODE = { ...nodeEd25519, ...nodeSha256 };
const BOTH = [
  ['Node', NODE],
  ['a browser', BROWSER],
] as const;

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The examples of FIPS 180, of nothing and of one, two and many blocks. */
const DIGESTS = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
] as const;

/** RFC 8032, section 7.1, tests 1 to 3 and that of SHA(abc): key, message, signature. */
const SIGNED = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
] as const;

const ORDER = Point.CURVE().n;
const P = Point.CURVE().p;

function littleEndian(number: bigint): Uint8Array {
  return hex(number.toString(16).padStart(64, '0')).reverse();
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`);
}

/** A point of order eight: nothing but the cofactor is left of a point of the curve times the order of its subgroup. */
const EIGHTH = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

/** Every way to write a point of small order, the ways that RFC 8032 does not allow included. */
const SMALL = [
  ...Array.from({ length: 8 }, (_, at) => (at === 0 ? Point.ZERO : EIGHTH.multiply(BigInt(at), false)).toBytes()),
  ...[0n, 1n, P - 1n, P, P + 1n].flatMap((y) => [littleEndian(y), littleEndian(y | (1n << 255n))]),
];

describe.each(BOTH)('in %s', (_, { sha256, verifyEd25519 }) => {
  it('SHA-256 has the digests of FIPS 180', () => {
    for (const [text, digest] of DIGESTS) expect(toHex(sha256(Buffer.from(text)))).toBe(digest);
  });

  it('the signatures of RFC 8032 are accepted, and with a bit of anything changed refused', () => {
    for (const [key, message, signature] of SIGNED) {
      expect(verifyEd25519(hex(key), hex(message), hex(signature))).toBe(true);
      for (let bit = 0; bit < 512; bit += 37) {
        expect(verifyEd25519(flipped(hex(key), bit), hex(message), hex(signature))).toBe(false);
        expect(verifyEd25519(hex(key), hex(message), flipped(hex(signature), bit))).toBe(false);
        if (message !== '') expect(verifyEd25519(hex(key), flipped(hex(message), bit), hex(signature))).toBe(false);
      }
    }
  });

  const [key, message, signature] = SIGNED[1].map(hex);
  if (!key || !message || !signature) throw new Error('there is no second example');
  const s = numberOf(signature.subarray(32));
  it.each([
    ['no key', new Uint8Array(), signature],
    ['a key that is too short', key.subarray(1), signature],
    ['a key that is too long', Uint8Array.of(...key, 0), signature],
    ['a key that is no point of the curve', littleEndian(2n), signature],
    ['no signature', key, new Uint8Array()],
    ['a signature that is too short', key, signature.subarray(0, 63)],
    ['a signature that is too long', key, Uint8Array.of(...signature, 0)],
    ['a scalar beyond the order', key, Uint8Array.of(...signature.subarray(0, 32), ...littleEndian(s + ORDER))],
    ['an R that is no point of the curve', key, Uint8Array.of(...littleEndian(2n), ...littleEndian(s))],
  ])('%s is refused, and nothing thrown', (_, aKey, aSignature) => {
    expect(verifyEd25519(aKey, message, aSignature)).toBe(false);
  });
});

/** The bit at that place, from the start again where there are fewer. */
function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const at = (bit >> 3) % bytes.length;
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << (bit & 7)));
}

const secret = 123_456_789n;
const nonce = 987_654_321n;

describe('Node and a browser', () => {
  it('have the same digest of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(toHex(BROWSER.sha256(bytes))).toBe(toHex(NODE.sha256(bytes)));
      }),
    );
  });

  it('accept the same signatures, whatever is changed of one that was made', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }).subarray(12));
    const change = fc.option(fc.nat({ max: 511 }), { nil: undefined, freq: 1 });
    fc.assert(
      fc.property(fc.uint8Array(), change, change, (message, ofKey, ofSignature) => {
        const whole = Uint8Array.from(sign(null, message, privateKey));
        const aKey = ofKey === undefined ? key : flipped(key, ofKey);
        const signature = ofSignature === undefined ? whole : flipped(whole, ofSignature);
        expect(outcome(aKey, message, signature)).toBe(ofKey === undefined && ofSignature === undefined);
      }),
    );
  });

  it('refuse keys of small order, which would accept one signature of many messages', () => {
    for (const key of SMALL) {
      for (const r of SMALL) {
        expect(outcome(key, Buffer.of(1), Uint8Array.of(...r, ...new Uint8Array(32)))).toBe(false);
      }
      const r = Point.BASE.multiply(nonce).toBytes();
      expect(outcome(key, Buffer.of(1), Uint8Array.of(...r, ...littleEndian(nonce)))).toBe(false);
    }
  });

  /** The k by which a signature of that message multiplies the key. */
  const challenge = (r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint =>
    numberOf(createHash('sha512').update(r).update(key).update(message).digest()) % ORDER;

  it('refuse an R of small order, which names no nonce', () => {
    const key = Point.BASE.multiply(secret).toBytes();
    for (const r of SMALL) {
      const scalar = littleEndian((challenge(r, key, Buffer.of(1)) * secret) % ORDER);
      expect(outcome(key, Buffer.of(1), Uint8Array.of(...r, ...scalar))).toBe(false);
    }
  });

  it('accept the same of a key that has a part of small order, which its holder can make', () => {
    const key = Point.BASE.multiply(secret).add(EIGHTH).toBytes();
    const r = Point.BASE.multiply(nonce).toBytes();
    const accepted = Array.from({ length: 64 }, (_, at) => {
      const scalar = littleEndian((nonce + challenge(r, key, Buffer.of(at)) * secret) % ORDER);
      return outcome(key, Buffer.of(at), Uint8Array.of(...r, ...scalar));
    });
    expect(new Set(accepted)).toEqual(new Set([true, false]));
  });
});

/** What both say of a signature. */
function outcome(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const accepted = NODE.verifyEd25519(key, message, signature);
  expect([toHex(key), toHex(signature), BROWSER.verifyEd25519(key, message, signature)]).toEqual([
    toHex(key),
    toHex(signature),
    accepted,
  ]);
  return accepted;
}
