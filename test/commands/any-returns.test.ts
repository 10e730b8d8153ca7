import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import type { Answer } from '../../shared/commands/command.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { refund } from '../../shared/commands/refund.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import { NOBODY, plusCoverage } from '../../shared/domain/coverage.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import { type Id, lotId } from '../../shared/domain/id.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import { payable, refundable } from '../../shared/domain/purchase.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import { allWithUndone } from '../../shared/domain/undone.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { headline } from '../../shared/reports/headline.ts';
import type { Effect, Headline } from '../../shared/schemas/reports.ts';
import { faultsOf } from './identities.ts';
import { BUYER, COORDINATOR, KEEPER, OTHER_TREASURER, type TestOffice, TREASURER } from './office.ts';
import { APPROVAL, openOffice, orderLine, REASON } from './world.ts';

const MONTHS = ['2020-03', '2020-04', '2020-05', '2020-06'] as const;
const LAST_DAYS = {
  '2020-03': '2020-03-31',
  '2020-04': '2020-04-30',
  '2020-05': '2020-05-31',
  '2020-06': '2020-06-30',
};

/** A step of the story: what is done, to which of the documents there are, how much of it, and whether a month passes. */
interface Step {
  readonly does: keyof typeof STEPS;
  readonly which: number;
  readonly quantity: number;
  readonly people: number | undefined;
  readonly isLater: boolean;
}

interface Story {
  readonly office: TestOffice;
  readonly entries: Entry[];
  on: string;
}

const of = ({ entries }: Story, kind: Kind, { which }: Step): Entry | undefined => {
  const found = entries.filter((entry) => entry.kind === kind).toReversed();
  return found[which % Math.max(1, found.length)];
};

const reached = ({ people }: Step) => (people === undefined ? {} : { people: BigInt(people) });

type Perform = (story: Story, step: Step) => Promise<Answer | undefined>;

const STEPS = {
  buy: async (story, { quantity, which }) => {
    const { office, on: effectiveOn } = story;
    const line = orderLine(
      office,
      'masks',
      BigInt(quantity) * 3n,
      `${quantity}.01`,
      which % 2 === 0 ? 'line' : 'line-2',
    );
    const body = { supplier: office.id('supplier'), effectiveOn, lines: [line] };
    const ordered = await office.ask(BUYER, order, body);
    if (!('recorded' in ordered)) return ordered;
    story.entries.push(ordered.entry.entry);
    const accepting = {
      warehouse: office.id('warehouse'),
      effectiveOn,
      lines: [{ line: 1, good: BigInt(quantity) * 3n }],
    };
    return office.ask(KEEPER, accept, accepting, { on: ordered.entry.entry.id });
  },
  deliver: async (story, step) => {
    const { office, on: effectiveOn } = story;
    const fundingLine = office.id(step.which % 2 === 0 ? 'line' : 'line-2');
    const lines = [{ item: office.id('masks'), quantity: BigInt(step.quantity), fundingLine }];
    const sending = { unit: office.id('town'), warehouse: office.id('warehouse'), effectiveOn, lines };
    const sent = await office.ask(KEEPER, dispatch, sending);
    if (!('recorded' in sent)) return sent;
    story.entries.push(sent.entry.entry);
    const damaged = BigInt(step.which % 3 === 2 ? 1 : 0);
    const good = BigInt(step.quantity) - damaged;
    const signing = { effectiveOn, lines: [{ line: 1, good, damaged }], signatory: '签收人', ...reached(step) };
    return office.ask(COORDINATOR, confirm, signing, { on: sent.entry.entry.id });
  },
  resolve: (story, step) => {
    const body = { lines: [{ line: 1, toUnit: 1n }], effectiveOn: story.on, ...REASON, approval: APPROVAL };
    return onto(story, step, 'dispatch', (id) => story.office.ask(TREASURER, resolve, body, { on: id }));
  },
  returnFromUnit: (story, step) => {
    const { office, on: effectiveOn } = story;
    const elsewhere = step.which % 2 === 0 ? {} : { warehouse: office.id('warehouse-2') };
    const lines = [{ line: 1, quantity: BigInt(step.quantity) }];
    const body = { lines, effectiveOn, ...REASON, ...reached(step), ...elsewhere };
    return onto(story, step, 'dispatch', (id) => office.ask(KEEPER, returnFromUnit, body, { on: id }));
  },
  disburse: ({ office, on: effectiveOn }, step) => {
    const giving = { fundingLine: office.id('line'), unit: office.id('town'), amount: BigInt(step.quantity) };
    const body = { ...giving, effectiveOn, purpose: '慰问', method: '银行转账', ...reached(step) };
    return office.ask(TREASURER, disburse, body);
  },
  takeBack: (story, step) => {
    const body = { amount: BigInt(step.quantity), effectiveOn: story.on, ...REASON, ...reached(step) };
    return onto(story, step, 'disbursement', (id) => story.office.ask(TREASURER, takeBack, body, { on: id }));
  },
  pay: (story, step) => {
    const ordered = of(story, 'order', step);
    const [fundingLine = ''] = (ordered && refsOf(ordered).fundingLines) ?? [];
    const shares = [{ fundingLine, amount: BigInt(step.quantity) * 100n + 1n }];
    const body = { shares, effectiveOn: story.on, method: '银行转账', approval: APPROVAL };
    return onto(story, step, 'order', (id) => story.office.ask(TREASURER, pay, body, { on: id }));
  },
  returnToSupplier: (story, step) => {
    const accepted = of(story, 'acceptance', step);
    if (accepted === undefined || !isKind(accepted, 'acceptance')) return Promise.resolve(undefined);
    const lines = [{ lot: lotId(accepted.id, 1), quantity: BigInt(step.quantity) }];
    const body = { lines, effectiveOn: story.on, ...REASON };
    return story.office.ask(KEEPER, returnToSupplier, body, { on: accepted.refs.purchase });
  },
  closePurchase: (story, step) =>
    onto(story, step, 'order', (id) => story.office.ask(BUYER, closePurchase, REASON, { on: id })),
  reverse: (story, step) => {
    const reversed = new Set(story.entries.map((entry) => refsOf(entry).entry));
    const standing = story.entries.filter(({ id, kind }) => KINDS[kind].reversible && !reversed.has(id)).toReversed();
    const entry = standing[step.which % Math.max(1, standing.length)];
    if (entry === undefined) return Promise.resolve(undefined);
    return story.office.ask(OTHER_TREASURER, reverse, { ...REASON, effectiveOn: story.on }, { on: entry.id });
  },
} as const satisfies Record<string, Perform>;

