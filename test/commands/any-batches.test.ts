import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CorrectionCheck } from '../../shared/audit/correction-check.ts';
import { lotWords } from '../../shared/commands/as-it-stands.ts';
import type { Answer } from '../../shared/commands/command.ts';
import { correct } from '../../shared/commands/correct.ts';
import { lotsNamed } from '../../shared/commands/lots.ts';
import { moveStock } from '../../shared/commands/move-stock.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { shelvesOf } from '../../shared/commands/shelves.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Batch } from '../../shared/domain/facts.ts';
import { birthOf, type LotId } from '../../shared/domain/id.ts';
import { isOfBatch, type OfBatch, standingBatch } from '../../shared/domain/lot-batch.ts';
import { bringsLots, lotsBrought } from '../../shared/domain/lot-origin.ts';
import { stated } from '../../shared/domain/stated.ts';
import type { Sealed } from '../../shared/domain/voucher.ts';
import { asTheyStand } from '../../shared/reports/as-they-stand.ts';
import { lotIn } from '../../shared/reports/lots.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { type Action, type ActionKind, actions, type Known, perform } from './actions.ts';
import { backOf, move, moveOf } from './moving.ts';
import { KEEPER, TestOffice, TODAY } from './office.ts';
import { buy, openOffice, REASON, send, sign } from './world.ts';

/** Masks in the first warehouse and with a town, of a batch that is known, and some of which nothing was told. */
async function start(): Promise<Known> {
  const office = await openOffice();
  await buy(office, 'order', [['masks', 30n, '10.00']], { number: 'P-1', expiresOn: '2021-06-30' });
  await send(office, 'sent', ['masks', 12n]);
  await sign(office, 'sent', { line: 1, good: 12n });
  await buy(office, 'other', [['masks', 10n, '3.33']]);
  const names = ['order', 'order-in', 'sent', 'sent-signed', 'other', 'other-in'];
  return { office, entries: await Promise.all(names.map((name) => office.entry(name))) };
}

const PLAYED: readonly ActionKind[] = [
  'moveStock',
  'moveStock',
  'returnFromUnit',
  'dispatch',
  'confirm',
  'accept',
  'reverse',
];

interface Correcting {
  readonly which: number;
  readonly field: OfBatch;
  readonly is: number;
}

const correcting: fc.Arbitrary<Correcting> = fc.record({
  which: fc.nat(9),
  field: fc.constantFrom('batch', 'expiresOn'),
  is: fc.nat(4),
});

const SAID = {
  batch: [undefined, 'P-1', 'P-2', 'P-3', 'P-4'],
  expiresOn: [undefined, '2021-01-15', '2021-06-30', '2021-12-31', '2022-06-30'],
} as const satisfies Record<OfBatch, readonly (string | undefined)[]>;

/**
 * What stands of every lot, told as it happens: a lot that is moved on says what its own lot says, a correction changes it
 * and whatever came from it and was not corrected apart.
 */
class Batches {
  readonly standing = new Map<LotId, Record<OfBatch, string | undefined>>();
  readonly #from = new Map<LotId, LotId>();
  readonly #apart = new Set<string>();

  enter(entry: Entry): void {
    if (bringsLots(entry)) {
      for (const lot of lotsBrought(entry)) {
        const moved = isKind(entry, 'stock-move') || isKind(entry, 'unit-return') ? entry.facts.lots : undefined;
        const from = moved?.[lotsBrought(entry).indexOf(lot)]?.from;
        const { number, expiresOn } = lotIn(entry, lot);
        this.standing.set(lot, { ...(this.standing.get(from ?? '') ?? { batch: number, expiresOn }) });
        if (from !== undefined) this.#from.set(lot, from);
      }
    }
    if (!isKind(entry, 'correction')) return;
    for (const { field, lot, is } of entry.facts.changes) {
      if (!isOfBatch(field) || lot === undefined) continue;
      this.#apart.add(`${field} ${lot}`);
      this.#say(field, lot, is?.toString());
    }
  }

  #say(field: OfBatch, lot: LotId, is: string | undefined): void {
    const stands = this.standing.get(lot);
    if (stands !== undefined) stands[field] = is;
    for (const [one, from] of this.#from) {
      if (from === lot && !this.#apart.has(`${field} ${one}`)) this.#say(field, one, is);
    }
  }
}

