import { describe, expect, it } from 'vitest';
import { cash, supplier } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { isOpening, RecentOpenings } from '../../shared/domain/openings.ts';
import { MissingContext, type Movement, neededBy, Resolver } from '../../shared/domain/posting.ts';
import type { EveryRef } from '../../shared/domain/refs.ts';
import { mirror } from '../../shared/domain/reversal.ts';
import { at, transfer } from '../reports/entries.ts';
import * as story from './story.ts';
import {
  BENEFIT,
  CONSIGNMENT,
  COUNT,
  DISBURSEMENT,
  GIFT,
  LINE_A,
  LINE_B,
  MASK,
  MASKS_OF_A,
  MASKS_OF_B,
  OPENED,
  PURCHASE,
  RICE,
  RICE_OF_B,
  TOWN,
  VILLAGE,
  WAREHOUSE,
} from './story.ts';

function opened(): Resolver {
  const resolver = new Resolver();
  for (const entry of OPENED) resolver.resolve(entry);
  return resolver;
}

function movementsOf(entry: Entry): readonly Movement[] {
  return opened().resolve(entry).movements;
}

const onPurchase = { chain: 'budget', inKind: false, purchase: PURCHASE } as const;
const masksOfA = { fundingLine: LINE_A, item: MASK, lot: MASKS_OF_A, warehouse: WAREHOUSE };
const masksOfB = { fundingLine: LINE_B, item: MASK, lot: MASKS_OF_B, warehouse: WAREHOUSE };
const riceOfB = { fundingLine: LINE_B, item: RICE, lot: RICE_OF_B, warehouse: WAREHOUSE };
const gift = { fundingLine: LINE_B, item: MASK, lot: GIFT, warehouse: WAREHOUSE, inKind: true };
const sent = { chain: 'budget', unit: TOWN, consignment: CONSIGNMENT } as const;

