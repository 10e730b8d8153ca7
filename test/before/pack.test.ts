import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../shared/schemas/entry.ts';
import { unpack } from '../../verify/unpack.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import { freshFolder } from '../local/folder.ts';
import { BEFORE } from './before.ts';

const KINDS = [
  ...['registration', 'amendment', 'closure', 'appropriation', 'give-back', 'order', 'acceptance', 'supplier-return'],
  ...['release', 'invoice', 'payment', 'receipt', 'dispatch', 'confirmation', 'resolution', 'unit-return'],
  ...['disbursement', 'take-back', 'benefit', 'count', 'adjustment', 'reversal', 'attachment', 'period-closure'],
  ...['disclosure', 'erasure'],
];

describe.each(BEFORE)('what was sealed before, by $commit', ({ commit, size, key, packBytes, packed }) => {
  const lines = Buffer.from(packed.get('entries.jsonl') ?? '')
    .toString('utf8')
    .trimEnd()
    .split('\n');

  it('is read as entries of the first form, and written again to the same bytes', () => {
    expect(lines).toHaveLength(size);
    const entries = lines.map(decodeEntry);
    expect(new Set(entries.map(({ form }) => form))).toEqual(new Set([1]));
    expect(entries.map(encodeEntry)).toEqual(lines);
  });

  it('is of every kind, with everything that an entry can say', () => {
    const entries = lines.map(decodeEntry);
    const kinds = commit === '1701df8' ? KINDS : [...KINDS, 'stock-move'];
    expect([...new Set(entries.map(({ kind }) => kind))].sort()).toEqual(kinds.toSorted());
    const said = new Set(entries.flatMap((entry) => Object.keys(entry)));
    for (const part of ['coverage', 'approval', 'exception', 'belongsTo', 'note', 'blinded']) {
      expect(said, part).toContain(part);
    }
    expect(entries.some(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  it('verifies as the pack that was handed over, in all but its ledgers, which are of an older edition', async () => {
    const folder = await freshFolder();
    const archive = join(folder, 'pack.zip');
    await writeFile(archive, packBytes);
    await unpack(archive, join(folder, 'pack'));
    const verified = await verifyPack(join(folder, 'pack'), key);
    const ledgers = [...packed.keys()].filter((path) => path.startsWith('ledgers/')).length;
    const absent = [expect.stringContaining('.jpg')];
    expect(verified).toMatchObject({ size, evidence: 1, absent, ledgers: 0, olderLedgers: ledgers });
  });
});
