import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** The key under which personal data is encrypted before it is stored. Without it nobody is read any more, so it stays. */
export class PersonalDataKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      alias: 'nuanzhang-personal-data',
      description: 'Nuanzhang: encrypts names and phones of persons',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.arn = key.keyArn;
  }
}
