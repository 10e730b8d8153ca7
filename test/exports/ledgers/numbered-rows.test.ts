import { describe, expect, it } from 'vitest';
import { NumberedRows } from '../../../shared/exports/ledgers/numbered-rows.ts';
import { nthId } from '../../commands/office.ts';
import { inMemory } from './reading.ts';

function rowsOf(): NumberedRows<'text' | 'amount'> {
  return new NumberedRows(['text', 'amount'], inMemory);
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

describe('numbered rows', () => {
  it('come by date, then by the log, then by line', async () => {
    const rows = rowsOf();
    rows.add({ on: '2020-12-02', index: 1, line: 0 }, { text: 'last' });
    rows.add({ on: '2020-12-01', index: 10, line: 2 }, { text: 'third' });
    rows.add({ on: '2020-12-01', index: 10, line: 1 }, { text: 'second' });
    rows.add({ on: '2020-12-01', index: 9, line: 11 }, { text: 'first' });
    expect((await all(rows.read())).map(({ row }) => row.text)).toEqual(['first', 'second', 'third', 'last']);
  });

  it('give back every value as it was', async () => {
    const rows = rowsOf();
    const cells = [
      { text: '', amount: 0n },
      { text: '#1', amount: -(10n ** 20n) },
      { text: '=1\n"二"', amount: null },
      { text: null, amount: null },
    ];
    cells.forEach((row, line) => {
      rows.add({ on: '2020-12-01', index: 0, line }, row);
    });
    expect((await all(rows.read())).map(({ row }) => row)).toEqual(cells);
  });

  it('bring the places of the entries that each names, in the order in which it names them', async () => {
    const rows = rowsOf();
    rows.number(nthId(1), 7);
    rows.number(nthId(2), 3);
    rows.add({ on: '2020-12-01', index: 8, line: 0 }, { text: 'both' }, [nthId(1), nthId(2)]);
    rows.add({ on: '2020-12-01', index: 9, line: 0 }, { text: 'none' });
    rows.add({ on: '2020-12-01', index: 9, line: 1 }, { text: 'again' }, [nthId(2)]);
    rows.add({ on: '2020-12-01', index: 9, line: 2 }, { text: 'unknown' }, [nthId(9)]);
    const read = (await all(rows.read())).map(({ row, numbers }) => [row.text, ...numbers]);
    expect(read).toEqual([['both', 7, 3], ['none'], ['again', 3], ['unknown']]);
  });
});
