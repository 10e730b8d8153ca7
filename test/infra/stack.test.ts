import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { GROUPS, routes } from '../../functions/routes.ts';
import { partitionsOf, rowKey } from '../../shared/storage/table.ts';
import { allowed, app, at, functionOf, only, resources, stackOf, statementsOf, templateOf } from './synthesized.ts';

const template = templateOf();
const ownKey = templateOf({ encryption: 'customer-managed' });

const [tableId, table] = only(template, 'AWS::DynamoDB::GlobalTable');
const [secretId, secret] = only(template, 'AWS::SecretsManager::Secret');

const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const appending = ['registry', 'ledger'] as const;
const reading = ['documents', 'reports'] as const;

describe('the HTTP API', () => {
  const served = [...resources(template, 'AWS::ApiGatewayV2::Route').values()];
  const byKey = new Map(served.map((route) => [route.RouteKey, route]));

  it('has the routes of the table and no other', () => {
    const listed = routes.map((row) => `${row.method} ${row.path}`);
    expect(served.map((route) => route.RouteKey).sort()).toEqual(listed.sort());
  });

  it('asks for a token on every route that is not public', () => {
    const [authorizerId] = only(template, 'AWS::ApiGatewayV2::Authorizer');
    for (const row of routes) {
      const { AuthorizationType, AuthorizerId } = at(byKey, `${row.method} ${row.path}`);
      expect({ row: row.operation, AuthorizationType, AuthorizerId }).toEqual(
        row.access === 'public'
          ? { row: row.operation, AuthorizationType: 'NONE' }
          : { row: row.operation, AuthorizationType: 'JWT', AuthorizerId: { Ref: authorizerId } },
      );
    }
  });

  it('takes the issuer and the audience of tokens when it is deployed, without a default', () => {
    const [, authorizer] = only(template, 'AWS::ApiGatewayV2::Authorizer');
    expect(authorizer).toEqual({
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: { Ref: 'Issuer' }, Audience: [{ Ref: 'Audience' }] },
    });
    expect(template.findParameters('Issuer').Issuer).not.toHaveProperty('Default');
    expect(template.findParameters('Audience').Audience).not.toHaveProperty('Default');
  });

  it('sends each route to the function of its group, in payload format 2.0', () => {
    const integrations = resources(template, 'AWS::ApiGatewayV2::Integration');
    const functions = resources(template, 'AWS::Lambda::Function');
    for (const row of routes) {
      const [, target] = at(byKey, `${row.method} ${row.path}`).Target['Fn::Join'];
      const [, integrationId] = target;
      const id = typeof integrationId === 'object' ? integrationId.Ref : integrationId;
      const integration = at(integrations, id ?? '');
      expect(integration.PayloadFormatVersion).toBe('2.0');
      expect(at(functions, integration.IntegrationUri['Fn::GetAtt'][0]).Code.ZipFile).toBe(row.group);
    }
  });

  it('is the only one to invoke a function', () => {
    const permissions = [...resources(template, 'AWS::Lambda::Permission').values()];
    const [apiId] = only(template, 'AWS::ApiGatewayV2::Api');
    expect(permissions).toHaveLength(GROUPS.length);
    for (const permission of permissions) {
      expect(permission.Principal).toBe('apigateway.amazonaws.com');
      expect(permission.SourceArn['Fn::Join'][1]).toContainEqual({ Ref: apiId });
    }
  });

  it('throttles, logs every access without query, body or claims, and answers one origin only', () => {
    const [, stage] = only(template, 'AWS::ApiGatewayV2::Stage');
    expect(stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
    expect(JSON.parse(stage.AccessLogSettings.Format)).toMatchObject({ routeKey: '$context.routeKey' });
    expect(stage.AccessLogSettings.Format).not.toMatch(/claims|\$context\.path|querystring/i);
    const [, api] = only(template, 'AWS::ApiGatewayV2::Api');
    expect(api.CorsConfiguration).toBeUndefined();
  });
});

describe('the functions', () => {
  it('are one for each group, on Node 24 and ARM', () => {
    expect(resources(template, 'AWS::Lambda::Function').size).toBe(GROUPS.length);
    for (const group of GROUPS) {
      const { Runtime, Architectures, Handler } = functionOf(group, template);
      expect([Runtime, Architectures, Handler]).toEqual(['nodejs24.x', ['arm64'], 'index.handler']);
    }
  });

  it('run on x86 where a region lacks ARM', () => {
    const x86 = templateOf({ architecture: 'x86_64' });
    for (const group of GROUPS) expect(functionOf(group, x86).Architectures).toEqual(['x86_64']);
    expect(() => app({ architecture: 'riscv' })).toThrow('context "architecture" must be one of arm64, x86_64');
  });

  it('answer or give up before the gateway does', () => {
    for (const group of GROUPS) expect(functionOf(group, template).Timeout).toBeLessThan(29);
  });

  it('write into a log group of their own that is kept for a year', () => {
    const logGroups = resources(template, 'AWS::Logs::LogGroup');
    const used = GROUPS.map((group) => functionOf(group, template).LoggingConfig.LogGroup.Ref);
    expect(new Set(used).size).toBe(GROUPS.length);
    for (const id of used) expect(at(logGroups, id).RetentionInDays).toBe(365);
  });

  it('are told of the table and the person key only where they may touch them', () => {
    const environments = GROUPS.map((group) => [group, functionOf(group, template).Environment?.Variables]);
    expect(Object.fromEntries(environments)).toEqual({
      open: undefined,
      registry: { TABLE_NAME: { Ref: tableId } },
      ledger: { TABLE_NAME: { Ref: tableId }, PERSON_KEY_SECRET: { Ref: secretId } },
      documents: { TABLE_NAME: { Ref: tableId } },
      reports: { TABLE_NAME: { Ref: tableId } },
    });
  });
});

