import type { DocumentKind } from '../../shared/domain/documents.ts';
import type { Id } from '../../shared/domain/id.ts';
import { documentNumber, voucherNumber } from '../../shared/domain/voucher.ts';
import { type Projection, placesOfAll } from '../../shared/storage/ports/projection.ts';
import type { Shown } from './page.ts';

/** What is shown and waits for its number; what is registered has none, but a code. */
interface Numberable {
  readonly id: Id;
  readonly number: null;
}

/**
 * Gives what is shown the numbers that it has once it is sealed: an entry its voucher number, a document that of the
 * entry which opened it, behind its letters. In one look-up for up to a hundred of them.
 */
export async function numbered(
  projection: Pick<Projection, 'placesOf'>,
  kind: DocumentKind | 'entry',
  views: readonly Shown[],
): Promise<Shown[]> {
  const waiting = views.filter(isNumberable).map(({ id }) => id);
  const places = await placesOfAll(projection, waiting);
  return views.map((view) => {
    const place = isNumberable(view) ? places.get(view.id) : undefined;
    if (place === undefined) return view;
    return { ...view, number: kind === 'entry' ? voucherNumber(place) : documentNumber(kind, place) };
  });
}

/** The same of a single one. */
export async function numberedOne(
  projection: Pick<Projection, 'placesOf'>,
  kind: DocumentKind | 'entry',
  view: object,
): Promise<object> {
  const [one] = await numbered(projection, kind, [view]);
  return one ?? view;
}

function isNumberable(view: Shown): view is Numberable {
  return view !== undefined && 'number' in view && view.number === null && 'id' in view && typeof view.id === 'string';
}
