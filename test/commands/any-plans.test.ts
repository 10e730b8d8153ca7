import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Answer } from '../../shared/commands/command.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { amendPlan } from '../../shared/commands/registry.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import { type CalendarDate, dateInShanghai } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { allottedId } from '../../shared/domain/plan.ts';
import { countedIn, nameOf } from '../../shared/domain/plan-floors.ts';
import { Resolver } from '../../shared/domain/posting.ts';
import { byRecording } from '../../shared/log/journal/lineup.ts';
import { LogPrefix } from '../../shared/log/journal/prefix.ts';
import { PlanStandings } from '../../shared/reports/plan-standings.ts';
import { COORDINATOR, KEEPER, OTHER_TREASURER, START, type TestOffice, TREASURER } from './office.ts';
import { buy, confirmationOf, dispatchOf, openOffice, plan, REASON } from './world.ts';

const DAY_MS = 86_400_000;

/** What is done: how much of it, to which of what was recorded, how many days back, and how long after the one before. */
interface Step {
  readonly does: keyof typeof STEPS;
  readonly by: number;
  readonly which: number;
  readonly back: number;
  readonly waits: number;
}

interface Story {
  readonly office: TestOffice;
  readonly entries: Entry[];
  planned: { readonly goods: bigint; readonly money: bigint };
}

const daysBefore = ({ office }: Story, back: number): CalendarDate => {
  return dateInShanghai(Math.max(START, office.now - back * DAY_MS));
};

const of = ({ entries }: Story, kinds: readonly Entry['kind'][], which: number): Entry | undefined => {
  const found = entries.filter(({ kind }) => kinds.includes(kind));
  return found[which % Math.max(1, found.length)];
};

const excused = (which: number) => (which % 5 === 0 ? { exception: { reason: '一线急需' } } : {});

const STEPS = {
  disburse: (story: Story, { by, which, back }: Step) => {
    const { office } = story;
    const giving = { fundingLine: office.id('line'), unit: office.id('town'), plan: office.id('plan') };
    const money = { amount: BigInt(by), purpose: '慰问', method: '银行转账', effectiveOn: daysBefore(story, back) };
    return office.ask(TREASURER, disburse, { ...giving, ...money, ...excused(which) });
  },
  takeBack: (story: Story, { by, which, back }: Step) => {
    const body = { amount: BigInt(by), effectiveOn: daysBefore(story, back), ...REASON };
    const on = of(story, ['disbursement'], which)?.id;
    return on === undefined ? undefined : story.office.ask(TREASURER, takeBack, body, { on });
  },
  deliver: async (story: Story, { by, which, back }: Step) => {
    const { office } = story;
    const effectiveOn = daysBefore(story, back);
    const more = { plan: office.id('plan'), effectiveOn, ...excused(which) };
    const sent = await office.ask(KEEPER, dispatch, { ...dispatchOf(office, ['masks', BigInt(by)]), ...more });
    if (!('recorded' in sent)) return sent;
    story.entries.push(sent.entry.entry);
    const good = BigInt(by) - (which % 2 === 0 ? 1n : 0n);
    const body = { ...confirmationOf({ line: 1, good, refused: BigInt(by) - good }), effectiveOn };
    return office.ask(COORDINATOR, confirm, body, { on: sent.entry.entry.id });
  },
  returnFromUnit: (story: Story, { by, which, back }: Step) => {
    const body = { lines: [{ line: 1, quantity: BigInt(by) }], effectiveOn: daysBefore(story, back), ...REASON };
    const on = of(story, ['dispatch'], which)?.id;
    return on === undefined ? undefined : story.office.ask(KEEPER, returnFromUnit, body, { on });
  },
  reverse: (story: Story, { which, back }: Step) => {
    const kinds = ['disbursement', 'take-back', 'dispatch', 'confirmation', 'unit-return'] as const;
    const on = of(story, kinds, which)?.id;
    const body = { effectiveOn: daysBefore(story, back), ...REASON };
    return on === undefined ? undefined : story.office.ask(OTHER_TREASURER, reverse, body, { on });
  },
  amend: async (story: Story, { by }: Step) => {
    const { office } = story;
    const planned = { goods: BigInt(by) * 2n, money: BigInt(by) * 3n };
    const unit = office.id('town');
    const lines = [
      { unit, item: office.id('masks'), quantity: planned.goods },
      { unit, fundingLine: office.id('line'), amount: planned.money },
    ];
    const answer = await office.ask(TREASURER, amendPlan, { lines, ...REASON }, { on: 'plan' });
    if ('recorded' in answer) story.planned = planned;
    return answer;
  },
} satisfies Record<string, (story: Story, step: Step) => Promise<Answer> | undefined>;

