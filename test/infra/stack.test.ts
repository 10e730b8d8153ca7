import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PROGRAMS, type Program, WORKERS } from '../../infra/programs.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { logKey } from '../../shared/log/journal/log-files.ts';
import { stagedKey } from '../../shared/log/sealing/head.ts';
import { GROUPS, routes } from '../../shared/routes.ts';
import {
  headKey,
  outboxKey,
  partitionsOf,
  projectionKeys,
  rowKey,
  sealingPatterns,
} from '../../shared/storage/dynamodb/table.ts';
import { KEPT_MS } from '../../shared/storage/ports/export-jobs.ts';
import { allowed, app, at, functionOf, only, resources, stackOf, statementsOf, templateOf } from './synthesized.ts';

const template = templateOf();
const ownKey = templateOf({ encryption: 'customer-managed' });

const [tableId, table] = only(template, 'AWS::DynamoDB::GlobalTable');
const [bucketId, bucket] = only(template, 'AWS::S3::Bucket');
const secrets = [...resources(template, 'AWS::SecretsManager::Secret')];
const secretId = secrets.find(([id]) => id.startsWith('PersonKeySecret'))?.[0];
const cursorKeyId = secrets.find(([id]) => id.startsWith('PersonKeyCursor'))?.[0];
const personalDataKeyId = [...resources(template, 'AWS::KMS::Key')].find(([id]) => id.startsWith('PersonalData'))?.[0];

const STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];
const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const appending = ['registry', 'ledger', 'imports'] as const;
const reading = ['documents', 'reports', 'log', 'evidence'] as const;

const PAGES = ['GET /', 'GET /{proxy+}'];

describe('the HTTP API', () => {
  const served = [...resources(template, 'AWS::ApiGatewayV2::Route').values()];
  const byKey = new Map(served.map((route) => [route.RouteKey, route]));

  it('has the routes of the table, the pages, and no other', () => {
    const listed = routes.map((row) => `${row.method} ${row.path}`);
    expect(served.map((route) => route.RouteKey).sort()).toEqual([...listed, ...PAGES].sort());
  });

  it('shows the pages to everybody, by a function of their own', () => {
    const integrations = resources(template, 'AWS::ApiGatewayV2::Integration');
    const functions = resources(template, 'AWS::Lambda::Function');
    for (const key of PAGES) {
      const { AuthorizationType, Target } = at(byKey, key);
      const [, [, integration]] = Target['Fn::Join'];
      const id = typeof integration === 'object' && 'Ref' in integration ? integration.Ref : '';
      const program = at(functions, at(integrations, id).IntegrationUri['Fn::GetAtt'][0]).Code.ZipFile;
      expect([AuthorizationType, program]).toEqual(['NONE', 'pages']);
    }
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
      const id = typeof integrationId === 'object' && 'Ref' in integrationId ? integrationId.Ref : '';
      const integration = at(integrations, id);
      expect(integration.PayloadFormatVersion).toBe('2.0');
      expect(at(functions, integration.IntegrationUri['Fn::GetAtt'][0]).Code.ZipFile).toBe(row.group);
    }
  });

  it('is the only one to invoke the functions of the routes', () => {
    const [apiId] = only(template, 'AWS::ApiGatewayV2::Api');
    const invokers = [...resources(template, 'AWS::Lambda::Permission').values()];
    const functions = resources(template, 'AWS::Lambda::Function');
    const programOf = (permission: (typeof invokers)[number]) =>
      at(functions, permission.FunctionName['Fn::GetAtt'][0]).Code.ZipFile;
    const byGateway = invokers.filter(({ Principal }) => Principal === 'apigateway.amazonaws.com');
    expect(byGateway.map(programOf).sort()).toEqual([...GROUPS, 'pages'].sort());
    for (const { SourceArn } of byGateway) expect(SourceArn).toHaveProperty(['Fn::Join', 1, 7], { Ref: apiId });
    const byEvents = invokers.filter(({ Principal }) => Principal === 'events.amazonaws.com');
    expect([...new Set(byEvents.map(programOf))].sort()).toEqual([...WORKERS].sort());
    expect(invokers).toHaveLength(byGateway.length + byEvents.length);
  });

  it('counts each route by itself, so that what floods one that is open stops nobody who is signed in', () => {
    const [, { RouteSettings }] = only(template, 'AWS::ApiGatewayV2::Stage');
    expect(Object.keys(RouteSettings).sort()).toEqual([...byKey.keys()].sort());
    const limitOf = (key: string) => {
      const { ThrottlingRateLimit, ThrottlingBurstLimit } = at(new Map(Object.entries(RouteSettings)), key);
      return [ThrottlingRateLimit, ThrottlingBurstLimit];
    };
    for (const key of PAGES) expect(limitOf(key)).toEqual([200, 400]);
    for (const { method, path, access, operation } of routes) {
      const open = operation === 'readProof' ? [10, 20] : [50, 100];
      const signedIn = method === 'GET' ? [100, 200] : [50, 128];
      expect([path, ...limitOf(`${method} ${path}`)]).toEqual([path, ...(access === 'public' ? open : signedIn)]);
    }
  });

  it('is given the settings of routes when these are there, as API Gateway refuses those of others', () => {
    const [{ DependsOn: waitsFor = [] } = {}] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const made = [...resources(template, 'AWS::ApiGatewayV2::Route').keys()];
    expect(made.filter((id) => !waitsFor.includes(id))).toEqual([]);
  });

  it('has metrics of its own, and of each route where they are asked for', () => {
    const detailed = (of: typeof template) => {
      const [, { DefaultRouteSettings, RouteSettings }] = only(of, 'AWS::ApiGatewayV2::Stage');
      const all = [DefaultRouteSettings, ...Object.values(RouteSettings)];
      return [...new Set(all.map(({ DetailedMetricsEnabled }) => DetailedMetricsEnabled))];
    };
    expect(detailed(template)).toEqual([false]);
    expect(detailed(templateOf({ metrics: 'routes' }))).toEqual([true]);
    expect(() => app({ metrics: 'all' })).toThrow('context "metrics" must be one of api, routes');
  });

  it('logs every access without query, body or claims, and answers one origin only', () => {
    const [, stage] = only(template, 'AWS::ApiGatewayV2::Stage');
    expect(JSON.parse(stage.AccessLogSettings.Format)).toMatchObject({
      routeKey: '$context.routeKey',
      status: '$context.status',
      sourceIp: '$context.identity.sourceIp',
    });
    expect(stage.AccessLogSettings.Format).not.toMatch(/claims|\$context\.path|querystring/i);
    const [, api] = only(template, 'AWS::ApiGatewayV2::Api');
    expect(api.CorsConfiguration).toBeUndefined();
  });
});

