import { createHash, createPrivateKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../shared/log/tree/bytes.ts';
import { readCheckpoint, writeCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import {
  NoteError,
  openNote,
  readVerifierKey,
  signNote,
  textOf,
  type Verifier,
  verifierOf,
  writeVerifierKey,
} from '../../shared/log/tree/note.ts';
import { EMPTY_ROOT } from '../../shared/log/tree/tree.ts';
import { ORIGIN, TEST_SIGNER } from './sealing.ts';

const TEXT = `${ORIGIN}\n3\ncl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc=\n`;
const KEY = await TEST_SIGNER.publicKey();
const US = verifierOf(ORIGIN, KEY);
const NOTE = await signNote(TEXT, US, TEST_SIGNER.sign);

const codeOf = (open: () => unknown): string => {
  try {
    open();
  } catch (error) {
    if (error instanceof NoteError) return error.code;
    throw error;
  }
  return 'accepted';
};

interface Stranger {
  readonly verifier: Verifier;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

function stranger(name: string): Stranger {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(12);
  return { verifier: verifierOf(name, raw), sign: async (message) => sign(null, message, privateKey) };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The same bytes by the letter of a lenient reader: the last letter before the padding has bits that none of them has. */
function withUnusedBit(base64: string): string {
  return base64.replace(/.(?==+$)/, (last) => ALPHABET.charAt(ALPHABET.indexOf(last) + 1));
}

/** The signature lines of a note. */
const linesOf = (note: string): string => note.slice(note.lastIndexOf('\n\n') + 2);
const withLines = (...lines: readonly string[]): string => `${TEXT}\n${lines.join('')}`;

describe('a signed note', () => {
  it('is the text, an empty line and the signature, as plain cryptography makes them', () => {
    const pkcs8 = '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const key = createPrivateKey({ key: Buffer.from(pkcs8, 'hex'), format: 'der', type: 'pkcs8' });
    const digest = createHash('sha256').update(ORIGIN, 'utf8').update(Buffer.of(0x0a, 0x01)).update(KEY).digest();
    const bytes = Buffer.concat([digest.subarray(0, 4), sign(null, Buffer.from(TEXT, 'utf8'), key)]);
    expect(NOTE).toBe(`${TEXT}\n\u2014 ${ORIGIN} ${bytes.toString('base64')}\n`);
  });

  it('is opened by the key that signed it, and tells its text to anybody', () => {
    expect(openNote(NOTE, [stranger('other.example').verifier, US])).toEqual({ text: TEXT, by: [US] });
    expect(textOf(NOTE)).toBe(TEXT);
  });

  it('with any character changed, added or lost is never opened with another text', () => {
    const bytes = Buffer.from(NOTE, 'utf8');
    const change = fc.oneof(
      fc.tuple(fc.constant(0), fc.nat({ max: 255 })),
      fc.tuple(fc.constant(1), fc.nat({ max: 255 })),
      fc.tuple(fc.constant(2), fc.constant(0)),
    );
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), change, (at, [how, byte]) => {
        const put = how === 2 ? [] : [byte];
        const other = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(put),
          bytes.subarray(at + (how === 1 ? 0 : 1)),
        ]);
        fc.pre(!other.equals(bytes));
        try {
          expect(openNote(other.toString('utf8'), [US]).text).toBe(TEXT);
        } catch (error) {
          expect(error).toBeInstanceOf(NoteError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('with any byte of it changed to any other is refused', () => {
    const bytes = Buffer.from(NOTE, 'utf8');
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [0x01, 0x20, 0x80]) {
        const other = Buffer.from(bytes);
        other[at] = (bytes[at] ?? 0) ^ bit;
        expect(codeOf(() => openNote(other.toString('utf8'), [US]))).not.toBe('accepted');
      }
    }
  });

  it('may hold sixteen signatures of others, before and after', async () => {
    const others: string[] = [];
    for (let at = 0; at < 16; at += 1) {
      const { verifier, sign: signs } = stranger(`witness-${at}.example`);
      others.push(linesOf(await signNote(TEXT, verifier, signs)));
    }
    const note = withLines(...others.slice(0, 8), linesOf(NOTE), ...others.slice(8));
    expect(openNote(note, [US])).toEqual({ text: TEXT, by: [US] });
    expect(codeOf(() => openNote(withLines(...others), [US]))).toBe('unsigned');
  });

  it('passes over what it does not know: another key of the same name, another length, a cosignature', () => {
    const line = (id: Uint8Array, signature: Uint8Array) =>
      `— ${ORIGIN} ${Buffer.concat([id, signature]).toString('base64')}\n`;
    const unknown = [line(Buffer.of(1, 2, 3, 4), Buffer.alloc(72)), line(Buffer.of(9, 9, 9, 9), Buffer.of(1))];
    expect(openNote(withLines(...unknown, linesOf(NOTE)), [US]).by).toEqual([US]);
  });

  it('is refused where a known key’s signature fails, whoever else signed it', async () => {
    const friend = stranger('friend.example');
    const theirs = linesOf(await signNote(TEXT, friend.verifier, friend.sign));
    const wrong = linesOf(await signNote(`${TEXT}\n`, US, TEST_SIGNER.sign));
    const short = `— ${ORIGIN} ${Buffer.concat([US.keyId, Buffer.alloc(63)]).toString('base64')}\n`;
    for (const line of [wrong, short]) {
      expect(codeOf(() => openNote(withLines(theirs, line), [friend.verifier, US]))).toBe('bad-signature');
      expect(openNote(withLines(theirs, line), [friend.verifier]).by).toEqual([friend.verifier]);
    }
  });

  it('tells who of several known keys signed it, each once', async () => {
    const friend = stranger('friend.example');
    const theirs = linesOf(await signNote(TEXT, friend.verifier, friend.sign));
    const { by } = openNote(withLines(theirs, linesOf(NOTE), theirs), [US, friend.verifier]);
    expect(by).toEqual([friend.verifier, US]);
  });

  it('is split at its last empty line', async () => {
    const text = `${TEXT}\n— ${ORIGIN} AAAAAAA=\n\nmore\n`;
    expect(openNote(await signNote(text, US, TEST_SIGNER.sign), [US]).text).toBe(text);
  });

  it.each([
    ['a text that does not end', 'text'],
    ['a text that ends in a line like a signature', `text\n\n— ${ORIGIN} AAAAAAA=`],
    ['a control character', 'a\tb\n'],
    ['a carriage return', 'a\r\n'],
    ['half a character', 'a\ud800\n'],
  ])('is not made of %s', async (_, text) => {
    await expect(signNote(text, US, TEST_SIGNER.sign)).rejects.toThrow(NoteError);
  });

  it('is not made with a signature of another length', async () => {
    await expect(signNote(TEXT, US, async () => Buffer.alloc(63))).rejects.toThrow(NoteError);
  });

  const line = linesOf(NOTE);
  const base64 = line.slice(line.lastIndexOf(' ') + 1, -1);
  it.each([
    ['no signature', `${TEXT}\n`],
    ['no empty line', `${TEXT}${line}`],
    ['no line feed at its end', NOTE.slice(0, -1)],
    ['another empty line at its end', `${NOTE}\n`],
    ['a hyphen for the dash', NOTE.replace('—', '-')],
    ['two spaces', NOTE.replace('— ', '—  ')],
    ['something after the signature', withLines(`${line.slice(0, -1)} x\n`)],
    ['a signature without padding', withLines(line.replace(base64, base64.replace(/=+$/, '')))],
    [
      'a signature in the alphabet of addresses',
      withLines(line.replace(base64, base64.replaceAll('/', '_').replaceAll('+', '-'))),
    ],
    ['a signature whose unused bits say something', withLines(line.replace(base64, withUnusedBit(base64)))],
    ['a key id without a signature', withLines(`— ${ORIGIN} ${Buffer.from(US.keyId).toString('base64')}\n`)],
    ['a plus in a name', withLines(line, '— a+b AAAAAAA=\n')],
    ['a no-break space in a name', withLines(line, '— a\u00a0b AAAAAAA=\n')],
    ['a tab in the text', NOTE.replace('3\n', '3\t\n')],
    ['a NUL in the text', NOTE.replace('3\n', '3\0\n')],
    ['carriage returns', NOTE.replaceAll('\n', '\r\n')],
    ['more than a hundred signatures', withLines(...Array.from({ length: 101 }, () => line))],
    ['more than 64 KB', `${'a'.repeat(65_536)}\n${NOTE}`],
    ['nothing', ''],
  ])('with %s is refused', (_, note) => {
    expect(note).not.toBe(NOTE);
    expect(codeOf(() => openNote(note, [US]))).toBe('malformed');
    expect(codeOf(() => textOf(note))).toBe('malformed');
  });
});

describe('a verifier key', () => {
  it('names its key by the hash of name and key, as plain cryptography computes it', () => {
    const typed = Buffer.concat([Buffer.of(0x01), KEY]);
    const digest = createHash('sha256').update(`${ORIGIN}\n`).update(typed).digest('hex');
    expect(Buffer.from(US.keyId).toString('hex')).toBe(digest.slice(0, 8));
    expect(writeVerifierKey(US)).toBe(`${ORIGIN}+${digest.slice(0, 8)}+${typed.toString('base64')}`);
  });

  it('is the one that Go’s module mirror publishes for its log', () => {
    const go = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    expect(writeVerifierKey(readVerifierKey(go))).toBe(go);
  });

  it('is read back as what was written, also with a plus in its base64', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.stringMatching(/^[a-z.]+(\/[a-z]+)*$/),
        (key, name) => {
          const read = readVerifierKey(writeVerifierKey(verifierOf(name, key)));
          expect([read.name, Buffer.from(read.publicKey)]).toEqual([name, Buffer.from(key)]);
        },
      ),
    );
  });

  const written = writeVerifierKey(US);
  it.each([
    ['another id', written.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['an id in capitals', written.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase())],
    ['another name', written.replace('log.', 'lag.')],
    [
      'another algorithm',
      `${ORIGIN}+${written.split('+')[1]}+${Buffer.concat([Buffer.of(2), KEY]).toString('base64')}`,
    ],
    [
      'a shorter key',
      `${ORIGIN}+${written.split('+')[1]}+${Buffer.concat([Buffer.of(1), KEY.subarray(1)]).toString('base64')}`,
    ],
    ['a space in its name', `a b${written.slice(ORIGIN.length)}`],
    ['no name', written.slice(ORIGIN.length)],
    ['a line feed at its end', `${written}\n`],
    ['nothing', ''],
  ])('with %s is refused', (_, text) => {
    expect(text).not.toBe(written);
    expect(codeOf(() => readVerifierKey(text))).toBe('malformed');
  });

  it.each(['', 'a b', 'a+b', 'a\u3000b', 'a\nb', 'a\ud800'])('is not made for the name %j', (name) => {
    expect(codeOf(() => verifierOf(name, KEY))).toBe('malformed');
  });
});

describe('base64', () => {
  it('has one spelling for each sequence of bytes, and any other is refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.base64String(), fc.stringMatching(/^[A-Za-z0-9+/_=-]{0,8}$/), fc.string()), (text) => {
        const bytes = fromBase64(text);
        if (bytes !== undefined) expect(Buffer.from(bytes).toString('base64')).toBe(text);
      }),
      { numRuns: 1_000 },
    );
    for (const text of ['', 'AB==', 'AA', 'AA=', 'A', 'AA==\n', ' AA==', 'AA==AA==', '-_==']) {
      expect(fromBase64(text)).toBeUndefined();
    }
    expect(fromBase64('AA==')).toEqual(Uint8Array.of(0));
  });
});

