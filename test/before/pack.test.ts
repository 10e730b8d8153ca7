import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../shared/schemas/entry.ts';
import { unpack } from '../../verify/unpack.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import { freshFolder } from '../local/folder.ts';
import { KEY, PACK_BYTES, PACKED } from './before.ts';

const KINDS = [
  ...['registration', 'amendment', 'closure', 'appropriation', 'give-back', 'order', 'acceptance', 'supplier-return'],
  ...['release', 'invoice', 'payment', 'receipt', 'dispatch', 'confirmation', 'resolution', 'unit-return'],
  ...['disbursement', 'take-back', 'benefit', 'count', 'adjustment', 'reversal', 'attachment', 'period-closure'],
  ...['disclosure', 'erasure'],
];

const lines = Buffer.from(PACKED.get('entries.jsonl') ?? '')
  .toString('utf8')
  .trimEnd()
  .split('\n');

describe('what was sealed before', () => {
  it('is read as entries, and written again to the same bytes', () => {
    expect(lines).toHaveLength(74);
    expect(lines.map((line) => encodeEntry(decodeEntry(line)))).toEqual(lines);
  });

  it('is of every kind, with everything that an entry can say', () => {
    const entries = lines.map(decodeEntry);
    expect([...new Set(entries.map(({ kind }) => kind))].sort()).toEqual(KINDS.toSorted());
    const said = new Set(entries.flatMap((entry) => Object.keys(entry)));
    for (const part of ['coverage', 'approval', 'exception', 'belongsTo', 'note', 'blinded']) {
      expect(said, part).toContain(part);
    }
    expect(entries.some(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  it('verifies as the pack that was handed over', async () => {
    const folder = await freshFolder();
    const archive = join(folder, 'pack.zip');
    await writeFile(archive, PACK_BYTES);
    await unpack(archive, join(folder, 'pack'));
    const verified = await verifyPack(join(folder, 'pack'), KEY);
    expect(verified).toMatchObject({ size: 74, evidence: 1, absent: [expect.stringContaining('.jpg')] });
    expect(verified.ledgers).toBe([...PACKED.keys()].filter((path) => path.startsWith('ledgers/')).length);
  });
});
