import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Group } from '../functions/routes.ts';
import { partitionsOf } from '../shared/storage/table.ts';
import { GRANTS, tableStatements } from './grants.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { PersonKey } from './person-key.ts';

/** Chinese law asks for six months of network logs at least. */
export const LOG_RETENTION = RetentionDays.ONE_YEAR;

/** API Gateway gives up after 30 seconds, so every function must have answered before. CPU comes with memory. */
const SIZES: Readonly<Record<Group, { readonly memoryMb: number; readonly timeoutSeconds: number }>> = {
  open: { memoryMb: 256, timeoutSeconds: 5 },
  registry: { memoryMb: 512, timeoutSeconds: 15 },
  ledger: { memoryMb: 1024, timeoutSeconds: 20 },
  documents: { memoryMb: 512, timeoutSeconds: 15 },
  reports: { memoryMb: 1769, timeoutSeconds: 28 },
};

export interface UseCaseFunctionProps {
  readonly group: Group;
  readonly code: Code;
  readonly architecture: Architecture;
  readonly table: LedgerTable;
  readonly personKey: PersonKey;
}

/** The function that serves the use cases of one group, under a role that may do what the group's grant says. */
export class UseCaseFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, { group, code, architecture, table, personKey }: UseCaseFunctionProps) {
    super(scope, id);
    const grant = GRANTS[group];
    const logGroup = new LogGroup(this, 'Log', { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.RETAIN });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    for (const statement of tableStatements(grant.table, {
      arn: table.arn,
      keyArn: table.keyArn,
      entryPartitions: partitionsOf('entry'),
    })) {
      role.addToPolicy(statement);
    }
    if (grant.personKey) {
      role.addToPolicy(
        new PolicyStatement({
          sid: 'ReadPersonKey',
          actions: ['secretsmanager:GetSecretValue'],
          resources: [personKey.secretArn],
        }),
      );
    }
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Nuanzhang: the ${group} use cases`,
      runtime: Runtime.NODEJS_24_X,
      architecture,
      handler: 'index.handler',
      code,
      memorySize: SIZES[group].memoryMb,
      timeout: Duration.seconds(SIZES[group].timeoutSeconds),
      role,
      logGroup,
      layers: grant.personKey ? [personKey.extension] : [],
      environment: {
        ...(grant.table === 'none' ? {} : { TABLE_NAME: table.name }),
        ...(grant.personKey ? { PERSON_KEY_SECRET: personKey.secretArn } : {}),
      },
    });
  }
}
