import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

/** Works out a value of a template as CloudFormation does. */
export type Resolve = (value: unknown) => unknown;

export const REGION = 'cn-north-1';
const ACCOUNT = '111122223333';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws-cn',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com.cn',
};

const parts = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.string().optional() })),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), z.object({ Type: z.string() })),
});
const pair = z.tuple([z.unknown(), z.unknown()]);
const texts = z.array(z.string());

/** A resolver for a stack deployed with these parameters, whose resources are named by their logical ids. */
export function resolverOf(template: Template, parameters: Readonly<Record<string, string>>): Resolve {
  const { Parameters, Conditions, Resources } = parts.parse(template.toJSON());

  function ref(name: string): string {
    const given = parameters[name] ?? PSEUDO[name] ?? Parameters[name]?.Default;
    if (given !== undefined) return given;
    const type = Resources[name]?.Type;
    if (type === undefined) throw new Error(`the template has no ${name}`);
    return type === 'AWS::SecretsManager::Secret' ? arn(name) : name.toLowerCase();
  }

  function arn(name: string): string {
    const [, service = '', kind = ''] = Resources[name]?.Type.split('::') ?? [];
    if (service === 'S3') return `arn:aws-cn:s3:::${ref(name)}`;
    const of = kind === 'GlobalTable' ? `table/${ref(name)}` : `${kind.toLowerCase()}/${name}`;
    return `arn:aws-cn:${service.toLowerCase()}:${REGION}:${ACCOUNT}:${of}`;
  }

  const functions: Readonly<Record<string, (value: unknown) => unknown>> = {
    Ref: (value) => ref(z.string().parse(value)),
    'Fn::GetAtt': (value) => {
      const [name, attribute] = z.tuple([z.string(), z.enum(['Arn', 'StreamArn', 'RegionalDomainName'])]).parse(value);
      if (attribute === 'RegionalDomainName') return `${ref(name)}.s3.${REGION}.amazonaws.com.cn`;
      return attribute === 'Arn' ? arn(name) : `${arn(name)}/stream/label`;
    },
    'Fn::Join': (value) => {
      const [between, joined] = pair.parse(value);
      return texts.parse(resolve(joined)).join(z.string().parse(between));
    },
    'Fn::If': (value) => {
      const [name, yes, no] = z.tuple([z.string(), z.unknown(), z.unknown()]).parse(value);
      return resolve(resolve(Conditions[name]) === true ? yes : no);
    },
    'Fn::Equals': (value) => {
      const [one, other] = pair.parse(value).map(resolve);
      return one === other;
    },
    'Fn::Not': (value) => !z.tuple([z.boolean()]).parse(resolve(value))[0],
  };

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, inner] = ['', undefined], ...others] = Object.entries(value);
    const work = functions[name];
    if (work === undefined || others.length > 0) throw new Error(`${JSON.stringify(value)} cannot be worked out here`);
    return work(inner);
  }

  return resolve;
}
