import type { Disburse } from '../domain/command.ts';
import { disburse as decideDisbursement } from '../domain/funding.ts';
import { isRefusal } from '../domain/refusal.ts';
import { changesOf } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { record } from './record.ts';

export const disburse: Command<Disburse> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const found = await office.ledger.read([
      { row: 'unit', id: body.unit },
      { row: 'fundingLine', id: body.fundingLine },
    ]);
    const decision = decideDisbursement(body, {
      unit: found.state('unit', body.unit)?.state,
      fundingLine: found.fundingLine(body.fundingLine),
    });
    if (isRefusal(decision)) return decision;
    const { disbursement } = decision.books;
    return {
      decision,
      changes: changesOf(decision, { disbursement: { id } }),
      ...(disbursement ? { document: (opening) => documentOf('disbursement', id, opening, id, disbursement) } : {}),
    };
  });
