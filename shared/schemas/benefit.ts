import * as z from 'zod';
import type { PayBenefit } from '../domain/command.ts';
import { birthOf, isResidentId, meantAsResidentId, PERSON_KINDS, type Person, RESIDENT_ID } from '../domain/person.ts';
import { across } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { approval, effective, evidence, remarks } from './remarks.ts';
import { amount, id, method, name, reference } from './scalars.ts';
import { isFuture } from './today.ts';

const referenced = across<Person>((told, tell) => {
  const meant = typeof told.reference === 'string' ? meantAsResidentId(told) : undefined;
  if (meant === undefined || (isResidentId(meant) && !isFuture(birthOf(meant)))) return;
  tell(['reference'], { code: RESIDENT_ID.test(meant) ? 'bad-identifier' : 'bad-format', format: 'resident-id' });
});

const person = exactly<Person>()(
  z
    .strictObject({
      name,
      reference,
      kind: z
        .enum(PERSON_KINDS)
        .exactOptional()
        .meta({ description: 'What paper the reference is the number of; left out, 18 places are a resident ID' }),
    })
    .check(referenced),
);

export const payBenefitBody = strictly<PayBenefit>()({
  fundingLine: id,
  tariff: id,
  person: person.meta({
    description: 'The name, and a reference that tells this person from all others (a membership or document number)',
  }),
  amount,
  ...effective,
  method,
  approval: approval.exactOptional(),
  evidence,
  ...remarks,
});
