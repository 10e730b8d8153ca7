import { Duration, Size, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { partitionsOf } from '../shared/storage/dynamodb/table.ts';
import { GRANTS, type Grant, objectStatements, personalDataStatement, prefixesOf, tableStatements } from './grants.ts';
import { KEPT } from './kept.ts';
import type { KeptKeys } from './kept-keys.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { LogKey } from './log-key.ts';
import type { ObjectBucket } from './object-bucket.ts';
import type { PersonalDataKey } from './personal-data-key.ts';
import type { Program } from './programs.ts';

/** Chinese law asks for six months of network logs at least. */
export const LOG_RETENTION = RetentionDays.ONE_YEAR;

interface FunctionSize {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** What may be put aside in files; 512 MB where nothing is said. */
  readonly diskGb?: number;
  /** How often an event that failed is tried again, where nobody waits for it. The clock tries again by itself. */
  readonly retries?: number;
}

/**
 * API Gateway gives up after 30 seconds, so every function behind it must have answered before; nobody waits for the
 * workers. CPU comes with memory.
 */
const SIZES: Readonly<Record<Program, FunctionSize>> = {
  open: { memoryMb: 256, timeoutSeconds: 5 },
  pages: { memoryMb: 256, timeoutSeconds: 5 },
  registry: { memoryMb: 512, timeoutSeconds: 15 },
  ledger: { memoryMb: 1024, timeoutSeconds: 20 },
  documents: { memoryMb: 512, timeoutSeconds: 15 },
  reports: { memoryMb: 1769, timeoutSeconds: 28 },
  log: { memoryMb: 1024, timeoutSeconds: 28 },
  exports: { memoryMb: 512, timeoutSeconds: 15 },
  evidence: { memoryMb: 1024, timeoutSeconds: 20 },
  imports: { memoryMb: 1769, timeoutSeconds: 28 },
  seal: { memoryMb: 1769, timeoutSeconds: 900, retries: 0 },
  'export-worker': { memoryMb: 3008, timeoutSeconds: 900, diskGb: 10, retries: 0 },
  'import-worker': { memoryMb: 1769, timeoutSeconds: 900, retries: 0 },
  'evidence-received': { memoryMb: 1024, timeoutSeconds: 60 },
};

/** What every function stands beside; its grant says what of it. */
export interface Surroundings {
  readonly architecture: Architecture;
  readonly table: LedgerTable;
  readonly bucket: ObjectBucket;
  readonly keys: KeptKeys;
  readonly personalDataKey: PersonalDataKey;
  readonly logKey: LogKey;
}

export interface UseCaseFunctionProps extends Surroundings {
  readonly program: Program;
  readonly code: Code;
  /** How many may run at the same time. */
  readonly atOnce?: number | undefined;
  /** What it is told beside the names of what it may touch. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The function of a program, under a role that may do what the program's grant says. */
export class UseCaseFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: UseCaseFunctionProps) {
    super(scope, id);
    const { program, code, architecture, table, keys } = props;
    const grant = GRANTS[program];
    const size = SIZES[program];
    const logGroup = new LogGroup(this, 'Log', { retention: LOG_RETENTION, removalPolicy: KEPT });
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Nuanzhang: ${program}`,
      runtime: Runtime.NODEJS_24_X,
      architecture,
      handler: 'index.handler',
      code,
      memorySize: size.memoryMb,
      timeout: Duration.seconds(size.timeoutSeconds),
      ...(size.retries === undefined ? {} : { retryAttempts: size.retries, maxEventAge: Duration.minutes(1) }),
      ...(props.atOnce === undefined ? {} : { reservedConcurrentExecutions: props.atOnce }),
      ...(size.diskGb === undefined ? {} : { ephemeralStorageSize: Size.gibibytes(size.diskGb) }),
      role: this.#role(grant, logGroup, props),
      logGroup,
      layers: grant.personKey || grant.cursorKey ? [keys.extension] : [],
      environment: {
        ...(grant.table === 'none' ? {} : { TABLE_NAME: table.name }),
        ...(grant.table === 'none' && grant.objects === undefined ? {} : { BUCKET_NAME: props.bucket.name }),
        ...(grant.personKey ? { PERSON_KEY_SECRET: keys.personKeyArn } : {}),
        ...(grant.cursorKey ? { CURSOR_KEY_SECRET: keys.cursorKeyArn } : {}),
        ...(grant.personalData ? { PERSONAL_DATA_KEY: props.personalDataKey.arn } : {}),
        ...(grant.logKey ? { LOG_KEY_ID: props.logKey.arn } : {}),
        ...props.environment,
      },
    });
  }

  #role(grant: Grant, logGroup: LogGroup, { table, bucket, keys, personalDataKey, logKey }: Surroundings): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const statements = tableStatements(grant, {
      arn: table.arn,
      keyArn: table.keyArn,
      entryPartitions: partitionsOf('entry'),
      jobPartitions: [...partitionsOf('export'), ...partitionsOf('export-open')],
    });
    if (grant.objects !== undefined)
      statements.push(...objectStatements(grant.objects, { arn: bucket.arn, keyArn: table.keyArn }));
    const allow = (sid: string, actions: string[], resource: string) =>
      statements.push(new PolicyStatement({ sid, actions, resources: [resource] }));
    if (grant.personKey) allow('ReadPersonKey', ['secretsmanager:GetSecretValue'], keys.personKeyArn);
    if (grant.cursorKey) allow('ReadCursorKey', ['secretsmanager:GetSecretValue'], keys.cursorKeyArn);
    if (grant.personalData) statements.push(personalDataStatement(personalDataKey.arn, grant.personalData));
    if (grant.logKey) allow('SignCheckpoints', ['kms:Sign', 'kms:GetPublicKey'], logKey.arn);
    for (const statement of statements) role.addToPolicy(statement);
    for (const prefix of prefixesOf(grant)) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${bucket.logicalId}.Arn>/${prefix}*]`,
        reason: 'One prefix of the one bucket: the keys under it are named by hashes, ids and sizes.',
      });
    }
    return role;
  }
}
