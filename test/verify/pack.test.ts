import { generateKeyPairSync } from 'node:crypto';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachEvidence } from '../../shared/commands/attach-evidence.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { verifierOf } from '../../shared/log/tree/note.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import { BUYER, nthId } from '../commands/office.ts';
import { sealedSample } from '../exports/sealed-sample.ts';
import { ORIGIN } from '../log/sealing.ts';
import { morningOf, told, winter } from '../reports/winter.ts';
import { KEY, packOf, sha256, sourceOf, UnpackedPack } from './packs.ts';

const PAPER = Buffer.from('<EInvoice>示例</EInvoice>');
const office = await winter();
const ENTRIES = (await told(office)).postings.map(({ entry }) => entry);
const [LINE_A, LINE_B] = [office.id('line'), office.id('line-2')];
office.now = morningOf('2021-01-10');
const evidence = [{ sha256: sha256(PAPER), name: '发票.XML', bytes: PAPER.length, mediaType: 'application/xml' }];
const ATTACHED = await office.post(BUYER, attachEvidence, { evidence }, { on: 'order' });
/** What a union did in a winter, and one late paper. */
const LOG = [...ENTRIES, ATTACHED];
/** As little as makes a pack with everything in it: a funding line, money on it, and a paper. */
const SMALL = [
  ...ENTRIES.filter(({ id }) => id === LINE_A || id === office.id('money')),
  { ...ATTACHED, refs: { entry: office.id('money') } } as Entry,
];

async function packOfEntries(entries: readonly Entry[]): Promise<Buffer> {
  return packOf(await sourceOf(entries));
}

