import { asItStands, batchCorrections } from '../commands/as-it-stands.ts';
import { type Asked, claims, count, invoicesOf, plain, take } from '../commands/asked.ts';
import { changesOf, placed, unchanged } from '../commands/changes.ts';
import { changesOfCorrection, itemsIn } from '../commands/correct.ts';
import { correctionKey, correctionsOf, lineUpBehind } from '../commands/corrections.ts';
import { documentNow } from '../commands/document.ts';
import { invoiceChanges, invoiceSceneOf, loadInvoices } from '../commands/invoices.ts';
import { namingClaim } from '../commands/naming.ts';
import { changesOfErasure } from '../commands/persons.ts';
import { underPlanOf } from '../commands/plan.ts';
import { registeredIn } from '../commands/registered.ts';
import {
  amendmentChanges,
  closedLineChanges,
  closureChanges,
  lineChanges,
  registrationChanges,
  reopenedLineChanges,
  reopeningChanges,
} from '../commands/registry-changes.ts';
import { changesOfReversal } from '../commands/reverse.ts';
import { booksOf, loadedFor, type Scene, sceneOf } from '../commands/scene.ts';
import { countedTogether, paidBy } from '../commands/thresholds.ts';
import { COUNTED, POSTED } from '../domain/adjustment.ts';
import { confirmedBook } from '../domain/consignment.ts';
import type { Decision } from '../domain/decision.ts';
import { emptyConsignment } from '../domain/dispatch.ts';
import type { Entry, Transfer } from '../domain/entry.ts';
import { nothingDisbursed } from '../domain/funding.ts';
import type { Id } from '../domain/id.ts';
import { emptyPurchase } from '../domain/order.ts';
import { type Books, post } from '../domain/post.ts';
import { invoicedBook } from '../domain/purchase.ts';
import { refsOf } from '../domain/refs.ts';
import {
  REGISTERED_OF_PERSONS,
  type RegisteredKind,
  type RegisteredOfPersons,
  type RegistryFieldsOf,
} from '../domain/registry.ts';
import { registryTarget, subjectOf } from '../domain/subject.ts';
import type { Change, Ledger } from '../storage/ports/ledger.ts';

/** What an entry needs that has to be there before it is not: it has to wait for that. */
export class NotThereYet extends Error {
  constructor(entry: Id, missing: string) {
    super(`${entry} needs ${missing}, which is not there`);
    this.name = 'NotThereYet';
  }
}

/** What the rows are made again from, beside the entry itself. */
export interface Standing {
  /** The rows as all entries before it left them, and the entry itself. */
  readonly ledger: Pick<Ledger, 'read'>;
  /** Names the counter that a benefit was counted in, which the entry does not: it would name the person. */
  counterOf(benefit: Entry<'benefit'>): Promise<string>;
  /** The same of the person alone. */
  payeeOf(benefit: Entry<'benefit'>): Promise<string>;
}

/**
 * What an entry changed when it was recorded, made again from what it says and from the rows as they stood before it, by
 * what the commands made it with. A kind that is missing here does not compile. No floor and no ceiling is asked about:
 * whoever sealed the entry was bound by them, and in the order of the log they need not hold between two entries.
 */
export async function changesBy(entry: Entry, standing: Standing): Promise<readonly Change[]> {
  return (await askedBy(entry, standing)).map(({ change }) => change);
}

async function askedBy(entry: Entry, standing: Standing): Promise<readonly Asked[]> {
  switch (entry.kind) {
    case 'registration':
      return registered(entry);
    case 'amendment':
      return amended(entry, standing);
    case 'closure':
      return closed(entry, standing);
    case 'reopening':
      return reopened(entry, standing);
    case 'appropriation':
    case 'give-back':
    case 'acceptance':
    case 'supplier-return':
    case 'release':
    case 'refund':
    case 'resolution':
    case 'unit-return':
    case 'take-back':
    case 'confirmation':
    case 'dispatch':
      return moved(entry, standing);
    case 'payment':
      return [...(await moved(entry, standing)), ...counted(entry, await supplierOf(entry, standing))];
    case 'disbursement':
      return [...(await moved(entry, standing)), ...counted(entry, entry.refs.unit)];
    case 'order':
    case 'invoice':
      return [...(await moved(entry, standing)), ...(await invoiced(entry, standing)), ...invoicesOf(entry).map(take)];
    case 'invoicing':
    case 'invoice-allocation':
      return [...(await invoiced(entry, standing)), ...invoicesOf(entry).map(take)];
    case 'receipt':
      return [...(await moved(entry, standing)), opened({ kind: 'receipt', id: entry.id, state: lotsIn(entry) })];
    case 'stock-move':
      return [...(await moved(entry, standing)), opened({ kind: 'stockMove', id: entry.id, state: lotsIn(entry) })];
    case 'benefit':
      return [...(await moved(entry, standing)), ...(await paid(entry, standing))];
    case 'count':
      return [opened({ kind: 'adjustment', id: entry.id, state: COUNTED })];
    case 'adjustment':
      return [...(await moved(entry, standing)), await countersigned(entry, standing)];
    case 'reversal':
      return reversed(entry, standing);
    case 'correction':
      return correctedBy(entry, standing);
    case 'attachment':
      return attached(entry, standing);
    case 'period-closure': {
      const { month } = entry.facts;
      return [opened({ kind: 'period', id: entry.id, state: { month } }), take(claims.period(month))];
    }
    case 'naming':
      return [plain({ change: 'claim', claim: namingClaim(entry.actor.subject, entry.refs.previous) })];
    case 'disclosure':
      return [];
    case 'erasure':
      return changesOfErasure(standing.ledger, entry.refs.entry);
    default:
      return entry satisfies never;
  }
}

