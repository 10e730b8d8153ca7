import { createHmac, type KeyObject } from 'node:crypto';
import type { PayBenefit } from '../domain/command.ts';
import { payBenefit as decideBenefit } from '../domain/funding.ts';
import type { Id } from '../domain/id.ts';
import { isCash } from '../domain/payment-method.ts';
import { numberOf } from '../domain/person.ts';
import { isRefusal } from '../domain/refusal.ts';
import { periodOf } from '../domain/registry.ts';
import type { CounterName } from '../storage/ports/guard-names.ts';
import { count } from './asked.ts';
import { blind } from './blinding.ts';
import { changesOf, placed } from './changes.ts';
import type { Command, Office } from './command.ts';
import { documentOf } from './document.ts';
import { record } from './record.ts';
import { measure } from './thresholds.ts';

export const payBenefit: Command<PayBenefit> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const found = await office.ledger.read([
      { row: 'tariff', id: body.tariff },
      { row: 'fundingLine', id: body.fundingLine },
    ]);
    const tariff = found.state('tariff', body.tariff)?.state;
    const payee = payeeKey(await office.personKey(), body.person.reference);
    const measuring = await measure(office, 'benefit', payee, { ...body, isCash: isCash(body.method) });
    const decision = decideBenefit(body, {
      measured: isRefusal(measuring) ? undefined : measuring.measured,
      tariff,
      fundingLine: found.fundingLine(body.fundingLine),
    });
    if (isRefusal(decision) || !tariff)
      return isRefusal(decision) ? decision : { refusal: 'not-found', kind: 'tariff', id: body.tariff };
    if (isRefusal(measuring)) return measuring;
    const period = periodOf(tariff.fields.per, body.effectiveOn);
    const { cap } = tariff.fields;
    const { counter, elsewhere } = await countedFor(office, body, period);
    const state = { counter, paid: body.amount, ...(measuring.measured === undefined ? {} : { payee }) };
    return {
      decision,
      changes: [
        ...changesOf(decision, {}),
        ...measuring.changes,
        placed({ kind: 'benefit', id, state }, undefined),
        count(counter, body.amount, cap - elsewhere, (paid) => ({
          refusal: 'cap-exceeded',
          cap,
          paid: paid + elsewhere,
          period,
        })),
      ],
      blinding: blind(office, { ...body.person }),
      document: (opening) => documentOf('benefit', id, opening, id, state),
    };
  });

/**
 * The counter of the person, and what stands in another: who was erased before references had a normal form is counted
 * under what was typed then. Nothing is added there any more, so it may be read before.
 */
async function countedFor({ ledger, personKey }: Office, { tariff, person }: PayBenefit, period: string) {
  const key = await personKey();
  const counter = benefitCounter(key, tariff, person.reference, period);
  const asTyped = keyedCounter(key, [tariff, person.reference, period]);
  if (asTyped === counter) return { counter, elsewhere: 0n };
  const found = await ledger.read([{ row: 'counter', counter: asTyped }]);
  return { counter, elsewhere: found.counter(asTyped) };
}

/** Tariff × person × period: one for each person, however the reference was typed. */
export function benefitCounter(
  personKey: KeyObject,
  tariff: Id<'tariff'>,
  reference: string,
  period: string,
): CounterName {
  return keyedCounter(personKey, [tariff, numberOf(reference), period]);
}

/** Whom it is paid to, whatever the tariff. */
export function payeeKey(personKey: KeyObject, reference: string): string {
  return keyed(personKey, ['payee', numberOf(reference)]);
}

/** Keyed, so that whoever reads the table learns neither who nor whether twice. */
function keyed(personKey: KeyObject, counted: readonly string[]): string {
  return createHmac('sha256', personKey).update(JSON.stringify(counted)).digest('base64url');
}

function keyedCounter(personKey: KeyObject, counted: readonly string[]): CounterName {
  return `benefit/${keyed(personKey, counted)}`;
}
