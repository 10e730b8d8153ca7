import { CfnParameter, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type Architecture, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { KEPT } from './kept.ts';

/**
 * Keys that are read as secrets: that of the HMAC under which benefits to one person are counted against a tariff's cap,
 * and that which signs where the pages of lists go on.
 */
export class KeptKeys extends Construct {
  /** It lives as long as the ledger: under another key a person who was paid would count as new. */
  readonly personKeyArn: string;
  readonly cursorKeyArn: string;
  /** The AWS extension through which a function reads a key, so that no client for secrets is bundled. */
  readonly extension: ILayerVersion;

  constructor(scope: Construct, id: string, architecture: Architecture) {
    super(scope, id);
    this.personKeyArn = this.#secret('Secret', {
      description: 'HMAC key under which a person is counted against the cap of a tariff',
      unrotated: 'Rotating the key would let every person be paid up to the cap of a tariff again.',
      removalPolicy: KEPT,
    });
    this.cursorKeyArn = this.#secret('CursorKey', {
      description: 'HMAC key that signs where the pages of lists go on',
      unrotated: 'What it signs is good for the next page of a list; who suspects it is known makes a new one.',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.extension = LayerVersion.fromLayerVersionArn(this, 'Extension', this.#extensionArn(architecture));
  }

  #secret(id: string, props: { description: string; unrotated: string; removalPolicy: RemovalPolicy }): string {
    const { description, unrotated, removalPolicy } = props;
    const generateSecretString = { passwordLength: 64, excludePunctuation: true };
    const secret = new Secret(this, id, { description, generateSecretString, removalPolicy });
    Validations.of(secret).acknowledge({ id: 'AwsSolutions::AwsSolutions-SMG4', reason: unrotated });
    return secret.secretArn;
  }

  /** AWS publishes the extension by region; where it does not, name a parameter of your own that holds the ARN. */
  #extensionArn({ name }: Architecture): string {
    const published = name === 'arm64' ? 'arm64' : 'x86';
    const parameter = new CfnParameter(this, 'ExtensionArn', {
      description: 'The name of the SSM parameter that holds the ARN of the Parameters and Secrets Lambda Extension',
      type: 'AWS::SSM::Parameter::Value<String>',
      default: `/aws/service/aws-parameters-and-secrets-lambda-extension/${published}/latest`,
    });
    parameter.overrideLogicalId('SecretsExtension');
    return parameter.valueAsString;
  }
}
