import canonicalize from 'canonicalize';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { logKey } from '../../shared/log/journal/log-files.ts';
import { readBundle } from '../../shared/log/tree/bundle.ts';
import { readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { openNote, readVerifierKey } from '../../shared/log/tree/note.ts';
import { checkConsistency, checkInclusion, consistencyProof, readProof } from '../../shared/log/tree/proof.ts';
import { readPath, tilePath } from '../../shared/log/tree/tile.ts';
import { hashesFrom } from '../../shared/log/tree/tile-hashes.ts';
import { leafHash } from '../../shared/log/tree/tree.ts';
import { naiveRoot } from '../faults/log-world.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { ORIGIN } from '../log/sealing.ts';
import { type Answer, type Api, AUDITOR, id, KEEPER, openApiOver, registerAll, TREASURER } from './api.ts';

const LOG = '/api/log';
const bytesOf = ({ text }: Answer): Buffer => Buffer.from(text, 'base64');

let api: Api;
let known: readonly string[];

beforeEach(async () => {
  api = openApiOver();
  await registerAll(api);
  const { items } = await api.tracker.ledger.entries({ limit: 100, order: 'oldest' });
  known = items.map(({ entry }) => entry.id);
});

async function checkpointOf(of: Api) {
  const [note, key] = [(await of.get(`${LOG}/checkpoint`)).text, (await of.get(`${LOG}/vkey`)).text];
  const { text } = openNote(note, [readVerifierKey(key.trimEnd())]);
  return { note, ...readCheckpoint(text) };
}

async function canonicalOf(of: Api, entry: string): Promise<Buffer> {
  const stored = (await of.tracker.ledger.read([{ row: 'entry', id: entry }])).entry(entry);
  return Buffer.from(stored?.canonical ?? '');
}

describe('the checkpoint', () => {
  test('is anybody’s to read as it was signed, and kept for two seconds', async () => {
    const answer = await api.get(`${LOG}/checkpoint`);
    expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'public, max-age=2',
    ]);
    const { changedAt } = (await api.tracker.objects.stat(logKey('checkpoint'))) ?? {};
    expect(answer.headers['last-modified']).toBe(new Date(changedAt ?? Number.NaN).toUTCString());
    expect(answer.text).toBe(Buffer.from((await api.tracker.objects.get(logKey('checkpoint'))) ?? []).toString());
    expect(await checkpointOf(api)).toMatchObject({ origin: ORIGIN, size: known.length });
  });

  test('takes no query parameters', async () => {
    expect((await api.get(`${LOG}/checkpoint?at=1`)).status).toBe(404);
  });
});

describe('the verifier key', () => {
  test('is anybody’s to read as one line, and opens the checkpoint', async () => {
    const answer = await api.get(`${LOG}/vkey`);
    expect(answer.text).toMatch(/^log\.example\/api\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*\n$/);
    expect([answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      'text/plain; charset=utf-8',
      'public, max-age=2',
    ]);
  });
});

describe('a tile of hashes', () => {
  test('is anybody’s to read and to keep for good', async () => {
    const answer = await api.get(`${LOG}/tile/0/000.p/${known.length}`);
    expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'application/octet-stream',
      'public, max-age=31536000, immutable',
    ]);
    const leaves = await Promise.all(known.map(async (entry) => leafHash(await canonicalOf(api, entry))));
    expect(bytesOf(answer)).toHaveLength(32 * known.length);
    expect(leaves.map((leaf) => bytesOf(answer).includes(Buffer.from(leaf)))).toEqual(known.map(() => true));
  });

  test.each([
    '0/000.p/200',
    '0/000',
    '0/001',
    '1/000.p/1',
    '64/000',
    '0/x000/000',
    '0/000.p/256',
    '0/000.p/0',
    '0/0',
    '-1/000',
    'checkpoint/000',
    '0/000/',
    '0/../../../vkey',
    '0%2F000/000',
    'entries%2F000/000',
  ])('that is none of the log is not found: %s', async (path) => {
    expect((await api.get(`${LOG}/tile/${path}`)).json).toMatchObject({ status: 404, type: '/problems/not-found' });
  });
});

describe('an entry bundle', () => {
  test('is for auditors, and is kept by nobody who answers others', async () => {
    const path = `${LOG}/tile/entries/000.p/${known.length}`;
    const answer = await api.get(path, { as: AUDITOR });
    expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'application/octet-stream',
      'private, max-age=31536000, immutable',
    ]);
    expect((await api.get(path)).status).toBe(401);
    expect((await api.get(path, { as: KEEPER })).status).toBe(403);
    expect((await api.get(path, { as: TREASURER })).status).toBe(403);
  });

  test('holds the canonical bytes of which the checkpoint is the root', async () => {
    const entries = readBundle(bytesOf(await api.get(`${LOG}/tile/entries/000.p/${known.length}`, { as: AUDITOR })));
    const { root } = await checkpointOf(api);
    expect(naiveRoot(entries)).toEqual(Buffer.from(root));
    const canonical = await Promise.all(known.map((entry) => canonicalOf(api, entry)));
    expect(entries.map((bytes) => Buffer.from(bytes).toString()).sort()).toEqual(canonical.map(String).sort());
  });

  test.each(['000.p/200', '001', '000.p/0', 'x', '../checkpoint'])(
    'that is none of the log is not found: %s',
    async (path) => {
      expect((await api.get(`${LOG}/tile/entries/${path}`, { as: AUDITOR })).status).toBe(404);
    },
  );
});