describe('the functions', () => {
  it('are one for each program, on Node 24 and ARM', () => {
    expect(resources(template, 'AWS::Lambda::Function').size).toBe(PROGRAMS.length);
    for (const group of PROGRAMS) {
      const { Runtime, Architectures, Handler } = functionOf(group, template);
      expect([Runtime, Architectures, Handler]).toEqual(['nodejs24.x', ['arm64'], 'index.handler']);
    }
  });

  it('run on x86 where a region lacks ARM', () => {
    const x86 = templateOf({ architecture: 'x86_64' });
    for (const group of PROGRAMS) expect(functionOf(group, x86).Architectures).toEqual(['x86_64']);
    expect(() => app({ architecture: 'riscv' })).toThrow('context "architecture" must be one of arm64, x86_64');
  });

  it('answer or give up before the gateway does', () => {
    for (const group of GROUPS) expect(functionOf(group, template).Timeout).toBeLessThan(29);
  });

  it('write into a log group of their own that is kept for a year', () => {
    const logGroups = resources(template, 'AWS::Logs::LogGroup');
    const used = PROGRAMS.map((group) => functionOf(group, template).LoggingConfig.LogGroup.Ref);
    expect(new Set(used).size).toBe(PROGRAMS.length);
    for (const id of used) expect(at(logGroups, id).RetentionInDays).toBe(365);
  });

  it('are told of what they may touch', () => {
    const stores = { TABLE_NAME: { Ref: tableId }, BUCKET_NAME: { Ref: bucketId } };
    const tokens = Object.fromEntries(
      [
        ['ISSUER', 'Issuer'],
        ['AUDIENCE', 'Audience'],
        ['ROLES_CLAIM', 'RolesClaim'],
        ['UNITS_CLAIM', 'UnitsClaim'],
        ['FIRST_ADMIN', 'FirstAdmin'],
      ].map(([name, parameter]) => [name, { Ref: parameter }]),
    );
    const called = { ...stores, ...tokens };
    const pages = { CURSOR_KEY_SECRET: { Ref: cursorKeyId } };
    const persons = { PERSONAL_DATA_KEY: { 'Fn::GetAtt': [personalDataKeyId, 'Arn'] } };
    const environments = PROGRAMS.map((program) => [program, functionOf(program, template).Environment?.Variables]);
    expect(Object.fromEntries(environments)).toEqual({
      open: {
        ISSUER: { Ref: 'Issuer' },
        CLIENT: { 'Fn::If': [expect.stringContaining('ClientIsAudience'), { Ref: 'Audience' }, { Ref: 'Client' }] },
        UNION_NAME: { Ref: 'UnionName' },
        LOG_ORIGIN: expect.anything(),
      },
      pages: { ISSUER: { Ref: 'Issuer' }, TOKEN_ENDPOINT: { Ref: 'TokenEndpoint' }, OBJECTS: expect.anything() },
      registry: { ...called, ...persons, PERSON_KEY_SECRET: { Ref: secretId } },
      ledger: { ...called, ...persons, PERSON_KEY_SECRET: { Ref: secretId } },
      documents: { ...called, ...persons, ...pages },
      reports: { ...called, ...pages },
      log: called,
      exports: { ...called, ...pages },
      evidence: called,
      imports: { ...called, ...persons, ...pages, PERSON_KEY_SECRET: { Ref: secretId } },
      'import-worker': { ...stores, ...persons, PERSON_KEY_SECRET: { Ref: secretId } },
      seal: { ...stores, LOG_KEY_ID: expect.anything(), LOG_ORIGIN: expect.anything() },
      'export-worker': { ...stores, ...persons, UNION_NAME: { Ref: 'UnionName' }, LOG_ADDRESS: expect.anything() },
      'evidence-received': { BUCKET_NAME: { Ref: bucketId } },
    });
  });
});

