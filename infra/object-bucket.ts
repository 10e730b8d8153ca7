import { Aws, CfnCondition, CfnParameter, Duration, Fn, Stack, Token, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/storage/ports/prefixes.ts';
import { chosenName } from './chosen-name.ts';
import { KEPT } from './kept.ts';

/**
 * How long what was overwritten or removed under `log/` can be put back: as long as the table can be restored to any
 * second, so that both go back to the same moment. All that is sealed stands in what is current, which never goes; what
 * is not current are checkpoints that newer ones took the place of, and tiles and bundles that were not full. One of these
 * is left by nearly every round, 128 entries large on average, so kept for ever they would be most of the bucket.
 */
export const LOG_VERSIONS_KEPT = Duration.days(35);

/**
 * The one bucket: the static files of the log, evidence, exports. Like the table it outlives its stack; what is
 * overwritten stays as an older version for a while. Only what was never taken in, and what can be made again, goes by itself.
 */
export class ObjectBucket extends Construct {
  readonly name: string;
  /** Where links to its objects lead. */
  readonly origin: string;
  readonly arn: string;
  /** Under which name the template knows the bucket, and findings about it speak of it. */
  readonly logicalId: string;

  /** Encrypted under the key of the operator where there is one, else under one of S3. */
  constructor(scope: Construct, id: string, key: IKey | undefined) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: KEPT,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        goesAfter(PREFIXES.incoming, 1),
        // Jobs are forgotten after 30 days, and their files with them; this is for what a removal has missed.
        goesAfter(PREFIXES.exports, 31),
        onlyCurrent(PREFIXES.staged, Duration.days(1)),
        onlyCurrent(PREFIXES.log, LOG_VERSIONS_KEPT),
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'Server access logs would need a second bucket; who reads what is told by the routes and by CloudTrail.',
    });
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('the bucket has no resource of its own');
    const description = 'The name of the bucket';
    const pattern = '[a-z0-9][a-z0-9-]{1,61}[a-z0-9]';
    resource.bucketName = Token.asString(chosenName(this, { parameter: 'Bucket', description, pattern }));
    // By hand, because CDK's own way brings a function along that may change the notifications of every bucket.
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    resource.corsConfiguration = this.#forWebOrigin();
    this.logicalId = Stack.of(this).getLogicalId(resource);
    this.name = bucket.bucketName;
    this.origin = `https://${bucket.bucketRegionalDomainName}`;
    this.arn = bucket.bucketArn;
  }

  /** A web page of another origin may follow the links that the API hands out, where that origin is named. */
  #forWebOrigin() {
    const origin = new CfnParameter(this, 'WebOriginName', {
      description:
        'The origin (https://host) of the web pages that upload and download files; empty where there is none',
      allowedPattern: '^(https://[A-Za-z0-9.-]+(:[0-9]+)?)?$',
      default: '',
    });
    origin.overrideLogicalId('WebOrigin');
    const isNamed = new CfnCondition(this, 'HasWebOrigin', {
      expression: Fn.conditionNot(Fn.conditionEquals(origin.valueAsString, '')),
    });
    const rule = {
      AllowedMethods: ['GET', 'PUT'],
      AllowedOrigins: [origin.valueAsString],
      AllowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
      MaxAge: 3_600,
    };
    return Fn.conditionIf(isNamed.logicalId, { CorsRules: [rule] }, Aws.NO_VALUE);
  }
}

function goesAfter(prefix: string, days: number) {
  return { prefix, expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(1) };
}

/** What is current stays; what once was goes after a while. */
function onlyCurrent(prefix: string, noncurrentVersionExpiration: Duration) {
  return { prefix, noncurrentVersionExpiration, expiredObjectDeleteMarker: true };
}
