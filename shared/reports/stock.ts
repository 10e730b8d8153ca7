import { formatYuan } from '../domain/amount.ts';
import { isNothing } from '../domain/balance.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { isKind } from '../domain/entry.ts';
import { type Id, type LotId, lotId } from '../domain/id.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import type { Stock } from '../schemas/reports.ts';
import { writeBalance } from './figures.ts';
import { Tally } from './holdings.ts';
import { type PageOptions, pageOf } from './page.ts';
import { byCode, compare, type Register } from './register.ts';

export interface StockOptions extends PageOptions {
  readonly warehouse?: Id;
  readonly item?: Id;
  readonly fundingLine?: Id;
}

/** The papers of a lot: when it came, its batch and its date of expiry. */
interface LotPapers {
  readonly receivedOn: CalendarDate;
  readonly expiresOn?: CalendarDate;
  readonly number?: string;
}

/** What is in the warehouses, lot by lot: by item, first-expired first. Undefined where the cursor is unknown. */
export function stock(postings: readonly Posting[], register: Register, options: StockOptions): Stock | undefined {
  const papers = new Map<LotId, LotPapers>();
  const standing = new Map<LotId, { readonly movement: Movement; readonly tally: Tally }>();
  for (const posting of postings) {
    introduce(posting, papers);
    for (const movement of posting.movements) enter(movement, options, standing);
  }
  const lots = [...standing].flatMap(([lot, { movement, tally }]) =>
    isNothing(tally) ? [] : [writeLot(lot, movement, tally, papers.get(lot), register)],
  );
  lots.sort(
    (a, b) =>
      byCode(a.item, b.item) ||
      compare(a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31') ||
      compare(a.receivedOn, b.receivedOn) ||
      compare(a.lot, b.lot),
  );
  const page = pageOf(lots, (lot) => lot.lot, options);
  if (page === undefined) return undefined;
  return {
    lots: page.rows,
    value: formatYuan([...standing.values()].reduce((sum, { tally }) => sum + tally.value, 0n)),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

function introduce({ entry }: Posting, papers: Map<LotId, LotPapers>): void {
  if (!isKind(entry, 'acceptance') && !isKind(entry, 'receipt')) return;
  entry.facts.lots.forEach(({ number, expiresOn }, at) => {
    papers.set(lotId(entry.id, at + 1), {
      receivedOn: entry.effectiveOn,
      ...(expiresOn === undefined ? {} : { expiresOn }),
      ...(number === undefined ? {} : { number }),
    });
  });
}

function enter(
  movement: Movement,
  { warehouse, item, fundingLine }: StockOptions,
  standing: Map<LotId, { readonly movement: Movement; readonly tally: Tally }>,
): void {
  const { lot } = movement;
  if (lot === undefined || (movement.from !== 'stock' && movement.to !== 'stock')) return;
  if (warehouse !== undefined && movement.warehouse !== warehouse) return;
  if (item !== undefined && movement.item !== item) return;
  if (fundingLine !== undefined && movement.fundingLine !== fundingLine) return;
  const stands = standing.get(lot) ?? { movement, tally: new Tally() };
  standing.set(lot, stands);
  stands.tally.add(movement, movement.to === 'stock' ? 1n : -1n);
}

function writeLot(
  lot: LotId,
  movement: Movement,
  tally: Tally,
  papers: LotPapers | undefined,
  register: Register,
): Stock['lots'][number] {
  return {
    lot,
    item: register.item(movement.item ?? ''),
    fundingLine: register.named(movement.fundingLine),
    warehouse: register.named(movement.warehouse ?? ''),
    inKind: movement.inKind,
    receivedOn: papers?.receivedOn ?? '',
    ...(papers?.expiresOn === undefined ? {} : { expiresOn: papers.expiresOn }),
    ...(papers?.number === undefined ? {} : { batch: papers.number }),
    ...writeBalance(tally),
  };
}
