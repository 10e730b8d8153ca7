import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../shared/commands/confirm.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { amendUnit } from '../../shared/commands/registry.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import type { Id } from '../../shared/domain/id.ts';
import { allWithUndone } from '../../shared/domain/undone.ts';
import type { Tree } from '../../shared/domain/unit-trees.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { cubeOf, sumsOf } from '../../shared/reports/cube-sums.ts';
import { Register } from '../../shared/reports/register.ts';
import { unitStatement } from '../../shared/reports/unit-statement.ts';
import { usage } from '../../shared/reports/usage.ts';
import { COORDINATOR, KEEPER, type TestOffice, TREASURER, yuan } from '../commands/office.ts';
import { openOffice, REASON } from '../commands/world.ts';
import { columnsOf, read, sealedBy } from '../exports/ledgers/reading.ts';

const UNITS = ['town', 'village', 'other-town'];
const DAY = 86_400_000;

interface Step {
  readonly kind: 'move' | 'send' | 'give' | 'return' | 'night';
  readonly unit: number;
  readonly below: number;
  readonly amount: number;
  readonly isLate: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('move', 'move', 'send', 'send', 'give', 'return', 'night'),
    unit: fc.nat(2),
    below: fc.nat(3),
    amount: fc.integer({ min: 1, max: 9 }),
    isLate: fc.boolean(),
  }),
  { maxLength: 30, size: 'max' },
);

async function start(): Promise<TestOffice> {
  const office = await openOffice();
  const goods = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line'),
    warehouse: office.id('warehouse'),
    effectiveOn: '2020-02-01',
    lines: [{ item: office.id('masks'), quantity: 1_000n, value: yuan('1000.00') }],
  } as const;
  await office.post(KEEPER, receiveInKind, goods);
  return office;
}

/** What every unit has with all below it, in one of the trees, and what all have together. */
async function figuresOf(office: TestOffice, tree: Tree) {
  const { postings } = await office.journal.whole();
  const register = new Register(postings);
  const having = (unit: Id) => {
    const { goods, disbursed, coverage } = unitStatement(postings, register, { unit, below: true, tree, prices: true });
    const delivered = goods.reduce((sum, row) => sum + row.delivered + row.transit, 0);
    return { delivered, disbursed: yuan(disbursed), people: coverage.people };
  };
  return Object.fromEntries(UNITS.map((name) => [name, having(office.id(name))]));
}

async function play(office: TestOffice, { kind, unit, below, amount, isLate }: Step, sent: string[]): Promise<void> {
  const name = UNITS[unit] ?? '';
  const today = dateInShanghai(office.now - (isLate ? DAY : 0));
  switch (kind) {
    case 'night':
      office.now += DAY;
      return;
    case 'move': {
      const parent = UNITS[below];
      await office.ask(TREASURER, amendUnit, { parent: parent ? office.id(parent) : null, ...REASON }, { on: name });
      return;
    }
    case 'send': {
      const as = `sent-${sent.length}`;
      const lines = [{ item: office.id('masks'), quantity: BigInt(amount) }];
      const to = { unit: office.id(name), warehouse: office.id('warehouse'), effectiveOn: today, lines };
      await office.ask(KEEPER, dispatch, to, { as });
      const signed = { effectiveOn: today, lines: [{ line: 1, good: BigInt(amount) }], signatory: '甲', people: 1n };
      if (below !== 0) await office.ask({ ...COORDINATOR, units: ['SY', 'SY-01', 'GM'] }, confirm, signed, { on: as });
      sent.push(as);
      return;
    }
    case 'give': {
      const more = { purpose: '慰问', method: '银行转账', people: 2n, effectiveOn: today };
      const body = { fundingLine: office.id('line'), unit: office.id(name), amount: BigInt(amount), ...more };
      await office.ask(TREASURER, disburse, body);
      return;
    }
    case 'return': {
      const lines = [{ line: 1, quantity: 1n }];
      const on = sent[amount % Math.max(1, sent.length)];
      const body = { lines, effectiveOn: dateInShanghai(office.now), ...REASON };
      if (on !== undefined) await office.ask(KEEPER, returnFromUnit, body, { on });
    }
  }
}

describe('figures of units that move', () => {
  it('of then are changed by no later move and are those of ledgers, and in both trees the topmost make the whole', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const office = await start();
        const sent: string[] = [];
        for (const step of sequence) {
          const before = step.kind === 'move' ? await figuresOf(office, 'then') : undefined;
          await play(office, step, sent);
          if (before !== undefined) expect(await figuresOf(office, 'then')).toEqual(before);
        }
        await office.balances();
        const { postings } = await office.journal.whole();
        const register = new Register(postings);
        const told = allWithUndone(postings);
        const cubes = [Cube.of(told, {}, register), cubeOf(sumsOf(told, register))];
        const units = register.all('unit');
        const readBack = Register.of(new Map(units.map((unit) => [unit, register.write(unit) ?? ''])));
        for (const { opening } of postings) {
          if (opening === undefined) continue;
          const tree = readBack.treeAt(opening);
          expect(tree).toBe(register.treeAt(opening));
          for (const unit of units) expect(readBack.lineage(unit, tree)).toEqual(register.lineage(unit, tree));
        }
        const sealed = await sealedBy(office);
        const limit = 1_000;
        const whole = usage(cubes[0] ?? new Cube(), register, { by: ['unit'], limit });
        for (const tree of ['then', 'now'] as const) {
          const figures = await figuresOf(office, tree);
          for (const cube of cubes) {
            for (const name of UNITS) {
              const asked = { by: ['unit'] as const, unit: office.id(name), below: true, tree, limit };
              const { total } = usage(cube, register, asked) ?? {};
              const { delivered, disbursed } = figures[name] ?? {};
              const transit = (total?.bought.transit.quantity ?? 0) + (total?.inKind.transit.quantity ?? 0);
              expect([(total?.quantity ?? 0) + transit, yuan(total?.disbursed ?? '')]).toEqual([delivered, disbursed]);
            }
          }
          if (tree === 'then') {
            for (const name of UNITS) {
              const ledger = await read('distribution', sealed, { unit: office.id(name), below: true });
              const sent = columnsOf(ledger, '实发数量').reduce((sum, [one]) => sum + BigInt(one ?? 0), 0n);
              expect(sent).toBe(BigInt(figures[name]?.delivered ?? 0));
            }
          }
          // Each document counts once below what was topmost in its tree.
          const tops = (posting: (typeof told)[number]) => {
            const { opening } = posting;
            if (opening === undefined) return undefined;
            const { unit } = opening.refs;
            return register.lineage(unit, tree === 'now' ? undefined : register.treeAt(opening)).at(-1);
          };
          const byTop = new Map<Id, bigint>();
          for (const posting of told) {
            const top = tops(posting);
            if (top === undefined) continue;
            for (const { from, to, quantity } of posting.movements) {
              const change = (to === 'unit' ? quantity : 0n) - (from === 'unit' ? quantity : 0n);
              byTop.set(top, (byTop.get(top) ?? 0n) + change);
            }
          }
          expect(byTop.values().reduce((sum, one) => sum + one, 0n)).toBe(BigInt(whole?.total.quantity ?? 0));
        }
      }),
      { numRuns: 40, interruptAfterTimeLimit: 8_000 },
    );
  });
});