const opened = (document: Parameters<typeof placed>[0]): Asked => placed(document, undefined);

function lotsIn({ facts: { lots } }: Entry<'receipt'> | Entry<'stock-move'>) {
  return { lots: lots.length };
}

/** What moves accounts changes the books that they stand in. */
async function moved(entry: Entry, standing: Standing): Promise<Asked[]> {
  const scene = await sceneOf(standing, entry);
  const opening = openedBy(entry);
  if (scene.document === undefined && opening === undefined && subjectOf(entry)?.id !== entry.id) {
    throw new NotThereYet(entry.id, 'what it is about');
  }
  const books = { ...booksOf(scene), ...opening };
  const decision = postedTo(entry, entry.transfers, marked(entry, books));
  const loaded = { ...loadedFor(scene), ...(opening === undefined ? {} : namedAfter(entry.id, opening)) };
  return [...changesOf(decision, loaded), ...underPlanOf(scene.opening, decision)];
}

/** The book of the document that the entry opens, before it is posted. */
function openedBy(entry: Entry): Partial<Books> | undefined {
  switch (entry.kind) {
    case 'order':
      return { purchase: emptyPurchase(entry) };
    case 'dispatch':
      return { consignment: emptyConsignment(entry) };
    case 'disbursement':
      return { disbursement: nothingDisbursed(entry.effectiveOn) };
    default:
      return undefined;
  }
}

function namedAfter(id: Id, opening: Partial<Books>) {
  return Object.fromEntries(Object.keys(opening).map((book) => [book, { id }]));
}

/** Books keep more than a fold of transfers: who confirmed, and how many papers came later. */
function marked(entry: Entry, books: Books): Books {
  const { consignment, purchase } = books;
  if (entry.kind === 'confirmation' && consignment) {
    return { ...books, consignment: confirmedBook(consignment, entry.id, entry.actor.subject) };
  }
  return entry.kind === 'invoice' && purchase ? { ...books, purchase: invoicedBook(purchase) } : books;
}

function postedTo(draft: Entry, transfers: readonly Transfer[], before: Books): Decision {
  const { books, funds } = post(transfers, before, draft.effectiveOn, draft.coverage);
  return { draft, books, funds };
}

async function reversed(entry: Entry<'reversal'>, standing: Standing): Promise<readonly Asked[]> {
  const target = await targetOf(entry, standing);
  const scene: Scene = await sceneOf(standing, target);
  const invoices = await invoiceSceneOf(standing, target);
  return changesOfReversal(scene, postedTo(entry, entry.transfers, booksOf(scene)), invoices);
}

async function targetOf(entry: Entry<'reversal' | 'correction' | 'attachment'>, { ledger }: Standing): Promise<Entry> {
  const id = entry.refs.entry;
  const target = (await ledger.read([{ row: 'entry', id }])).entry(id)?.entry;
  if (target === undefined) throw new NotThereYet(entry.id, id);
  return target;
}

async function correctedBy(entry: Entry<'correction'>, standing: Standing): Promise<readonly Asked[]> {
  const { ledger } = standing;
  const target = await targetOf(entry, standing);
  const document = await documentNow(standing, subjectOf(target));
  const earlier = (await correctionsOf(ledger, [target.id])).get(target.id) ?? [];
  const { consignment, disbursement } = postedTo(entry, [], {
    fundingLines: [],
    lots: new Map(),
    ...(document?.kind === 'consignment' ? { consignment: document.state } : {}),
    ...(document?.kind === 'disbursement' ? { disbursement: document.state } : {}),
  }).books;
  const items = await itemsIn(ledger, entry.facts.changes);
  return [
    lineUpBehind(target.id, earlier),
    ...changesOfCorrection(document, consignment ?? disbursement),
    ...[...items].map((item) => count(batchCorrections(item), 1n)),
  ];
}