describe('the grants', () => {
  it('keep the open routes away from the table', () => {
    expect(allowed('open', 'dynamodb', template)).toEqual([]);
  });

  it.each(reading)('let %s read items and queries, neither scan nor write', (group) => {
    expect(allowed(group, 'dynamodb', template)).toEqual(READ);
  });

  it.each(appending)('let %s read, and write inside of transactions only', (group) => {
    expect(allowed(group, 'dynamodb', template)).toEqual([...READ, ...WRITE].sort());
    const writes = statementsOf(group, template).filter(
      ({ Effect, Action }) => Effect === 'Allow' && Action.some((action) => WRITE.includes(action)),
    );
    expect(writes.map((statement) => statement.Condition)).toEqual([
      { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } },
    ]);
  });

  it.each(appending)('refuse %s to update or delete an entry, whatever else is allowed', (group) => {
    const hexadecimal = Array.from('0123456789abcdef');
    expect(hexadecimal.map((digit) => rowKey('entry', `00000000-0000-7000-8000-00000000000${digit}`).pk)).toEqual(
      partitionsOf('entry'),
    );
    expect(statementsOf(group, template).filter((statement) => statement.Effect === 'Deny')).toEqual([
      {
        Sid: 'KeepEntries',
        Effect: 'Deny',
        Action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
        Resource: { 'Fn::GetAtt': [tableId, 'Arn'] },
        Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': partitionsOf('entry') } },
      },
    ]);
  });

  it('let only the ledger read the person key', () => {
    const readers = GROUPS.map((group) => [group, allowed(group, 'secretsmanager', template)]);
    expect(readers.filter(([, actions]) => actions?.length)).toEqual([['ledger', ['secretsmanager:GetSecretValue']]]);
  });

  it('give the extension that reads secrets to the ledger only, and take its address from the region', () => {
    const layers = GROUPS.map((group) => [group, functionOf(group, template).Layers]);
    expect(layers.filter(([, layer]) => layer?.length)).toEqual([['ledger', [{ Ref: 'SecretsExtension' }]]]);
    for (const [of, published] of [
      [template, 'arm64'],
      [templateOf({ architecture: 'x86_64' }), 'x86'],
    ] as const) {
      expect(of.findParameters('SecretsExtension').SecretsExtension).toMatchObject({
        Type: 'AWS::SSM::Parameter::Value<String>',
        Default: `/aws/service/aws-parameters-and-secrets-lambda-extension/${published}/latest`,
      });
    }
  });

  it('name their actions and one resource each, and lean on no managed policy', () => {
    for (const group of GROUPS) {
      for (const { Action, Resource } of statementsOf(group, template)) {
        expect(JSON.stringify([Action, Resource])).not.toContain('*');
      }
    }
    for (const role of resources(template, 'AWS::IAM::Role').values()) expect(role.ManagedPolicyArns).toEqual([]);
  });

  it("cover the table's key where the operator holds it, for use through the table only", () => {
    expect(allowed('open', 'kms', ownKey)).toEqual([]);
    expect(allowed('reports', 'kms', ownKey)).toEqual(['kms:Decrypt', 'kms:DescribeKey']);
    expect(allowed('ledger', 'kms', ownKey)).toContain('kms:GenerateDataKey');
    const uses = statementsOf('ledger', ownKey).filter((statement) => statement.Sid === 'UseTableKey');
    expect(uses).toHaveLength(1);
    expect(uses[0]?.Condition).toHaveProperty(['StringEquals', 'kms:ViaService']);
  });
});

describe('the table', () => {
  it('is protected from deletion, kept when the stack goes, and restorable to any second', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
  });

  it('is paid by request and has neither index nor stream', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    expect(table).not.toHaveProperty('GlobalSecondaryIndexes');
    expect(table).not.toHaveProperty('StreamSpecification');
  });

  it('is encrypted under a key that AWS manages, or one of the operator', () => {
    expect(table.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(resources(template, 'AWS::KMS::Key').size).toBe(0);

    const [keyId, key] = only(ownKey, 'AWS::KMS::Key');
    expect(key.EnableKeyRotation).toBe(true);
    const [, underOwnKey] = only(ownKey, 'AWS::DynamoDB::GlobalTable');
    expect(underOwnKey.Replicas.map((replica) => replica.SSESpecification)).toEqual([
      { KMSMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } },
    ]);
  });

  it('refuses an encryption it does not know', () => {
    expect(() => app({ encryption: 'none' })).toThrow('context "encryption" must be one of');
  });
});

describe('the stack', () => {
  it('names neither a partition, nor a region, nor a domain of AWS', () => {
    const principals = /"(lambda|apigateway)\.amazonaws\.com"/g;
    for (const one of [template, ownKey]) {
      const text = JSON.stringify(one.toJSON()).replace(principals, '""');
      expect(text).not.toMatch(/arn:aws|amazonaws|(us|cn|eu|ap)-[a-z]+-\d/);
    }
  });

  it('keeps the person key, which nobody has ever seen', () => {
    expect(secret.GenerateSecretString.PasswordLength).toBe(64);
    template.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('synthesizes without a finding of the AWS Solutions rules that nobody has answered', () => {
    expect(() => app().synth()).not.toThrow();
    expect(() => app({ encryption: 'customer-managed' }).synth()).not.toThrow();
  });

  it('does not synthesize with a finding that nobody has answered', () => {
    const careless = app();
    new Bucket(stackOf(careless), 'Careless');
    expect(() => careless.synth()).toThrow(/[Vv]alidation/);
  });
});
