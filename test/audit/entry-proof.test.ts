import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ProofAsked, proofSteps } from '../../shared/audit/entry-proof.ts';
import { TURNED, withBitTurned } from '../../shared/audit/turned-bit.ts';
import { isSame } from '../../shared/log/tree/bytes.ts';
import { verifierOf, writeVerifierKey } from '../../shared/log/tree/note.ts';
import { leafHash } from '../../shared/log/tree/tree.ts';
import { sealedText } from '../../shared/schemas/sealed-text.ts';
import { type Api, AUDITOR, openApiOver, registerAll } from '../functions/api.ts';
import { ORIGIN } from '../log/sealing.ts';

let api: Api;
let asked: ProofAsked & { readonly text: string };

/** What a page reads of the API to prove the third entry there is. */
async function read(): Promise<typeof asked> {
  const { items } = await api.tracker.ledger.entries({ limit: 100, order: 'oldest' });
  const id = items[2]?.entry.id;
  const { entry } = z
    .object({ entry: z.looseObject({ number: z.string() }) })
    .parse((await api.get(`/api/entries/${id}`, { as: AUDITOR })).json);
  return {
    text: sealedText(entry) ?? '',
    number: entry.number,
    proof: (await api.get(`/api/entries/${id}/proof`)).text,
    vkey: (await api.get('/api/log/vkey')).text,
  };
}

beforeAll(async () => {
  api = openApiOver();
  await registerAll(api);
  asked = await read();
});

/** The steps by their names, with what is wrong with each. */
function faultsOf(changed: Partial<ProofAsked>): string[] {
  return [...proofSteps({ ...asked, ...changed })].flatMap(({ step, fault }) => (fault ? [`${step}: ${fault}`] : []));
}

function flipped(base64: string, at = 7): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
}

/** The proof with one of its lines changed. */
function withLine(isMeant: (line: string, at: number) => boolean, change: (line: string) => string): string {
  const lines = asked.proof.split('\n');
  const at = lines.findIndex(isMeant);
  expect(at).toBeGreaterThan(0);
  return lines.with(at, change(lines[at] ?? '')).join('\n');
}

const isSignature = (line: string) => line.startsWith('— ');