function onto(story: Story, step: Step, kind: Kind, ask: (id: Id) => Promise<Answer>): Promise<Answer | undefined> {
  const document = of(story, kind, step);
  return document === undefined ? Promise.resolve(undefined) : ask(document.id);
}

const WEIGHTS: Readonly<Record<keyof typeof STEPS, number>> = {
  buy: 3,
  deliver: 5,
  resolve: 1,
  returnFromUnit: 5,
  disburse: 2,
  takeBack: 3,
  pay: 2,
  returnToSupplier: 2,
  closePurchase: 1,
  reverse: 4,
};

const steps = fc.array(
  fc.record({
    does: fc.oneof(
      ...Object.entries(WEIGHTS).map(([does, weight]) => ({
        weight,
        arbitrary: fc.constant(does as keyof typeof STEPS),
      })),
    ),
    which: fc.nat(5),
    quantity: fc.integer({ min: 1, max: 6 }),
    people: fc.option(fc.nat(9), { nil: undefined, freq: 2 }),
    isLater: fc.nat(4).map((number) => number === 4),
  }),
  { maxLength: 60, size: 'max' },
);

async function played(sequence: readonly Step[]): Promise<Story> {
  const office = await openOffice();
  const story: Story = { office, entries: [], on: '2020-03-10' };
  for (const step of sequence) {
    const next = MONTHS.findIndex((month) => story.on.startsWith(month)) + 1;
    if (step.isLater && next < MONTHS.length) story.on = `${MONTHS[next]}-10`;
    const answer = await STEPS[step.does](story, step);
    if (answer !== undefined && 'recorded' in answer) story.entries.push(answer.entry.entry);
  }
  return story;
}

const FIGURES = ['invested', 'goodsDelivered', 'disbursed', 'benefits', 'inKind', 'inKindDelivered'] as const;
const COUNTS = ['people', 'households', 'sites'] as const;

/** Every figure as one number. */
function figuresOf(told: Headline | Effect): bigint[] {
  const fen = FIGURES.map((name) => BigInt(told[name].replace('.', '')));
  return [...fen, ...COUNTS.map((name) => BigInt(told[name]))];
}

