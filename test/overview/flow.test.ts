import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatYuan } from '../../shared/domain/amount.ts';
import { apart, type Flow, flowOf, folded, MOST_NODES, wayThrough } from '../../web/overview/flow.ts';
import { partsOf } from '../../web/overview/flow-parts.ts';

type Row = Parameters<typeof flowOf>[0][number];

const named = (kind: string, at: number) => ({ id: `${kind}-${at}`, code: `${kind}-${at}`, name: `${kind} ${at}` });
const amount = fc.oneof(fc.constant(0n), fc.bigInt({ min: -10_000n, max: 10_000_000n })).map(formatYuan);
const balance = amount.map((value) => ({ quantity: 0, value }));
const goods = fc.record({
  received: balance,
  found: balance,
  committed: balance,
  spent: balance,
  stock: balance,
  transit: balance,
  held: balance,
  delivered: balance,
  loss: balance,
});
const numbered = (kind: string, most: number) => fc.integer({ min: 1, max: most }).map((at) => named(kind, at));
const row: fc.Arbitrary<Row> = fc.record({
  fundingLine: numbered('line', 15),
  item: fc.option(
    numbered('item', 20).map((item) => ({ ...item, baseMeasure: '袋' })),
    { nil: null },
  ),
  unit: fc.option(numbered('unit', 30), { nil: null }),
  available: amount,
  disbursed: amount,
  benefits: amount,
  bought: goods,
  inKind: goods,
});

/** What the rows say stands or was used, each once. */
function sumOf(rows: readonly Row[]): bigint {
  const fen = (yuan: string) => BigInt(yuan.replace('.', ''));
  const all = rows.flatMap(({ available, disbursed, benefits, bought, inKind }) => [
    ...[available, disbursed, benefits],
    ...[bought, inKind].flatMap(({ received: _r, found: _f, ...ends }) =>
      Object.values(ends).map(({ value }) => value),
    ),
  ]);
  return all.reduce((sum, yuan) => sum + fen(yuan), 0n);
}

function into({ links }: Flow, id: string): bigint {
  return links.reduce((sum, { to, value }) => (to === id ? sum + value : sum), 0n);
}

function outOf({ links }: Flow, id: string): bigint {
  return links.reduce((sum, { from, value }) => (from === id ? sum + value : sum), 0n);
}

function endsOf(flow: Flow): bigint {
  return flow.nodes.reduce((sum, { id, column }) => (column === 'to' ? sum + into(flow, id) : sum), 0n);
}

describe('where every fen went', () => {
  test('ends in what it began with, to the fen, and loses nothing at any node', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        for (const flow of [flowOf(rows), folded(flowOf(rows))]) {
          expect(endsOf(flow)).toBe(flow.total);
          for (const { id, column, begins } of flow.nodes) {
            if (column !== 'to') expect(into(flow, id) + begins).toBe(outOf(flow, id));
          }
          for (const { value } of flow.links) expect(value).toBeGreaterThan(0n);
        }
      }),
    );
  });

  test('begins with what the rows add up to, what was there before, and what was given back', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const flow = flowOf(rows);
        const earlier = flow.nodes.find(({ id }) => id === 'earlier')?.begins ?? 0n;
        expect(flow.total - earlier - into(flow, 'state:givenBack')).toBe(sumOf(rows));
      }),
    );
  });

  test('has no more nodes a column than can be told apart, and the same total', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 80 }), (rows) => {
        const flow = flowOf(rows);
        const less = folded(flow);
        expect(less.total).toBe(flow.total);
        for (const column of ['from', 'through', 'to']) {
          expect(less.nodes.filter((node) => node.column === column).length).toBeLessThanOrEqual(MOST_NODES);
        }
      }),
    );
  });
});

describe('every node of the picture', () => {
  test('leads to entries that add up to it, or is the sum of parts that each do', () => {
    fc.assert(
      fc.property(fc.array(row.map(asBooked), { maxLength: 80 }), (rows) => {
        const flow = flowOf(rows);
        for (const { id, value, begins, entries, begun } of folded(flow).nodes) {
          if (entries !== undefined) expect([id, net(flow, entries)]).toEqual([id, value]);
          if (begun !== undefined) expect([id, net(flow, begun)]).toEqual([id, begins]);
          const parts = partsOf(flow, id) ?? [];
          expect([id, parts.reduce((sum, part) => sum + part.value, 0n)]).toEqual([id, value]);
          for (const part of parts) {
            const sum = part.entries === undefined ? part.value : net(flow, part.entries);
            expect([id, id === 'earlier' ? -sum : sum]).toEqual([id, part.value]);
            expect(part.entries === undefined).toBe(part.whole !== undefined);
          }
        }
      }),
    );
  });
});

/** Goods are of an item and money of none, and what was delivered or paid out is with a unit. */
function asBooked(told: Row): Row {
  const none = { quantity: 0, value: '0.00' };
  const { item, unit } = told;
  const goods = (of: Row['bought']) => {
    const all =
      item === null ? { ...of, committed: none, spent: none, stock: none, transit: none, held: none, loss: none } : of;
    return item === null || unit === null ? { ...all, delivered: none } : all;
  };
  const money = item === null ? {} : { available: '0.00', disbursed: '0.00', benefits: '0.00' };
  return {
    ...told,
    ...money,
    ...(unit === null ? { disbursed: '0.00' } : {}),
    bought: goods(told.bought),
    inKind: goods(told.inKind),
  };
}

/** What the cells add up to that a query of entries asks for. */
function net({ cells }: Flow, query: string): bigint {
  const asked = new URL(query, 'http://tracker.example').searchParams;
  const stands = asked.get('stands');
  const isMeant = (name: string, place: string | undefined, ...kinds: readonly string[]) =>
    !asked.has(name) || kinds.some((kind) => place === `${kind}:${asked.get(name)}`);
  const isThere = (through: string | undefined, to: string) => {
    if (stands === 'received' || stands === 'returned') return true;
    if (stands === 'goods') return through !== undefined;
    const atUnit = ['units', through === undefined ? 'disbursed' : 'delivered'];
    return to.startsWith('unit:') ? atUnit.includes(stands ?? '') : to === `state:${stands}`;
  };
  return cells
    .filter(
      ({ from, through, to }) =>
        isMeant('fundingLine', from.id, 'money', 'gifts') &&
        (!asked.has('origin') || from.id.startsWith(`${asked.get('origin')}:`)) &&
        isMeant('item', through?.id, 'item') &&
        isMeant('unit', to.id, 'unit') &&
        isThere(through?.id, to.id),
    )
    .reduce((sum, { value }) => sum + (stands === 'returned' ? -value : value), 0n);
}

describe('labels', () => {
  test('stand eighteen pixels apart, whatever the nodes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 340 }), { maxLength: MOST_NODES }), (places) => {
        const laid = apart(
          places.toSorted((a, b) => a - b),
          18,
          340,
        );
        laid.forEach((place, at) => {
          expect(place).toBeLessThanOrEqual(340);
          if (at > 0) expect(place - (laid[at - 1] ?? 0)).toBeGreaterThanOrEqual(18);
        });
      }),
    );
  });
});

test('a way goes up and down from a node, and not sideways', () => {
  const flow: Flow = {
    nodes: [],
    cells: [],
    links: [
      { from: 'money', to: 'rice', value: 2n },
      { from: 'money', to: 'oil', value: 1n },
      { from: 'rice', to: 'town', value: 2n },
      { from: 'oil', to: 'town', value: 1n },
    ],
    total: 3n,
  };
  expect([...wayThrough(flow, 'rice')].sort()).toEqual(['money', 'rice', 'town']);
});
