import { basename } from 'node:path';
import type { Installation } from '../functions/reports/installation.ts';
import type { Configuration } from '../shared/schemas/installation.ts';
import { latestBackups } from './backup/made-backups.ts';
import type { Environment } from './environment.ts';
import type { LedgerLook } from './integrity/start-look.ts';
import { DOORS } from './sign-in/doors.ts';
import type { Issuer } from './sign-in/issuer.ts';
import type { Store } from './store.ts';

export interface InstallationOptions {
  readonly environment: Environment;
  readonly store: Pick<Store, 'kind'>;
  readonly issuer: Pick<Issuer, 'issuer' | 'client' | 'sessions'>;
  readonly looked: LedgerLook;
  /** Milliseconds since 1970 UTC. */
  readonly lookedAt: number;
}

/** What this machine knows of itself. */
export function installationOf({ environment, store, issuer, looked, lookedAt }: InstallationOptions): Installation {
  const { marks, size: sealed, compared } = looked;
  return {
    store: store.kind,
    isSealing: environment.sealing,
    issuer: issuer.issuer,
    settings: settingsOf({ ...environment, client: issuer.client }, store.kind),
    keys: { ledger: marks.ledger, ...Object.fromEntries(marks.keys) },
    integrity: { lookedAt, sealed, compared },
    backups: async () =>
      (await latestBackups(environment.data)).map((made) => ({ ...made, file: basename(made.file) })),
    sessions: issuer.sessions,
  };
}

/** What a page of this machine has to know before anybody is signed in. */
export function configurationOf(
  { union, sealing }: Pick<Environment, 'union' | 'sealing'>,
  { issuer, client, issue, doors }: Pick<Issuer, 'issuer' | 'client' | 'issue' | 'doors'>,
  logOrigin: string,
): Configuration {
  const switchedOn = { ownAccounts: issue !== undefined, sealing };
  return {
    issuer,
    client,
    ...(union === '' ? {} : { union }),
    logOrigin,
    switchedOn,
    ...(doors === undefined ? {} : { doors: [...DOORS] }),
  };
}

/** By the variables that set them; those that nobody set are left out where nothing stands for them. */
function settingsOf(environment: Environment, store: Store['kind']): Readonly<Record<string, string>> {
  const {
    port,
    address,
    data,
    endpoint,
    rate,
    union,
    issuer,
    audience,
    client,
    rolesClaim,
    unitsClaim,
    firstAdmin,
    sealing,
    web,
  } = environment;
  const settings: Readonly<Record<string, string | undefined>> = {
    PORT: String(port),
    NUANZHANG_ADDRESS: address,
    NUANZHANG_DATA: data,
    NUANZHANG_WEB: web,
    NUANZHANG_STORE: store,
    DYNAMODB_ENDPOINT: endpoint,
    NUANZHANG_LOG: environment.logRequests ? 'requests' : 'errors',
    NUANZHANG_RATE: String(rate),
    NUANZHANG_UNION: union === '' ? undefined : union,
    NUANZHANG_SEALING: sealing ? 'on' : 'off',
    NUANZHANG_ISSUER: issuer,
    NUANZHANG_AUDIENCE: audience,
    NUANZHANG_CLIENT: client,
    NUANZHANG_ROLES_CLAIM: rolesClaim,
    NUANZHANG_UNITS_CLAIM: unitsClaim,
    NUANZHANG_FIRST_ADMIN: firstAdmin,
  };
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
