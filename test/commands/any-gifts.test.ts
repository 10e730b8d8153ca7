import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import type { Direction } from '../../shared/domain/direction.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { type Action, type ActionKind, actions, type Known, perform } from './actions.ts';
import { faultsOf } from './identities.ts';
import { KEEPER, type TestOffice, TODAY } from './office.ts';
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
