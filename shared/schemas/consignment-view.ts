import { type Balance, minus, NOTHING, plus } from '../domain/balance.ts';
import type { ConsignmentBook } from '../domain/books.ts';
import type { Entry } from '../domain/entry.ts';
import { maskName } from '../domain/mask.ts';
import { stated } from '../domain/stated.ts';
import type { ConsignmentView } from './document-answers.ts';
import { standingCoverageView } from './money-views.ts';
import { balanceView, packsView, type Showing } from './showing.ts';

/** Where one part, or all parts of one line, of a consignment is. */
interface Whereabouts {
  readonly sent: Balance;
  readonly transit: Balance;
  readonly held: Balance;
  readonly delivered: Balance;
}

interface PlacedPart extends Whereabouts {
  readonly line: number;
  readonly lot: string;
}

/** Who carried and who signed, where that was read. */
export interface ConsignmentPersons {
  readonly carrier?: string | undefined;
  readonly signatory?: string | undefined;
}

/** A consignment: what was dispatched, and where each line and each part of it is now. */
export function consignmentView(
  dispatch: Entry<'dispatch'>,
  book: ConsignmentBook,
  showing: Showing,
  { carrier, signatory }: ConsignmentPersons = {},
): ConsignmentView {
  const parts = placedParts(dispatch, book);
  return stated<ConsignmentView>({
    id: dispatch.id,
    number: null,
    status: statusOf(book),
    unit: dispatch.refs.unit,
    warehouse: dispatch.refs.warehouse,
    plan: dispatch.refs.plan,
    purpose: dispatch.facts.purpose,
    consent: dispatch.facts.consent && { ...dispatch.facts.consent, evidence: [...dispatch.facts.consent.evidence] },
    redirected: dispatch.facts.redirected && [...dispatch.facts.redirected],
    effectiveOn: dispatch.effectiveOn,
    confirmation: book.confirmation,
    standingCoverage: book.coverage && standingCoverageView(book.coverage),
    lines: dispatch.facts.lines.map((line, at) => {
      const all = together(parts.filter((part) => part.line === at + 1));
      const known = plus(all.transit, plus(all.held, all.delivered));
      return stated<ConsignmentView['lines'][number]>({
        line: at + 1,
        item: line.item,
        quantity: Number(line.quantity),
        packs: packsView(line.quantity, line.packs),
        fundingLine: line.fundingLine,
        ...whereaboutsView(all, showing),
        elsewhere: balanceView(minus(all.sent, known), showing),
      });
    }),
    parts: parts.map((part) => ({ line: part.line, lot: part.lot, ...whereaboutsView(part, showing) })),
    carrier: carrier === undefined ? undefined : maskName(carrier),
    signatory: signatory === undefined ? undefined : maskName(signatory),
  });
}

/** Part p of a consignment is transfer p of its dispatch. */
function placedParts(dispatch: Entry<'dispatch'>, book: ConsignmentBook): PlacedPart[] {
  return dispatch.transfers.map((transfer, at) => {
    const { transit, held, delivered } = book.parts[at] ?? { transit: NOTHING, held: NOTHING, delivered: NOTHING };
    const lot = transfer.from.state === 'stock' ? transfer.from.lot : '';
    return { line: dispatch.facts.parts[at] ?? 0, lot, sent: transfer, transit, held, delivered };
  });
}

function statusOf({ confirmation, parts }: ConsignmentBook): ConsignmentView['status'] {
  if (confirmation !== undefined) return 'confirmed';
  return parts.some((part) => part.transit.quantity > 0n) ? 'in-transit' : 'withdrawn';
}

function together(parts: readonly Whereabouts[]): Whereabouts {
  return parts.reduce<Whereabouts>(
    (sum, part) => ({
      sent: plus(sum.sent, part.sent),
      transit: plus(sum.transit, part.transit),
      held: plus(sum.held, part.held),
      delivered: plus(sum.delivered, part.delivered),
    }),
    { sent: NOTHING, transit: NOTHING, held: NOTHING, delivered: NOTHING },
  );
}

function whereaboutsView({ sent, transit, held, delivered }: Whereabouts, showing: Showing) {
  return {
    sent: balanceView(sent, showing),
    inTransit: balanceView(transit, showing),
    held: balanceView(held, showing),
    delivered: balanceView(delivered, showing),
  };
}