function sum(all: readonly bigint[][]): bigint[] {
  return all.reduce(
    (total, figures) => total.map((figure, at) => figure + (figures[at] ?? 0n)),
    Array.from({ length: FIGURES.length + COUNTS.length }, () => 0n),
  );
}

function expectNothingBelowZero(told: Headline): void {
  expect(figuresOf(told).filter((figure) => figure < 0n)).toEqual([]);
  expect(told.units).toBeGreaterThanOrEqual(0);
  for (const sentence of Object.values(told.sentences)) expect(sentence).not.toMatch(/[-−]\d/);
}

it('over any deliveries, returns, takings back and reversals, months less what they undid are the total', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 28 })), async (sequence, [at, day]) => {
      const { office } = await played(sequence);
      expect(await faultsOf(office)).toEqual([]);
      const postings = allWithUndone((await office.journal.whole()).postings);
      for (const fundingLine of [undefined, office.id('line'), office.id('line-2')]) {
        const options = fundingLine === undefined ? {} : { fundingLine };
        const cube = Cube.of(postings);
        const months = MONTHS.map((month) => headline(cube, { ...options, from: `${month}-01`, to: LAST_DAYS[month] }));
        const total = headline(cube, options);
        for (const told of [total, ...months]) expectNothingBelowZero(told);
        const undone = months.flatMap(({ undoneEarlier = [] }) => undoneEarlier.map(figuresOf));
        const later = months.flatMap(({ laterEffects = [] }) => laterEffects.map(figuresOf));
        const own = sum(months.map(figuresOf));
        const less = sum(undone);
        expect(own.map((figure, place) => figure - (less[place] ?? 0n))).toEqual(figuresOf(total));
        expect(sum(later)).toEqual(less);
        // Of days as of months: no figure of a period that cuts one is below zero.
        const to = `${MONTHS[at] ?? '2020-03'}-${`${day}`.padStart(2, '0')}`;
        const cut = { ...options, to };
        expectNothingBelowZero(headline(Cube.of(postings, cut), cut));
      }
    }),
    { numRuns: 30, interruptAfterTimeLimit: 5_000 },
  );
}, 30_000);

it('over any deliveries, returns, takings back and reversals, whom units reached is what stands with them', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const { office } = await played(sequence);
      const { postings } = await office.journal.whole();
      const { people } = headline(Cube.of(postings), {});
      const rows = [
        ...(await office.ledger.states('consignment', { limit: 1_000 })).items,
        ...(await office.ledger.states('disbursement', { limit: 1_000 })).items,
      ];
      const standing = rows.reduce((total, { state }) => plusCoverage(total, state.coverage ?? {}), NOBODY);
      expect(BigInt(people)).toBe(standing.people);
    }),
    { numRuns: 20, interruptAfterTimeLimit: 5_000 },
  );
}, 30_000);

it('over any payments and returns, what is refundable is refunded, and then nothing is payable below zero', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const { office, on: effectiveOn, entries } = await played(sequence);
      for (const entry of entries) {
        if (!isKind(entry, 'order')) continue;
        const book = async () => {
          const found = await office.ledger.read([{ row: 'purchase', id: entry.id }]);
          const row = found.state('purchase', entry.id);
          if (row === undefined) throw new Error(`there is no purchase ${entry.id}`);
          return row.state;
        };
        const owed = refundable(await book(), 1);
        const body = (amount: bigint) => ({
          shares: [{ fundingLine: entry.refs.fundingLines[0] ?? '', amount }],
          effectiveOn,
          method: '银行转账',
        });
        const most = { refusal: 'above-refundable', refundable: owed };
        expect(await office.ask(TREASURER, refund, body(owed + 1n), { on: entry.id })).toMatchObject(most);
        if (owed === 0n) continue;
        await office.post(TREASURER, refund, body(owed), { on: entry.id });
        expect(payable(await book(), 1)).toBe(0n);
      }
      await office.balances();
    }),
    { numRuns: 30, interruptAfterTimeLimit: 5_000 },
  );
}, 30_000);

it('a story of these steps gets somewhere', async () => {
  const counts = { 'unit-return': 0, 'take-back': 0, reversal: 0 };
  for (const sequence of fc.sample(steps, { numRuns: 12, seed: 7 })) {
    for (const { kind } of (await played(sequence)).entries) if (kind in counts) counts[kind as 'reversal'] += 1;
  }
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(3);
});
