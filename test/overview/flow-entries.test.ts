import { describe, expect, test } from 'vitest';
import { meantPage } from '../../shared/projection/entries-meant.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { usage } from '../../shared/reports/usage.ts';
import { HEADLINE_FIGURES } from '../../shared/schemas/entries-meant.ts';
import { listQueries } from '../../shared/schemas/lists.ts';
import { flowOf, folded } from '../../web/overview/flow.ts';
import { partsOf } from '../../web/overview/flow-parts.ts';
import { told, winter } from '../reports/winter.ts';

const office = await winter();
const { postings, register } = await told(office);
const whole = await office.journal.whole();

/** What the entries that a query lists say they change, page by page; the first page says it of all of them. */
function changedBy(query: string): bigint {
  const asked = Object.fromEntries(new URL(query, 'http://tracker.example').searchParams);
  const { limit: _limit, cursor: _cursor, ...meant } = listQueries.entry.parse(asked);
  let sum = 0n;
  const first = meantPage(whole, meant, { limit: 7 });
  for (let page = first; ; ) {
    for (const { change = 0n } of page.items) sum += change;
    if (page.next === undefined) break;
    page = meantPage(whole, meant, { limit: 7, after: page.next });
    expect(page.changed).toBe(undefined);
  }
  expect([query, first.changed]).toEqual([query, sum]);
  return sum;
}

const PERIODS = [
  {},
  { to: '2020-12-31' },
  { from: '2020-12-09', to: '2021-01-07' },
  { from: '2021-01-01' },
  { from: '2021-01-01', fundingLine: office.id('line') },
] as const;

describe('the entries of the picture', () => {
  test.each(PERIODS)('change each node by what flows through it, or its parts do, of %j', (asked) => {
    const options = { by: ['fundingLine', 'item', 'unit'] as const, limit: 10_000, ...asked };
    const flow = flowOf(usage(Cube.of(postings, asked, register), register, options)?.rows ?? [], asked);
    const { nodes } = folded(flow, 4);
    expect(nodes.length).toBeGreaterThan(2);
    for (const { id, value, begins, entries, begun } of nodes) {
      if (entries !== undefined) expect([id, changedBy(entries)]).toEqual([id, value]);
      if (begun !== undefined) expect([id, changedBy(begun)]).toEqual([id, begins]);
      for (const part of partsOf(flow, id, asked) ?? []) {
        if (part.entries === undefined) continue;
        const sum = changedBy(part.entries);
        expect([id, part.entries, id === 'earlier' ? -sum : sum]).toEqual([id, part.entries, part.value]);
      }
    }
  });

  test.each(HEADLINE_FIGURES)('say what they change of %s, which they add up to', (figure) => {
    changedBy(`/api/entries?figure=${figure}`);
  });
});