async function entriesOf({ ledger }: TestOffice): Promise<Entry[]> {
  const { items } = await ledger.entries({ limit: 1_000, order: 'oldest' });
  return items.map(({ entry }) => entry).sort((a, b) => a.recordedAt - b.recordedAt);
}

async function batchesOf(office: TestOffice): Promise<Batches> {
  const batches = new Batches();
  for (const entry of await entriesOf(office)) batches.enter(entry);
  return batches;
}

async function putRight({ office }: Known, { which, field, is: at }: Correcting): Promise<boolean> {
  const { standing } = await batchesOf(office);
  const lots = [...standing];
  const [lot = '', stands] = lots[which % lots.length] ?? [];
  const [was, is] = [stands?.[field], SAID[field][at]];
  const changes = [{ field, lot, was: was ?? null, is: is ?? null }];
  const answer = await office.ask(KEEPER, correct, { changes, ...REASON }, { on: birthOf(lot) });
  if ('recorded' in answer) return true;
  expect(answer.refusal).toBe(was === is ? 'invalid' : 'already-reversed');
  return false;
}

async function seesBatches(office: TestOffice): Promise<void> {
  const { standing } = await batchesOf(office);
  const lots = [...standing.keys()];
  const expected = new Map(
    [...standing].map(([lot, { batch, expiresOn }]) => [lot, stated<Batch>({ number: batch, expiresOn })]),
  );
  // As whoever moves or takes back goods reads it.
  const words = await lotWords(office.ledger, lots);
  expect(new Map(lots.map((lot) => [lot, standingBatch(lot, words)]))).toEqual(expected);
  const named = await lotsNamed(office.ledger, lots.slice(0, 40));
  for (const [lot, { origin }] of named) expect(origin.batch).toEqual(expected.get(lot));
  // As whoever dispatches reads it, by the rows.
  for (const warehouse of ['warehouse', 'warehouse-2']) {
    const shelves = await shelvesOf(office.ledger, office.id(warehouse), [office.id('masks')]);
    for (const { lot } of shelves.lots) expect(shelves.expiryOf(lot)).toBe(expected.get(lot.id)?.expiresOn);
  }
  // As reports read it.
  const { postings } = await office.journal.whole();
  for (const { entry } of asTheyStand(postings)) {
    if (!bringsLots(entry)) continue;
    for (const lot of lotsBrought(entry)) {
      const { number, expiresOn } = lotIn(entry, lot);
      expect(stated<Batch>({ number, expiresOn })).toEqual(expected.get(lot));
    }
  }
  // As a verifier reads it.
  const sealed = postings.map((posting, index): Sealed => ({ ...posting, index }));
  const recall = async (ids: readonly string[]) =>
    postings.flatMap(({ entry }) => (ids.includes(entry.id) ? [entry] : []));
  await new CorrectionCheck().enter(sealed, recall);
}

const isCorrecting = (step: Action | Correcting): step is Correcting => 'field' in step;

it('any sequence of acceptances, moves, returns and corrections leaves every lot with the batch that its entries fold to', async () => {
  const step = fc.oneof(actions({ only: PLAYED }), correcting);
  const seen = { moved: 0, corrected: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array<Action | Correcting>(step, { maxLength: 40, size: 'max' }), async (sequence) => {
      const known = await start();
      for (const one of sequence) {
        if (isCorrecting(one)) seen.corrected += (await putRight(known, one)) ? 1 : 0;
        else {
          const answer = await perform(known, one);
          if ('recorded' in answer && isKind(answer.entry.entry, 'stock-move')) seen.moved += 1;
        }
      }
      await seesBatches(known.office);
      await known.office.balances();
    }),
    { numRuns: 60, interruptAfterTimeLimit: 8_000 },
  );
  expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
});

/** One of two that write at once, told by the office in which both know their ids. */
interface Writing {
  readonly name: string;
  readonly write: (by: TestOffice, known: TestOffice) => Promise<Answer>;
}

