import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * Which tokens are taken, and what in them says who may do what: asked for when the stack is deployed, because an
 * installation names its own issuer. The gateway's authorizer and the functions are told the same.
 */
export class TokenRules extends Construct {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer gives tokens, if that is another host than its own; else empty. */
  readonly tokenEndpoint: string;
  /** The client id under which pages sign people in. */
  readonly client: string;
  /** What a function is told in order to check again what the gateway checked. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.issuer = this.#parameter('Issuer', {
      description: 'The issuer of the tokens: the exact iss claim, under which its OpenID configuration is found',
      allowedPattern: '^https://\\S+$',
    });
    this.audience = this.#parameter('Audience', {
      description: 'The audience a token must be made for (aud or client_id)',
      minLength: 1,
    });
    this.tokenEndpoint = this.#parameter('TokenEndpoint', {
      description: 'The token_endpoint of its OpenID configuration, if that is at another host; empty where it is not',
      allowedPattern: '^(https://\\S+)?$',
      default: '',
    });
    this.client = this.#client();
    this.environment = {
      ISSUER: this.issuer,
      AUDIENCE: this.audience,
      ROLES_CLAIM: this.#parameter('RolesClaim', {
        description: 'The claim at the top of a token that lists roles, where the member list does not name the person',
        minLength: 1,
        default: 'roles',
      }),
      UNITS_CLAIM: this.#parameter('UnitsClaim', {
        description: 'The claim that lists the codes of the units of a coordinator',
        minLength: 1,
        default: 'units',
      }),
      FIRST_ADMIN: this.#parameter('FirstAdmin', {
        description: 'The sub of who is admin as long as the member list does not name them; empty for nobody',
        default: '',
      }),
    };
  }

  /** Some issuers make tokens for the very client that asked for them: then the audience names it. */
  #client(): string {
    const client = this.#parameter('Client', {
      description: 'The client id under which the pages sign people in at the issuer; empty where it is the audience',
      default: '',
    });
    const isAudience = new CfnCondition(this, 'ClientIsAudience', { expression: Fn.conditionEquals(client, '') });
    return Fn.conditionIf(isAudience.logicalId, this.audience, client).toString();
  }

  #parameter(
    name: string,
    props: { description: string; allowedPattern?: string; minLength?: number; default?: string },
  ) {
    const parameter = new CfnParameter(this, name, props);
    parameter.overrideLogicalId(name);
    return parameter.valueAsString;
  }
}
