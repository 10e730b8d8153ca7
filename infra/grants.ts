import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type Appended,
  appendPatterns,
  importPatterns,
  recordPatterns,
  sealingPatterns,
} from '../shared/storage/dynamodb/table.ts';
import { PERSONAL_DATA_PURPOSE } from '../shared/storage/ports/personal-cipher.ts';
import { PREFIXES } from '../shared/storage/ports/prefixes.ts';
import { APPENDED } from './appended.ts';
import type { Program } from './programs.ts';

/** What a function may touch. Whatever is not listed here it cannot reach. */
export interface Grant {
  readonly table: 'none' | 'read' | Appended;
  /** Whether it may read the key under which persons are counted without being named. */
  readonly personKey?: true;
  /** Whether it may read the key that signs where pages go on. */
  readonly cursorKey?: true;
  /** Whether it may read and write personal data. */
  readonly personalData?: 'read' | 'write';
  /** The rows beside the ledger that it may write, and no other. */
  readonly rows?: 'export-jobs' | 'imports' | 'sealing';
  readonly objects?: ObjectGrant;
  /** Whether it may sign with the key of the log. */
  readonly logKey?: true;
}

/** Prefixes of the bucket. */
export interface ObjectGrant {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly remove?: readonly string[];
}

const { log: LOG, staged: STAGED, evidence: EVIDENCE, exports: EXPORTS } = PREFIXES;
const TAKING_IN: ObjectGrant = {
  read: [EVIDENCE],
  write: [EVIDENCE],
  remove: [PREFIXES.incoming, PREFIXES.declared],
};

