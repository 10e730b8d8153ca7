import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SortedRows } from '../../shared/exports/files/sorted-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
  readonly key: string;
  readonly place: number;
}

function rowsOf(limit: number): SortedRows<Row> {
  return new SortedRows<Row>({
    encode: (row) => JSON.stringify(row),
    decode: (text) => JSON.parse(text),
    folder,
    limit,
  });
}

async function sorted(keys: readonly string[], limit: number): Promise<Row[]> {
  const rows = rowsOf(limit);
  for (const [place, key] of keys.entries()) rows.add(key, { key, place });
  const found: Row[] = [];
  for await (const row of rows.sorted()) found.push(row);
  rows.close();
  return found;
}

describe('sorted rows', () => {
  it('come back in the order of their keys, equal ones as they came, however few fit into memory', async () => {
    const keys = fc.stringMatching(/^[0-9a-zé汉]{0,3}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(keys, { maxLength: 400 }), fc.integer({ min: 1, max: 50 }), async (some, limit) => {
        const rows = some.map((key, place) => ({ key, place }));
        const expected = rows.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place));
        expect(await sorted(some, limit)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are merged in several rounds where there are very many runs', async () => {
    const keys = Array.from({ length: 500 }, (_, at) => String((at * 7_919) % 500).padStart(3, '0'));
    expect((await sorted(keys, 1)).map(({ key }) => key)).toEqual([...keys].sort());
  });

  it('are one run where they come in their order, and a further one from each that does not', () => {
    const rows = rowsOf(2);
    const runs = () => readdirSync(folder).flatMap((one) => readdirSync(join(folder, one))).length;
    for (const key of ['a', 'b', 'b', 'c', 'd', 'e']) rows.add(key, { key, place: 0 });
    expect(runs()).toBe(1);
    for (const key of ['c', 'f', 'f', 'g']) rows.add(key, { key, place: 0 });
    expect(runs()).toBe(2);
    rows.close();
  });

  it('leave no file behind, also where they are given up half read', async () => {
    const rows = rowsOf(2);
    for (const key of ['c', 'b', 'a', 'd', 'e']) rows.add(key, { key, place: 0 });
    expect(readdirSync(folder)).toHaveLength(1);
    for await (const _row of rows.sorted()) break;
    rows.close();
    rows.close();
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  });
});
