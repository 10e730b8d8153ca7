import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { filesIn, readZip, writeZip, type ZipFile } from '../../shared/exports/files/zip.ts';
import { bytesOf, each } from './sheets.ts';

const folder = mkdtempSync(join(tmpdir(), 'zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

function filesOf(files: Iterable<readonly [string, Uint8Array]>): AsyncGenerator<ZipFile> {
  return each(Array.from(files, ([path, bytes]) => ({ path, chunks: () => each([bytes]) })));
}

const CONTENT: readonly (readonly [string, Uint8Array])[] = [
  ['目录/资金使用台账.csv', Buffer.from('序号\r\n')],
  ['empty', new Uint8Array()],
  ['large', Buffer.alloc(300_000, 7)],
];

describe('an archive', () => {
  it('gives back the files it was made of, in their order, compressed or not', async () => {
    for (const compressed of [true, false]) {
      const found = await filesIn(await bytesOf(writeZip(filesOf(CONTENT), { compressed })));
      expect([...found].map(([path, bytes]) => [path, Buffer.from(bytes)])).toEqual(
        CONTENT.map(([path, bytes]) => [path, Buffer.from(bytes)]),
      );
    }
  });

  it('is the same to the byte for the same files, wherever it is made', async () => {
    const once = await bytesOf(writeZip(filesOf(CONTENT), { compressed: false }));
    const zone = process.env.TZ;
    process.env.TZ = 'Asia/Shanghai';
    const again = await bytesOf(writeZip(filesOf(CONTENT), { compressed: false }));
    process.env.TZ = zone;
    expect(again.equals(once)).toBe(true);
  });

  it('reads a file only when those before it are written', async () => {
    const asked: string[] = [];
    async function* files(): AsyncGenerator<ZipFile> {
      for (const [path, bytes] of CONTENT) {
        asked.push(path);
        yield { path, chunks: () => each([bytes]) };
      }
    }
    const archive = writeZip(files(), { compressed: false });
    await archive.next();
    expect(asked.length).toBeLessThan(CONTENT.length);
    await archive.return(undefined);
  });

  it('ends with what a file in it ended with', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('the disk is gone');
    }
    const files = each([{ path: 'a', chunks: broken }]);
    await expect(bytesOf(writeZip(files, { compressed: true }))).rejects.toThrow('the disk is gone');
  });

  it('is refused where it holds a path that leads out, or more than it may', async () => {
    const path = join(folder, 'a.zip');
    const read = async (limits: { files: number; bytes: number }) => {
      for await (const { chunks } of readZip(path, limits)) await bytesOf(chunks());
    };
    writeFileSync(path, await bytesOf(writeZip(filesOf(CONTENT), { compressed: false })));
    await read({ files: 3, bytes: 1_000_000 });
    await expect(read({ files: 2, bytes: 1_000_000 })).rejects.toThrow('more than 2 files');
    await expect(read({ files: 3, bytes: 1_000 })).rejects.toThrow('more than 1000 bytes');
    const out = Buffer.from(await bytesOf(writeZip(filesOf([['aa/evil', Buffer.from('x')]]), { compressed: false })));
    for (let at = out.indexOf('aa/evil'); at >= 0; at = out.indexOf('aa/evil')) out.write('../evil', at);
    writeFileSync(path, out);
    await expect(read({ files: 3, bytes: 1_000 })).rejects.toThrow('invalid relative path');
  });

  it('never gives other bytes than were put in without saying so', async () => {
    const path = join(folder, 'b.zip');
    const whole = await bytesOf(writeZip(filesOf([['a.txt', Buffer.from('内容')]]), { compressed: false }));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] ?? 0) ^ flip;
        writeFileSync(path, altered);
        const found: string[] = [];
        try {
          for await (const file of readZip(path, { files: 9, bytes: 999 }))
            found.push((await bytesOf(file.chunks())).toString());
        } catch {
          return;
        }
        for (const content of found) expect(content).toBe('内容');
      }),
      { numRuns: 300 },
    );
  });
});
