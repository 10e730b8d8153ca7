import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { amendUnit } from '../../shared/commands/registry.ts';
import { dateInShanghai, laterOf } from '../../shared/domain/calendar.ts';
import type { Direction } from '../../shared/domain/direction.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { type Action, type ActionKind, actions, CONSENT, type Known, perform } from './actions.ts';
import { faultsOf } from './identities.ts';
import { KEEPER, type TestOffice, TODAY, TREASURER } from './office.ts';
import { dispatchOf, openOffice, plan } from './world.ts';

const PLAYED: readonly ActionKind[] = [
  'receiveInKind',
  'dispatch',
  'confirm',
  'resolve',
  'returnFromUnit',
  'moveStock',
  'count',
  'countersign',
  'reverse',
];

function give(office: TestOffice, as: string, quantity: bigint, directedTo?: Direction) {
  const body = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line'),
    warehouse: office.id('warehouse'),
    effectiveOn: TODAY,
    lines: [{ item: office.id('masks'), quantity, value: quantity }],
    ...(directedTo === undefined ? {} : { directedTo }),
  } as const;
  return office.post(KEEPER, receiveInKind, body, { as });
}

const sequences = fc.array(actions({ only: PLAYED }), { maxLength: 50, size: 'max' });

/** Plays a sequence after two gifts, and counts what became of its dispatches. */
async function play(sequence: readonly Action[], seen = { meant: 0, redirected: 0, held: 0 }): Promise<TestOffice> {
  const office = await openOffice();
  await plan(office, ['town', 'masks', 20n]);
  const known: Known = { office, entries: [] };
  known.entries.push(await give(office, 'for-town', 9n, { unit: office.id('town') }));
  known.entries.push(await give(office, 'for-all', 5n));
  for (const action of sequence) {
    const answer = await perform(known, action);
    if ('refusal' in answer) {
      if (answer.refusal === 'insufficient-stock' && answer.directedElsewhere) seen.held += 1;
    } else if (isKind(answer.entry.entry, 'dispatch')) {
      seen[answer.entry.entry.facts.redirected === undefined ? 'meant' : 'redirected'] += 1;
    }
  }
  return office;
}

it('no gift ever leaves for anybody else than its giver meant without consent, whatever happened to it before', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      // Tells of every part of every dispatch that its giver did not mean and did not consent to.
      expect(await faultsOf(await play(sequence))).toEqual([]);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 10_000 },
  );
});

it('such sequences send gifts to whom they were meant for and, by consent, to others, and are refused the rest', async () => {
  const seen = { meant: 0, redirected: 0, held: 0 };
  const sending = fc.array(actions({ only: ['receiveInKind', 'dispatch'] }), { minLength: 40, maxLength: 50 });
  for (const sequence of fc.sample(sending, { numRuns: 6, seed: 7 })) await play(sequence, seen);

  expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
});

const DAY_MS = 86_400_000;
const UNITS = ['town', 'village', 'other-town'] as const;
const unit = fc.constantFrom(...UNITS);
const steps = fc.array(
  fc.oneof(
    fc.record({ step: fc.constant('day' as const) }),
    fc.record({ step: fc.constant('move' as const), unit, below: fc.option(unit) }),
    fc.record({ step: fc.constant('send' as const), unit, daysBack: fc.nat(3), consented: fc.boolean() }),
  ),
  { maxLength: 30, size: 'max' },
);

it('whom a gift is for is told by the tree of the day of each dispatch, whenever units move and it is recorded', async () => {
  const seen = { own: 0, redirected: 0, held: 0 };
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const office = await openOffice();
      await give(office, 'for-town', 1_000n, { unit: office.id('town') });
      for (const one of sequence) {
        if (one.step === 'day') office.now += DAY_MS;
        else if (one.step === 'move') {
          const parent = one.below === null ? null : office.id(one.below);
          await office.ask(TREASURER, amendUnit, { parent, reason: '区划调整' }, { on: one.unit });
        } else {
          const effectiveOn = laterOf(TODAY, dateInShanghai(office.now - one.daysBack * DAY_MS));
          const sent = { ...dispatchOf(office, ['masks', 1n]), unit: office.id(one.unit), effectiveOn };
          const answer = await office.ask(KEEPER, dispatch, one.consented ? { ...sent, consent: CONSENT } : sent);
          if ('refusal' in answer) seen.held += 1;
          else if (isKind(answer.entry.entry, 'dispatch')) {
            seen[answer.entry.entry.facts.redirected === undefined ? 'own' : 'redirected'] += 1;
          }
        }
      }
      expect(await faultsOf(office)).toEqual([]);
    }),
    { numRuns: 60, interruptAfterTimeLimit: 8_000 },
  );
  expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
});

it('of many dispatches at once the gift goes to its unit alone, and what is free to the others', async () => {
  const office = await openOffice();
  const town = office.id('town');
  await give(office, 'directed', 100n, { unit: town });
  await give(office, 'free', 50n);
  const sent = dispatchOf(office, ['masks', 10n]);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      office.ask(KEEPER, dispatch, at % 2 === 0 ? sent : { ...sent, unit: office.id('other-town') }),
    ),
  );
  const landed = answers.flatMap((answer) => ('recorded' in answer ? [answer.entry.entry] : []));
  for (const { refs, transfers } of landed) {
    const [{ from } = { from: { state: 'found' } }] = transfers;
    const isTowns = 'unit' in refs && refs.unit === town;
    expect(from).toEqual({ state: 'stock', lot: office.lot(isTowns ? 'directed' : 'free') });
  }
  expect(landed).toHaveLength(15);
  await office.balances();
});