describe('the workers', () => {
  const mappings = [...resources(template, 'AWS::Lambda::EventSourceMapping').values()];
  const rules = [...resources(template, 'AWS::Events::Rule').values()];
  const functions = resources(template, 'AWS::Lambda::Function');
  const followed = mappings.map(({ FunctionName, FilterCriteria }) => [
    at(functions, FunctionName.Ref).Code.ZipFile,
    JSON.parse(FilterCriteria.Filters[0].Pattern),
  ]);
  const toldOf = (isOne: (rule: (typeof rules)[number]) => boolean) =>
    Object.fromEntries(
      rules
        .filter(isOne)
        .map(({ Targets: [{ Arn }], ...rule }) => [at(functions, Arn['Fn::GetAtt'][0]).Code.ZipFile, rule]),
    );

  it('are woken by the rows that tell of work, and by the clock for what the stream did not bring', () => {
    expect(table).toMatchObject({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } });
    const inserted = (rule: unknown) => ({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [rule] } } } });
    expect(Object.fromEntries(followed)).toEqual({
      seal: inserted({ prefix: 'outbox#' }),
      'export-worker': inserted(rowKey('export-open', '').pk),
      'import-worker': inserted(rowKey('import-due', '').pk),
    });
    expect(outboxKey(0, 'f').pk).toMatch(/^outbox#/);
    expect(toldOf(({ ScheduleExpression }) => ScheduleExpression !== undefined)).toMatchObject({
      seal: { ScheduleExpression: 'rate(1 minute)' },
      'export-worker': { ScheduleExpression: 'rate(5 minutes)' },
      'import-worker': { ScheduleExpression: 'rate(1 minute)' },
      'evidence-received': { ScheduleExpression: 'rate(15 minutes)' },
    });
    for (const { MaximumRetryAttempts, MaximumRecordAgeInSeconds } of mappings) {
      expect([MaximumRetryAttempts, MaximumRecordAgeInSeconds]).toEqual([3, 3600]);
    }
  });

  it('take in what arrives in the bucket as evidence, and nothing else', () => {
    expect(bucket).toMatchObject({
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    expect(toldOf(({ EventPattern }) => EventPattern !== undefined)).toEqual({
      'evidence-received': {
        EventPattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: { bucket: { name: [{ Ref: bucketId }] }, object: { key: [{ prefix: 'evidence/incoming/' }] } },
        },
      },
    });
  });

  it('have the time and, for packs, the room that their work takes', () => {
    expect(functionOf('seal', template)).toMatchObject({ Timeout: 900, MemorySize: 1_769 });
    expect(functionOf('export-worker', template)).toMatchObject({
      Timeout: 900,
      MemorySize: 3_008,
      EphemeralStorage: { Size: 10_240 },
    });
  });

  it('set no execution apart, which a new account refuses, unless one is asked for', () => {
    const reserved = (of: typeof template) =>
      PROGRAMS.filter((program) => functionOf(program, of).ReservedConcurrentExecutions !== undefined);
    expect(reserved(template)).toEqual([]);
    const one = templateOf({ sealers: 'one' });
    expect(reserved(one)).toEqual(['seal']);
    expect(functionOf('seal', one).ReservedConcurrentExecutions).toBe(1);
    expect(() => app({ sealers: 'none' })).toThrow('context "sealers" must be one of any, one');
  });

  it('leave what failed to the clock, and uploads to be told of again', () => {
    const tried = [...resources(template, 'AWS::Lambda::EventInvokeConfig').values()].map((config) => [
      at(functions, config.FunctionName.Ref).Code.ZipFile,
      config.MaximumRetryAttempts,
    ]);
    expect(Object.fromEntries(tried)).toEqual({ seal: 0, 'export-worker': 0, 'import-worker': 0 });
  });

  it('raise an alarm when they fail or lag, which a topic is told', () => {
    const alarms = [...resources(template, 'AWS::CloudWatch::Alarm').values()];
    const watched = alarms.map(({ MetricName, Dimensions: [{ Value }] }) => [
      at(functions, Value.Ref).Code.ZipFile,
      MetricName,
    ]);
    expect(watched.sort()).toEqual([
      ['evidence-received', 'Errors'],
      ['export-worker', 'Errors'],
      ['import-worker', 'Errors'],
      ['seal', 'Errors'],
      ['seal', 'IteratorAge'],
    ]);
    const [topicId] = Object.keys(template.findResources('AWS::SNS::Topic'));
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: topicId }]);
  });

  it('publish the log under the domain of the tracker, or under that of the API', () => {
    const { LOG_ORIGIN } = functionOf('seal', template).Environment?.Variables ?? {};
    const { LOG_ADDRESS } = functionOf('export-worker', template).Environment?.Variables ?? {};
    const hasNone = Object.keys(template.findConditions('*')).find((id) => id.includes('HasNoDomain'));
    const host = { 'Fn::If': [hasNone, { 'Fn::Select': [2, expect.anything()] }, { Ref: 'Domain' }] };
    const hasNoName = Object.keys(template.findConditions('*')).find((id) => id.includes('HasNoName'));
    const path = { 'Fn::Join': ['', [host, '/api/log']] };
    expect(LOG_ORIGIN).toEqual({ 'Fn::If': [hasNoName, path, { Ref: 'LogName' }] });
    expect(functionOf('open', template).Environment?.Variables?.LOG_ORIGIN).toEqual(LOG_ORIGIN);
    expect(LOG_ADDRESS).toEqual({ 'Fn::Join': ['', ['https://', host, '/api/log']] });
  });
});

