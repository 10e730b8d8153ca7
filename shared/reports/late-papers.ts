import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';

/** Papers that come after what they belong to: invoices after their order, evidence after its entry. */
export class LatePapers {
  /** By purchase, then by the entry that booked each. */
  readonly #invoices = new Map<Id, Map<Id, string>>();
  readonly #attached = new Map<Id, number>();

  enter({ entry }: Posting): void {
    const { purchase, entry: target } = refsOf(entry);
    if (isKind(entry, 'invoice') && purchase !== undefined) {
      const booked = this.#invoices.get(purchase) ?? new Map<Id, string>();
      this.#invoices.set(purchase, booked.set(entry.id, entry.facts.invoice.number));
    } else if (isKind(entry, 'reversal') && entry.facts.kind === 'invoice') {
      this.#invoices.get(purchase ?? '')?.delete(target ?? '');
    } else if (entry.kind === 'attachment' && target !== undefined) {
      this.#attached.set(target, (this.#attached.get(target) ?? 0) + entry.evidence.length);
    }
  }

  /** Numbers of the invoices booked on a purchase after its order, those reversed left out. */
  invoices(purchase: Id): readonly string[] {
    return [...(this.#invoices.get(purchase)?.values() ?? [])];
  }

  /** How many pieces of evidence were attached to an entry later. */
  attached(entry: Id): number {
    return this.#attached.get(entry) ?? 0;
  }
}
