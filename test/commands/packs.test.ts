import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import type { AnyCommand } from '../../shared/commands/command.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { moveStock } from '../../shared/commands/move-stock.ts';
import { order } from '../../shared/commands/order.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { amendItem, registerPlan } from '../../shared/commands/registry.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { deliverySlip } from '../../shared/exports/papers/delivery-slip.ts';
import { LEDGER_KINDS } from '../../shared/schemas/export.ts';
import { read, sealedOf } from '../exports/ledgers/reading.ts';
import { consignedIn } from '../exports/papers/consignments.ts';
import { textOf } from '../exports/papers/page.ts';
import {
  BUYER,
  type Circumstances,
  COORDINATOR,
  KEEPER,
  OTHER_KEEPER,
  type Person,
  type TestOffice,
  TODAY,
  TREASURER,
  yuan,
} from './office.ts';
import { APPROVAL, openOffice, REASON } from './world.ts';

/** How each step of a story is given: in the packs of its line, or in the base measure. */
const STEPS = ['plan', 'order', 'accept', 'back', 'gift', 'send', 'sign', 'decide', 'return', 'count', 'move'] as const;
type Step = (typeof STEPS)[number];

interface Story {
  readonly inPacks: { readonly [step in Step]: boolean };
  /** What 箱 holds when the order is made, when the goods are sent, and when they are counted. */
  readonly sizes: readonly [bigint, bigint, bigint];
  readonly ordered: bigint;
  readonly short: bigint;
  readonly given: bigint;
  readonly sent: bigint;
  readonly damaged: bigint;
}

const stories: fc.Arbitrary<Story> = fc
  .record({
    inPacks: fc.record({
      plan: fc.boolean(),
      order: fc.boolean(),
      accept: fc.boolean(),
      back: fc.boolean(),
      gift: fc.boolean(),
      send: fc.boolean(),
      sign: fc.boolean(),
      decide: fc.boolean(),
      return: fc.boolean(),
      count: fc.boolean(),
      move: fc.boolean(),
    }),
    sizes: fc.constantFrom<Story['sizes']>([240n, 240n, 240n], [240n, 120n, 60n], [12n, 24n, 36n], [2n, 5n, 3n]),
    ordered: fc.bigInt({ min: 4n, max: 50n }),
    short: fc.bigInt({ min: 0n, max: 1n }),
    given: fc.bigInt({ min: 1n, max: 9n }),
    sent: fc.bigInt({ min: 2n, max: 5n }),
    damaged: fc.bigInt({ min: 1n, max: 1n }),
  })
  // A document given in the base measure tells no pack to the steps on it: those count in packs of their own day.
  .map((story) => ({
    ...story,
    inPacks: {
      ...story.inPacks,
      accept: story.inPacks.accept && story.inPacks.order,
      back: story.inPacks.back && story.inPacks.order,
      sign: story.inPacks.sign && story.inPacks.send,
      decide: story.inPacks.decide && story.inPacks.send,
      return: story.inPacks.return && story.inPacks.send,
    },
  }));

const ALL_IN_PACKS = Object.fromEntries(STEPS.map((step) => [step, true])) as Story['inPacks'];
const NONE_IN_PACKS = Object.fromEntries(STEPS.map((step) => [step, false])) as Story['inPacks'];

