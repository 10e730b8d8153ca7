import type { Document } from '../../shared/commands/command.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import { PERSON_KINDS, type Person } from '../../shared/domain/person.ts';
import { stated } from '../../shared/domain/stated.ts';
import { adjustmentView } from '../../shared/schemas/adjustment-view.ts';
import { consignmentView } from '../../shared/schemas/consignment-view.ts';
import { invoiceView } from '../../shared/schemas/invoice-view.ts';
import { benefitView, disbursementView } from '../../shared/schemas/money-views.ts';
import { purchaseView } from '../../shared/schemas/purchase-view.ts';
import { receiptView } from '../../shared/schemas/receipt-view.ts';
import { fundingLineView, registeredViews } from '../../shared/schemas/registered-views.ts';
import type { Showing } from '../../shared/schemas/showing.ts';
import { stockMoveView } from '../../shared/schemas/stock-move-view.ts';
import type { FundingLineRow } from '../../shared/storage/ports/ledger.ts';

/** Personal data that was read for a document, by field; masked before it is shown. */
export type Persons = Readonly<Record<string, string | undefined>>;

/** Any document as it is shown. */
export function documentView(document: Document, showing: Showing, persons: Persons = {}): object {
  const { id, opening } = document;
  const { entry } = opening;
  switch (document.kind) {
    case 'fundingLine':
      return openedLineView(document.line, entry);
    case 'unit':
      return registeredViews.unit(id, document.state, { phone: persons.phone, lineage: document.lineage });
    case 'supplier':
      return registeredViews.supplier(id, document.state, persons.phone);
    case 'item':
      return registeredViews.item(id, document.state);
    case 'warehouse':
      return registeredViews.warehouse(id, document.state);
    case 'tariff':
      return registeredViews.tariff(id, document.state);
    case 'threshold':
      return registeredViews.threshold(id, document.state);
    case 'plan':
      return registeredViews.plan(id, document.state);
    case 'member':
      return registeredViews.member(id, document.state, persons.name);
    case 'purchase':
      return purchaseView(opened(entry, 'order'), document.state);
    case 'invoice':
      return invoiceView(entry, document.state);
    case 'receipt':
      return receiptView(opened(entry, 'receipt'));
    case 'stockMove':
      return stockMoveView(opened(entry, 'stock-move'));
    case 'consignment':
      return consignmentView(opened(entry, 'dispatch'), document.state, showing, persons);
    case 'disbursement':
      return disbursementView(opened(entry, 'disbursement'), document.state);
    case 'benefit': {
      return benefitView(opened(entry, 'benefit'), document.state, personIn(persons));
    }
    case 'period': {
      const { actor, recordedAt } = entry;
      return { id, month: document.state.month, closedBy: actor.subject, closedAt: recordedAt };
    }
    case 'adjustment':
      return adjustmentView(opened(entry, 'count'), document.state);
  }
}

function personIn({ name, reference, kind: told }: Persons): Person | undefined {
  if (name === undefined || reference === undefined) return undefined;
  return stated<Person>({ name, reference, kind: PERSON_KINDS.find((kind) => kind === told) });
}

/** A funding line, its balances from its row and what never changes from its registration. */
export function openedLineView(line: FundingLineRow, opening: Entry): object {
  const { facts } = opened(opening, 'registration');
  const basis = 'basis' in facts.fields && Array.isArray(facts.fields.basis) ? facts.fields.basis : [];
  const uses = 'permittedUses' in facts.fields ? facts.fields.permittedUses : undefined;
  return fundingLineView(line.id, line, {
    code: line.code,
    name: line.name,
    basis,
    ...(uses === undefined ? {} : { permittedUses: uses }),
  });
}

/** The entry that opened a document is of one kind; another means that the books and the entries disagree. */
export function opened<K extends Kind>(entry: Entry, kind: K): Entry<K> {
  if (!isKind(entry, kind)) throw new Error(`entry ${entry.id} opened a document as ${entry.kind}, not as ${kind}`);
  return entry;
}