describe('a checkpoint', () => {
  const root = Uint8Array.from(Buffer.from('cl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc=', 'base64'));

  it('is origin, size and root, a line each', () => {
    expect(writeCheckpoint({ origin: ORIGIN, size: 3, root })).toBe(TEXT);
    expect(readCheckpoint(TEXT)).toEqual({ origin: ORIGIN, size: 3, root });
    expect(readCheckpoint(writeCheckpoint({ origin: ORIGIN, size: 0, root: EMPTY_ROOT })).size).toBe(0);
    expect(readCheckpoint(TEXT.replace('\n3\n', '\n9007199254740991\n')).size).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('that is read at all is written back the same', () => {
    const text = fc
      .tuple(
        fc.constantFrom(ORIGIN, '', 'a b'),
        fc.constantFrom('0', '3', '03', '-1', '1e3', ' 3', ''),
        fc.base64String(),
      )
      .map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (some) => {
        if (codeOf(() => readCheckpoint(some)) === 'accepted') {
          expect(writeCheckpoint(readCheckpoint(some))).toBe(some);
        }
      }),
    );
  });

  it.each([
    ['an extension line', `${TEXT}more\n`],
    ['an empty line', `${TEXT}\n`],
    ['no line feed at its end', TEXT.slice(0, -1)],
    ['no origin', TEXT.replace(ORIGIN, '')],
    ['a zero before its size', TEXT.replace('\n3\n', '\n03\n')],
    ['a sign before its size', TEXT.replace('\n3\n', '\n+3\n')],
    ['a fraction for its size', TEXT.replace('\n3\n', '\n3.0\n')],
    ['a size beyond what a number counts', TEXT.replace('\n3\n', '\n9007199254740992\n')],
    ['a root that is too short', TEXT.replace('cl1S', '')],
    ['a root in another spelling', TEXT.replace('c=\n', 'd=\n')],
    ['a root without padding', TEXT.replace('=\n', '\n')],
    ['a carriage return', TEXT.replaceAll('\n', '\r\n')],
    ['nothing', ''],
  ])('with %s is refused', (_, text) => {
    expect(codeOf(() => readCheckpoint(text))).toBe('malformed');
  });

  it('is signed in a way that plain cryptography verifies', () => {
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), KEY]);
    const signature = Buffer.from(linesOf(NOTE).split(' ')[2] ?? '', 'base64').subarray(4);
    const key = { key: spki, format: 'der', type: 'spki' } as const;
    expect(verify(null, Buffer.from(TEXT), key, signature)).toBe(true);
  });
});
