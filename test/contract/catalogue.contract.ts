import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { correct } from '../../shared/commands/correct.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { order } from '../../shared/commands/order.ts';
import { registerSupplier, registerWarehouse } from '../../shared/commands/registry.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { createCatalogue } from '../../shared/projection/catalogue.ts';
import { RegistrySearch } from '../../shared/projection/registry-search.ts';
import type { EntriesMeant } from '../../shared/schemas/entries-meant.ts';
import type { Asked, Catalogue, Naming, NamingDocument, Sorting } from '../../shared/storage/ports/catalogue.ts';
import type { Ledger, Page } from '../../shared/storage/ports/ledger.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import { BUYER, KEEPER, TestOffice, TREASURER } from '../commands/office.ts';
import { acceptanceOf, dispatchOf, openOffice, orderLine, orderOf } from '../commands/world.ts';
import { sealingOver } from '../log/sealing.ts';

export interface CatalogueStore {
  readonly ledger: Ledger;
  readonly projection: Projection;
}

/** An office whose catalogue is read while it is sealed as far as the test says. */
async function opened({ ledger, projection }: CatalogueStore) {
  const office = await openOffice(new TestOffice(ledger));
  const { objects, sequencer, projector, journal } = sealingOver(ledger, undefined, projection);
  const files = new LogFiles(objects);
  const search = new RegistrySearch({ ledger, projection, files, clock: office.clock });
  const sources = { ledger, projection, files, search, journal };
  return {
    office,
    sources,
    catalogue: createCatalogue(sources),
    /** Orders under a key whose own time lies that far from the clock's. */
    orders: async (name: string, keyTime = 0) => {
      const key = keyAt(office.now + keyTime, name);
      const body = orderOf(office, orderLine(office, 'masks', 1n, '1.00'));
      expect(await office.ask(BUYER, order, body, { as: key })).toMatchObject({ recorded: 'now' });
      return key;
    },
    seal: async () => (await sequencer.round()).size,
    project: async () => projector.catchUp((await files.checkpoint())?.size ?? 0),
  };
}

