import { setTimeout, setImmediate as turn } from 'node:timers/promises';
import * as z from 'zod';
import { createJournal } from '../../shared/log/journal/sealed-journal.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoImports } from '../../shared/storage/dynamodb/imports.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import type { Imports } from '../../shared/storage/ports/imports.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { Cursors } from '../front/cursors.ts';
import type { HandlerOptions } from '../front/http.ts';
import { createIdentity, type Identity } from '../front/identity.ts';
import { MemberList } from '../front/member-list.ts';
import type { Installation } from '../reports/installation.ts';
import { bucketOf } from './bucket.ts';
import { keyFrom } from './kept-key.ts';
import { cipherFrom } from './persons-cipher.ts';
import { createTracker, type Tracker } from './tracker.ts';

/** Which tokens are taken, as the stack was told. */
const identity = z.object({
  ISSUER: z.url(),
  AUDIENCE: z.string().min(1).max(1_000),
  ROLES_CLAIM: z.string().min(1).max(200),
  UNITS_CLAIM: z.string().min(1).max(200),
  FIRST_ADMIN: z.string().max(256),
});

/** What infra tells a function. Which of the key's two places it names, or neither, depends on what the group may do. */
const variables = z.object({
  TABLE_NAME: z.string().regex(/^[A-Za-z0-9_.-]{3,255}$/),
  PERSON_KEY: z.base64().min(40).optional(),
  PERSON_KEY_SECRET: z.string().startsWith('arn:').optional(),
  CURSOR_KEY_SECRET: z.string().startsWith('arn:').optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: z.coerce.number().int().min(1).max(65_535).default(2773),
  PERSONAL_DATA_KEY: z.string().startsWith('arn:').optional(),
});

export type Variables = Readonly<Record<string, string | undefined>>;

/** The stores of a Lambda function, from its environment; a missing variable stops it from starting. */
export function storesOf(environment: Variables) {
  const { TABLE_NAME: tableName, PERSONAL_DATA_KEY: keyId } = variables.parse(environment);
  const sleep = (ms: number) => setTimeout(ms);
  const table = { client: createDocumentClient({}), tableName, random: Math.random, sleep };
  const cipher = keyId === undefined ? {} : { cipher: cipherFrom(keyId) };
  return { table, ledger: createDynamoLedger({ ...table, ...cipher }), ...bucketOf(environment) };
}

/** Where a function keeps imports: under the key of personal data, for rows name persons. */
export function importsOf(environment: Variables): Imports {
  const { PERSONAL_DATA_KEY: keyId } = variables.required({ PERSONAL_DATA_KEY: true }).parse(environment);
  return createDynamoImports({ ...storesOf(environment).table, cipher: cipherFrom(keyId) });
}

/** How a function asks the extension for secrets. */
function asking(known: z.infer<typeof variables>) {
  return {
    sessionToken: known.AWS_SESSION_TOKEN,
    extensionPort: known.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT,
  };
}

/** What the stack of a function needs beside its use cases: who its callers are, and the key of its cursors. */
export function frontOf(environment: Variables, ledger: Pick<Ledger, 'states'>): HandlerOptions {
  const known = variables.parse(environment);
  const cursors = new Cursors(keyFrom({ base64: undefined, secretArn: known.CURSOR_KEY_SECRET, ...asking(known) }));
  return { identity: identityOf(environment, ledger), cursors };
}

/** What a function knows of where it runs: its issuer. Backups, alarms and keys are the account's. */
export function installationOf(environment: Variables): Installation {
  const { ISSUER, AUDIENCE, ROLES_CLAIM, UNITS_CLAIM } = identity.parse(environment);
  return {
    store: 'dynamodb',
    isSealing: true,
    issuer: ISSUER,
    settings: { Issuer: ISSUER, Audience: AUDIENCE, RolesClaim: ROLES_CLAIM, UnitsClaim: UNITS_CLAIM },
    keys: {},
    integrity: undefined,
    backups: async () => undefined,
    sessions: () => undefined,
  };
}

function identityOf(environment: Variables, ledger: Pick<Ledger, 'states'>): Identity {
  const { ISSUER, AUDIENCE, ROLES_CLAIM, UNITS_CLAIM, FIRST_ADMIN } = identity.parse(environment);
  const rules = {
    issuer: ISSUER,
    audience: AUDIENCE,
    rolesClaim: ROLES_CLAIM,
    unitsClaim: UNITS_CLAIM,
    firstAdmin: FIRST_ADMIN === '' ? undefined : FIRST_ADMIN,
  };
  return createIdentity(rules, new MemberList(ledger, Date.now), Date.now);
}

/** The tracker of a Lambda function. */
export function trackerOf(environment: Variables): Tracker {
  const { table, ledger, objects } = storesOf(environment);
  const key = variables.parse(environment);
  return createTracker({
    ledger,
    journal: createJournal(ledger, objects, turn),
    objects,
    projection: createDynamoProjection(table),
    personKey: keyFrom({ base64: key.PERSON_KEY, secretArn: key.PERSON_KEY_SECRET, ...asking(key) }),
  });
}