/** Plays a story: bought and given, sent, confirmed, returned, counted and moved, the packs amended in between. */
async function played({ inPacks, sizes, ordered, short, given, sent, damaged }: Story): Promise<TestOffice> {
  const office = await openOffice();
  const post = async <B>(person: Person, command: AnyCommand<B>, body: B, named: Circumstances) => {
    const answer = await office.ask(person, command, body, named);
    if ('refusal' in answer) throw new Error(`${named.as ?? named.on} is refused: ${answer.refusal}`);
  };
  const item = office.id('masks');
  const [first, second, third] = sizes;
  const on = (step: Step, of: bigint) => ({
    quantity: (packs: bigint) => (inPacks[step] ? packs : packs * of),
    ...(inPacks[step] ? { measure: { measure: '箱' } } : { measure: {} }),
  });
  const amended = (of: bigint) =>
    post(TREASURER, amendItem, { packs: [{ measure: '箱', of }], ...REASON }, { on: 'masks' });
  const date = { effectiveOn: TODAY };
  const warehouse = office.id('warehouse');
  await amended(first);

  const planned = on('plan', first);
  const plan = { number: '2020-9', decidedOn: TODAY, title: '方案' };
  const allotted = [{ unit: office.id('town'), item, quantity: planned.quantity(999n), ...planned.measure }];
  await post(TREASURER, registerPlan, { ...plan, lines: allotted }, { as: 'plan' });

  const buying = on('order', first);
  const bought = { item, amount: yuan('1000.01'), fundingLine: office.id('line') };
  const lines = [{ ...bought, quantity: buying.quantity(ordered), ...buying.measure }];
  await post(BUYER, order, { supplier: office.id('supplier'), ...date, lines }, { as: 'order' });
  await amended(second);

  const accepting = on('accept', first);
  const good = { line: 1, good: accepting.quantity(ordered - short), short: accepting.quantity(short) };
  const acceptance = { warehouse, ...date, lines: [{ ...good, ...accepting.measure }] };
  await post(KEEPER, accept, acceptance, { on: 'order', as: 'order-in' });
  const back = on('back', first);
  const returned = [{ lot: office.lot('order-in'), quantity: back.quantity(1n), ...back.measure }];
  await post(KEEPER, returnToSupplier, { lines: returned, ...date, ...REASON }, { on: 'order', as: 'back' });
  const giving = on('gift', second);
  const gift = { kind: 'donation', giver: '爱心企业', fundingLine: office.id('line-2'), warehouse, ...date } as const;
  const gave = [{ item, quantity: giving.quantity(given), ...giving.measure, value: yuan('77.77') }];
  await post(KEEPER, receiveInKind, { ...gift, lines: gave }, { as: 'gift' });

  // Of the bought ones there are enough in the smallest story, whatever the sizes.
  const sending = on('send', second);
  const most = ((ordered - short - 1n) * first) / second;
  const boxes = sent < most ? sent : most;
  fc.pre(boxes >= 2n);
  const consignment = {
    unit: office.id('town'),
    warehouse,
    ...date,
    lines: [{ item, fundingLine: office.id('line'), quantity: sending.quantity(boxes), ...sending.measure }],
  };
  await post(KEEPER, dispatch, consignment, { as: 'sent' });
  await amended(third);

  const signing = on('sign', second);
  const arrived = { line: 1, good: signing.quantity(boxes - damaged), damaged: signing.quantity(damaged) };
  const confirmation = { ...date, lines: [{ ...arrived, ...signing.measure }], signatory: '签收人甲' };
  await post(COORDINATOR, confirm, confirmation, { on: 'sent', as: 'signed' });
  const deciding = on('decide', second);
  const decision = { line: 1, toLoss: deciding.quantity(damaged), ...deciding.measure };
  const resolution = { lines: [decision], ...date, ...REASON, approval: APPROVAL };
  await post(TREASURER, resolve, resolution, { on: 'sent', as: 'decided' });
  const returning = on('return', second);
  const undone = { line: 1, quantity: returning.quantity(1n), ...returning.measure };
  await post(KEEPER, returnFromUnit, { lines: [undone], ...date, ...REASON }, { on: 'sent', as: 'returned' });

  const counting = on('count', third);
  const book = given * second;
  const lot = office.lot('gift');
  const isWhole = book % third === 0n;
  const inBase = { book, counted: book - 1n };
  const inBoxes = { book: counting.quantity(book / third), counted: counting.quantity(book / third - 1n) };
  const counted = isWhole ? { ...inBoxes, ...counting.measure } : inBase;
  await post(KEEPER, count, { warehouse, ...date, lines: [{ lot, ...counted }], ...REASON }, { as: 'count' });
  await post(OTHER_KEEPER, countersign, {}, { on: 'count', as: 'countersigned' });
  const moving = on('move', third);
  const left = isWhole ? book - third : book - 1n;
  const moved = left / third;
  const move = { from: warehouse, to: office.id('warehouse-2'), ...date };
  if (moved > 0n) {
    const taken = [{ lot, quantity: moving.quantity(moved), ...moving.measure }];
    await post(KEEPER, moveStock, { ...move, lines: taken }, { as: 'move' });
  }
  return office;
}

