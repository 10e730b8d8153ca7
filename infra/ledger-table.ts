import { CfnCondition, CfnParameter, CfnResource, Fn, type IResolvable, Validations } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { TABLE_KEYS } from '../shared/storage/dynamodb/table.ts';
import { chosenName } from './chosen-name.ts';
import { KEPT } from './kept.ts';

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
      removalPolicy: KEPT,
    });
    const resource = table.node.defaultChild;
    if (!CfnResource.isCfnResource(resource)) throw new Error('the table has no resource of its own');
    const description = 'The name of the table';
    const pattern = '[A-Za-z0-9_.-]{3,255}';
    resource.addPropertyOverride('TableName', chosenName(this, { parameter: 'Table', description, pattern }));
    Validations.of(table).acknowledge({
      id: 'CloudFormation-Validate::W1030',
      reason: 'An empty name is never given to the table: the condition leaves the property out.',
    });
    resource.addPropertyOverride('Replicas.0.DeletionProtectionEnabled', this.#protection());
    if (encryption === 'customer-managed') this.key = this.#encryptUnderOwnKey(resource);
    this.name = table.tableName;
    this.arn = table.tableArn;
    if (table.tableStreamArn === undefined) throw new Error('the table has no stream');
    this.streamArn = table.tableStreamArn;
  }

  get keyArn(): string | undefined {
    return this.key?.keyArn;
  }

  /** What is protected, CloudFormation cannot take back either when a first deployment fails: so that one goes without. */
  #protection(): IResolvable {
    const protection = new CfnParameter(this, 'Protection', {
      description: 'Whether the table is protected from deletion: off for the first deployment, on from then on',
      allowedValues: ['on', 'off'],
      default: 'on',
    });
    protection.overrideLogicalId('TableProtection');
    const expression = Fn.conditionEquals(protection.valueAsString, 'on');
    return Fn.conditionIf(new CfnCondition(this, 'IsProtected', { expression }).logicalId, true, false);
  }

  /** Written into the one replica by hand: TableV2 does that only where the stack's region is known beforehand. */
  #encryptUnderOwnKey(resource: CfnResource): Key {
    const key = new Key(this, 'Key', { enableKeyRotation: true, removalPolicy: KEPT });
    resource.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', key.keyArn);
    return key;
  }
}
