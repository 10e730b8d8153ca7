import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import type { Session, Sessions, State } from '../../shared/schemas/installation.ts';
import { MAX_PAGE } from '../../shared/storage/ports/bounds.ts';
import type { Tracker } from '../composition/tracker.ts';

/** What the place where the tracker runs knows of itself: a machine, or an account of the cloud. */
export interface Installation {
  readonly store: State['store'];
  readonly isSealing: boolean;
  readonly issuer: string;
  /** Settings in force, by their names. None of them is a secret. */
  readonly settings: State['settings'];
  /** What tells each key from every other. */
  readonly keys: State['keys'];
  /** The look at keys, database and log before it opened, where there is one. */
  readonly integrity: State['integrity'];
  /** The latest backups, newest first; undefined where they are made by somebody else. */
  backups(): Promise<State['backups']>;
  /** Who is signed in; undefined where another issuer knows it. */
  sessions(): readonly Session[] | undefined;
}

export type InstallationTracker = Pick<Tracker, 'ledger' | 'objects' | 'clock'> & {
  readonly installation: Installation;
};

/** What whoever looks after the tracker has to know: whether it seals, what is published, whether it can be restored. */
export async function readState({ ledger, objects, clock, installation }: InstallationTracker): Promise<State> {
  const time = clock();
  const waiting = await ledger.outbox({ since: 0, limit: MAX_PAGE });
  const checkpoint = await new LogFiles(objects).checkpoint();
  const vkey = await objects.get(logKey('vkey'));
  const backups = await installation.backups();
  const oldest = waiting[0]?.recordedAt;
  const { store, isSealing, integrity, keys, settings } = installation;
  return {
    time,
    store,
    sealing: {
      isOn: isSealing,
      waiting: waiting.length,
      ...(oldest === undefined ? {} : { oldest }),
      lagSeconds: oldest === undefined ? 0 : Math.max(0, Math.floor((time - oldest) / 1000)),
    },
    checkpoint:
      checkpoint === undefined ? null : { ...checkpoint, root: Buffer.from(checkpoint.root).toString('base64') },
    verifierKey: vkey === undefined ? null : Buffer.from(vkey).toString('utf8').trim(),
    ...(integrity === undefined ? {} : { integrity }),
    ...(backups === undefined ? {} : { backups }),
    keys,
    settings,
  };
}

export async function readSessions({ installation }: InstallationTracker): Promise<Sessions> {
  const items = installation.sessions();
  return { issuer: installation.issuer, ...(items === undefined ? {} : { items: [...items] }) };
}