describe('the grants', () => {
  const IN_TRANSACTION = { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } };
  const writeUnder = (partitions: readonly string[]) => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });
  const writesOf = (program: Program) =>
    statementsOf(program, template).filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' && Action.some((verb) => verb.endsWith('Item') && !READ.includes(verb)),
    );

  it('keep the open routes away from the table', () => {
    expect(allowed('open', 'dynamodb', template)).toEqual([]);
  });

  it.each(reading)('let %s read items and queries, neither scan nor write', (group) => {
    expect(allowed(group, 'dynamodb', template)).toEqual(READ);
  });

  it.each(appending)('let %s read, and write inside of transactions only, to partitions that are named', (group) => {
    expect([...new Set(allowed(group, 'dynamodb', template))]).toEqual([...READ, ...WRITE].sort());
    const writes = writesOf(group);
    expect(writes.map(({ Sid }) => Sid)).toEqual([
      'RecordEntries',
      'AppendInTransactions',
      ...(group === 'imports' ? ['WriteImports'] : []),
    ]);
    for (const { Condition } of writes) {
      expect(Condition).toEqual({
        ...IN_TRANSACTION,
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': expect.not.arrayContaining(['*']) },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      });
    }
  });

  const writing = [...appending, 'exports', 'seal', 'export-worker', 'import-worker'] as const;
  it.each(writing)('refuse %s to update or delete an entry, whatever else is allowed', (program) => {
    const hexadecimal = Array.from('0123456789abcdef');
    expect(hexadecimal.map((digit) => rowKey('entry', `00000000-0000-7000-8000-00000000000${digit}`).pk)).toEqual(
      partitionsOf('entry'),
    );
    const verbs = ['DeleteItem', 'UpdateItem', 'BatchWriteItem', 'PartiQLDelete', 'PartiQLUpdate'];
    expect(statementsOf(program, template).filter((statement) => statement.Effect === 'Deny')).toEqual([
      {
        Sid: 'KeepEntries',
        Effect: 'Deny',
        Action: verbs.map((verb) => `dynamodb:${verb}`),
        Resource: { 'Fn::GetAtt': [tableId, 'Arn'] },
        Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': partitionsOf('entry') } },
      },
    ]);
  });

  const writesJobs = ['exports', 'export-worker'] as const;
  it.each(writesJobs)('let %s read, and write export jobs inside of transactions and nothing else', (program) => {
    const actions = allowed(program, 'dynamodb', template).filter((action) => !STREAM.includes(action));
    expect(actions).toEqual([...READ, ...WRITE].sort());
    expect(writesOf(program).map(({ Condition }) => Condition)).toEqual([
      { ...writeUnder(['export', 'export-open']), ...IN_TRANSACTION },
    ]);
    expect(allowed(program, 'kms', ownKey)).toContain('kms:GenerateDataKey');
  });

  it('let the sequencer write the head, the outbox and what is projected, each in its way, and no row of the books', () => {
    const { head, batched, projected, listed } = sealingPatterns;
    expect(writesOf('seal').map(({ Sid, Action, Condition }) => ({ Sid, Action, Condition }))).toEqual([
      { Sid: 'MoveHead', Action: ['dynamodb:PutItem'], Condition: writeUnder(head) },
      { Sid: 'ClearOutbox', Action: ['dynamodb:BatchWriteItem'], Condition: writeUnder(batched) },
      {
        Sid: 'Project',
        Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
        Condition: { ...writeUnder(projected), ...IN_TRANSACTION },
      },
      { Sid: 'Unlist', Action: ['dynamodb:DeleteItem'], Condition: { ...writeUnder(listed), ...IN_TRANSACTION } },
    ]);
    const isLike = (patterns: readonly string[]) => (pk: string) =>
      patterns.some((pattern) => (pattern.endsWith('*') ? pk.startsWith(pattern.slice(0, -1)) : pk === pattern));
    const { cursor, sums, registered, listed: inList, place } = projectionKeys;
    const id = '00000000-0000-7000-8000-00000000000a';
    expect([headKey().pk].every(isLike(head))).toBe(true);
    expect([outboxKey(0, id), place(id)].map(({ pk }) => pk).every(isLike(batched))).toBe(true);
    const inProjection = [cursor(), sums(3, 'x'), registered(3, id)];
    expect(inProjection.map(({ pk }) => pk).every(isLike(projected))).toBe(true);
    expect([projected, listed].every((patterns) => isLike(patterns)(inList(3, 'waiting/held', 'x').pk))).toBe(true);
    expect(inProjection.map(({ pk }) => pk).some(isLike(listed))).toBe(false);
    const books = ['entry', 'personal', 'fundingLine', 'purchase', 'consignment', 'receipt', 'unit', 'export'] as const;
    const written = isLike([...head, ...batched, ...projected, ...listed]);
    expect(books.flatMap((kind) => partitionsOf(kind)).filter(written)).toEqual([]);
  });

  it('let nobody but the sequencer sign, and let it do nothing else with the key', () => {
    const signers = PROGRAMS.filter((program) => allowed(program, 'kms', template).includes('kms:Sign'));
    expect(signers).toEqual(['seal']);
    expect(allowed('seal', 'kms', template)).toEqual(['kms:GetPublicKey', 'kms:Sign']);
  });

  it('let a function reach the prefixes of the bucket that its work is about', () => {
    const reach = PROGRAMS.flatMap((program) => {
      const prefixes = (sid: string) =>
        statementsOf(program, template)
          .filter(({ Sid }) => Sid === sid)
          .flatMap(({ Resource }) => [Resource].flat())
          .map((resource) => ('Fn::Join' in resource ? resource['Fn::Join'][1][1] : 'everything'));
      const found = [prefixes('ReadObjects'), prefixes('WriteObjects'), prefixes('RemoveObjects')];
      return found.flat().length === 0 ? [] : [[program, ...found]];
    });
    const incoming = ['/evidence/incoming/*', '/evidence/declared/*'];
    expect(reach).toEqual([
      ['registry', ['/log/*'], [], []],
      ['ledger', ['/log/*', '/evidence/*'], [], []],
      ['documents', ['/log/*', '/evidence/*'], [], []],
      ['log', ['/log/*'], [], []],
      ['reports', ['/log/*', '/evidence/*'], [], []],
      ['exports', ['/exports/*'], [], []],
      ['evidence', ['/evidence/*'], ['/evidence/*'], incoming],
      ['imports', ['/evidence/*'], [], []],
      ['seal', ['/log/*', '/log-staged/*'], ['/log/*', '/log-staged/*'], ['/log/*', '/log-staged/*']],
      ['export-worker', ['/log/*', '/evidence/*', '/exports/*'], ['/exports/*'], ['/exports/*']],
      ['import-worker', ['/evidence/*'], [], []],
      ['evidence-received', ['/evidence/*'], ['/evidence/*'], incoming],
    ]);
    expect([logKey('checkpoint'), stagedKey(1, 'x')]).toEqual(['log/checkpoint', 'log-staged/000000000000001/x']);
    expect([evidenceKeys.incoming('x'), evidenceKeys.declared('x')]).toEqual([
      'evidence/incoming/x',
      'evidence/declared/x.json',
    ]);
  });

  it('let whoever reads objects list their prefixes, so that what is not there is not taken for what is forbidden', () => {
    const lists = PROGRAMS.flatMap((program) =>
      statementsOf(program, template).flatMap(({ Sid, Condition }) =>
        Sid === 'ListObjects' ? [[program, Condition]] : [],
      ),
    );
    const within = (...prefixes: string[]) => ({ StringLikeIfExists: { 's3:prefix': prefixes } });
    expect(Object.fromEntries(lists)).toEqual({
      registry: within('log/*'),
      ledger: within('log/*', 'evidence/*'),
      documents: within('log/*', 'evidence/*'),
      reports: within('log/*', 'evidence/*'),
      log: within('log/*'),
      exports: within('exports/*'),
      evidence: within('evidence/*'),
      seal: within('log/*', 'log-staged/*'),
      'export-worker': within('log/*', 'evidence/*', 'exports/*'),
      imports: within('evidence/*'),
      'import-worker': within('evidence/*'),
      'evidence-received': within('evidence/*'),
    });
  });

  it("cover the bucket's key where the operator holds it, for use through the bucket only", () => {
    const uses = (program: Program) => statementsOf(program, ownKey).filter(({ Sid }) => Sid === 'UseBucketKey');
    expect(uses('open')).toEqual([]);
    expect(uses('log').map(({ Action }) => Action)).toEqual([['kms:Decrypt']]);
    for (const program of ['evidence', 'seal', 'export-worker', 'evidence-received'] as const) {
      expect(uses(program)).toMatchObject([
        {
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': { 'Fn::GetAtt': [bucketId, 'Arn'] } } },
        },
      ]);
    }
  });

  it('let only those who write read the key under which persons are recognised, and those who list that of cursors', () => {
    const readers = GROUPS.flatMap((group) =>
      statementsOf(group, template)
        .filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'))
        .map(({ Resource }) => [group, Resource]),
    );
    expect(readers).toEqual([
      ['registry', { Ref: secretId }],
      ['ledger', { Ref: secretId }],
      ['documents', { Ref: cursorKeyId }],
      ['reports', { Ref: cursorKeyId }],
      ['exports', { Ref: cursorKeyId }],
      ['imports', { Ref: secretId }],
      ['imports', { Ref: cursorKeyId }],
    ]);
  });

  it('give the extension that reads secrets to them only, and take its address from the region', () => {
    const layers = GROUPS.map((group) => [group, functionOf(group, template).Layers]);
    expect(layers.filter(([, layer]) => layer?.length)).toEqual([
      ['registry', [{ Ref: 'SecretsExtension' }]],
      ['ledger', [{ Ref: 'SecretsExtension' }]],
      ['documents', [{ Ref: 'SecretsExtension' }]],
      ['reports', [{ Ref: 'SecretsExtension' }]],
      ['exports', [{ Ref: 'SecretsExtension' }]],
      ['imports', [{ Ref: 'SecretsExtension' }]],
    ]);
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

  it('name their actions and what they are for, and lean on no managed policy', () => {
    for (const program of PROGRAMS) {
      for (const { Action, Resource } of statementsOf(program, template)) {
        expect(JSON.stringify(Action)).not.toContain('*');
        // Of the bucket, a prefix.
        expect(JSON.stringify(Resource).replaceAll(/"\/[a-z-]+(\/[a-z]+)?\/\*"/g, '')).not.toContain('*');
      }
    }
    for (const role of resources(template, 'AWS::IAM::Role').values()) expect(role.ManagedPolicyArns).toEqual([]);
  });

  it('let those who read persons use their key for that purpose alone, and nobody else use it at all', () => {
    const uses = PROGRAMS.flatMap((program) =>
      statementsOf(program, template)
        .filter(({ Sid }) => Sid === 'UsePersonalDataKey')
        .map(({ Action, Resource, Condition }) => [program, Action, Resource, Condition]),
    );
    const key = { 'Fn::GetAtt': [personalDataKeyId, 'Arn'] };
    const purpose = { StringEquals: { 'kms:EncryptionContext:purpose': 'nuanzhang-personal-data' } };
    expect(uses).toEqual([
      ['registry', ['kms:Decrypt', 'kms:GenerateDataKey'], key, purpose],
      ['ledger', ['kms:Decrypt', 'kms:GenerateDataKey'], key, purpose],
      ['documents', ['kms:Decrypt'], key, purpose],
      ['imports', ['kms:Decrypt', 'kms:GenerateDataKey'], key, purpose],
      ['export-worker', ['kms:Decrypt'], key, purpose],
      ['import-worker', ['kms:Decrypt', 'kms:GenerateDataKey'], key, purpose],
    ]);
  });

  it("cover the table's key where the operator holds it, for use through the table only", () => {
    expect(allowed('open', 'kms', ownKey)).toEqual([]);
    const reading = statementsOf('documents', ownKey).filter((statement) => statement.Sid === 'UseTableKey');
    expect(reading.map(({ Action }) => Action)).toEqual([['kms:Decrypt', 'kms:DescribeKey']]);
    expect(allowed('ledger', 'kms', ownKey)).toContain('kms:GenerateDataKey');
    const uses = statementsOf('ledger', ownKey).filter((statement) => statement.Sid === 'UseTableKey');
    expect(uses).toHaveLength(1);
    expect(uses[0]?.Condition).toHaveProperty(['StringEquals', 'kms:ViaService']);
  });
});

describe('the table', () => {
  it('is protected from deletion, kept when the stack goes, and restorable to any second', () => {
    const isProtected = Object.keys(template.findConditions('*')).find((id) => id.includes('IsProtected'));
    expect(template.findParameters('TableProtection').TableProtection).toMatchObject({ Default: 'on' });
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Replicas: [
          {
            DeletionProtectionEnabled: { 'Fn::If': [isProtected, true, false] },
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
  });

  it('is paid by request and has no index', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    expect(table).not.toHaveProperty('GlobalSecondaryIndexes');
  });

  it('is encrypted under a key that AWS manages, or one of the operator', () => {
    expect(table.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    const symmetric = (of: typeof template) =>
      [...resources(of, 'AWS::KMS::Key')].filter(
        ([id, { KeyUsage }]) => KeyUsage === undefined && id !== personalDataKeyId,
      );
    expect(symmetric(template)).toEqual([]);

    const [[keyId, key] = [], ...others] = symmetric(ownKey);
    expect([key?.EnableKeyRotation, others]).toEqual([true, []]);
    const [, underOwnKey] = only(ownKey, 'AWS::DynamoDB::GlobalTable');
    expect(underOwnKey.Replicas.map((replica) => replica.SSESpecification)).toEqual([
      { KMSMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } },
    ]);
  });

  it('refuses an encryption it does not know', () => {
    expect(() => app({ encryption: 'none' })).toThrow('context "encryption" must be one of');
  });
});

describe('the bucket', () => {
  it('is private, under TLS, versioned, and kept when the stack goes', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(JSON.stringify(template.findResources('AWS::S3::BucketPolicy'))).toContain(
      '"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
    );
  });

  it('lets go of what was never taken in, of what can be made again, and of what was the log before', () => {
    const { Rules } = bucket.LifecycleConfiguration;
    expect(Rules).toMatchObject([
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      { Prefix: 'evidence/incoming/', ExpirationInDays: 1 },
      { Prefix: 'exports/', ExpirationInDays: 31 },
      { Prefix: 'log-staged/', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
      { Prefix: 'log/', NoncurrentVersionExpiration: { NoncurrentDays: 35 }, ExpiredObjectDeleteMarker: true },
    ]);
    expect(Rules).toHaveLength(5);
    // Of the log, nothing that is current goes.
    expect(Rules[4]).not.toHaveProperty('ExpirationInDays');
    expect(31 * 86_400_000).toBeGreaterThan(KEPT_MS);
  });
});

describe('the bucket and the operator', () => {
  it('share a key where the operator holds one', () => {
    const [, { BucketEncryption: plain }] = only(template, 'AWS::S3::Bucket');
    expect(plain).toMatchObject({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
    const [, { Replicas }] = only(ownKey, 'AWS::DynamoDB::GlobalTable');
    const [, { BucketEncryption }] = only(ownKey, 'AWS::S3::Bucket');
    const keyArn = { 'Fn::GetAtt': [expect.any(String), 'Arn'] };
    expect(Replicas).toMatchObject([{ SSESpecification: { KMSMasterKeyId: keyArn } }]);
    expect(BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
        },
      ],
    });
  });

  it('let pages of one named origin follow links, and of none unless it is named', () => {
    const ifNamed = Object.keys(template.findConditions('*')).find((id) => id.includes('HasWebOrigin'));
    expect(bucket.CorsConfiguration).toMatchObject({
      'Fn::If': [
        ifNamed,
        { CorsRules: [{ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: [{ Ref: 'WebOrigin' }] }] },
        { Ref: 'AWS::NoValue' },
      ],
    });
    expect(template.findParameters('WebOrigin').WebOrigin).toMatchObject({ Default: '' });
  });
});

describe('the key of the log', () => {
  it('is of Ed25519, for signing, and kept when the stack goes', () => {
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { KeySpec: { Ref: 'LogKeySpec' }, KeyUsage: 'SIGN_VERIFY' },
    });
    expect(template.findParameters('LogKeySpec').LogKeySpec).toMatchObject({ Default: 'ECC_NIST_EDWARDS25519' });
  });
});