export const GRANTS: Readonly<Record<Program, Grant>> = {
  open: { table: 'none' },
  pages: { table: 'none' },
  registry: { table: APPENDED.registry, personKey: true, personalData: 'write', objects: { read: [LOG] } },
  ledger: { table: APPENDED.ledger, personKey: true, personalData: 'write', objects: { read: [LOG, EVIDENCE] } },
  documents: { table: 'read', cursorKey: true, personalData: 'read', objects: { read: [LOG, EVIDENCE] } },
  reports: { table: 'read', cursorKey: true, objects: { read: [LOG, EVIDENCE] } },
  log: { table: 'read', objects: { read: [LOG] } },
  exports: { table: 'read', cursorKey: true, rows: 'export-jobs', objects: { read: [EXPORTS] } },
  evidence: { table: 'read', objects: TAKING_IN },
  imports: {
    table: APPENDED.imports,
    rows: 'imports',
    personKey: true,
    cursorKey: true,
    personalData: 'write',
    objects: { read: [EVIDENCE] },
  },
  seal: {
    table: 'read',
    rows: 'sealing',
    objects: { read: [LOG, STAGED], write: [LOG, STAGED], remove: [LOG, STAGED] },
    logKey: true,
  },
  'export-worker': {
    table: 'read',
    personalData: 'read',
    rows: 'export-jobs',
    objects: { read: [LOG, EVIDENCE, EXPORTS], write: [EXPORTS], remove: [EXPORTS] },
  },
  'import-worker': {
    table: APPENDED['import-worker'],
    rows: 'imports',
    personKey: true,
    personalData: 'write',
    objects: { read: [EVIDENCE] },
  },
  'evidence-received': { table: 'none', objects: TAKING_IN },
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

export interface GrantedTable {
  readonly arn: string;
  /** The key of the operator, where there is one. */
  readonly keyArn: string | undefined;
  readonly entryPartitions: readonly string[];
  readonly jobPartitions: readonly string[];
}

/**
 * The statements that let a function use the table as its grant says. Writes are allowed inside a transaction only,
 * because an entry without its guards, or a guard without its entry, would break the books.
 */
export function tableStatements({ table: grant, rows }: Grant, table: GrantedTable): PolicyStatement[] {
  if (grant === 'none') return [];
  const statements = [new PolicyStatement({ sid: 'Read', actions: READ, resources: [table.arn] })];
  if (grant !== 'read') statements.push(...appendTo(table.arn, grant));
  if (rows === 'export-jobs') statements.push(writeRows('WriteExportJobs', table.arn, table.jobPartitions));
  if (rows === 'imports') statements.push(writeRows('WriteImports', table.arn, importPatterns));
  if (rows === 'sealing') statements.push(...seal(table));
  const isWriting = grant !== 'read' || rows !== undefined;
  if (isWriting) statements.push(keepEntries(table));
  if (table.keyArn !== undefined) statements.push(useKey(table.keyArn, KEY_USE[isWriting ? 'append' : 'read']));
  return statements;
}

/**
 * An entry and its place in the outbox, which only sealing clears; and what an entry changes. The head of the log, what is
 * projected and the rows of other modules are under none of these.
 */
function appendTo(tableArn: string, appended: Appended): PolicyStatement[] {
  const actions = ['dynamodb:PutItem'];
  return [
    writeUnder('RecordEntries', tableArn, { actions, partitions: recordPatterns, isInTransactions: true }),
    writeRows('AppendInTransactions', tableArn, appendPatterns(appended)),
  ];
}

function writeRows(sid: string, tableArn: string, partitions: readonly string[]): PolicyStatement {
  return writeUnder(sid, tableArn, { actions: WRITE, partitions, isInTransactions: true });
}

/**
 * Entries are never updated or deleted, whatever else a later statement allows. `ForAnyValue` and not `ForAllValues`: a
 * refusal must hold as soon as one of several keys in a request is an entry's, and must not hold for a request without
 * keys. IAM cannot tell a put that creates from a put that replaces: against that stand the condition of the append
 * and the sealed log.
 */
function keepEntries({ arn, entryPartitions }: GrantedTable): PolicyStatement {
  return new PolicyStatement({
    sid: 'KeepEntries',
    effect: Effect.DENY,
    actions: ['DeleteItem', 'UpdateItem', 'BatchWriteItem', 'PartiQLDelete', 'PartiQLUpdate'].map(
      (verb) => `dynamodb:${verb}`,
    ),
    resources: [arn],
    conditions: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': entryPartitions } },
  });
}

/** What sealing writes, each kind of row only in the way that it is written. */
function seal({ arn }: GrantedTable): PolicyStatement[] {
  const { head, batched, projected, listed } = sealingPatterns;
  return [
    writeUnder('MoveHead', arn, { actions: ['dynamodb:PutItem'], partitions: head }),
    writeUnder('ClearOutbox', arn, { actions: ['dynamodb:BatchWriteItem'], partitions: batched }),
    writeUnder('Project', arn, {
      actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
      partitions: projected,
      isInTransactions: true,
    }),
    // What waits no more goes from its list.
    writeUnder('Unlist', arn, { actions: ['dynamodb:DeleteItem'], partitions: listed, isInTransactions: true }),
  ];
}

interface Writing {
  readonly actions: string[];
  readonly partitions: readonly string[];
  readonly isInTransactions?: true;
}

/** Without keys in the request, all of none would be of these partitions: hence Null. */
function writeUnder(sid: string, tableArn: string, { actions, partitions, isInTransactions }: Writing) {
  const enclosed = { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } };
  return new PolicyStatement({
    sid,
    actions,
    resources: [tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
      ...(isInTransactions ? enclosed : {}),
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
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

export interface GrantedBucket {
  readonly arn: string;
  /** The key of the operator, where there is one. */
  readonly keyArn: string | undefined;
}

/** The statements that let a function use the prefixes of its grant. */
export function objectStatements({ read, write, remove }: ObjectGrant, bucket: GrantedBucket): PolicyStatement[] {
  const under = (prefixes: readonly string[]) => prefixes.map((prefix) => `${bucket.arn}/${prefix}*`);
  const statements: PolicyStatement[] = [];
  const allow = (sid: string, actions: string[], prefixes: readonly string[] = []) => {
    if (prefixes.length > 0) statements.push(new PolicyStatement({ sid, actions, resources: under(prefixes) }));
  };
  allow('ReadObjects', ['s3:GetObject'], read);
  allow('WriteObjects', ['s3:PutObject', 's3:AbortMultipartUpload'], write);
  allow('RemoveObjects', ['s3:DeleteObject'], remove);
  if (read !== undefined) statements.push(list(bucket.arn, read));
  if (bucket.keyArn !== undefined) statements.push(useBucketKey(bucket.keyArn, bucket.arn, write !== undefined));
  return statements;
}

/**
 * Who may not list a bucket is told 403 of what is not there, and could not tell that from what it may not see: so
 * whoever reads may list. `IfExists`, because reading what is not there names no prefix.
 */
function list(bucketArn: string, prefixes: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'ListObjects',
    actions: ['s3:ListBucket'],
    resources: [bucketArn],
    conditions: { StringLikeIfExists: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
  });
}

/** Under the key that the bucket is given, S3 encrypts for the bucket as a whole. Uploads in parts read their own parts. */
function useBucketKey(keyArn: string, bucketArn: string, isWriting: boolean): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseBucketKey',
    actions: isWriting ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
    resources: [keyArn],
    conditions: {
      StringEquals: {
        'kms:ViaService': `s3.${Aws.REGION}.${Aws.URL_SUFFIX}`,
        'kms:EncryptionContext:aws:s3:arn': bucketArn,
      },
    },
  });
}

/** Every prefix of the bucket that a grant names. */
export function prefixesOf({ objects: { read = [], write = [], remove = [] } = {} }: Grant): ReadonlySet<string> {
  return new Set([...read, ...write, ...remove]);
}

/** Using the key of personal data, for that purpose alone. */
export function personalDataStatement(keyArn: string, use: 'read' | 'write'): PolicyStatement {
  return new PolicyStatement({
    sid: 'UsePersonalDataKey',
    actions: use === 'write' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:EncryptionContext:purpose': PERSONAL_DATA_PURPOSE } },
  });
}

/** Following the table's stream. */
export function streamStatement(streamArn: string): PolicyStatement {
  const verbs = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
  return new PolicyStatement({
    sid: 'FollowTable',
    actions: verbs.map((verb) => `dynamodb:${verb}`),
    resources: [streamArn],
  });
}
