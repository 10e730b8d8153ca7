import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as z from 'zod';
import { bundle, bundleOf } from '../../infra/bundle.ts';
import { PROGRAMS, type Program } from '../../infra/programs.ts';
import { createAuthorizer } from '../../local/authorizer.ts';
import { createGateway } from '../../local/gateway.ts';
import type { Person } from '../../local/person.ts';
import { createRouter } from '../../local/routing.ts';
import { serve } from '../../local/server.ts';
import { GROUPS, type Group, routes } from '../../shared/routes.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createTable } from '../../shared/storage/dynamodb/create-table.ts';
import { createDynamoExportJobs } from '../../shared/storage/dynamodb/export-jobs.ts';
import { KMS_KEY, type KmsAnswer, type KmsCall, startKms } from '../contract/kms.ts';
import { startS3 } from '../contract/s3.ts';
import { startTestEngine } from '../engine.ts';
import { functionOf, only, templateOf } from '../infra/synthesized.ts';
import { type Listening, listening } from '../listening.ts';
import { callerOf, Iam } from './iam.ts';
import { REGION, resolverOf } from './intrinsics.ts';
import { Lambda } from './lambda.ts';
import { tableDoor } from './table-door.ts';

const ISSUER = 'https://issuer.example.cn';
const AUDIENCE = 'tracker';
const PARAMETERS = { Issuer: ISSUER, Audience: AUDIENCE, UnionName: '示例工会', Domain: 'tracker.example.cn' };

const isListed = createRouter(routes);
const template = templateOf();
const resolve = resolverOf(template, PARAMETERS);
const TABLE = nameAndArn('AWS::DynamoDB::GlobalTable');
const BUCKET = nameAndArn('AWS::S3::Bucket');

function nameAndArn(type: 'AWS::DynamoDB::GlobalTable' | 'AWS::S3::Bucket') {
  const [id] = only(template, type);
  const text = z.string();
  return { name: text.parse(resolve({ Ref: id })), arn: text.parse(resolve({ 'Fn::GetAtt': [id, 'Arn'] })) };
}

/** What is to be undone, last things first. */
type Undo = (() => unknown)[];

/**
 * The stack as it is deployed, on one machine: every function's bundle in a process of its own, under the environment
 * that the template gives it, behind a gateway; the embedded engine for the table, and stand-ins for S3, KMS and the
 * extension for secrets. Each call is let through where the function's role allows it.
 */
export async function openDeployment() {
  const undo: Undo = [];
  const iam = new Iam(template, resolve);
  const { jobs, surroundings } = await openServices(iam, undo);
  const programs = await startPrograms(surroundings, undo);
  const invoke = async (program: Program, event: unknown) => programs.get(program)?.invoke(event);
  const { signIn, authorizer } = await openIssuer();
  const troubles: string[] = [];
  const gateway = createGateway({
    routes,
    handlers: handlersOf(invoke),
    authorizer,
    now: Date.now,
    log: (line) => void troubles.push(line),
  });
  const server = await serve(0, (request, response) => {
    // As API Gateway does: what no route of the table is, `GET /{proxy+}` takes.
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (isListed(request.method ?? 'GET', path).found === 'route' || request.method !== 'GET')
      gateway(request, response);
    else showPage(invoke, path, request, response);
  });
  undo.push(() => server.stop());
  return {
    origin: server.origin,
    signIn,
    invoke,
    jobs,
    iam,
    template,
    /** What the gateway tells of answers that nobody should get. */
    troubles,
    logged: () => [...programs].flatMap(([program, { logged }]) => (logged === '' ? [] : [`${program}: ${logged}`])),
    async stop() {
      for (const step of undo.splice(0).reverse()) await step();
    },
  };
}

const page = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  isBase64Encoded: z.boolean().default(false),
});

