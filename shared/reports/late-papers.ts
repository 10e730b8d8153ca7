import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { allocatedBy, invoiceIn, invoiceOf } from '../domain/invoice.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';

/** Papers that come after what they belong to: invoices after their order, evidence after its entry. */
export class LatePapers {
  /** By purchase, then by the entry that booked or allocated each. */
  readonly #invoices = new Map<Id, Map<Id, string>>();
  /** By invoice, its number. */
  readonly #numbers = new Map<Id, string>();
  readonly #attached = new Map<Id, number>();

  enter({ entry }: Posting): void {
    const { purchase, purchases = [], entry: target = '' } = refsOf(entry);
    const told = invoiceIn(entry);
    if (told !== undefined) this.#numbers.set(entry.id, told.number);
    if (isKind(entry, 'reversal')) {
      for (const id of [...purchases, purchase ?? '']) this.#invoices.get(id)?.delete(target);
    } else if (entry.kind === 'attachment') {
      this.#attached.set(target, (this.#attached.get(target) ?? 0) + entry.evidence.length);
    } else if (entry.kind !== 'order') {
      const number = this.#numbers.get(invoiceOf(entry) ?? '');
      if (number === undefined) return;
      for (const allocation of allocatedBy(entry)) this.#book(allocation.purchase, entry.id, number);
    }
  }

  #book(purchase: Id, by: Id, number: string): void {
    const booked = this.#invoices.get(purchase) ?? new Map<Id, string>();
    this.#invoices.set(purchase, booked.set(by, number));
  }

  /** Numbers of the invoices that are for a purchase beside its order's own, those reversed left out. */
  invoices(purchase: Id): readonly string[] {
    return [...new Set(this.#invoices.get(purchase)?.values() ?? [])];
  }

  /** How many pieces of evidence were attached to an entry later. */
  attached(entry: Id): number {
    return this.#attached.get(entry) ?? 0;
  }
}
