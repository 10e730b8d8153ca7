import { Aws } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { KEPT } from './kept.ts';

/** The key under which personal data is encrypted before it is stored. Without it nobody is read any more, so it stays. */
export class PersonalDataKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      // An alias is unique in an account, where a second stack may stand.
      alias: `${Aws.STACK_NAME}-personal-data`,
      description: 'Nuanzhang: encrypts names and phones of persons',
      enableKeyRotation: true,
      removalPolicy: KEPT,
    });
    this.arn = key.keyArn;
  }
}
