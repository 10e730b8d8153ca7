import { beforeAll, describe, expect, it } from 'vitest';
import { PAGE_BOUNDS, reportOn } from '../../shared/audit/pack-report.ts';
import { CannotVerify, Wrong } from '../../shared/audit/wrong.ts';
import { filesIn, writeZip } from '../../shared/exports/files/zip.ts';
import { writeVerifierKey } from '../../shared/log/tree/note.ts';
import { openedFrom } from '../../web/verify/dropped-pack.ts';
import { bytesOf, each } from '../exports/sheets.ts';
import { told, winter } from '../reports/winter.ts';
import { KEY, packOf, sourceOf } from '../verify/packs.ts';

let archive: Buffer;
beforeAll(async () => {
  archive = await packOf(await sourceOf((await told(await winter())).postings.map(({ entry }) => entry)));
});

/** What a page says of an archive: the verdict, or why it is none. */
async function verdictOn(bytes: Uint8Array): Promise<string> {
  try {
    return (await reportOn(openedFrom(bytes), { vkey: writeVerifierKey(KEY) })).verdict;
  } catch (error) {
    if (error instanceof Wrong) return 'wrong';
    throw error;
  }
}

/** An archive of those files, as a pack is written or compressed. */
function zipped(paths: readonly string[], compressed = false): Promise<Buffer> {
  const files = paths.map((path) => ({ path, chunks: () => each([Buffer.alloc(100)]) }));
  return bytesOf(writeZip(each(files), { compressed }));
}

describe('an archive dropped on a page', () => {
  it('is opened into the files that were packed, byte for byte', async () => {
    const pack = openedFrom(archive);
    const files = await filesIn(archive);
    expect(pack.paths).toEqual([...files.keys()]);
    for (const [path, bytes] of files)
      expect(Buffer.from((await pack.file(path)) ?? []).equals(bytes), path).toBe(true);
    expect(await pack.file('no such file')).toBeUndefined();
    expect(await verdictOn(archive)).toBe('sound');
  });

  it('is wrong with a bit turned in any of its files, or cut short', async () => {
    for (const [path, bytes] of await filesIn(archive)) {
      const at = archive.indexOf(bytes);
      expect(at, path).toBeGreaterThan(0);
      const turned = Buffer.from(archive);
      turned.writeUInt8(turned.readUInt8(at + Math.floor(bytes.length / 2)) ^ 4, at + Math.floor(bytes.length / 2));
      expect(await verdictOn(turned), path).toBe('wrong');
    }
    for (const length of [0, 1, 100, archive.length - 1])
      expect(await verdictOn(archive.subarray(0, length))).toBe('wrong');
  });

  it('is no pack where its files are compressed, or one is there twice', async () => {
    expect(() => openedFrom(Buffer.from('no archive'))).toThrow(Wrong);
    const compressed = await zipped(['a', 'b'], true);
    expect(() => openedFrom(compressed)).toThrow('a is not stored as it is');
    const twice = await zipped(['a', 'a']);
    expect(() => openedFrom(twice)).toThrow('a is no file or there twice');
  });

  it('is not read where it is larger than is checked on a page, which says so', async () => {
    const bounds = { ...PAGE_BOUNDS, bytes: 1024 ** 2, files: 3 };
    expect(() => openedFrom(new Uint8Array(bounds.bytes + 1), bounds)).toThrow(CannotVerify);
    const many = await zipped(['a', 'b', 'c', 'd']);
    expect(() => openedFrom(many, bounds)).toThrow(/at most 3 files/);
  });
});
