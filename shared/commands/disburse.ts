import type { Disburse } from '../domain/command.ts';
import type { Decision } from '../domain/decision.ts';
import { disburse as decideDisbursement } from '../domain/funding.ts';
import { isCash } from '../domain/payment-method.ts';
import { isHeldToPlan, plannedFor } from '../domain/plan.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Registered } from '../domain/registry.ts';
import type { Asked } from './asked.ts';
import { changesOf } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { planChanges } from './plan.ts';
import { record } from './record.ts';
import { measure } from './thresholds.ts';

export const disburse: Command<Disburse> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const found = await office.ledger.read([
      { row: 'unit', id: body.unit },
      { row: 'fundingLine', id: body.fundingLine },
      ...(body.plan === undefined ? [] : [{ row: 'plan', id: body.plan } as const]),
    ]);
    const plan = body.plan === undefined ? undefined : found.state('plan', body.plan)?.state;
    const measuring = await measure(office, 'disbursement', body.unit, { ...body, isCash: isCash(body.method) });
    const decision = decideDisbursement(body, {
      measured: isRefusal(measuring) ? undefined : measuring.measured,
      unit: found.state('unit', body.unit)?.state,
      fundingLine: found.fundingLine(body.fundingLine),
      plan,
    });
    if (isRefusal(decision)) return decision;
    if (isRefusal(measuring)) return measuring;
    const { disbursement } = decision.books;
    return {
      decision,
      changes: [
        ...changesOf(decision, { disbursement: { id } }),
        ...underPlan(body, decision, plan),
        ...measuring.changes,
      ],
      ...(disbursement ? { document: (opening) => documentOf('disbursement', id, opening, id, disbursement) } : {}),
    };
  });

/** What the plan allots is not exceeded, unless it is said why. */
function underPlan(body: Disburse, decision: Decision, plan: Registered<'plan'> | undefined): Asked[] {
  if (body.plan === undefined || !plan) return [];
  return planChanges(decision, { plan: body.plan, unit: body.unit }, (of) => {
    if (!isHeldToPlan(body)) return undefined;
    const planned = plannedFor(plan.fields, { unit: body.unit, ...of });
    return { most: planned, above: (disbursed) => ({ refusal: 'above-planned-amount', planned, disbursed }) };
  });
}
