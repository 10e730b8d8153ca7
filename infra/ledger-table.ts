import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { TABLE_KEYS } from '../shared/storage/dynamodb/table.ts';

/** Who holds the key that encrypts table and bucket: AWS for this account, or the operator, who may then withdraw it. */
export const ENCRYPTIONS = ['aws-managed', 'customer-managed'] as const;
export type Encryption = (typeof ENCRYPTIONS)[number];

/**
 * The one table. It outlives its stack: deleting the ledger takes two deliberate steps outside of it, switching the
 * protection off and deleting the table by hand.
 */
export class LedgerTable extends Construct {
  readonly name: string;
  readonly arn: string;
  /** Tells which rows were written, and nothing of what is in them: enough to wake who follows. */
  readonly streamArn: string;
  /** The key of the operator, where there is one. */
  readonly key: Key | undefined;

  constructor(scope: Construct, id: string, encryption: Encryption) {
    super(scope, id);
    const table = new TableV2(this, 'Table', {
      partitionKey: { name: TABLE_KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sort, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      dynamoStream: StreamViewType.KEYS_ONLY,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    if (encryption === 'customer-managed') this.key = this.#encryptUnderOwnKey(table);
    this.name = table.tableName;
    this.arn = table.tableArn;
    if (table.tableStreamArn === undefined) throw new Error('the table has no stream');
    this.streamArn = table.tableStreamArn;
  }

  get keyArn(): string | undefined {
    return this.key?.keyArn;
  }

  /** Written into the one replica by hand: TableV2 does that only where the stack's region is known beforehand. */
  #encryptUnderOwnKey(table: TableV2): Key {
    const key = new Key(this, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
    const resource = table.node.defaultChild;
    if (!CfnResource.isCfnResource(resource)) throw new Error('the table has no resource of its own');
    resource.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', key.keyArn);
    return key;
  }
}
