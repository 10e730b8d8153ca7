import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Group } from '../functions/routes.ts';

/** What the function of a group may touch. Whatever is not listed here it cannot reach. */
export interface Grant {
  readonly table: 'none' | 'read' | 'append';
  /** Whether it may read the key under which persons are counted without being named. */
  readonly personKey: boolean;
}

export const GRANTS: Readonly<Record<Group, Grant>> = {
  open: { table: 'none', personKey: false },
  registry: { table: 'append', personKey: false },
  ledger: { table: 'append', personKey: true },
  documents: { table: 'read', personKey: false },
  reports: { table: 'read', personKey: false },
};

/** No Scan: every read names its partition, so none can grow with the whole table. */
const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

const KEY_USE = {
  read: ['kms:Decrypt', 'kms:DescribeKey'],
  append: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
};

/**
 * The statements that let a function use the table as its grant says. Writes are allowed inside a transaction only,
 * because an entry without its guards, or a guard without its entry, would break the books.
 */
export function tableStatements(
  grant: Grant['table'],
  table: { readonly arn: string; readonly keyArn: string | undefined; readonly entryPartitions: readonly string[] },
): PolicyStatement[] {
  if (grant === 'none') return [];
  const statements = [new PolicyStatement({ sid: 'Read', actions: READ, resources: [table.arn] })];
  if (grant === 'append') statements.push(appendTo(table.arn), keepEntries(table.arn, table.entryPartitions));
  if (table.keyArn !== undefined) statements.push(useKey(table.keyArn, KEY_USE[grant]));
  return statements;
}

function appendTo(tableArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'AppendInTransactions',
    actions: WRITE,
    resources: [tableArn],
    conditions: { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } },
  });
}

/**
 * Entries are never updated or deleted, whatever else a later statement allows. `ForAnyValue` and not `ForAllValues`: a
 * refusal must hold as soon as one of several keys in a request is an entry's, and must not hold for a request without
 * keys. IAM cannot tell a put that creates from a put that replaces: against that stand the condition of the append
 * and the sealed log.
 */
function keepEntries(tableArn: string, entryPartitions: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'KeepEntries',
    effect: Effect.DENY,
    actions: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
    resources: [tableArn],
    conditions: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': entryPartitions } },
  });
}

function useKey(keyArn: string, actions: string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseTableKey',
    actions,
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
  });
}