describe('the stack', () => {
  it('names neither a partition, nor a region, nor a domain of AWS', () => {
    const principals = /"(lambda|apigateway|events|cloudwatch)\.amazonaws\.com"/g;
    for (const one of [template, ownKey]) {
      const text = JSON.stringify(one.toJSON()).replace(principals, '""');
      expect(text).not.toMatch(/arn:aws|amazonaws|(us|cn|eu|ap)-[a-z]+-\d/);
    }
  });

  it('keeps the person key, which nobody has ever seen', () => {
    expect(secrets).toHaveLength(2);
    for (const [, secret] of secrets) expect(secret.GenerateSecretString.PasswordLength).toBe(64);
    template.hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it('leaves nothing behind where its first deployment fails, and keeps what holds data from then on', () => {
    const policies = z.object({
      Resources: z.record(z.string(), z.object({ Type: z.string(), DeletionPolicy: z.string().optional() })),
    });
    for (const one of [template, ownKey]) {
      const all = Object.entries(policies.parse(one.toJSON()).Resources);
      expect(all.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')).toEqual([]);
      const holding = /DynamoDB::GlobalTable|S3::Bucket$|KMS::Key|Logs::LogGroup/;
      const kept = all.filter(([, { Type }]) => holding.test(Type));
      expect(kept.length).toBeGreaterThan(PROGRAMS.length);
      expect(kept.filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'RetainExceptOnCreate')).toEqual([]);
    }
  });

  it('names its table and its bucket as it is told, or leaves that to CloudFormation', () => {
    const named = (parameter: string) => ({
      'Fn::If': [expect.stringContaining('IsNamed'), { Ref: parameter }, { Ref: 'AWS::NoValue' }],
    });
    expect([table.TableName, bucket.BucketName]).toEqual([named('Table'), named('Bucket')]);
    for (const parameter of ['Table', 'Bucket']) {
      expect(template.findParameters(parameter)[parameter]).toMatchObject({ Default: '' });
    }
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
