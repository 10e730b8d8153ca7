import type { Id, LotId } from '../../shared/domain/id.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { LotWay, Step, Trail } from '../../shared/schemas/trails.ts';
import { marked, missingOf } from '../answers/missing-papers.ts';
import type { Asked } from '../front/operation.ts';
import type { ReportTracker } from './report.ts';

/** The way of a lot. What was not uploaded of its papers is marked. */
export async function readLot(
  tracker: ReportTracker,
  _query: object,
  { target, language }: Asked<LotId>,
): Promise<LotWay | Refusal> {
  const way = await tracker.catalogue.lot(target, language);
  if (way === undefined) return { refusal: 'not-found', kind: 'lot', id: target };
  const { from, purchase, invoices, consignments, moves, supplierReturns, counts } = way;
  const steps = [from, purchase ?? [], invoices, consignments, moves, supplierReturns, counts].flat();
  const mark = await marking(tracker, steps);
  return {
    ...way,
    from: from.map(mark),
    ...(purchase === undefined ? {} : { purchase: mark(purchase) }),
    invoices: invoices.map(mark),
    consignments: consignments.map(mark),
    moves: moves.map(mark),
    supplierReturns: supplierReturns.map(mark),
    counts: counts.map(mark),
  };
}

/** The trail of an entry. What was not uploaded of its papers is marked. */
export async function readTrail(
  tracker: ReportTracker,
  bounds: { readonly depth: number; readonly nodes: number },
  { target, language }: Asked<Id>,
): Promise<Trail | Refusal> {
  const trail = await tracker.catalogue.trail(target, { ...bounds, language });
  if (trail === undefined) return { refusal: 'not-found', kind: 'entry', id: target };
  const { entry, up, down, money } = trail;
  const together = [...money.up, ...money.down].flatMap(({ newest }) => newest);
  const mark = await marking(tracker, [entry, ...up, ...down, ...together]);
  const markAll = (told: Trail['money']['up']) => told.map((one) => ({ ...one, newest: one.newest.map(mark) }));
  return {
    ...trail,
    entry: mark(entry),
    up: up.map(mark),
    down: down.map(mark),
    money: { up: markAll(money.up), down: markAll(money.down) },
  };
}

async function marking(tracker: ReportTracker, steps: readonly Step[]): Promise<<S extends Step>(step: S) => S> {
  const papers = steps.flatMap(({ evidence }) => evidence.map(({ sha256 }) => sha256));
  const missing = await missingOf(tracker, papers);
  return (step) => ({ ...step, evidence: marked(step.evidence, missing) });
}
