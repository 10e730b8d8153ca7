import { lotWords } from '../../shared/commands/as-it-stands.ts';
import { isNothing } from '../../shared/domain/balance.ts';
import type { Lot, StateKind, StateOf } from '../../shared/domain/books.ts';
import { standing } from '../../shared/domain/correction.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import type { Id } from '../../shared/domain/id.ts';
import { standingBatch } from '../../shared/domain/lot-batch.ts';
import { Resolver } from '../../shared/domain/posting.ts';
import { WAITING_KINDS, type Waiting, type WaitingKind } from '../../shared/domain/waiting.ts';
import { openedKey } from '../../shared/projection/opened.ts';
import { waitingIn } from '../../shared/projection/waiting.ts';
import { Purchases } from '../../shared/reports/bought.ts';
import type { Ledger, Versioned } from '../../shared/storage/ports/ledger.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';

/** What waits, by kind and key. */
export type AllWaiting = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the lists of a projection tell. */
export async function listedWaiting(projection: Projection): Promise<AllWaiting> {
  const lists = waitingIn(projection);
  const all = await Promise.all(
    WAITING_KINDS.map(async (kind) => {
      const { rows, goesOn } = await lists.waiting(kind, { order: 'rising', limit: 1_000 });
      if (goesOn) throw new Error(`more waits of ${kind} than the test reads`);
      return [kind, Object.fromEntries(rows.map((row) => [row.key, row.tell()]))];
    }),
  );
  return Object.fromEntries(all);
}

async function all<K extends StateKind>(ledger: Ledger, kind: K): Promise<readonly Versioned<StateOf[K]>[]> {
  return (await ledger.states(kind, { limit: 1_000 })).items;
}

/** The same told from every entry, every document and every lot that there is. */
export async function foldedWaiting(ledger: Ledger): Promise<AllWaiting> {
  const stored = (await ledger.entries({ limit: 1_000, order: 'oldest' })).items.map(({ entry }) => entry);
  const entries = stored.toSorted((a, b) => (openedKey(a) < openedKey(b) ? -1 : 1));
  const { items: lots } = await ledger.lots({ limit: 1_000 });
  const waiting = new Map<WaitingKind, Map<string, unknown>>(WAITING_KINDS.map((kind) => [kind, new Map()]));
  const put = <K extends WaitingKind>(kind: K, key: string, row: Waiting[K]) => waiting.get(kind)?.set(key, row);
  const told = new Told(entries);
  await putPurchases(ledger, told, put);
  await putConsignments(ledger, told, put);
  for (const { id, state } of await all(ledger, 'adjustment')) {
    const count = told.opening(id, 'count');
    if (state.status !== 'counted') continue;
    put('to-countersign', openedKey(count), {
      adjustment: id,
      effectiveOn: count.effectiveOn,
      warehouse: count.refs.warehouse,
      lines: count.facts.lines.length,
      by: count.actor.subject,
    });
  }
  const words = await lotWords(
    ledger,
    lots.map(({ id }) => id),
  );
  for (const { id, item, warehouse, stock } of lots) {
    const { expiresOn } = standingBatch(id, words);
    if (expiresOn === undefined || stock.quantity === 0n) continue;
    put('expiring', `${expiresOn}#${id}`, { lot: id, item, warehouse, expiresOn, quantity: stock.quantity });
  }
  for (const { id, state } of await all(ledger, 'item')) {
    const { minimum } = state.fields;
    const stock = stockOf(lots, id);
    if (minimum && !state.closed && stock < minimum) put('below-minimum', id, { item: id, stock, minimum });
  }
  await putPlans(ledger, told, put);
  return Object.fromEntries([...waiting].map(([kind, rows]) => [kind, Object.fromEntries(rows)]));
}

type Put = <K extends WaitingKind>(kind: K, key: string, row: Waiting[K]) => void;

function stockOf(lots: readonly Lot[], item: Id): bigint {
  return lots.filter((lot) => lot.item === item).reduce((sum, { stock }) => sum + stock.quantity, 0n);
}

/** Entries as they are asked for. */
class Told {
  readonly entries: readonly Entry[];
  readonly purchases = new Purchases();

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
    const resolver = new Resolver();
    for (const entry of entries) this.purchases.enter(resolver.resolve(entry));
  }

  /** What opened a document, as it was corrected. */
  opening<K extends Kind>(id: Id, kind: K): Entry<K> {
    const entry = this.entries.find((one) => one.id === id);
    if (entry === undefined || !isKind(entry, kind)) throw new Error(`${id} is no ${kind}`);
    const corrections = this.entries.filter((one): one is Entry<'correction'> => isKind(one, 'correction'));
    return standing(
      entry,
      corrections.filter(({ refs }) => refs.entry === id),
    );
  }

  /** Entries of a kind that have no paper, were given none, and were not reversed. */
  withoutPaper<K extends Kind>(kind: K): Entry<K>[] {
    const done = new Set(
      this.entries.flatMap((one) => (isKind(one, 'reversal') || isKind(one, 'attachment') ? [one.refs.entry] : [])),
    );
    return this.entries.filter(
      (one): one is Entry<K> => isKind(one, kind) && one.evidence.length === 0 && !done.has(one.id),
    );
  }
}

