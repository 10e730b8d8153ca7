import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { afterAll } from 'vitest';
import * as z from 'zod';
import { nuanzhangApp } from '../../infra/nuanzhang-app.ts';
import type { Program } from '../../infra/programs.ts';

type Context = Readonly<Record<string, unknown>>;

const assemblies = mkdtempSync(join(tmpdir(), 'nuanzhang-assembly-'));
afterAll(() => rmSync(assemblies, { recursive: true, force: true }));

/** Nothing is bundled: the code of a function is the name of its program, so a template tells which function is whose. */
export function app(context: Context = {}) {
  const outdir = mkdtempSync(join(assemblies, 'app-'));
  return nuanzhangApp({ codeOf: (program) => Code.fromInline(program), outdir, context });
}

export function stackOf(of: ReturnType<typeof app>): Stack {
  return Stack.of(of.node.findChild('Nuanzhang'));
}

export function templateOf(context?: Context): Template {
  return Template.fromStack(stackOf(app(context)));
}

const Ref = z.object({ Ref: z.string() });
const Arn = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
const StreamArn = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('StreamArn')]) });
const Join = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.union([z.string(), Ref, Arn]))]) });
const OneOrMany = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const ROUTE_SETTINGS = z.object({
  ThrottlingRateLimit: z.number(),
  ThrottlingBurstLimit: z.number(),
  DetailedMetricsEnabled: z.boolean(),
});

/** The properties our rules speak of, by resource type. */
const SHAPES = {
  'AWS::ApiGatewayV2::Api': z.object({ ProtocolType: z.literal('HTTP'), CorsConfiguration: z.unknown().optional() }),
  'AWS::ApiGatewayV2::Authorizer': z.object({
    AuthorizerType: z.string(),
    JwtConfiguration: z.object({ Issuer: Ref, Audience: z.array(Ref) }),
  }),
  'AWS::ApiGatewayV2::Integration': z.object({ PayloadFormatVersion: z.string(), IntegrationUri: Arn }),
  'AWS::ApiGatewayV2::Route': z.object({
    RouteKey: z.string(),
    AuthorizationType: z.string(),
    AuthorizerId: Ref.optional(),
    Target: Join,
  }),
  'AWS::ApiGatewayV2::Stage': z.object({
    AccessLogSettings: z.object({ Format: z.string() }),
    DefaultRouteSettings: ROUTE_SETTINGS,
    RouteSettings: z.record(z.string(), ROUTE_SETTINGS),
  }),
  'AWS::DynamoDB::GlobalTable': z.looseObject({
    SSESpecification: z.unknown(),
    Replicas: z.array(z.looseObject({ SSESpecification: z.unknown().optional() })),
  }),
  'AWS::IAM::Policy': z.object({
    PolicyDocument: z.object({
      Statement: z.array(
        z.object({
          Sid: z.string().optional(),
          Effect: z.enum(['Allow', 'Deny']),
          Action: OneOrMany,
          Resource: z.union([Ref, Arn, StreamArn, Join, z.array(Join)]),
          Condition: z.unknown().optional(),
        }),
      ),
    }),
    Roles: z.array(Ref),
  }),
  'AWS::IAM::Role': z.object({ ManagedPolicyArns: z.array(z.unknown()).default([]) }),
  'AWS::Events::Rule': z.object({
    EventPattern: z.unknown().optional(),
    ScheduleExpression: z.string().optional(),
    Targets: z.tuple([z.object({ Arn })]),
  }),
  'AWS::KMS::Key': z.object({
    EnableKeyRotation: z.boolean().optional(),
    KeySpec: z.unknown().optional(),
    KeyUsage: z.string().optional(),
  }),
  'AWS::CloudWatch::Alarm': z.object({
    AlarmActions: z.unknown(),
    Dimensions: z.tuple([z.object({ Value: Ref })]),
    MetricName: z.string(),
  }),
  'AWS::Lambda::EventInvokeConfig': z.object({ FunctionName: Ref, MaximumRetryAttempts: z.number() }),
  'AWS::Lambda::EventSourceMapping': z.object({
    EventSourceArn: StreamArn,
    FilterCriteria: z.object({ Filters: z.tuple([z.object({ Pattern: z.string() })]) }),
    FunctionName: Ref,
    MaximumRecordAgeInSeconds: z.number(),
    MaximumRetryAttempts: z.number(),
  }),
  'AWS::Lambda::Function': z.object({
    Architectures: z.array(z.string()),
    Code: z.object({ ZipFile: z.string() }),
    EphemeralStorage: z.object({ Size: z.number() }).optional(),
    Environment: z.object({ Variables: z.record(z.string(), z.union([Ref, Arn, z.unknown()])) }).optional(),
    Handler: z.string(),
    Layers: z.array(Ref).default([]),
    LoggingConfig: z.object({ LogGroup: Ref }),
    MemorySize: z.number(),
    ReservedConcurrentExecutions: z.number().optional(),
    Role: Arn,
    Runtime: z.string(),
    Timeout: z.number(),
  }),
  'AWS::Lambda::Permission': z.object({ Principal: z.string(), SourceArn: z.union([Join, Arn]), FunctionName: Arn }),
  'AWS::Logs::LogGroup': z.object({ RetentionInDays: z.number() }),
  'AWS::S3::Bucket': z.looseObject({ LifecycleConfiguration: z.object({ Rules: z.array(z.unknown()) }) }),
  'AWS::SecretsManager::Secret': z.object({ GenerateSecretString: z.object({ PasswordLength: z.number() }) }),
};

type Properties = { [T in keyof typeof SHAPES]: z.infer<(typeof SHAPES)[T]> };
const PROPERTIES: { readonly [T in keyof Properties]: z.ZodType<Properties[T]> } = SHAPES;
export type Statement = Properties['AWS::IAM::Policy']['PolicyDocument']['Statement'][number];

const Resource = z.object({ Properties: z.unknown().default({}) });

/** The resources of a type, by logical id. */
export function resources<T extends keyof Properties>(of: Template, type: T): Map<string, Properties[T]> {
  const found = Object.entries(of.findResources(type));
  return new Map(found.map(([id, resource]) => [id, PROPERTIES[type].parse(Resource.parse(resource).Properties)]));
}

/** The only resource of a type. */
export function only<T extends keyof Properties>(of: Template, type: T): readonly [string, Properties[T]] {
  const [first, ...others] = resources(of, type);
  if (first === undefined || others.length > 0) throw new Error(`expected one ${type} and no more`);
  return first;
}

/** What stands under a key that must be there. */
export function at<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`nothing stands under ${String(key)}`);
  return value;
}

export function functionOf(program: Program, of: Template): Properties['AWS::Lambda::Function'] {
  const found = [...resources(of, 'AWS::Lambda::Function').values()].filter((one) => one.Code.ZipFile === program);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`expected one function for ${program}`);
  return first;
}

/** Every statement of the role of a program's function, whichever policy it stands in. */
export function statementsOf(program: Program, of: Template): Statement[] {
  const [roleId] = functionOf(program, of).Role['Fn::GetAtt'];
  return [...resources(of, 'AWS::IAM::Policy').values()]
    .filter((policy) => policy.Roles.some((role) => role.Ref === roleId))
    .flatMap((policy) => policy.PolicyDocument.Statement);
}

/** What the function of a program may do with an AWS service, sorted. */
export function allowed(program: Program, service: string, of: Template): string[] {
  return statementsOf(program, of)
    .filter((statement) => statement.Effect === 'Allow')
    .flatMap((statement) => statement.Action)
    .filter((action) => action.startsWith(`${service}:`))
    .sort();
}
