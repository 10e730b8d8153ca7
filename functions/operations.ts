import type { DocumentKind, RefKind } from '../shared/domain/documents.ts';
import type { Kind } from '../shared/domain/facts.ts';
import type { Answered } from './answers/answers.ts';
import { documentsOperations } from './documents/operations.ts';
import { evidenceOperations } from './evidence/operations.ts';
import { exportsOperations } from './exports/operations.ts';
import type { Table } from './front/operation.ts';
import { importsOperations } from './imports/operations.ts';
import { ledgerOperations } from './ledger/operations.ts';
import { logOperations } from './log/operations.ts';
import { openOperations } from './open/operations.ts';
import { registryOperations } from './registry/operations.ts';
import { reportsOperations } from './reports/operations.ts';

/**
 * All operations, by the group that serves them: a Lambda function each, so those that may touch the same things share
 * one. A bundle holds its own group's table alone; whoever needs no more than routes takes `shared/routes.ts`.
 */
export const TABLES = {
  open: openOperations,
  registry: registryOperations,
  ledger: ledgerOperations,
  documents: documentsOperations,
  log: logOperations,
  reports: reportsOperations,
  exports: exportsOperations,
  evidence: evidenceOperations,
  imports: importsOperations,
} as const satisfies Readonly<Record<string, Table<never>>>;

type Tables = typeof TABLES;
type Row = { [G in keyof Tables]: Tables[G][keyof Tables[G]] }[keyof Tables];
type Documents = Tables['documents'];
type AnsweredAs<F extends Answered['form']> = {
  [O in keyof Documents]: Documents[O]['form'] extends F ? Documents[O]['answer'] : never;
}[keyof Documents];
type None<T extends never> = T;
/** What is recorded beside a write, under the token of whoever makes it. */
type Beside = 'naming';
/** Kinds of entries that no operation writes, and of documents that none lists or reads: any is an error that names it. */
export type Forgotten = [
  None<Exclude<Kind, Beside | Extract<Row, { readonly writes: Kind }>['writes']>>,
  None<Exclude<DocumentKind, AnsweredAs<'list'>>>,
  None<Exclude<RefKind, AnsweredAs<'document'>>>,
];

/** Every operation with its name and its group. */
export const operations = Object.entries<Table<never>>(TABLES).flatMap(([group, table]) =>
  Object.entries(table).map(([operation, declared]) => ({ operation, group, ...declared })),
);
export type Operation = (typeof operations)[number];
