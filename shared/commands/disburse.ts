import type { Disburse } from '../domain/command.ts';
import { disburse as decideDisbursement } from '../domain/funding.ts';
import { isCash } from '../domain/payment-method.ts';
import { isRefusal } from '../domain/refusal.ts';
import { changesOf } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { record } from './record.ts';
import { measure } from './thresholds.ts';

export const disburse: Command<Disburse> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const found = await office.ledger.read([
      { row: 'unit', id: body.unit },
      { row: 'fundingLine', id: body.fundingLine },
    ]);
    const measuring = await measure(office, 'disbursement', body.unit, { ...body, isCash: isCash(body.method) });
    const decision = decideDisbursement(body, {
      measured: isRefusal(measuring) ? undefined : measuring.measured,
      unit: found.state('unit', body.unit)?.state,
      fundingLine: found.fundingLine(body.fundingLine),
    });
    if (isRefusal(decision)) return decision;
    if (isRefusal(measuring)) return measuring;
    const { disbursement } = decision.books;
    return {
      decision,
      changes: [...changesOf(decision, { disbursement: { id } }), ...measuring.changes],
      ...(disbursement ? { document: (opening) => documentOf('disbursement', id, opening, id, disbursement) } : {}),
    };
  });
