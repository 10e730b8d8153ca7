import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Architecture, type Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type Group, routes } from '../shared/routes.ts';
import { Alarms } from './alarms.ts';
import { type Metrics, TrackerApi } from './http-api.ts';
import { KeptKeys } from './kept-keys.ts';
import { type Encryption, LedgerTable } from './ledger-table.ts';
import { LogKey } from './log-key.ts';
import { ObjectBucket } from './object-bucket.ts';
import { PersonalDataKey } from './personal-data-key.ts';
import type { Program } from './programs.ts';
import { TokenRules } from './token-rules.ts';
import { type Surroundings, UseCaseFunction } from './use-case-function.ts';
import { type Sealers, Workers } from './workers.ts';

/** Arm costs less; a region without it takes the other. The bundles run on both. */
const ARCHITECTURES = { arm64: Architecture.ARM_64, x86_64: Architecture.X86_64 };

export interface NuanzhangStackProps {
  /** The code of a function: its bundle, or whatever a test puts in its place. */
  readonly codeOf: (program: Program) => Code;
  readonly encryption: Encryption;
  readonly architecture: keyof typeof ARCHITECTURES;
  readonly sealers: Sealers;
  readonly metrics: Metrics;
}

/** The whole tracker in one account and region: table, bucket, a function for each group, the API, and the workers. */
export class NuanzhangStack extends Stack {
  constructor(scope: Construct, id: string, { codeOf, ...props }: NuanzhangStackProps) {
    super(scope, id, { description: 'Nuanzhang: relief-distribution ledger', terminationProtection: true });
    const architecture = ARCHITECTURES[props.architecture];
    const table = new LedgerTable(this, 'Ledger', props.encryption);
    const surroundings: Surroundings = {
      architecture,
      table,
      bucket: new ObjectBucket(this, 'Objects', table.key),
      keys: new KeptKeys(this, 'PersonKey', architecture),
      personalDataKey: new PersonalDataKey(this, 'PersonalDataKey'),
      logKey: new LogKey(this, 'LogKey'),
    };
    const tokens = new TokenRules(this, 'Tokens');
    const serve = (id: string, group: Group) => {
      const environment = group === 'open' ? { ISSUER: tokens.issuer, CLIENT: tokens.client } : tokens.environment;
      return new UseCaseFunction(this, id, { ...surroundings, program: group, code: codeOf(group), environment })
        .lambda;
    };
    const open = serve('Open', 'open');
    const pages = new UseCaseFunction(this, 'Pages', {
      ...surroundings,
      program: 'pages',
      code: codeOf('pages'),
      environment: {
        ISSUER: tokens.issuer,
        TOKEN_ENDPOINT: tokens.tokenEndpoint,
        OBJECTS: surroundings.bucket.origin,
      },
    }).lambda;
    const api = new TrackerApi(this, 'Api', {
      routes,
      tokens,
      pages,
      metrics: props.metrics,
      functions: {
        open,
        registry: serve('Registry', 'registry'),
        ledger: serve('LedgerUseCases', 'ledger'),
        documents: serve('Documents', 'documents'),
        reports: serve('Reports', 'reports'),
        log: serve('LogUseCases', 'log'),
        exports: serve('Exports', 'exports'),
        evidence: serve('Evidence', 'evidence'),
        imports: serve('Imports', 'imports'),
      },
    });
    const workers = new Workers(this, 'Workers', { ...surroundings, codeOf, host: api.host, sealers: props.sealers });
    // What a page is told before anybody signs in; the log's name is known once the API is.
    open.addEnvironment('UNION_NAME', workers.unionName).addEnvironment('LOG_ORIGIN', workers.logOrigin);
    const alarms = new Alarms(this, 'Alarms', workers);
    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'LogAddress', { value: workers.logAddress });
    new CfnOutput(this, 'TableName', { value: table.name });
    new CfnOutput(this, 'AlarmTopic', { value: alarms.topicArn });
    new CfnOutput(this, 'BucketName', { value: surroundings.bucket.name });
  }
}