describe('the proof of an entry', () => {
  it('is shown step by step, each computed of the one before it', () => {
    const steps = [...proofSteps(asked)];
    const names = steps.map(({ step }) => step);
    expect(names.filter((name) => name !== 'node')).toEqual([
      'text',
      'leaf',
      'place',
      'root',
      'checkpoint',
      'signature',
    ]);
    const hashes = asked.proof.split('\n\n')[0]?.split('\n').slice(2) ?? [];
    expect(names.filter((name) => name === 'node')).toHaveLength(hashes.length);
    expect(hashes.length).toBeGreaterThan(2);
    const nodes = steps.flatMap((step) => (step.step === 'node' ? [step] : []));
    expect(nodes.map(({ sibling }) => Buffer.from(sibling).toString('base64'))).toEqual(hashes);
    expect(steps.find(({ step }) => step === 'root')).toMatchObject({ computed: nodes.at(-1)?.hash });
    expect(steps.at(-1)).toMatchObject({ step: 'signature', name: ORIGIN });
    expect(faultsOf({})).toEqual([]);
  });

  it('fails at the root where a bit of the entry was turned, and at the leaf where the leaf is held as well', () => {
    const leaf = leafHash(new TextEncoder().encode(asked.text));
    const text = asked.text.replace(/.$/, '|');
    expect(faultsOf({ leaf })).toEqual([]);
    expect(faultsOf({ text })).toEqual(['root: other-root']);
    expect(faultsOf({ text, leaf })).toEqual(['leaf: other-leaf', 'root: other-root']);
  });

  it('fails at the root where a bit of any hash of the proof was turned', () => {
    const hashes = asked.proof.split('\n').indexOf('') - 2;
    for (let nth = 0; nth < hashes; nth += 1) {
      expect(faultsOf({ proof: withLine((_line, at) => at === nth + 2, flipped) })).toEqual(['root: other-root']);
    }
  });

  it('fails at its place where the proof is of another one, and at the path where a hash is missing', () => {
    const proof = withLine(
      (line) => line === 'index 2',
      () => 'index 3',
    );
    expect(faultsOf({ proof })).toEqual(['place: other-place', 'root: other-root']);
    expect(faultsOf({ proof: asked.proof.split('\n').toSpliced(2, 1).join('\n') })).toEqual(['root: no-path']);
  });

  it('fails at the signature where a bit of it was turned, and at root and signature where one of the checkpoint was', () => {
    const proof = withLine(isSignature, (line) => line.replace(/\S+$/, (signed) => flipped(signed, 20)));
    expect(faultsOf({ proof })).toEqual(['signature: bad-signature']);
    const root = asked.proof.split('\n').indexOf('') + 3;
    expect(faultsOf({ proof: withLine((_line, at) => at === root, flipped) })).toEqual([
      'root: other-root',
      'signature: bad-signature',
    ]);
  });

  it('fails where the proof is none, the checkpoint is none, or the key is none or of another log', () => {
    expect(faultsOf({ proof: 'nothing' })).toEqual(['place: no-proof']);
    const [hashes] = asked.proof.split('\n\n');
    expect(faultsOf({ proof: `${hashes}\n\nnothing\n` })).toEqual([
      'root: no-checkpoint',
      'checkpoint: no-checkpoint',
      'signature: no-checkpoint',
    ]);
    const note = asked.proof.split('\n\n').with(1, 'nothing').join('\n\n');
    expect(faultsOf({ proof: note })).toEqual([
      'root: no-checkpoint',
      'checkpoint: no-checkpoint',
      'signature: bad-signature',
    ]);
    expect(faultsOf({ vkey: asked.vkey.replace(/\w\n$/, '') })).toEqual(['signature: no-key']);
    const other = writeVerifierKey(verifierOf('other.example/log', new Uint8Array(32).fill(3)));
    expect(faultsOf({ vkey: other })).toEqual(['checkpoint: other-log', 'signature: unsigned']);
    const sameName = writeVerifierKey(verifierOf(ORIGIN, new Uint8Array(32).fill(3)));
    expect(faultsOf({ vkey: sameName })).toEqual(['signature: unsigned']);
  });

  it('fails in the step in which a bit was turned on request', () => {
    const leaf = leafHash(new TextEncoder().encode(asked.text));
    const found = TURNED.map((where) => [where, faultsOf(withBitTurned({ ...asked, leaf }, where) ?? {})]);
    expect(Object.fromEntries(found)).toEqual({
      entry: ['leaf: other-leaf', 'root: other-root'],
      proof: ['root: other-root'],
      signature: ['signature: bad-signature'],
    });
    const lone = asked.proof.replace(/index \d+\n.*?\n\n/s, 'index 0\n\n');
    expect(withBitTurned({ ...asked, proof: lone }, 'proof')).toBeUndefined();
    const { text: _text, ...printed } = asked;
    expect(withBitTurned({ ...printed, leaf }, 'entry')).toBeUndefined();
  });

  it('is shown of a leaf alone, as it stands on a slip, which tells nothing of the entry', () => {
    const { text, number: _number, ...rest } = asked;
    const leaf = leafHash(new TextEncoder().encode(text));
    const steps = [...proofSteps({ ...rest, leaf })];
    expect(steps.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(steps[0]).toMatchObject({ step: 'leaf' });
    const others = [...proofSteps({ ...rest, leaf: leaf.map((byte, at) => (at === 3 ? byte ^ 1 : byte)) })];
    expect(others.flatMap(({ step, fault }) => (fault ? [`${step}: ${fault}`] : []))).toEqual(['root: other-root']);
  });
});

it('bytes are the same where all of them are, whatever their number and where they lie', () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, at) => at);
  for (let from = 0; from < 5; from += 1) {
    for (let to = from; to < 40; to += 1) {
      const [one, other] = [bytes.subarray(from, to), bytes.slice(from, to)];
      expect(isSame(one, other)).toBe(true);
      for (let at = 0; at < other.length; at += 1) expect(isSame(one, other.with(at, 99))).toBe(false);
      expect(isSame(one, bytes.subarray(from, to + 1))).toBe(to === 40);
    }
  }
});