async function putPurchases(ledger: Ledger, told: Told, put: Put): Promise<void> {
  for (const { id, state } of await all(ledger, 'purchase')) {
    const order = told.opening(id, 'order');
    const key = openedKey(order);
    const of = { purchase: id, supplier: order.refs.supplier, effectiveOn: order.effectiveOn };
    const bought = told.purchases.find(id);
    if (bought === undefined) throw new Error(`nothing was bought with ${id}`);
    const { committed, accepted, paid, refunded, invoiced, byLine } = bought;
    if (state.shares.some((share) => share.committed.quantity > 0n)) put('to-accept', key, { ...of, committed });
    const due = [...byLine.values()]
      .map((line) => line.accepted - line.paid + line.refunded)
      .reduce((sum, one) => (one > 0n ? sum + one : sum), 0n);
    if (due > 0n) put('to-pay', key, { ...of, due });
    const byGoods = accepted - invoiced;
    const byMoney = paid - refunded - invoiced;
    const [lacking = 0n] = [byGoods, byMoney].sort((a, b) => (a > b ? -1 : 1));
    if (lacking > 0n) put('without-invoice', key, { ...of, lacking });
  }
  for (const order of told.withoutPaper('order')) {
    const { supplier } = told.opening(order.id, 'order').refs;
    const { id, effectiveOn } = order;
    put('order-without-evidence', openedKey(order), { purchase: id, supplier, effectiveOn, entry: id });
  }
  for (const payment of told.withoutPaper('payment')) {
    const { purchase } = payment.refs;
    const { supplier } = told.opening(purchase, 'order').refs;
    const paid = payment.transfers.reduce((sum, { value }) => sum + value, 0n);
    const row = { purchase, supplier, effectiveOn: payment.effectiveOn, entry: payment.id, paid };
    put('payment-without-evidence', openedKey(payment), row);
  }
}

async function putConsignments(ledger: Ledger, told: Told, put: Put): Promise<void> {
  for (const { id, state } of await all(ledger, 'consignment')) {
    const dispatch = told.opening(id, 'dispatch');
    const of = { consignment: id, unit: dispatch.refs.unit, effectiveOn: dispatch.effectiveOn };
    const lines = (side: 'transit' | 'held') =>
      dispatch.facts.lines.filter((_, at) =>
        state.parts.some((part, nth) => dispatch.facts.parts[nth] === at + 1 && !isNothing(part[side])),
      ).length;
    if (lines('transit') > 0) put('in-transit', openedKey(dispatch), { ...of, lines: lines('transit') });
    if (lines('held') > 0) put('held', openedKey(dispatch), { ...of, lines: lines('held') });
  }
  for (const confirmation of told.withoutPaper('confirmation')) {
    const { consignment } = confirmation.refs;
    const { unit } = told.opening(consignment, 'dispatch').refs;
    const { id: entry, effectiveOn } = confirmation;
    put('confirmation-without-evidence', openedKey(confirmation), { consignment, unit, effectiveOn, entry });
  }
}

/** What went out under a plan, less what came back, whatever its counters say: goods of stock, money of what is available. */
async function putPlans(ledger: Ledger, { entries }: Told, put: Put): Promise<void> {
  const resolver = new Resolver();
  const wentOut = new Map<string, bigint>();
  for (const entry of entries) {
    const { movements, opening } = resolver.resolve(entry);
    if (opening?.refs.plan === undefined) continue;
    for (const { from, to, item, quantity, fundingLine, value, chain } of movements) {
      if (chain === 'cash') continue;
      const [kept, of, amount] =
        opening.kind === 'dispatch'
          ? (['stock', item, quantity] as const)
          : (['available', fundingLine, value] as const);
      const key = `${opening.refs.plan}/${opening.refs.unit}/${of}`;
      const by = (from === kept ? amount : 0n) - (to === kept ? amount : 0n);
      wentOut.set(key, (wentOut.get(key) ?? 0n) + by);
    }
  }
  for (const { id, state } of await all(ledger, 'plan')) {
    const opening = entries.find((entry) => entry.id === id);
    const { lines, number, title, decidedOn } = state.fields;
    if (opening === undefined || state.closed) continue;
    const waits = lines.map((line) => {
      const [of, planned] = 'item' in line ? [line.item, line.quantity] : [line.fundingLine, line.amount];
      return { line, left: planned - (wentOut.get(`${id}/${line.unit}/${of}`) ?? 0n) };
    });
    for (const kind of ['to-dispatch', 'to-disburse'] as const) {
      const own = waits.filter(({ line, left }) => left > 0n && 'item' in line === (kind === 'to-dispatch'));
      if (own.length === 0) continue;
      const units = new Set(own.map(({ line }) => line.unit)).size;
      const row = { plan: id, number, title, decidedOn, lines: own.length, units };
      const left = own.reduce((sum, one) => sum + one.left, 0n);
      if (kind === 'to-dispatch') put(kind, openedKey(opening), row);
      else put(kind, openedKey(opening), { ...row, left });
    }
  }
}