const change = (lot: LotId, was: string, is: string) =>
  ({ changes: [{ field: 'batch', lot, was, is }], ...REASON }) as const;

const CORRECTING: Writing = {
  name: 'a correction where the goods came in',
  write: (by, known) =>
    by.ask(KEEPER, correct, change(known.lot('order-in'), 'P-1', 'P-9'), {
      on: known.id('order-in'),
      as: known.id('right'),
    }),
};

const MOVING: Writing = {
  name: 'a move of all that is left',
  write: (by, known) =>
    by.ask(KEEPER, moveStock, moveOf(known, { lot: known.lot('order-in'), quantity: 13n }), {
      as: known.id('at-once'),
    }),
};

const MOVING_ON: Writing = {
  name: 'a move of what was moved before',
  write: (by, known) =>
    by.ask(KEEPER, moveStock, backOf(known, { lot: known.lot('moved'), quantity: 5n }), { as: known.id('at-once') }),
};

const RETURNING: Writing = {
  name: 'a return elsewhere',
  write: (by, known) =>
    by.ask(
      KEEPER,
      returnFromUnit,
      { lines: [{ line: 1, quantity: 4n }], warehouse: known.id('warehouse-2'), effectiveOn: TODAY, ...REASON },
      { on: known.id('sent'), as: known.id('at-once') },
    ),
};

const APART: Writing = {
  name: 'a correction of what was moved before',
  write: (by, known) =>
    by.ask(KEEPER, correct, change(known.lot('moved'), 'P-1', 'P-8'), { on: known.id('moved'), as: known.id('apart') }),
};

/** A ledger with something before each call of a command to it. */
function interrupted(ledger: Ledger, meanwhile: () => Promise<void>): Ledger {
  return {
    ...ledger,
    read: (keys) => meanwhile().then(() => ledger.read(keys)),
    lotsOf: (warehouse, item) => meanwhile().then(() => ledger.lotsOf(warehouse, item)),
    append: (append) => meanwhile().then(() => ledger.append(append)),
  };
}

const AT_ONCE = [MOVING, MOVING_ON, RETURNING, APART].flatMap((other): [Writing, Writing][] => [
  [CORRECTING, other],
  [other, CORRECTING],
]);

it.each(AT_ONCE.map((two) => ({ two, slow: two[0].name, quick: two[1].name })))(
  '$slow leaves nothing of the old batch where $quick comes at any moment of it',
  async ({ two: [slowly, quickly] }) => {
    const MOST_CALLS = 30;
    let isDone = false;
    for (let nth = 1; !isDone; nth += 1) {
      const ledger = createMemoryLedger();
      const known = await openOffice(new TestOffice(ledger));
      await buy(known, 'order', [['masks', 30n, '10.00']], { number: 'P-1' });
      await send(known, 'sent', ['masks', 12n]);
      await sign(known, 'sent', { line: 1, good: 12n });
      await move(known, 'moved', moveOf(known, { lot: known.lot('order-in'), quantity: 5n }));
      let calls = 0;
      let rival: Answer | undefined;
      const slow = new TestOffice(
        interrupted(ledger, async () => {
          calls += 1;
          if (calls === nth) rival = await quickly.write(known, known);
        }),
      );
      slow.now = known.now + 60_000;
      const answer = await slowly.write(slow, known);
      isDone = rival === undefined;
      expect(nth).toBeLessThan(MOST_CALLS);
      const refused = [answer, rival].filter((one) => one !== undefined && 'refusal' in one);
      const isOfBoth = [slowly, quickly].includes(APART);
      expect(refused).toMatchObject(refused.length === 0 ? [] : [{ refusal: 'was-differs', stands: 'P-9' }]);
      expect(isOfBoth || refused.length === 0).toBe(true);
      if (isDone) continue;
      await seesBatches(known);
      const { standing } = await batchesOf(known);
      expect(standing.get(known.lot('order-in'))?.batch).toBe('P-9');
      const isApart = isOfBoth && refused.length === 0;
      expect(standing.get(known.lot('moved'))?.batch).toBe(isApart ? 'P-8' : 'P-9');
      if (!isOfBoth) expect(standing.get(known.lot('at-once'))?.batch).toBe('P-9');
    }
  },
);