/** What each transfer of an entry is in full, beside its quantity, value and states. */
const RESOLVED: readonly [string, Entry, readonly object[]][] = [
  [
    'an appropriation, on its funding line in both chains',
    story.appropriation,
    [
      {
        chain: 'budget',
        fromAccount: `source/${LINE_A}`,
        toAccount: `available/${LINE_A}`,
        fundingLine: LINE_A,
        inKind: false,
      },
      {
        chain: 'cash',
        fromAccount: `source/${LINE_A}`,
        toAccount: `cash/${LINE_A}`,
        fundingLine: LINE_A,
        inKind: false,
      },
    ],
  ],
  [
    'an order, with the item of each line and the funding line of each share',
    story.order,
    [
      {
        ...onPurchase,
        fromAccount: `available/${LINE_A}`,
        toAccount: `committed/${PURCHASE}/1/1`,
        fundingLine: LINE_A,
        item: MASK,
      },
      {
        ...onPurchase,
        fromAccount: `available/${LINE_B}`,
        toAccount: `committed/${PURCHASE}/1/2`,
        fundingLine: LINE_B,
        item: MASK,
      },
      {
        ...onPurchase,
        fromAccount: `available/${LINE_B}`,
        toAccount: `committed/${PURCHASE}/2/2`,
        fundingLine: LINE_B,
        item: RICE,
      },
    ],
  ],
  [
    'an acceptance, with the lots it brings into the warehouse',
    story.acceptance,
    [
      { ...onPurchase, ...masksOfA, fromAccount: `committed/${PURCHASE}/1/1`, toAccount: `stock/${MASKS_OF_A}` },
      { ...onPurchase, ...masksOfB, fromAccount: `committed/${PURCHASE}/1/2`, toAccount: `stock/${MASKS_OF_B}` },
      { ...onPurchase, ...riceOfB, fromAccount: `committed/${PURCHASE}/2/2`, toAccount: `stock/${RICE_OF_B}` },
    ],
  ],
  [
    'a return to the supplier, out of the lot onto the order',
    story.supplierReturn,
    [{ ...onPurchase, ...riceOfB, fromAccount: `stock/${RICE_OF_B}`, toAccount: `committed/${PURCHASE}/2/2` }],
  ],
  [
    'a payment, in the cash chain of its funding line',
    story.payment,
    [
      {
        chain: 'cash',
        fromAccount: `cash/${LINE_B}`,
        toAccount: `supplier/${PURCHASE}/2`,
        fundingLine: LINE_B,
        inKind: false,
        purchase: PURCHASE,
      },
    ],
  ],
  [
    'a receipt in kind, apart from the money of its funding line',
    story.receipt,
    [{ chain: 'budget', ...gift, fromAccount: 'giver', toAccount: `stock/${GIFT}` }],
  ],
  [
    'a dispatch, each part on the funding line of its lot',
    story.dispatch,
    [
      {
        ...sent,
        ...masksOfB,
        inKind: false,
        fromAccount: `stock/${MASKS_OF_B}`,
        toAccount: `transit/${CONSIGNMENT}/1`,
      },
      { ...sent, ...gift, fromAccount: `stock/${GIFT}`, toAccount: `transit/${CONSIGNMENT}/2` },
    ],
  ],
  [
    'a confirmation, with the lot that gave each part',
    story.confirmation,
    [
      {
        ...sent,
        ...masksOfB,
        inKind: false,
        fromAccount: `transit/${CONSIGNMENT}/1`,
        toAccount: `unit/${CONSIGNMENT}/1`,
      },
      { ...sent, ...gift, fromAccount: `transit/${CONSIGNMENT}/2`, toAccount: `unit/${CONSIGNMENT}/2` },
      { ...sent, ...gift, fromAccount: `transit/${CONSIGNMENT}/2`, toAccount: `held/${CONSIGNMENT}/2` },
      { ...sent, ...gift, fromAccount: `transit/${CONSIGNMENT}/2`, toAccount: `stock/${GIFT}` },
    ],
  ],
  [
    'a resolution, with what is written off of a part',
    story.resolution,
    [{ ...sent, ...gift, fromAccount: `held/${CONSIGNMENT}/2`, toAccount: `loss/${CONSIGNMENT}/2` }],
  ],
  [
    'an adjustment, with what is lost and found in a lot',
    story.adjustment,
    [
      {
        chain: 'budget',
        ...masksOfA,
        inKind: false,
        fromAccount: `stock/${MASKS_OF_A}`,
        toAccount: `loss/${MASKS_OF_A}`,
      },
      { chain: 'budget', ...gift, fromAccount: 'found', toAccount: `stock/${GIFT}` },
    ],
  ],
  [
    'a disbursement, at its unit in both chains',
    story.disbursement,
    [
      {
        chain: 'budget',
        fromAccount: `available/${LINE_B}`,
        toAccount: `unit/${DISBURSEMENT}`,
        fundingLine: LINE_B,
        inKind: false,
        unit: VILLAGE,
      },
      {
        chain: 'cash',
        fromAccount: `cash/${LINE_B}`,
        toAccount: `unit/${DISBURSEMENT}`,
        fundingLine: LINE_B,
        inKind: false,
        unit: VILLAGE,
      },
    ],
  ],
  [
    'a taking back, from the unit of the disbursement',
    story.takeBack,
    [
      {
        chain: 'budget',
        fromAccount: `unit/${DISBURSEMENT}`,
        toAccount: `available/${LINE_B}`,
        fundingLine: LINE_B,
        inKind: false,
        unit: VILLAGE,
      },
      {
        chain: 'cash',
        fromAccount: `unit/${DISBURSEMENT}`,
        toAccount: `cash/${LINE_B}`,
        fundingLine: LINE_B,
        inKind: false,
        unit: VILLAGE,
      },
    ],
  ],
  [
    'a benefit, at a person whom nothing names',
    story.benefit,
    [
      {
        chain: 'budget',
        fromAccount: `available/${LINE_A}`,
        toAccount: `person/${BENEFIT}`,
        fundingLine: LINE_A,
        inKind: false,
      },
      {
        chain: 'cash',
        fromAccount: `cash/${LINE_A}`,
        toAccount: `person/${BENEFIT}`,
        fundingLine: LINE_A,
        inKind: false,
      },
    ],
  ],
  ['a count, which moves nothing', story.count, []],
];

describe('a posting', () => {
  it.each(RESOLVED)('resolves %s', (_rule, entry, expected) => {
    const posting = opened().resolve(entry);
    expect(posting.entry).toBe(entry);
    expect(posting.movements).toStrictEqual(
      entry.transfers.map(({ from, to, quantity, value }, nth) => ({
        quantity,
        value,
        from: from.state,
        to: to.state,
        ...('lot' in (expected[nth] ?? {}) ? { birth: Reflect.get(expected[nth] ?? {}, 'lot') } : {}),
        ...expected[nth],
      })),
    );
    expect(expected).toHaveLength(entry.transfers.length);
  });
});

/** What each reversal refers to, as the command writes it. */
const REVERSED: readonly [Entry, EveryRef][] = [
  [story.appropriation, { fundingLines: [LINE_A] }],
  [story.order, { fundingLines: [LINE_A, LINE_B], purchase: PURCHASE }],
  [story.acceptance, story.acceptance.refs],
  [story.supplierReturn, story.supplierReturn.refs],
  [story.payment, story.payment.refs],
  [story.receipt, { ...story.receipt.refs, receipt: story.receipt.id }],
  [story.dispatch, { ...story.dispatch.refs, consignment: CONSIGNMENT }],
  [story.confirmation, story.confirmation.refs],
  [story.resolution, story.resolution.refs],
  [story.disbursement, { ...story.disbursement.refs, disbursement: DISBURSEMENT }],
  [story.takeBack, story.takeBack.refs],
  [story.benefit, { ...story.benefit.refs, benefit: BENEFIT }],
  [story.adjustment, story.adjustment.refs],
  [story.count, { ...story.count.refs, adjustment: COUNT }],
];

