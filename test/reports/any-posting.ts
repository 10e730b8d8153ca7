import * as fc from 'fast-check';
import type { State } from '../../shared/domain/account.ts';
import type { Movement, Posting } from '../../shared/domain/posting.ts';
import { at, id, LINE_A, LINE_B, MASK, RICE, TOWN, VILLAGE } from './entries.ts';

/** Postings of any movements: they need not make sense to be added up. */

export const GOODS_STATES = ['committed', 'stock', 'transit', 'held', 'unit', 'loss'] as const;
const MONEY_STATES = ['available', 'unit', 'person', 'source'] as const;

/** The first and last days of three months, and a day within. */
const DAYS = ['2020-11-30', '2020-12-01', '2020-12-15', '2020-12-31', '2021-01-31'] as const;

const where = fc.record({
  unit: fc.constantFrom(TOWN, VILLAGE),
  fundingLine: fc.constantFrom(LINE_A, LINE_B),
  value: fc.bigInt(0n, 1_000_000n),
});

const goodsMoved = fc
  .record({
    from: fc.constantFrom<State>('giver', 'found', 'available', ...GOODS_STATES),
    to: fc.constantFrom<State>(...GOODS_STATES),
    item: fc.constantFrom(MASK, RICE),
    quantity: fc.bigInt(0n, 1_000n),
    inKind: fc.boolean(),
  })
  .chain((goods) => where.map((rest) => ({ ...rest, ...goods })));

const moneyMoved = fc
  .record({ from: fc.constantFrom<State>(...MONEY_STATES), to: fc.constantFrom<State>(...MONEY_STATES) })
  .chain((money) => where.map((rest) => ({ ...rest, ...money, quantity: 0n, inKind: false })));

const anyMovement: fc.Arbitrary<Movement> = fc
  .oneof(goodsMoved, moneyMoved)
  .map((moved) => ({ ...moved, chain: 'budget', fromAccount: '', toAccount: '' }));

/** What an entry undoes: nothing as a rule. */
const undone = fc.option(fc.constantFrom(...DAYS), { nil: undefined, freq: 2 });

export const anyPosting: fc.Arbitrary<Posting> = fc
  .record({
    movements: fc.array(anyMovement, { maxLength: 4 }),
    effectiveOn: fc.constantFrom(...DAYS),
    people: fc.option(fc.bigInt(-9n, 9n), { nil: undefined }),
    isReversal: fc.boolean(),
    undoes: undone,
  })
  .map(({ movements: moved, effectiveOn, people, isReversal, undoes }) => {
    const movements = undoes === undefined ? moved : moved.map((movement) => ({ ...movement, undoes }));
    const said = { effectiveOn, refs: { entry: id(10) }, transfers: [] };
    const reached = people === undefined ? {} : { coverage: { people, sites: 1n } };
    const entry = isReversal
      ? at(50, { ...said, ...reached, kind: 'reversal', facts: { reason: '有误', kind: 'disbursement' } })
      : at(50, { ...said, ...reached, kind: 'attachment', facts: {} });
    return { entry, movements };
  });