async function attached(entry: Entry<'attachment'>, standing: Standing): Promise<readonly Asked[]> {
  const document = await documentNow(standing, subjectOf(await targetOf(entry, standing)));
  return document === undefined || document.kind === 'fundingLine' ? [] : [unchanged(document)];
}

/** What it changes of invoices, and of the purchases that they are for. */
async function invoiced(entry: Entry, standing: Standing): Promise<readonly Asked[]> {
  const { supplier, purchase, purchases = [], corrects, invoice } = refsOf(entry);
  const scene = await loadInvoices(standing, { invoice, corrects, purchases });
  const isThere = purchases.length === scene.purchases.size && (corrects === undefined) === (scene.blue === undefined);
  if (!isThere || (invoice === undefined) !== (scene.invoice === undefined)) {
    throw new NotThereYet(entry.id, 'an invoice or a purchase');
  }
  if (purchase === undefined) return invoiceChanges(entry, supplier, scene);
  const order = (await standing.ledger.read([{ row: 'entry', id: purchase }])).entry(purchase)?.entry;
  if (order === undefined) throw new NotThereYet(entry.id, purchase);
  return invoiceChanges(entry, refsOf(order).supplier, scene);
}

function counted(entry: Entry, payee: string | undefined): Asked[] {
  const paid = paidBy(entry, payee);
  return paid === undefined ? [] : countedTogether(paid);
}

async function supplierOf(entry: Entry<'payment'>, { ledger }: Standing): Promise<Id | undefined> {
  if (entry.facts.measured === undefined) return undefined;
  const id = entry.refs.purchase;
  const found = await ledger.read([{ row: 'entry', id }, correctionKey(id)]);
  const written = found.entry(id);
  // Once something is paid the supplier is bound: what stands now stood then.
  return written && refsOf((await asItStands(ledger, written, found)).entry).supplier;
}

async function paid(entry: Entry<'benefit'>, standing: Standing): Promise<readonly Asked[]> {
  const counter = await standing.counterOf(entry);
  const payee = entry.facts.measured === undefined ? undefined : await standing.payeeOf(entry);
  const amount = entry.transfers.reduce((sum, { from, value }) => (from.state === 'available' ? sum + value : sum), 0n);
  const state = { counter, ...(payee === undefined ? {} : { payee }), paid: amount };
  return [opened({ kind: 'benefit', id: entry.id, state }), count(counter, amount), ...counted(entry, payee)];
}

async function countersigned(entry: Entry<'adjustment'>, { ledger }: Standing): Promise<Asked> {
  const id = entry.refs.adjustment;
  const row = (await ledger.read([{ row: 'adjustment', id }])).state('adjustment', id);
  if (row === undefined) throw new NotThereYet(entry.id, id);
  return placed({ kind: 'adjustment', id, state: POSTED }, row.version);
}

function registered(entry: Entry<'registration'>): readonly Asked[] {
  const { id, facts } = entry;
  if (facts.type === 'fundingLine') return lineChanges(id, whole<'fundingLine'>(facts.fields));
  return registrationChanges(facts.type, id, whole(facts.fields), { personal: personalIn(entry) });
}

async function amended(entry: Entry<'amendment'>, standing: Standing): Promise<readonly Asked[]> {
  const { id, facts } = entry;
  // A funding line is named once and for all: no command amends one.
  if (facts.type === 'fundingLine') return [];
  const row = await rowOf(facts.type, registryTarget(entry), entry, standing);
  return amendmentChanges(facts.type, row, id, facts.fields, { personal: personalIn(entry) });
}

async function closed(entry: Entry<'closure'>, standing: Standing): Promise<readonly Asked[]> {
  const { type } = entry.facts;
  const target = registryTarget(entry);
  if (type === 'fundingLine') return closedLineChanges(target);
  return closureChanges(type, await rowOf(type, target, entry, standing));
}

async function reopened(entry: Entry<'reopening'>, standing: Standing): Promise<readonly Asked[]> {
  const { type } = entry.facts;
  const target = registryTarget(entry);
  if (type === 'fundingLine') return reopenedLineChanges(target);
  return reopeningChanges(type, await rowOf(type, target, entry, standing));
}

async function rowOf<K extends RegisteredKind>(kind: K, id: Id, entry: Entry, { ledger }: Standing) {
  const row = registeredIn(await ledger.read([{ row: kind, id }]), kind, id);
  if (row === undefined) throw new NotThereYet(entry.id, id);
  return row;
}

function personalIn({ blinded }: Entry): readonly RegisteredOfPersons[] {
  return REGISTERED_OF_PERSONS.filter((field) => blinded?.[field] !== undefined);
}

/** A registration says all of the fields; that an amendment says some is all that their common type can tell. */
function whole<K extends keyof RegistryFieldsOf>(fields: Partial<RegistryFieldsOf[K]>): RegistryFieldsOf[K] {
  return fields as RegistryFieldsOf[K];
}
