import type { Person } from '../../local/person.ts';
import type { Id } from '../../shared/domain/id.ts';

/** Who appears in the life of a ledger, how they write, and what they say again and again. */

export const TREASURER: Person = { subject: 'treasurer', roles: ['treasurer'], units: [] };
export const DEPUTY: Person = { subject: 'deputy', roles: ['treasurer'], units: [] };
export const BUYER: Person = { subject: 'buyer', roles: ['buyer'], units: [] };
export const KEEPER: Person = { subject: 'keeper', roles: ['keeper'], units: [] };
export const COORDINATOR: Person = { subject: 'coordinator', roles: ['coordinator'], units: ['SY'] };
export const ADMIN: Person = { subject: 'admin', roles: ['admin'], units: [] };
export const PRIVACY: Person = { subject: 'privacy', roles: ['privacy-officer'], units: [] };
export const AUDITOR: Person = { subject: 'auditor', roles: ['auditor'], units: [] };
/** Alone on duty: orders and accepts. */
export const ALONE: Person = { subject: 'alone', roles: ['buyer', 'keeper'], units: [] };

/** Records something and gives its id; throws unless it is recorded. */
export type Write = (person: Person, path: `/api/${string}`, body: object) => Promise<Id>;

export const DAY = '2020-12-28';
export const reason = '按区总工会办公会议决定办理';
export const approval = { document: '京顺工发〔2020〕46号', decidedOn: '2020-12-26', approver: '区总工会办公会议' };
