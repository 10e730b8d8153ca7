import { Aws, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface AlarmsProps {
  readonly seal: LambdaFunction;
  readonly exportWorker: LambdaFunction;
  readonly importWorker: LambdaFunction;
  readonly evidenceReceived: LambdaFunction;
}

/** Nobody is answered when a worker fails, so a topic is told. */
export class Alarms extends Construct {
  /** Whoever looks after the tracker subscribes to it. */
  readonly topicArn: string;

  constructor(scope: Construct, id: string, { seal, exportWorker, importWorker, evidenceReceived }: AlarmsProps) {
    super(scope, id);
    this.topicArn = this.#topic();
    this.#watch('SealingFails', 'Entries are recorded and not sealed', {
      metric: seal.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 3,
    });
    this.#watch('SealingLags', 'The sequencer is more than a minute behind the table', {
      metric: seal.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 60_000,
    });
    this.#watch('ExportsFail', 'Exports are asked for and not made', {
      metric: exportWorker.metricErrors({ period: Duration.minutes(15), statistic: 'Sum' }),
      threshold: 1,
    });
    this.#watch('ImportsFail', 'Rows of imports wait and are not carried out', {
      metric: importWorker.metricErrors({ period: Duration.minutes(15), statistic: 'Sum' }),
      threshold: 3,
    });
    this.#watch('EvidenceFails', 'Evidence was uploaded and not taken in', {
      metric: evidenceReceived.metricErrors({ period: Duration.minutes(15), statistic: 'Sum' }),
      threshold: 1,
    });
  }

  #watch(id: string, description: string, { metric, threshold }: { metric: IMetric; threshold: number }): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `Nuanzhang: ${description}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction({ bind: () => ({ alarmActionArn: this.topicArn }) });
  }

  #topic(): string {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    const telling = new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    topic.addToResourcePolicy(telling);
    return topic.topicArn;
  }
}
