import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Continuity,
  continuityOf,
  IN_ORDER,
  type Kept,
  type Published,
  readKept,
  writeKept,
} from '../../shared/audit/kept-checkpoint.ts';
import { CONTINUITY_WORDS } from '../../shared/audit/proof-words.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { LogFiles } from '../../shared/log/journal/log-files.ts';
import { writeCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { signNote, verifierOf, writeVerifierKey } from '../../shared/log/tree/note.ts';
import type { TileRef } from '../../shared/log/tree/tile.ts';
import { ORIGIN } from '../log/sealing.ts';
import { told, winter } from '../reports/winter.ts';
import { forgedSourceOf, KEY, sourceOf } from '../verify/packs.ts';

const VKEY = writeVerifierKey(KEY);

interface Log {
  readonly published: Published;
  readonly files: LogFiles;
  readonly size: number;
}

let entries: readonly Entry[];
let [earlier, later, another]: Log[] = [];

async function logOf(some: readonly Entry[], forged = false): Promise<Log> {
  const { note = '', files, asOf } = await (forged ? forgedSourceOf : sourceOf)(some);
  return { published: { note, vkey: VKEY }, files, size: asOf.size };
}

beforeAll(async () => {
  entries = (await told(await winter())).postings.map(({ entry }) => entry);
  const [first, ...rest] = entries;
  if (first === undefined) throw new Error('a winter has entries');
  [earlier, later, another] = await Promise.all([
    logOf(entries.slice(0, -3)),
    logOf(entries),
    logOf([{ ...first, note: '另有说明' }, ...rest]),
  ]);
});

function kept({ published }: Log): Kept {
  return { ...published, keptAt: 1_583_110_800_000 };
}

async function between(one?: Log, other?: Log, tile?: (ref: TileRef) => Promise<Uint8Array>): Promise<Continuity> {
  if (one === undefined || other === undefined) throw new Error('there is no such log');
  return continuityOf(kept(one), other.published, tile ?? ((ref) => other.files.tile(ref)));
}

describe('a checkpoint that was kept', () => {
  it('is the same, or is extended by a log that went on', async () => {
    expect(await between(later, later)).toMatchObject({ is: 'same', now: { size: entries.length } });
    expect(await between(earlier, later)).toMatchObject({
      is: 'extends',
      kept: { size: entries.length - 3 },
      now: { size: entries.length },
    });
  });

  it('is extended whatever the two sizes are', async () => {
    const logs = await Promise.all(entries.slice(0, 9).map((_, at) => logOf(entries.slice(0, at + 1), true)));
    for (const [at, one] of logs.entries()) {
      for (const other of logs.slice(at + 1)) {
        expect([one.size, other.size, (await between(one, other)).is]).toEqual([one.size, other.size, 'extends']);
      }
    }
  });

  it('is not extended by a log that was written anew under the same key, of the same size or longer', async () => {
    const longer = await between(earlier, another);
    expect(longer).toMatchObject({ is: 'does-not-extend', kept: { size: entries.length - 3 } });
    expect((await between(later, another)).is).toBe('does-not-extend');
    expect(IN_ORDER).not.toContain(longer.is);
  });

  it('is not extended where the tiles are those of the log that it knows, or are cut short', async () => {
    const cheat = await between(earlier, another, async (ref) => (await later?.files.tile(ref)) ?? new Uint8Array());
    expect(cheat.is).toBe('does-not-extend');
    const short = await between(
      earlier,
      later,
      async (ref) => (await later?.files.tile(ref))?.subarray(32) ?? new Uint8Array(),
    );
    expect(short.is).toBe('does-not-extend');
  });

  it('tells that it could not be compared where a tile cannot be read', async () => {
    const unread = between(earlier, later, () => Promise.reject(new Error('offline')));
    await expect(unread).rejects.toThrow('offline');
  });

  it('is told of a log that is shorter now, of another one, and of another key', async () => {
    expect(await between(later, earlier)).toMatchObject({ is: 'older', now: { size: entries.length - 3 } });
    if (later === undefined) throw new Error('there is no such log');
    const elsewhere = await signed('other.example/log');
    expect(await continuityOf(kept(later), elsewhere, () => Promise.reject())).toEqual({
      is: 'other-log',
      kept: ORIGIN,
      now: 'other.example/log',
    });
    const anew = await signed(ORIGIN);
    expect(await continuityOf(kept(later), anew, () => Promise.reject())).toEqual({
      is: 'other-key',
      kept: VKEY,
      now: anew.vkey,
    });
    const mixed = { ...later.published, vkey: anew.vkey };
    expect(await continuityOf(kept(later), mixed, () => Promise.reject())).toEqual({ is: 'unsigned' });
  });

  it('is read back as it was written, and not where a letter of it was changed', () => {
    if (later === undefined) throw new Error('there is no such log');
    const text = writeKept(kept(later));
    expect(readKept(text)).toEqual(kept(later));
    expect(readKept(text.replace(`\\n${entries.length}\\n`, `\\n${entries.length - 1}\\n`))).toBeUndefined();
    expect(readKept('{}')).toBeUndefined();
    expect(readKept('')).toBeUndefined();
  });

  it('says in both languages which sizes and which roots they are', async () => {
    const found = await between(earlier, another);
    if (found.is !== 'does-not-extend') throw new Error(found.is);
    const { zh, en } = CONTINUITY_WORDS['does-not-extend'](found);
    for (const text of [zh, en]) {
      for (const { size, root } of [found.kept, found.now]) {
        expect(text).toContain(String(size));
        expect(text).toContain(root);
      }
    }
  });
});

/** A checkpoint of a log of that name, signed by a key that nobody knew before. */
async function signed(origin: string): Promise<Published> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const verifier = verifierOf(origin, publicKey.export({ type: 'spki', format: 'der' }).subarray(12));
  const text = writeCheckpoint({ origin, size: entries.length, root: new Uint8Array(32) });
  const note = await signNote(text, verifier, async (message) => sign(null, message, privateKey));
  return { note, vkey: writeVerifierKey(verifier) };
}