describe('a proof', () => {
  test('of every entry verifies against the checkpoint in it, by the entry’s canonical bytes', async () => {
    const { note, size, root } = await checkpointOf(api);
    const places: number[] = [];
    for (const entry of known) {
      const answer = await api.get(`/api/entries/${entry}/proof`);
      expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
        200,
        'text/plain; charset=utf-8',
        'public, max-age=2',
      ]);
      const { index, hashes, checkpoint } = readProof(answer.text);
      expect(checkpoint).toBe(note);
      places.push(index);
      expect(checkInclusion(index, size, leafHash(await canonicalOf(api, entry)), hashes, root)).toBe(true);
    }
    expect(places.sort((a, b) => a - b)).toEqual([...known.keys()]);
  });

  test('is of what its writer was answered: nobody puts another entry in its place unseen', async () => {
    const body = { code: 'SY-09', name: '后沙峪镇' };
    const { json } = await api.post('/api/units', { as: TREASURER, body, key: id(0x99) });
    const { entry } = z.object({ entry: z.looseObject({}) }).parse(json);
    const { number: _, ...answered } = entry;
    const { size, root } = await checkpointOf(api);
    const { index, hashes } = readProof((await api.get(`/api/entries/${id(0x99)}/proof`)).text);
    const isProven = (text: object) =>
      checkInclusion(index, size, leafHash(Buffer.from(canonicalize(text) ?? '')), hashes, root);
    expect(isProven(answered)).toBe(true);
    expect(isProven({ ...answered, note: '另有说明' })).toBe(false);
  });

  test.each([id(0xdead), 'not-an-id'])('of an entry that does not exist is not found: %s', async (entry) => {
    expect((await api.get(`/api/entries/${entry}/proof`)).json).toMatchObject({ status: 404 });
  });

  test('of an entry that is not sealed in time is refused, and tells to ask again', async () => {
    const ledger = createMemoryLedger();
    const unsealed = openApiOver({ ...ledger, outbox: async () => [] });
    const entry = await unsealed.write(TREASURER, '/api/units', { code: 'SY-09', name: '后沙峪镇' });
    expect((await unsealed.get(`/api/entries/${entry}/proof`)).json).toMatchObject({
      type: '/problems/not-sealed',
      status: 409,
      entry,
    });
  });

  test('needs no checkpoint of the same size: a later one contains the earlier', async () => {
    const before = await checkpointOf(api);
    await api.write(TREASURER, '/api/units', { code: 'SY-09', name: '后沙峪镇' });
    const after = await checkpointOf(api);
    const hashAt = hashesFrom(after.size, async (tile) => bytesOf(await api.get(`${LOG}/${tilePath(tile)}`)));
    const proof = await consistencyProof(before.size, after.size, hashAt);
    expect(after.size).toBe(before.size + 1);
    expect(checkConsistency(before.size, after.size, proof, before.root, after.root)).toBe(true);
  });
});

describe('a log of more than a tile', () => {
  let large: Api;

  beforeAll(async () => {
    large = openApiOver();
    for (let at = 0; at < 270; at += 1) {
      if (at === 200) await large.get(`${LOG}/checkpoint`);
      await large.write(TREASURER, '/api/units', { code: `U-${at}`, name: '村' });
    }
    await large.get(`${LOG}/checkpoint`);
  });

  test('serves what was pruned out of what is full, under the same address', async () => {
    const { objects } = large.tracker;
    expect(await objects.list('log/tile/0/000', { limit: 9 })).toEqual(['log/tile/0/000']);
    const [full, narrow] = await Promise.all(['000', '000.p/200'].map((path) => large.get(`${LOG}/tile/0/${path}`)));
    expect(full && narrow && bytesOf(narrow).equals(bytesOf(full).subarray(0, 200 * 32))).toBe(true);
    const as = AUDITOR;
    const whole = readBundle(bytesOf(await large.get(`${LOG}/tile/entries/000`, { as })));
    const cut = readBundle(bytesOf(await large.get(`${LOG}/tile/entries/000.p/200`, { as })));
    expect(cut).toEqual(whole.slice(0, 200));
  });

  test('gives proofs over both tiles', async () => {
    const { size, root } = await checkpointOf(large);
    const { items } = await large.tracker.ledger.entries({ limit: 1_000 });
    for (const { entry, canonical } of [...items.slice(0, 20), ...items.slice(-3)]) {
      const { index, hashes } = readProof((await large.get(`/api/entries/${entry.id}/proof`)).text);
      expect(checkInclusion(index, size, leafHash(Buffer.from(canonical)), hashes, root)).toBe(true);
    }
    expect(readPath('tile/0/001.p/14')).toMatchObject({ n: 1, width: 14 });
    expect((await large.get(`${LOG}/tile/0/001.p/14`)).status).toBe(200);
  });
});
