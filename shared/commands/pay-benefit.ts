import { createHmac } from 'node:crypto';
import type { PayBenefit } from '../domain/command.ts';
import { payBenefit as decideBenefit } from '../domain/funding.ts';
import type { Id } from '../domain/id.ts';
import { isRefusal } from '../domain/refusal.ts';
import { periodOf } from '../domain/registry.ts';
import { count } from './asked.ts';
import { blind } from './blinding.ts';
import { changesOf, placed } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { record } from './record.ts';

export const payBenefit: Command<PayBenefit> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const found = await office.ledger.read([
      { row: 'tariff', id: body.tariff },
      { row: 'fundingLine', id: body.fundingLine },
    ]);
    const tariff = found.state('tariff', body.tariff)?.state;
    const decision = decideBenefit(body, { tariff, fundingLine: found.fundingLine(body.fundingLine) });
    if (isRefusal(decision) || !tariff)
      return isRefusal(decision) ? decision : { refusal: 'not-found', kind: 'tariff', id: body.tariff };
    const period = periodOf(tariff.fields.per, body.effectiveOn);
    const { cap } = tariff.fields;
    const counter = benefitCounter(await office.personKey(), body.tariff, body.person.reference, period);
    const state = { counter, paid: body.amount };
    return {
      decision,
      changes: [
        ...changesOf(decision, {}),
        placed({ kind: 'benefit', id, state }, undefined),
        count(counter, body.amount, cap, (paid) => ({ refusal: 'cap-exceeded', cap, paid, period })),
      ],
      blinding: blind(office, { name: body.person.name, reference: body.person.reference }),
      document: (opening) => documentOf('benefit', id, opening, id, state),
    };
  });

/** Tariff × person × period, keyed, so that whoever reads the table learns neither who nor whether twice. */
export function benefitCounter(personKey: Uint8Array, tariff: Id<'tariff'>, reference: string, period: string): string {
  const hmac = createHmac('sha256', personKey);
  return `benefit/${hmac.update(JSON.stringify([tariff, reference, period])).digest('base64url')}`;
}