describe('a pack', () => {
  const pack = new UnpackedPack();
  afterAll(() => pack.close());

  beforeAll(async () => {
    await pack.unpack(await packOf(await sourceOf(LOG, [PAPER])));
  });

  it('holds, told by its entries alone', async () => {
    const verified = await verifyPack(pack.root, KEY);
    expect(verified).toMatchObject({ origin: ORIGIN, size: LOG.length, evidence: 1, absent: [] });
    expect(pack.paths()).toEqual(
      expect.arrayContaining(['evidence/000029-1.xml', 'ledgers/资金使用台账.xlsx', 'verify.mjs']),
    );
  });

  it('holds with every kind of entry in it', async () => {
    const { source } = await sealedSample();
    const whole = await new UnpackedPack().unpack(await packOf(source));
    const verified = await verifyPack(whole.root, KEY);
    expect(verified.evidence).toBeGreaterThan(0);
    expect(verified.absent).toEqual([]);
    whole.close();
  });

  it('holds without a paper that nobody has any more, and tells which', async () => {
    const without = await new UnpackedPack().unpack(await packOf(await sourceOf(LOG)));
    const verified = await verifyPack(without.root, KEY);
    expect(verified).toMatchObject({ evidence: 0, absent: ['evidence/000029-1.xml'] });
    without.close();
  });

  it('does not hold where something took effect in a month that was closed more than a minute before', async () => {
    // No command writes it: each of the two is made over into what it must not be.
    const closed = {
      ...ATTACHED,
      id: nthId(90),
      kind: 'period-closure',
      refs: {},
      facts: { month: '2020-12' },
      evidence: [],
    } as Entry;
    const late = (second: number, effectiveOn: string) => {
      const recordedAt = closed.recordedAt + second * 1_000;
      const entry = { ...ATTACHED, evidence: [], id: nthId(91), effectiveOn, recordedAt };
      return packOfEntries([...ENTRIES, closed, entry]);
    };
    const wrongOf = async (zip: Buffer) => {
      const forged = await new UnpackedPack().unpack(zip);
      const said = await forged.wrong();
      forged.close();
      return said;
    };
    expect(await wrongOf(await late(60, '2020-12-31'))).toBeUndefined();
    expect(await wrongOf(await late(61, '2021-01-01'))).toBeUndefined();
    expect(await wrongOf(await late(61, '2020-12-31'))).toMatch(
      /^Voucher 30 takes effect in 2020-12, which was closed/,
    );
  });

  it('holds for one funding line and period, with the whole log in it', async () => {
    for (const request of [
      { fundingLine: LINE_A, from: '2020-12-12', to: '2020-12-31' },
      { fundingLine: LINE_B, ledgers: ['fund-usage'] as const },
      { from: '1999-01-01', to: '1999-12-31' },
    ]) {
      const narrow = await new UnpackedPack().unpack(await packOf(await sourceOf(LOG, [PAPER]), request));
      expect(await narrow.wrong()).toBeUndefined();
      expect((await verifyPack(narrow.root, KEY)).size).toBe(LOG.length);
      narrow.close();
    }
  });

  it('has the papers of what was asked for, also those that came later', async () => {
    for (const request of [{ fundingLine: LINE_A }, { from: '2020-12-01', to: '2020-12-10' }]) {
      const narrow = await new UnpackedPack().unpack(await packOf(await sourceOf(LOG, [PAPER]), request));
      expect(narrow.paths()).toContain('evidence/000029-1.xml');
      expect((await verifyPack(narrow.root, KEY)).evidence).toBe(1);
      narrow.close();
    }
    const other = await new UnpackedPack().unpack(await packOf(await sourceOf(LOG, [PAPER]), { fundingLine: LINE_B }));
    expect(other.paths().filter((path) => path.startsWith('evidence/'))).toEqual([]);
    other.close();
  });

  it('has the papers of the quotes by which an order came about, and tells those that are not there', async () => {
    const paper = (name: string, bytes: Uint8Array) => ({
      sha256: sha256(bytes),
      name,
      bytes: bytes.length,
      mediaType: 'application/pdf',
    });
    const quotes = [
      { supplier: '示例供应商', amount: 30_000n, evidence: paper('报价.pdf', PAPER) },
      { supplier: '示例供应商二', amount: 31_000n },
      { supplier: '示例供应商三', amount: 32_000n, evidence: paper('未上传.pdf', Buffer.from('nobody has it')) },
    ];
    const entries = LOG.map((entry) =>
      isKind(entry, 'order') && entry.id === office.id('order')
        ? { ...entry, facts: { ...entry.facts, procurement: { method: 'inquiry', quotes } as const } }
        : entry,
    );
    const quoted = await new UnpackedPack().unpack(await packOf(await sourceOf(entries, [PAPER])));
    const { evidence, absent } = await verifyPack(quoted.root, KEY);
    expect(evidence).toBe(2);
    expect(absent).toHaveLength(1);
    expect(quoted.paths().filter((path) => path.startsWith('evidence/'))).toHaveLength(2);
    quoted.close();
  });

  it('is told the same of whether its hashing is done here or in a thread of its own', async () => {
    const size = LOG.length;
    const flip = (path: string) => {
      const bytes = Buffer.from(pack.read(path));
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      pack.write(path, bytes);
    };
    const paths = [`log/tile/entries/000.p/${size}`, `log/tile/0/000.p/${size}`, 'log/checkpoint', 'entries.jsonl'];
    expect(await pack.wrong(KEY, 0)).toBeUndefined();
    for (const path of paths) {
      const [bytes, sums] = [pack.read(path), pack.read('SHA256SUMS')];
      flip(path);
      for (const isListed of [false, true]) {
        if (isListed) pack.listAnew();
        const said = await pack.wrong();
        expect(said, path).toEqual(
          isListed ? expect.any(String) : `The file ${path} does not have the hash in SHA256SUMS`,
        );
        expect(await pack.wrong(KEY, 0)).toBe(said);
      }
      pack.write(path, bytes);
      pack.write('SHA256SUMS', sums);
    }
    expect(await pack.wrong(KEY, 0)).toBeUndefined();
  });

  it('has the ledger of exceptions whatever is asked for, and does not hold without it', async () => {
    const one = await new UnpackedPack().unpack(await packOf(await sourceOf(LOG, [PAPER]), { ledgers: [] }));
    expect(one.paths().filter((path) => path.startsWith('ledgers/'))).toEqual([
      'ledgers/例外事项台账.csv',
      'ledgers/例外事项台账.xlsx',
    ]);
    const manifest = JSON.parse(one.read('pack.json').toString('utf8'));
    for (const format of ['csv', 'xlsx']) {
      const ledgers = manifest.ledgers.filter((ledger: { format: string }) => ledger.format !== format);
      one.write('pack.json', Buffer.from(`${canonicalize({ ...manifest, ledgers })}\n`));
      const path = `ledgers/例外事项台账.${format}`;
      const bytes = one.read(path);
      one.remove(path);
      one.listAnew();
      expect(await one.wrong()).toBe(`pack.json lists no ledger of exceptions as ${format}`);
      one.write(path, bytes);
    }
    one.close();
  });

  it('does not hold by another key of the same name, nor by the key of another log', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(12);
    expect(await pack.wrong(verifierOf(ORIGIN, raw))).toMatch(/^log\/checkpoint is not signed by the key/);
    expect(await pack.wrong(verifierOf('other.example/log', KEY.publicKey))).toMatch(/not signed by the key/);
  });

  it('does not hold without a file, with one more, or with two in each other’s place, also when it is listed anew', async () => {
    const paths = pack.paths();
    for (const isListed of [false, true]) {
      for (const path of paths) {
        const bytes = pack.read(path);
        pack.remove(path);
        if (isListed) pack.listAnew();
        if (!isListed || path !== 'SHA256SUMS') expect(await pack.wrong(), `without ${path}`).toContain(path);
        pack.write(path, bytes);
      }
      for (const path of ['more.txt', 'log/tile/0/001', 'ledgers/台账.csv', 'evidence/000001-1.pdf']) {
        pack.write(path, Buffer.from('more'));
        if (isListed) pack.listAnew();
        expect(await pack.wrong(), `with ${path}`).toContain(path);
        pack.remove(path);
      }
      pack.listAnew();
    }
    for (const [at, one] of paths.entries()) {
      const other = paths[(at + 1) % paths.length] ?? one;
      const [first, second] = [pack.read(one), pack.read(other)];
      pack.write(one, second);
      pack.write(other, first);
      expect(await pack.wrong(), `${one} and ${other}`).toBeDefined();
      pack.write(one, first);
      pack.write(other, second);
    }
    expect(await pack.wrong()).toBeUndefined();
  }, 60_000);

  it.each([
    ['ledgers/资金使用台账.csv', /^The ledger ledgers\/资金使用台账.csv .*\(byte \d+, cell [A-Z]+\d+\)$/],
    ['entries.jsonl', /^entries.jsonl differs from the log at byte \d+$/],
    ['log/tile/0/000.p/29', /^log\/tile\/0\/000.p\/29 is not what its entries hash to$/],
    ['evidence/000029-1.xml', /^The evidence evidence\/000029-1.xml does not have the hash in its entry$/],
  ])('tells what was altered where its list of hashes was made anew: %s', async (path, expected) => {
    const bytes = pack.read(path);
    const altered = Buffer.from(bytes);
    altered[altered.length - 3] = (altered[altered.length - 3] ?? 0) ^ 1;
    pack.write(path, altered);
    pack.listAnew();
    expect(await pack.wrong()).toMatch(expected);
    pack.write(path, bytes);
    pack.listAnew();
  });

  it('tells an altered entry of any place, although the list of hashes was made anew', async () => {
    const path = 'log/tile/entries/000.p/29';
    const bytes = pack.read(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
        const altered = Buffer.from(bytes);
        altered[place] = (altered[place] ?? 0) ^ flip;
        pack.write(path, altered);
        pack.listAnew();
        expect(await pack.wrong()).toBeDefined();
      }),
      { numRuns: 100 },
    );
    pack.write(path, bytes);
    pack.listAnew();
  });
});

describe('any byte of a small pack', () => {
  it('that is another one is found', async () => {
    const pack = await new UnpackedPack().unpack(
      await packOf(await sourceOf(SMALL, [PAPER]), { ledgers: ['fund-usage'] }),
    );
    expect(await pack.wrong()).toBeUndefined();
    let flips = 0;
    for (const path of pack.paths()) {
      const bytes = pack.read(path);
      for (let place = 0; place < bytes.length; place += 1) {
        const altered = Buffer.from(bytes);
        // Each byte with one of its bits flipped, the next bit at the next byte.
        altered[place] = (altered[place] ?? 0) ^ (1 << (place % 8));
        pack.write(path, altered);
        if ((await pack.wrong()) === undefined) throw new Error(`byte ${place} of ${path} can be altered`);
        flips += 1;
      }
      pack.write(path, bytes);
    }
    expect(await pack.wrong()).toBeUndefined();
    expect(flips).toBe(pack.paths().reduce((sum, path) => sum + pack.read(path).length, 0));
    pack.close();
  }, 240_000);
});