const steps = fc.array(
  fc.record<Step>({
    does: fc.constantFrom(
      'disburse',
      'disburse',
      'takeBack',
      'deliver',
      'deliver',
      'returnFromUnit',
      'reverse',
      'amend',
    ),
    by: fc.integer({ min: 1, max: 8 }),
    which: fc.nat(20),
    back: fc.nat(4),
    waits: fc.integer({ min: 61_000, max: DAY_MS }),
  }),
  { minLength: 6, maxLength: 40, size: 'max' },
);

/** Under which lines more is out, on the day of an entry or a later one, than the plan gives. */
function aboveAfter(entries: readonly Entry[], last: Entry, { planned }: Story, masks: string): string[] {
  const resolver = new Resolver();
  const counted = entries.map((entry) => ({ entry, under: countedIn(resolver.resolve(entry)) }));
  const own = counted.find(({ entry }) => entry === last)?.under ?? [];
  return own.flatMap(({ line }) => {
    const most = allottedId(line) === masks ? planned.goods : planned.money;
    const days = new Set(entries.flatMap(({ effectiveOn }) => (effectiveOn >= last.effectiveOn ? [effectiveOn] : [])));
    const outOn = (day: CalendarDate) =>
      counted
        .filter(({ entry }) => entry.effectiveOn <= day)
        .flatMap(({ under }) => under)
        .reduce((sum, one) => (nameOf(one.line) === nameOf(line) ? sum + one.by : sum), 0n);
    return [...days].flatMap((day) => (outOn(day) > most ? [`${nameOf(line)} on ${day}`] : []));
  });
}

async function start(): Promise<Story> {
  const office = await openOffice();
  await buy(office, 'goods', [['masks', 500n, '100.00']]);
  await plan(office, ['town', 'masks', 10n], ['town', 'line', 12n]);
  return { office, entries: [], planned: { goods: 10n, money: 12n } };
}

it('sends no goods and no money above their plan on any day without a reason, and the log and the counters agree', async () => {
  const seen = { above: 0, dispatch: 0, disbursement: 0 };
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const story = await start();
      const { office } = story;
      const registered = await office.ledger.entries({ limit: 1_000 });
      const before = registered.items.map(({ entry }) => entry).toSorted(byRecording);
      for (const step of all) {
        office.now += step.waits;
        const known = story.entries.length;
        const answer = await STEPS[step.does](story, step);
        if (answer !== undefined && 'recorded' in answer) story.entries.push(answer.entry.entry);
        else if (answer?.refusal.startsWith('above-plan') === true) seen.above += 1;
        for (const [at, entry] of story.entries.entries()) {
          const isSending = entry.kind === 'disbursement' || entry.kind === 'dispatch';
          if (at < known || !isSending || entry.exception !== undefined) continue;
          seen[entry.kind] += 1;
          const upToIt = [...before, ...story.entries.slice(0, at + 1)];
          expect(aboveAfter(upToIt, entry, story, office.id('masks'))).toEqual([]);
        }
      }
      const { items } = await office.ledger.entries({ limit: 1_000 });
      const entries = items.map(({ entry }) => entry).toSorted(byRecording);
      const postings = await new LogPrefix(async () => []).enter(entries);
      const standings = new PlanStandings();
      for (const posting of postings) standings.enter(posting);
      for (const of of [{ item: office.id('masks') }, { fundingLine: office.id('line') }]) {
        const line = { plan: office.id('plan'), unit: office.id('town'), ...of };
        const counter = `plan/${nameOf(line)}`;
        const found = await office.ledger.read([{ row: 'counter', counter }]);
        expect(standings.of(line).sent).toBe(found.counter(counter));
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 8_000 },
  );
  expect(Math.min(seen.above, seen.dispatch, seen.disbursement)).toBeGreaterThan(10);
}, 30_000);
