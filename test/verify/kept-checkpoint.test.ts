import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../shared/domain/entry.ts';
import { told, winter } from '../reports/winter.ts';
import { packOf, sourceOf, UnpackedPack } from './packs.ts';

/** The operator, who has the key, signs another history: each verifies by itself, and only what was kept tells. */

/** The script that docs/audit.md has auditors write, in each of its languages. */
const SCRIPTS = readFileSync(join(import.meta.dirname, '../../docs/audit.md'), 'utf8')
  .split("cat > extends.mjs <<'END'\n")
  .slice(1)
  .map((text) => text.split('\nEND\n')[0] ?? '');

const opened: UnpackedPack[] = [];
afterAll(() => {
  for (const pack of opened) pack.close();
});

async function packWith(entries: readonly Entry[]): Promise<UnpackedPack> {
  const pack = await new UnpackedPack().unpack(await packOf(await sourceOf(entries)));
  opened.push(pack);
  return pack;
}

describe.each(SCRIPTS.map((script, nth) => [['中文', 'English'][nth], script] as const))(
  'a checkpoint that was kept (the script of docs/audit.md, %s)',
  (_language, script) => {
    it('is extended by the log that went on, and not by one that was written anew under the same key', async () => {
      const entries = (await told(await winter())).postings.map(({ entry }) => entry);
      const earlier = await packWith(entries.slice(0, -3));
      const later = await packWith(entries);
      const [first, ...rest] = entries;
      if (first === undefined) throw new Error('a winter has entries');
      const another = await packWith([{ ...first, note: '另有说明' }, ...rest]);
      expect([await earlier.wrong(), await later.wrong(), await another.wrong()]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      const [program, kept] = [earlier.at('extends.mjs'), earlier.at('kept')];
      writeFileSync(program, script);
      writeFileSync(kept, earlier.read('log/checkpoint'));
      const said = (pack: UnpackedPack) =>
        execFileSync(process.execPath, [program, pack.root, kept], { encoding: 'utf8' }).trim();
      const sizes = `${entries.length - 3} -> ${entries.length}`;
      expect(said(later)).toBe(`extends ${sizes}`);
      expect(said(another)).toBe(`DOES NOT EXTEND ${sizes}`);
    });
  },
);