function showPage(
  invoke: (program: Program, event: unknown) => Promise<unknown>,
  path: string,
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  invoke('pages', { rawPath: path, headers }).then(
    (answered) => {
      const { statusCode, headers: told, body, isBase64Encoded } = page.parse(answered);
      response.writeHead(statusCode, told).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
    },
    (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
  );
}

/** What stands around the functions, and the variables by which they find it. */
async function openServices(iam: Iam, undo: Undo) {
  const started = <T extends { stop(): unknown }>(one: T): T => {
    undo.push(() => one.stop());
    return one;
  };
  const engine = started(await startTestEngine());
  const client = createDocumentClient({ endpoint: engine.endpoint });
  undo.push(() => client.destroy());
  const table = { client, tableName: TABLE.name, random: Math.random, sleep: (ms: number) => pause(ms) };
  await createTable(table);
  const dynamodb: Listening = started(await listening(tableDoor(engine.endpoint, TABLE.arn, iam)));
  const s3 = started(
    await startS3(BUCKET.name, ({ action, key, prefix, signature }) =>
      iam.allows({
        program: callerOf(signature),
        action: `s3:${action}`,
        resource: key === undefined ? BUCKET.arn : `${BUCKET.arn}/${key}`,
        context: prefix === undefined ? {} : { 's3:prefix': [prefix] },
      }),
    ),
  );
  const kms = started(await startKms(KMS_KEY, keyDoor(iam)));
  const secrets = started(await listening(secretsDoor(iam)));
  const surroundings = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_KMS: kms.endpoint,
    PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(secrets.port),
  };
  return { jobs: createDynamoExportJobs(table), surroundings };
}

const keyUse = z.looseObject({ KeyId: z.string(), EncryptionContext: z.record(z.string(), z.string()).default({}) });

function keyDoor(iam: Iam) {
  return ({ operation, input, authorization }: KmsCall): KmsAnswer | undefined => {
    const { KeyId: resource, EncryptionContext } = keyUse.parse(input);
    const bound = Object.entries(EncryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, [value]]);
    const call = { program: callerOf(authorization), action: `kms:${operation}`, resource };
    if (iam.allows({ ...call, context: Object.fromEntries(bound) })) return undefined;
    return { status: 400, json: { __type: 'AccessDeniedException', message: operation } };
  };
}

/** The extension that reads secrets for a function, which shows itself by the token of its session. */
function secretsDoor(iam: Iam): RequestListener {
  return ({ url = '', headers }, response) => {
    const resource = new URL(url, 'http://localhost').searchParams.get('secretId') ?? '';
    const program = String(headers['x-aws-parameters-secrets-token']);
    const isAllowed = iam.allows({ program, action: 'secretsmanager:GetSecretValue', resource, context: {} });
    response.writeHead(isAllowed ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAllowed ? { SecretString: resource.padEnd(64, 'x') } : {}));
  };
}

/** Every function, bundled and started; its access key and its session's token are its name. */
async function startPrograms(surroundings: Readonly<Record<string, string>>, undo: Undo) {
  const outdir = await mkdtemp(join(tmpdir(), 'nuanzhang-deployed-'));
  undo.push(() => rm(outdir, { recursive: true, force: true }));
  await bundle(outdir);
  const programs = new Map<Program, Lambda>();
  for (const program of PROGRAMS) {
    const { Environment, Timeout } = functionOf(program, template);
    const given = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => [name, resolve(value)]);
    const environment = {
      ...z.record(z.string(), z.string()).parse(Object.fromEntries(given)),
      ...surroundings,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: program,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: program,
      TZ: 'UTC',
    };
    const lambda = await Lambda.start(bundleOf(program, outdir), environment, Timeout);
    undo.push(() => lambda.stop());
    programs.set(program, lambda);
  }
  return programs;
}

const answer = z.custom<APIGatewayProxyStructuredResultV2>((value) => typeof value === 'object' && value !== null);

function handlersOf(invoke: (group: Group, event: unknown) => Promise<unknown>) {
  const handlers = GROUPS.map((group) => [group, async (event: unknown) => answer.parse(await invoke(group, event))]);
  return Object.fromEntries(handlers) as Record<Group, (event: unknown) => Promise<APIGatewayProxyStructuredResultV2>>;
}

/** Some issuer of tokens, and the gateway's authorizer that trusts it. */
async function openIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keyOf = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] });
  const signIn = ({ subject, name, roles, units }: Person) =>
    new SignJWT({ ...(name === undefined ? {} : { name }), roles: [...roles], units: [...units] })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  return { signIn, authorizer: createAuthorizer({ keyOf, issuer: ISSUER, audience: AUDIENCE, now: Date.now }) };
}
