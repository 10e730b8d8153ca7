import { CfnCondition, CfnParameter, Duration, Fn } from 'aws-cdk-lib';
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
import { rowKey } from '../shared/storage/dynamodb/table.ts';
import { PREFIXES } from '../shared/storage/ports/prefixes.ts';
import { streamStatement } from './grants.ts';
import type { Program } from './programs.ts';
import { type Surroundings, UseCaseFunction } from './use-case-function.ts';

/**
 * Any number of sequencers are right: a round is committed by the swap of the head, which one of them wins. Setting one
 * apart saves the others' work, and is refused in an account that may run few functions at once, as every new one is.
 */
export const SEALERS = ['any', 'one'] as const;
export type Sealers = (typeof SEALERS)[number];

export interface WorkersProps extends Surroundings {
  readonly codeOf: (program: Program) => Code;
  /** Where the API answers. */
  readonly host: string;
  readonly sealers: Sealers;
}

/**
 * What runs without being asked over HTTP: the sequencer, who makes exports and who carries imports out, all woken by the
 * table's stream and, for what the stream did not bring, by the clock; and who takes in evidence as it arrives in the bucket.
 */
export class Workers extends Construct {
  /** Where the log is published. */
  readonly logAddress: string;
  /** The name of the log. */
  readonly logOrigin: string;
  /** 编制单位 */
  readonly unionName: string;
  readonly seal: LambdaFunction;
  readonly exportWorker: LambdaFunction;
  readonly importWorker: LambdaFunction;
  readonly evidenceReceived: LambdaFunction;
  readonly #props: WorkersProps;

  constructor(scope: Construct, id: string, props: WorkersProps) {
    super(scope, id);
    this.#props = props;
    const path = `${props.host}/api/log`;
    this.logAddress = `https://${path}`;
    this.logOrigin = this.#logName(path);
    this.unionName = this.#unionName();
    const atOnce = props.sealers === 'one' ? 1 : undefined;
    this.seal = this.#worker('Seal', 'seal', { LOG_ORIGIN: this.logOrigin }, atOnce);
    this.#follow(this.seal, { partitions: [{ prefix: 'outbox#' }], batchSize: 1_000, window: Duration.seconds(1) });
    this.#every(this.seal, Duration.minutes(1));

    const environment = { UNION_NAME: this.unionName, LOG_ADDRESS: this.logAddress };
    this.exportWorker = this.#worker('ExportWorker', 'export-worker', environment);
    // One job a call, so that each has all the time there is.
    this.#follow(this.exportWorker, { partitions: [rowKey('export-open', '').pk], batchSize: 1 });
    this.#every(this.exportWorker, Duration.minutes(5));

    this.importWorker = this.#worker('ImportWorker', 'import-worker', {});
    // One import a call, as of exports; what a call leaves of a long one, the clock goes on with.
    this.#follow(this.importWorker, { partitions: [rowKey('import-due', '').pk], batchSize: 1 });
    this.#every(this.importWorker, Duration.minutes(1));

    this.evidenceReceived = this.#worker('EvidenceReceived', 'evidence-received', {});
    this.#onArrival(this.evidenceReceived);
    // What the bucket told of in vain: within the day after which an upload is let go of.
    this.#every(this.evidenceReceived, Duration.minutes(15));
  }

  #worker(id: string, program: Program, environment: Record<string, string>, atOnce?: number): LambdaFunction {
    const { codeOf, host: _host, sealers: _sealers, ...surroundings } = this.#props;
    const code = codeOf(program);
    return new UseCaseFunction(this, id, { ...surroundings, program, code, environment, atOnce }).lambda;
  }

  /** A log keeps the name under which it was founded, wherever it is published later. */
  #logName(path: string): string {
    const name = new CfnParameter(this, 'LogOrigin', {
      description: 'The name of the log where it was founded under another domain (as its checkpoint says); else empty',
      allowedPattern: '^[^\\s+]*$',
      maxLength: 200,
      default: '',
    });
    name.overrideLogicalId('LogName');
    const hasNone = new CfnCondition(this, 'HasNoName', { expression: Fn.conditionEquals(name.valueAsString, '') });
    return Fn.conditionIf(hasNone.logicalId, path, name.valueAsString).toString();
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
  #follow(worker: LambdaFunction, { partitions, batchSize, window }: Following): void {
    const { streamArn } = this.#props.table;
    const rule = partitions.map((one) => (typeof one === 'string' ? one : FilterRule.beginsWith(one.prefix)[0]));
    const mapping = new EventSourceMapping(this, `${nameOf(worker)}Stream`, {
      target: worker,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.LATEST,
      batchSize,
      ...(window === undefined ? {} : { maxBatchingWindow: window }),
      retryAttempts: 3,
      maxRecordAge: Duration.hours(1),
      filters: [FilterCriteria.filter({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: rule } } } })],
    });
    worker.addToRolePolicy(streamStatement(streamArn));
    mapping.node.addDependency(worker.role ?? worker);
  }

  #every(worker: LambdaFunction, period: Duration): void {
    const targets = [new FunctionTarget(worker, { retryAttempts: 0 })];
    new Rule(this, `${nameOf(worker)}Clock`, { schedule: Schedule.rate(period), targets });
  }

  #onArrival(worker: LambdaFunction): void {
    new Rule(this, 'EvidenceArrives', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.#props.bucket.name] }, object: { key: [{ prefix: PREFIXES.incoming }] } },
      },
      targets: [new FunctionTarget(worker, { retryAttempts: 10, maxEventAge: Duration.hours(2) })],
    });
  }
}

interface Following {
  readonly partitions: readonly (string | { readonly prefix: string })[];
  readonly batchSize: number;
  readonly window?: Duration;
}

function nameOf(worker: LambdaFunction): string {
  return worker.node.scope?.node.id ?? worker.node.id;
}
