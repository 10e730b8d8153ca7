import { formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import type { CalendarDate } from '../../shared/domain/calendar.ts';
import type { Role } from '../../shared/domain/role.ts';
import { ROLE_NAMES } from '../../shared/domain/role.ts';
import type { Person } from '../person.ts';
import type { Paper } from './papers/paper.ts';

/** Gives the id of the step of that name. */
export type IdOf = (name: string) => string;

/** A step before its place among the others, and so its id, is known. It speaks of other steps by their names. */
export interface Draft {
  readonly name: string;
  readonly date: CalendarDate;
  readonly title: string;
  readonly person: Person;
  readonly path: (id: IdOf) => string;
  /** Without its evidence, which are the papers. */
  readonly body: (id: IdOf) => object;
  readonly papers?: readonly Paper[];
}

export function by(role: Role, units: readonly string[] = []): Person {
  return { subject: ['demo', role, ...units].join('-'), name: ROLE_NAMES[role].zh, roles: [role], units };
}

/** Something that is registered, by the treasurer. */
export function registering(name: string, date: CalendarDate, path: string, title: string, body: object): Draft {
  return { name, date, title, person: by('treasurer'), path: () => path, body: () => body };
}

export function fenOf(amount: string): bigint {
  const fen = parseYuan(amount);
  if (fen === undefined) throw new Error(`${amount} is no amount`);
  return fen;
}

export function sumOf(amounts: readonly string[]): string {
  return formatYuan(amounts.reduce((sum, amount) => sum + fenOf(amount), 0n));
}

/** Who decides on paper. */
export function approvedOn(decidedOn: CalendarDate) {
  return { document: '付款审批单(示例)', decidedOn, approver: '财务负责人(示例)' };
}

/** Whose purchases they are, on an invoice. */
export const BUYER = '顺义区总工会(示例)';

/** A number of 20 digits as fully digital invoices have it, of which nobody issued one. */
export function invoiceNumber(date: CalendarDate, ordinal: number): string {
  return `${date.slice(2, 4)}112${String(ordinal).padStart(15, '0')}`;
}