/** A UUIDv7 of that time. */
function keyAt(ms: number, name: string): string {
  const time = ms.toString(16).padStart(12, '0');
  const rest = Buffer.from(name).toString('hex').padStart(12, '0').slice(0, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
}

async function all<T>(page: (asked: Asked) => Promise<Page<T>>, limit: number): Promise<T[]> {
  const items: T[] = [];
  for (let after: string | undefined; ; ) {
    const one = await page({ limit, ...(after === undefined ? {} : { after }) });
    items.push(...one.items);
    if (one.next === undefined) return items;
    expect(one.items).toHaveLength(limit);
    after = one.next;
  }
}

const purchases = (catalogue: Catalogue, limit = 100) => all((asked) => catalogue.documents('purchase', asked), limit);
const entries = async (catalogue: Catalogue, limit = 100) =>
  (await all((asked) => catalogue.entries(asked), limit)).map(({ entry }) => entry.id);

const DAY = 86_400_000;
/** Of the outbox, and of what one round seals. */
const MORE_THAN_A_PAGE = 1_050;

/** What every catalogue keeps, whatever stands behind its lists. */
export function catalogueContract(name: string, open: () => Promise<CatalogueStore>): void {
  describe(`the catalogue: ${name}`, () => {
    it('lists by when a thing was recorded, whatever the clock of its key said', async () => {
      const { catalogue, orders, seal, project } = await opened(await open());
      const keys = [await orders('a'), await orders('b', 400 * DAY), await orders('c', -400 * DAY), await orders('d')];
      for (const step of [async () => 0, seal, project]) {
        await step();
        expect(await purchases(catalogue)).toEqual(keys.toReversed());
        expect((await entries(catalogue)).slice(0, 4)).toEqual(keys.toReversed());
      }
    });

    it('has each thing once and in order on its pages, however far it is sealed and projected', async () => {
      const store = await open();
      const { catalogue, office, orders, seal, project } = await opened(store);
      const step = fc.constantFrom('order' as const, 'order' as const, 'seal' as const, 'project' as const);
      let made: string[] = [];
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), async (steps, limit) => {
          for (const one of steps) {
            if (one === 'seal') await seal();
            else if (one === 'project') await project();
            else made = [await orders(`n${made.length}`, made.length % 2 === 0 ? DAY : -DAY), ...made];
          }
          expect(await purchases(catalogue, limit)).toEqual(made);
          const listed = await entries(catalogue, limit);
          expect(listed.slice(0, made.length)).toEqual(made);
          expect(listed).toHaveLength(office.appended);
        }),
        { numRuns: 8 },
      );
    }, 120_000);

    it('has all of them, however many wait to be sealed and to be projected', async () => {
      const { catalogue, office, seal, project } = await opened(await open());
      const many = Array.from({ length: MORE_THAN_A_PAGE }, (_, at) => `depot-${at}`);
      for (const as of many) {
        const body = { code: as, name: '仓库' };
        expect(await office.ask(TREASURER, registerWarehouse, body, { as })).toMatchObject({ recorded: 'now' });
      }
      const ids = many.map((name) => office.id(name)).reverse();
      for (const step of [async () => 0, seal, seal, project]) {
        await step();
        expect((await entries(catalogue)).slice(0, ids.length)).toEqual(ids);
        expect((await all((asked) => catalogue.documents('warehouse', asked), 100)).slice(0, ids.length)).toEqual(ids);
      }
    }, 120_000);

    it('goes on from where it was, whatever was recorded, sealed and projected meanwhile', async () => {
      const { catalogue, orders, seal, project } = await opened(await open());
      const keys = [await orders('a'), await orders('b'), await orders('c')];
      const first = await catalogue.documents('purchase', { limit: 1 });
      const newest = await catalogue.entries({ limit: 1 });
      await orders('d');
      await seal();
      await orders('e', DAY);
      await project();
      const rest = await catalogue.documents('purchase', { limit: 100, after: first.next ?? '' });
      expect([...first.items, ...rest.items]).toEqual(keys.toReversed());
      const older = await catalogue.entries({ limit: 2, after: newest.next ?? '' });
      expect(older.items.map(({ entry }) => entry.id)).toEqual(keys.slice(0, 2).toReversed());
    });

    it('lists what is registered in the order in which it was', async () => {
      const { catalogue, office, seal, project } = await opened(await open());
      for (const step of [async () => 0, seal, project]) {
        await step();
        expect((await catalogue.documents('unit', { limit: 10 })).items).toEqual(
          ['other-town', 'village', 'town'].map((name) => office.id(name)),
        );
        expect((await catalogue.documents('fundingLine', { limit: 1 })).items).toEqual([office.id('line-2')]);
      }
    });

    it('finds the invoice that came with an order', async () => {
      const { catalogue, office, seal, project } = await opened(await open());
      const invoice = { number: '12345678', date: '2020-03-01', amount: 100n };
      const body = { ...orderOf(office, orderLine(office, 'masks', 1n, '1.00')), invoice };
      expect(await office.ask(BUYER, order, body, { as: 'with-invoice' })).toMatchObject({ recorded: 'now' });
      for (const step of [async () => 0, seal, project]) {
        await step();
        const { items } = await catalogue.documents('invoice', { limit: 10 });
        expect(items).toEqual([office.id('with-invoice')]);
      }
    });

    it('tells the way of a lot and the trail of an entry, however far they are sealed and projected', async () => {
      const { catalogue, office, seal, project } = await opened(await open());
      const ordered = orderOf(office, orderLine(office, 'masks', 10n, '10.00'));
      await office.post(BUYER, order, ordered, { as: 'bought' });
      const accepted = acceptanceOf(office, { line: 1, good: 10n });
      await office.post(KEEPER, accept, accepted, { on: 'bought', as: 'accepted' });
      const sending = dispatchOf(office, ['masks', 4n]);
      await office.post(KEEPER, dispatch, sending, { as: 'sent' });
      const lot = office.lot('accepted');
      for (const step of [async () => 0, seal, project]) {
        await step();
        const way = await catalogue.lot(lot, 'en');
        expect(way?.from.map(({ id }) => id)).toEqual([office.id('accepted')]);
        expect(way).toMatchObject({
          purchase: { id: office.id('bought') },
          consignments: [{ id: office.id('sent'), inTransit: { quantity: 4 } }],
          left: { quantity: 6, value: '6.00' },
        });
        const trail = await catalogue.trail(office.id('accepted'), { depth: 3, nodes: 10, language: 'en' });
        expect(trail?.up.map(({ id }) => id)).toEqual([office.id('bought')]);
        expect(trail?.down.map(({ id, summary }) => [id, summary.startsWith('Dispatch')])).toEqual([
          [office.id('sent'), true],
        ]);
      }
      expect(await catalogue.lot(`${office.id('sent')}.1`, 'zh')).toBeUndefined();
      expect(await catalogue.trail(lot, { depth: 1, nodes: 1, language: 'zh' })).toBeUndefined();
    });

    it('finds entries by what they move and rest on, once each on its pages', async () => {
      const { catalogue, office, orders, seal, project } = await opened(await open());
      const keys = [await orders('a'), await orders('b'), await orders('c')];
      const accepted = acceptanceOf(office, { line: 1, good: 1n });
      await office.post(KEEPER, accept, accepted, { on: keys[1] ?? '', as: 'accepted' });
      const [acceptance, item, town] = [office.id('accepted'), office.id('masks'), office.id('town')];
      const ids = async (meant: EntriesMeant, limit: number) =>
        (await all((asked) => catalogue.entriesMeant(meant, asked), limit)).map(({ entry }) => entry.id);
      const newest = [acceptance, ...keys.toReversed()];
      for (const step of [async () => 0, seal, async () => orders('d'), project]) {
        const more = await step();
        if (typeof more === 'string') newest.unshift(more);
        for (const limit of [1, 3, 100]) {
          expect(await ids({ item }, limit)).toEqual(newest.filter((id) => id !== undefined));
          expect(await ids({ lot: office.lot('accepted') }, limit)).toEqual([acceptance]);
          expect(await ids({ follows: keys[1] ?? '' }, limit)).toEqual([acceptance]);
          expect(await ids({ figure: 'invested' }, limit)).toEqual([acceptance]);
          expect(await ids({ entry: keys[0] ?? '' }, limit)).toEqual([keys[0]]);
          expect(await ids({ item, unit: town }, limit)).toEqual([]);
        }
      }
      await expect(catalogue.entriesMeant({ item }, { limit: 101 })).rejects.toThrow(RangeError);
    });

    it('finds entries by all of the things that they name, once each on its pages', async () => {
      const { catalogue, sources, office, orders, seal, project } = await opened(await open());
      const keys = [await orders('a'), await orders('b')];
      const accepted = acceptanceOf(office, { line: 1, good: 1n });
      await office.post(KEEPER, accept, accepted, { on: keys[1] ?? '', as: 'accepted' });
      await office.post(KEEPER, dispatch, dispatchOf(office, ['masks', 1n]), { as: 'sent' });
      const [acceptance, item, sent, lot] = [
        office.id('accepted'),
        office.id('masks'),
        office.id('sent'),
        office.lot('accepted'),
      ];
      const ids = async (naming: Naming, limit: number) =>
        (await all((asked) => catalogue.entriesNaming(naming, asked), limit)).map(({ entry }) => entry.id);
      const bought = keys.toReversed();
      for (const step of [async () => 0, seal, async () => orders('c'), project]) {
        const more = await step();
        if (typeof more === 'string') bought.unshift(more);
        for (const limit of [1, 3, 100]) {
          expect(await ids({ ids: [item], kind: 'order' }, limit)).toEqual(bought);
          expect(await ids({ ids: [item, lot] }, limit)).toEqual([sent, acceptance]);
          expect(await ids({ ids: [lot], actor: KEEPER.subject }, limit)).toEqual([sent, acceptance]);
          expect(await ids({ ids: [lot], actor: BUYER.subject }, limit)).toEqual([]);
          expect(await ids({ ids: [keys[1] ?? ''] }, limit)).toEqual([acceptance, keys[1]]);
        }
      }
      const crowded = createCatalogue({ ...sources, mostHeld: 0 });
      const through = await all((asked) => crowded.entriesNaming({ ids: [item, lot] }, asked), 3);
      expect(through.map(({ entry }) => entry.id)).toEqual(expect.arrayContaining([sent, acceptance]));
      await expect(catalogue.entriesNaming({ ids: [item] }, { limit: 101 })).rejects.toThrow(RangeError);
    });

    it('finds documents by all of the things that they name and by their days, once each on its pages', async () => {
      const { catalogue, sources, office, orders, seal, project } = await opened(await open());
      const keys = [await orders('a'), await orders('b')];
      await office.post(TREASURER, registerSupplier, { name: '另一供货商(示例)' }, { as: 'other' });
      const [item, other, supplier] = [office.id('masks'), office.id('other'), office.id('supplier')];
      const ids = (naming: NamingDocument, limit: number) =>
        all((asked) => catalogue.documentsNaming('purchase', naming, asked), limit);
      const bought = keys.toReversed();
      let corrected: string[] = [];
      const change = async () => {
        const body = { changes: [{ field: 'supplier', was: supplier, is: other } as const], reason: '录错' };
        expect(await office.ask(BUYER, correct, body, { on: keys[0] ?? '' })).toMatchObject({ recorded: 'now' });
        corrected = keys.slice(0, 1);
      };
      for (const step of [async () => 0, seal, change, seal, async () => orders('c'), project]) {
        const more = await step();
        if (typeof more === 'string') bought.unshift(more);
        for (const limit of [1, 3, 100]) {
          expect(await ids({ ids: [item] }, limit)).toEqual(bought);
          expect(await ids({ ids: [item, supplier] }, limit)).toEqual(bought);
          expect(await ids({ ids: [other, item] }, limit)).toEqual(corrected);
          const ofOther = await all((asked) => catalogue.entriesNaming({ ids: [other] }, asked), limit);
          expect(ofOther.map(({ entry }) => entry.id)).toEqual(expect.arrayContaining(corrected));
          expect(await ids({ ids: [item], to: '2019-12-31' }, limit)).toEqual([]);
          expect(await ids({ ids: [], from: '2020-01-01' }, limit)).toEqual(bought);
        }
      }
      const crowded = createCatalogue({ ...sources, mostHeld: 0 });
      const through = await all((asked) => crowded.documentsNaming('purchase', { ids: [other] }, asked), 3);
      expect(through).toEqual(expect.arrayContaining(corrected));
      await expect(catalogue.documentsNaming('purchase', { ids: [] }, { limit: 101 })).rejects.toThrow(RangeError);
    });

    it('has documents by their amounts and days, once each on their pages, where the log is held in memory', async () => {
      const { catalogue, sources, office, seal, project } = await opened(await open());
      const bought = async (as: string, value: string, effectiveOn: string) => {
        const body = { ...orderOf(office, orderLine(office, 'masks', 1n, value)), effectiveOn };
        expect(await office.ask(BUYER, order, body, { as })).toMatchObject({ recorded: 'now' });
      };
      const ids = async (sorting: Sorting, limit: number) => {
        const page = await catalogue.documentsSorted('purchase', sorting);
        return all(async ({ limit: most }) => page?.(most) ?? { items: [] }, limit);
      };
      await bought('small', '2.00', '2020-03-03');
      await bought('large', '10.00', '2020-03-01');
      await bought('small-again', '2.00', '2020-03-02');
      const late = async () => bought('middle', '9.99', '2020-03-03');
      let more: readonly string[] = [];
      const named = (names: readonly string[]) => names.map((name) => office.id(name));
      for (const step of [async () => 0, seal, late, seal, project]) {
        await step();
        if (step === late) more = ['middle'];
        for (const limit of [1, 2, 100]) {
          const byAmount = ['large', ...more, 'small-again', 'small'];
          expect(await ids({ by: 'amount', ids: [] }, limit)).toEqual(named(byAmount));
          expect(await ids({ by: 'amount', ids: [office.id('masks')] }, limit)).toEqual(named(byAmount));
          const byDate = [...more, 'small', 'small-again', 'large'];
          expect(await ids({ by: 'date', ids: [] }, limit)).toEqual(named(byDate));
          const early = { ids: [office.id('supplier')], to: '2020-03-02' };
          expect(await ids({ by: 'date', ...early }, limit)).toEqual(named(['small-again', 'large']));
        }
      }
      const behind = await catalogue.documentsSorted('purchase', { by: 'amount', ids: [] }, office.id('small-again'));
      expect(behind?.(10)).toEqual({ items: [office.id('small')] });
      const waiting = await catalogue.documentsSorted('purchase', { by: 'amount', ids: [], waiting: 'to-accept' });
      expect(waiting?.(2)).toEqual({ items: named(['large', 'middle']), next: office.id('middle') });
      const none = await catalogue.documentsSorted('purchase', { by: 'date', ids: [], isUnderWay: false });
      expect(none?.(10)).toEqual({ items: [] });
      const crowded = createCatalogue({ ...sources, mostHeld: 0 });
      expect(await crowded.documentsSorted('purchase', { by: 'amount', ids: [] })).toBeUndefined();
    });

    it('finds purchases and consignments of which something is still to come', async () => {
      const { catalogue, office, orders, seal, project } = await opened(await open());
      const keys = [await orders('a'), await orders('b')];
      const underWay = (kind: 'purchase' | 'consignment') =>
        all((asked) => catalogue.documentsNaming(kind, { ids: [], isUnderWay: true }, asked), 3);
      const tell = async () => [await underWay('purchase'), await underWay('consignment')];
      for (const step of [async () => 0, seal, project]) {
        await step();
        expect(await tell()).toEqual([keys.toReversed(), []]);
      }
      const accepted = acceptanceOf(office, { line: 1, good: 1n });
      expect(
        await office.ask(KEEPER, accept, accepted, { on: keys[0] ?? '', as: keyAt(office.now, 'c') }),
      ).toBeTruthy();
      // Until it is sealed, more is given than there is, and never less.
      expect((await tell())[0]).toEqual(expect.arrayContaining([keys[1]]));
      await seal();
      expect(await tell()).toEqual([[keys[1]], []]);
      await project();
      expect(await tell()).toEqual([[keys[1]], []]);
    });

    it('finds what bears a number, however it is typed, sealed and projected', async () => {
      const { catalogue, office, seal, project } = await opened(await open());
      const invoiced = (number: string, as: string) => {
        const invoice = { code: '011', number, date: '2020-03-01', amount: 100n };
        const body = { ...orderOf(office, orderLine(office, 'masks', 1n, '1.00')), invoice };
        return office.ask(BUYER, order, body, { as });
      };
      expect(await invoiced('ab 12', 'early')).toMatchObject({ recorded: 'now' });
      for (const step of [async () => 0, seal, project]) {
        await step();
        for (const typed of ['ab12', 'ＡＢ １２', '011-ab12'.replace('-', '')]) {
          const document = { kind: 'invoice', id: office.id('early') };
          expect(await catalogue.numbered(typed)).toEqual([{ by: 'invoice', entry: office.id('early'), document }]);
        }
        expect(await catalogue.numbered('ab1')).toEqual([]);
        expect(await catalogue.numbered('ab123')).toEqual([]);
      }
      const [unit] = await catalogue.numbered('SY-01');
      expect(unit).toMatchObject({ by: 'code', document: { kind: 'unit' } });
    });

    it('has the newest hundred rows of a number that many things bear', async () => {
      const { catalogue, office, seal, project } = await opened(await open());
      const contract = { procurement: { method: 'direct', contract: 'HT-1' } } as const;
      const ids: string[] = [];
      for (let at = 0; at < 103; at += 1) {
        const body = { ...orderOf(office, orderLine(office, 'masks', 1n, '1.00')), ...contract };
        expect(await office.ask(BUYER, order, body, { as: `contract-${at}` })).toMatchObject({ recorded: 'now' });
        ids.unshift(office.id(`contract-${at}`));
        if (at === 60) await seal();
        if (at === 60) await project();
      }
      expect((await catalogue.numbered('ht-1')).map(({ entry }) => entry)).toEqual(ids.slice(0, 100));
    });

    it('reads the entry in a place of the log once it is sealed', async () => {
      const { catalogue, orders, office, seal } = await opened(await open());
      const key = await orders('a');
      const place = office.appended - 1;
      expect(await catalogue.placed(place)).toBeUndefined();
      await seal();
      expect((await catalogue.placed(place))?.entry.id).toBe(key);
      expect(await catalogue.placed(place + 1)).toBeUndefined();
    });

    it('takes pages of a size that one read can look up', async () => {
      const { catalogue } = await opened(await open());
      await expect(catalogue.entries({ limit: 101 })).rejects.toThrow(RangeError);
      await expect(catalogue.documents('purchase', { limit: 0 })).rejects.toThrow(RangeError);
    });
  });
}