describe('a reversal', () => {
  it.each(REVERSED.map(([entry, refs]) => [entry.kind, entry, refs] as const))(
    'of a %s is resolved in the context of what it reverses: the same movements turned about, the last one first',
    (kind, entry, refs) => {
      const reversal = at(90, {
        kind: 'reversal',
        effectiveOn: '2020-12-29',
        refs: { ...refs, entry: entry.id },
        facts: { reason: '录入有误', kind },
        transfers: mirror(entry.transfers),
      });
      const turned = movementsOf(entry)
        .toReversed()
        .map((movement) => ({
          ...movement,
          from: movement.to,
          to: movement.from,
          fromAccount: movement.toAccount,
          toAccount: movement.fromAccount,
        }));
      expect(movementsOf(reversal)).toStrictEqual(turned);
    },
  );
});

/** An entry, and the one that has to be resolved before it. */
const WAITING: readonly [Entry, Entry][] = [
  [story.acceptance, story.order],
  [story.supplierReturn, story.acceptance],
  [story.payment, story.order],
  [story.dispatch, story.receipt],
  [story.confirmation, story.dispatch],
  [story.resolution, story.dispatch],
  [story.adjustment, story.receipt],
  [story.takeBack, story.disbursement],
];

describe('an entry that comes before what it refers to', () => {
  it.each(WAITING.map(([waiting, before]) => [waiting.kind, before.kind, waiting, before] as const))(
    'throws: a %s waits, and is resolved after its %s',
    (_waiting, _before, waiting, before) => {
      const resolver = new Resolver();
      for (const entry of OPENED.slice(0, OPENED.indexOf(before))) resolver.resolve(entry);
      expect(() => resolver.resolve(waiting)).toThrow(MissingContext);
      resolver.resolve(before);
      expect(resolver.resolve(waiting)).toMatchObject({ entry: waiting, movements: movementsOf(waiting) });
    },
  );

  it('leaves nothing behind that others could refer to', () => {
    const openings = new RecentOpenings();
    const resolver = new Resolver(openings);
    expect(() => resolver.resolve(story.acceptance)).toThrow(MissingContext);
    expect(openings.find(story.acceptance.id)).toBeUndefined();
    expect(() => resolver.resolve(story.dispatch)).toThrow(MissingContext);
    expect(() => resolver.resolve(story.confirmation)).toThrow(`nothing is known yet of ${CONSIGNMENT}`);
  });

  it('throws also where the ordinal it names is not there', () => {
    const stray = at(91, {
      kind: 'payment',
      effectiveOn: '2020-12-28',
      refs: { purchase: PURCHASE, fundingLines: [LINE_A, LINE_B] },
      facts: { method: '转账' },
      transfers: [transfer(cash(3), supplier(3), 1n)],
    });
    expect(() => movementsOf(stray)).toThrow('there is no ordinal 3 among 2');
  });

  it('does not wait for a document that its transfers say nothing of', () => {
    const late = at(92, {
      kind: 'attachment',
      effectiveOn: '2020-12-28',
      refs: { purchase: PURCHASE, entry: PURCHASE },
      facts: {},
      transfers: [],
    });
    expect(new Resolver().resolve(late)).toEqual({ entry: late, movements: [] });
  });
});

describe('what an entry needs', () => {
  /** Keeps what is missing until nothing is, from all the entries that there are. */
  function recalled(entry: Entry): { readonly openings: RecentOpenings; readonly rounds: Id[][] } {
    const openings = new RecentOpenings();
    const rounds: Id[][] = [];
    for (let missing = neededBy(entry, openings); missing.length > 0; missing = neededBy(entry, openings)) {
      rounds.push(missing);
      for (const id of missing) openings.keep(OPENED.find((one) => one.id === id) ?? entry);
    }
    return { openings, rounds };
  }

  it.each(OPENED.map((entry) => [entry.kind, entry] as const))(
    'is all that resolving it takes, with everything else forgotten: a %s',
    (_kind, entry) => {
      const { openings } = recalled(entry);
      expect(new Resolver(openings).resolve(entry)).toMatchObject({ entry, movements: movementsOf(entry) });
    },
  );

  it('is asked for step by step: a confirmation needs its dispatch, that the births of its lots, these their order', () => {
    const { rounds } = recalled(story.confirmation);
    expect(rounds[0]).toContain(CONSIGNMENT);
    expect(rounds.length).toBeGreaterThan(1);
    expect(rounds.at(-1)).toEqual([PURCHASE]);
  });
});

describe('openings', () => {
  it('are forgotten oldest first beyond their capacity, and only when told to', () => {
    const openings = new RecentOpenings(2);
    const [first, second, third] = OPENED.filter(isOpening);
    for (const entry of [first, second, third]) if (entry) openings.keep(entry);
    expect(openings.find(first?.id ?? '')).toBe(first);
    openings.trim();
    expect([first, second, third].map((entry) => openings.find(entry?.id ?? '') !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });
});
