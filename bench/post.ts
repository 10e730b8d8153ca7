import type { Person } from '../local/person.ts';
import { type Id, isId } from '../shared/domain/id.ts';

/** One write as its caller means it, whichever way it is sent. */
export interface Post {
  readonly person: Person;
  readonly path: `/api/${string}`;
  readonly key: Id;
  readonly body: object;
}

const SUBJECT = '5b0f6c1e-3a92-4d77-9a0e-2f4c8d1b7e6';

/** Subjects as long as those of an OIDC issuer: they stand in every entry and are paid for by the kilobyte. */
export const treasurer: Person = { subject: `${SUBJECT}0`, roles: ['treasurer'], units: [] };
export const deputyTreasurer: Person = { subject: `${SUBJECT}1`, roles: ['treasurer'], units: [] };
export const buyer: Person = { subject: `${SUBJECT}2`, roles: ['buyer'], units: [] };
export const keeper: Person = { subject: `${SUBJECT}3`, roles: ['keeper'], units: [] };
export const admin: Person = { subject: `${SUBJECT}5`, roles: ['admin'], units: [] };
export const privacyOfficer: Person = { subject: `${SUBJECT}6`, roles: ['privacy-officer'], units: [] };
export const auditor: Person = { subject: `${SUBJECT}7`, roles: ['auditor'], units: [] };
/** Acts for the district and so for every unit below it. */
export const coordinator: Person = { subject: `${SUBJECT}4`, roles: ['coordinator'], units: ['SY'] };

/** The nth of the literal ids; the last digit of an id decides its partition, so they spread over all sixteen. */
export function literalId(number: number): Id {
  const id = `01768c2e-6b00-7000-8000-${number.toString(16).padStart(12, '0')}`;
  if (!isId(id)) throw new RangeError(`${number} makes no id`);
  return id;
}