async function entriesOf(office: TestOffice): Promise<Entry[]> {
  const { items } = await office.ledger.entries({ limit: 100 });
  return items.map(({ entry }) => entry).sort((a, b) => a.recordedAt - b.recordedAt);
}

/** What is left of facts when everything said of packs is left out of them. */
function inBaseAlone(facts: object): unknown {
  return JSON.parse(
    JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    (key, value) => (key === 'packs' ? undefined : value),
  );
}

/** Everything that is kept in packs anywhere in an entry. */
function packsIn(value: unknown): { quantity: bigint; measure: string; of: bigint }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('quantity' in value && 'measure' in value && 'of' in value) return [value as never];
  return Object.values(value).flatMap(packsIn);
}

/** A number beside 箱 that is not followed by what it comes to. */
const BARE = /[\d,]+ 箱(?! \(-?[\d,]+ 只\))/;
const BESIDE = /(-?[\d,]+) 箱 \((-?[\d,]+) 只\)/g;
const numberIn = (text: string | undefined) => BigInt((text ?? '').replaceAll(',', ''));

describe('whatever measure the steps are given in', () => {
  it('the transfers, the books and all facts but packs are those of the same story in the base measure', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const office = await played(story);
        const plain = await played({ ...story, inPacks: NONE_IN_PACKS });
        expect(await office.books()).toEqual(await plain.books());
        const [told, same] = [await entriesOf(office), await entriesOf(plain)];
        expect(told.map(({ kind, transfers }) => [kind, transfers])).toEqual(
          same.map(({ kind, transfers }) => [kind, transfers]),
        );
        // Items hold packs too; and a line confirmed in packs is told although it came whole.
        const untold = new Set(['registration', 'amendment', 'confirmation']);
        const facts = (entries: readonly Entry[]) =>
          entries.flatMap((entry) => (untold.has(entry.kind) ? [] : [inBaseAlone(entry.facts)]));
        expect(facts(told)).toEqual(facts(same));
        await office.balances();
      }),
      { numRuns: 40, interruptAfterTimeLimit: 15_000 },
    );
  });

  it('every step keeps the packs, their measure and what they held when its document was given', async () => {
    const office = await played({
      inPacks: ALL_IN_PACKS,
      sizes: [12n, 24n, 36n],
      ordered: 40n,
      short: 1n,
      given: 6n,
      sent: 3n,
      damaged: 1n,
    });
    const kept = async (name: string) => packsIn((await office.entry(name)).facts);
    const box = (quantity: bigint, of: bigint) => [expect.objectContaining({ quantity, measure: '箱', of })];
    expect(await kept('plan')).toEqual(box(999n, 12n));
    expect(await kept('order')).toEqual(box(40n, 12n));
    expect(await kept('order-in')).toEqual(box(40n, 12n));
    expect(await kept('back')).toEqual(box(1n, 12n));
    expect(await kept('gift')).toEqual(box(6n, 24n));
    for (const [name, quantity] of [
      ['sent', 3n],
      ['signed', 3n],
      ['decided', 1n],
      ['returned', 1n],
    ] as const) {
      expect([name, await kept(name)]).toEqual([name, box(quantity, 24n)]);
    }
    expect(await kept('count')).toEqual(box(3n, 36n));
    expect(await kept('move')).toEqual(box(3n, 36n));
  });

  it('no ledger and no paper shows a base quantity beside the name of a pack', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const office = await played(story);
        const sealed = sealedOf(await entriesOf(office));
        const ledgers = await Promise.all(
          LEDGER_KINDS.map((kind) => read(kind, sealed, kind === 'stock-card' ? { item: office.id('masks') } : {})),
        );
        const cells = ledgers.flatMap(({ rows }) => rows.flat()).filter((value) => typeof value === 'string');
        const slip = textOf(deliverySlip(await consignedIn(office)));
        const sizes = new Set(story.sizes);
        for (const text of [...cells, slip]) {
          expect(text).not.toMatch(BARE);
          for (const [, packs, pieces] of text.matchAll(BESIDE)) {
            expect(sizes).toContain(numberIn(pieces) / numberIn(packs));
            expect(numberIn(pieces) % numberIn(packs)).toBe(0n);
          }
        }
        if (story.inPacks.send) expect(slip).toMatch(BESIDE);
      }),
      { numRuns: 25, interruptAfterTimeLimit: 15_000 },
    );
  });
});
