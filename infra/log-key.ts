import { CfnParameter, CfnResource } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { KEPT } from './kept.ts';

/**
 * The Ed25519 key under which checkpoints are signed. It never leaves KMS and outlives the stack: who audits knows the
 * log by it. The spec is a parameter for a region that knows Ed25519 by another name; one without it refuses the stack.
 */
export class LogKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Signs the checkpoints of the log',
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: KEPT,
    });
    const spec = new CfnParameter(this, 'SpecName', {
      description: 'The spec by which KMS of this region knows Ed25519. Sealing signs with no other kind of key',
      default: KeySpec.ECC_NIST_EDWARDS25519,
      allowedPattern: '^[A-Z0-9_]+$',
    });
    spec.overrideLogicalId('LogKeySpec');
    const resource = key.node.defaultChild;
    if (!CfnResource.isCfnResource(resource)) throw new Error('the key has no resource of its own');
    resource.addPropertyOverride('KeySpec', spec.valueAsString);
    this.arn = key.keyArn;
  }
}
