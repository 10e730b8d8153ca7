import { CfnParameter, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type Architecture, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The key of the HMAC under which benefits to one person are counted against a tariff's cap. It lives as long as the
 * ledger: under another key a person who was paid would count as new.
 */
export class PersonKey extends Construct {
  readonly secretArn: string;
  /** The AWS extension through which a function reads the key, so that no client for secrets is bundled. */
  readonly extension: ILayerVersion;

  constructor(scope: Construct, id: string, architecture: Architecture) {
    super(scope, id);
    const secret = new Secret(this, 'Secret', {
      description: 'HMAC key under which a person is counted against the cap of a tariff',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason: 'Rotating the key would let every person be paid up to the cap of a tariff again.',
    });
    this.secretArn = secret.secretArn;
    this.extension = LayerVersion.fromLayerVersionArn(this, 'Extension', this.#extensionArn(architecture));
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
