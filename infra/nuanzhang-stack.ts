import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Architecture, type Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type Group, routes } from '../functions/routes.ts';
import { TrackerApi } from './http-api.ts';
import { type Encryption, LedgerTable } from './ledger-table.ts';
import { PersonKey } from './person-key.ts';
import { UseCaseFunction } from './use-case-function.ts';

/** Arm costs less; a region without it takes the other. The bundles run on both. */
const ARCHITECTURES = { arm64: Architecture.ARM_64, x86_64: Architecture.X86_64 };

export interface NuanzhangStackProps {
  /** The code of a group's function: its bundle, or whatever a test puts in its place. */
  readonly codeOf: (group: Group) => Code;
  readonly encryption: Encryption;
  readonly architecture: keyof typeof ARCHITECTURES;
}

/** The whole tracker in one account and region: the table, a function for each group, and the API before them. */
export class NuanzhangStack extends Stack {
  constructor(scope: Construct, id: string, props: NuanzhangStackProps) {
    super(scope, id, { description: 'Nuanzhang: relief-distribution ledger', terminationProtection: true });
    const architecture = ARCHITECTURES[props.architecture];
    const table = new LedgerTable(this, 'Ledger', props.encryption);
    const personKey = new PersonKey(this, 'PersonKey', architecture);
    const serve = (id: string, group: Group) =>
      new UseCaseFunction(this, id, { group, code: props.codeOf(group), architecture, table, personKey }).lambda;
    const api = new TrackerApi(this, 'Api', {
      routes,
      functions: {
        open: serve('Open', 'open'),
        registry: serve('Registry', 'registry'),
        ledger: serve('LedgerUseCases', 'ledger'),
        documents: serve('Documents', 'documents'),
        reports: serve('Reports', 'reports'),
      },
    });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'TableName', { value: table.name });
  }
}
