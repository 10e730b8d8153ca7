import { CfnParameter, Duration, Fn } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import {
  type Code,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/storage/prefixes.ts';
import { rowKey } from '../shared/storage/table.ts';
import { streamStatement } from './grants.ts';
import type { Program } from './programs.ts';
import { type Surroundings, UseCaseFunction } from './use-case-function.ts';

export interface WorkersProps extends Surroundings {
  readonly codeOf: (program: Program) => Code;
  /** Where the API answers, with a slash at its end. */
  readonly apiUrl: string;
}

/**
 * What runs without being asked over HTTP: the sequencer and who makes exports, both woken by the table's stream and,
 * for what the stream did not bring, by the clock; and who takes in evidence as it arrives in the bucket.
 */
export class Workers extends Construct {
  readonly #props: WorkersProps;

  constructor(scope: Construct, id: string, props: WorkersProps) {
    super(scope, id);
    this.#props = props;
    const address = Fn.join('', [props.apiUrl, 'api/log']);
    const seal = this.#worker('Seal', 'seal', { LOG_ORIGIN: Fn.select(1, Fn.split('https://', address)) });
    this.#follow(seal, [{ prefix: 'outbox#' }], Duration.seconds(1));
    this.#every(seal, Duration.minutes(1));

    const exporting = this.#worker('ExportWorker', 'export-worker', {
      UNION_NAME: this.#unionName(),
      LOG_ADDRESS: address,
    });
    this.#follow(exporting, [rowKey('export-open', '').pk], Duration.seconds(0));
    this.#every(exporting, Duration.minutes(5));

    this.#onArrival(this.#worker('EvidenceReceived', 'evidence-received', {}));
  }

  #worker(id: string, program: Program, environment: Record<string, string>): UseCaseFunction {
    const { codeOf, apiUrl: _, ...surroundings } = this.#props;
    return new UseCaseFunction(this, id, { ...surroundings, program, code: codeOf(program), environment });
  }

  /** What is on slips and ledgers as 编制单位. */
  #unionName(): string {
    const name = new CfnParameter(this, 'UnionName', {
      description: 'The full name of the union that keeps the ledgers, as it is printed on them',
      minLength: 1,
      maxLength: 200,
    });
    name.overrideLogicalId('UnionName');
    return name.valueAsString;
  }

  /** Wakes a worker when rows appear in such partitions. Given up after a few tries: the clock comes anyway. */
  #follow({ lambda }: UseCaseFunction, partitions: (string | { prefix: string })[], window: Duration): void {
    const { streamArn } = this.#props.table;
    const rule = partitions.map((one) => (typeof one === 'string' ? one : FilterRule.beginsWith(one.prefix)[0]));
    const mapping = new EventSourceMapping(this, `${lambda.node.scope?.node.id}Stream`, {
      target: lambda,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.LATEST,
      batchSize: 1_000,
      maxBatchingWindow: window,
      retryAttempts: 3,
      maxRecordAge: Duration.hours(1),
      filters: [FilterCriteria.filter({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: rule } } } })],
    });
    lambda.addToRolePolicy(streamStatement(streamArn));
    mapping.node.addDependency(lambda.role ?? lambda);
  }

  #every({ lambda }: UseCaseFunction, period: Duration): void {
    const targets = [new FunctionTarget(lambda, { retryAttempts: 0 })];
    new Rule(this, `${lambda.node.scope?.node.id}Clock`, { schedule: Schedule.rate(period), targets });
  }

  #onArrival({ lambda }: { readonly lambda: LambdaFunction }): void {
    new Rule(this, 'EvidenceArrives', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.#props.bucket.name] }, object: { key: [{ prefix: PREFIXES.incoming }] } },
      },
      targets: [new FunctionTarget(lambda, { retryAttempts: 10, maxEventAge: Duration.hours(2) })],
    });
  }
}
