import { type ClosedThrough, closePeriod as decideClosure } from '../domain/closed-months.ts';
import type { Remarks } from '../domain/command.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { claims, take } from './asked.ts';
import { Believed } from './believed.ts';
import { placed } from './changes.ts';
import type { CommandOn } from './command.ts';
import { documentOf } from './document.ts';
import { record } from './record.ts';

/** Months are closed twelve times a year: all of them fit one page. */
const MOST = 1_000;

/** How far the months are closed, as the ledger says now. */
export async function closedThrough(ledger: Pick<Ledger, 'states'>): Promise<ClosedThrough | undefined> {
  const { items } = await ledger.states('period', { limit: MOST });
  return items.reduce<ClosedThrough | undefined>(
    (last, { id, state: { month } }) => (last === undefined || month > last.month ? { month, by: id } : last),
    undefined,
  );
}

/** The same as a process knows it: read now and then, not with each request. */
export function believedClosure(ledger: Pick<Ledger, 'states'>, clock: () => number) {
  return new Believed(() => closedThrough(ledger), clock);
}

/** Who closes a month knows it at once; other processes do within a minute. */
export const closePeriod: CommandOn<Remarks> = async (office, request) => {
  const answer = await recordClosure(office, request);
  office.closedThrough.forget();
  return answer;
};

const recordClosure: CommandOn<Remarks> = (office, request) =>
  record(office, request, [], async () => {
    const { id, target: month } = request;
    const decision = decideClosure(month, office.clock(), await closedThrough(office.ledger));
    if (isRefusal(decision)) return decision;
    const state = { month };
    return {
      decision,
      changes: [placed({ kind: 'period', id, state }, undefined), take(claims.period(month))],
      document: (opening) => documentOf('period', id, opening, id, state),
    };
  });
