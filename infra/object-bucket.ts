import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/storage/prefixes.ts';

/**
 * The one bucket: the static files of the log, evidence, exports. Like the table it outlives its stack; what is
 * overwritten stays as an older version. Only what was never taken in, and what can be made again, goes by itself.
 */
export class ObjectBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** Under which name the template knows the bucket, and findings about it speak of it. */
  readonly logicalId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        goesAfter(PREFIXES.incoming, 1),
        // Jobs are forgotten after 30 days, and their files with them; this is for what a removal has missed.
        goesAfter(PREFIXES.exports, 31),
        { prefix: PREFIXES.staged, noncurrentVersionExpiration: Duration.days(1), expiredObjectDeleteMarker: true },
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'Server access logs would need a second bucket; who reads what is told by the routes and by CloudTrail.',
    });
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('the bucket has no resource of its own');
    // By hand, because CDK's own way brings a function along that may change the notifications of every bucket.
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.logicalId = Stack.of(this).getLogicalId(resource);
    this.name = bucket.bucketName;
    this.arn = bucket.bucketArn;
  }
}

function goesAfter(prefix: string, days: number) {
  return { prefix, expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(1) };
}
