import * as z from 'zod';
import { ROLES } from '../domain/role.ts';
import { instant, text, whole } from './answer-scalars.ts';

/** What the place where the tracker runs tells of itself. */

const backup = z.strictObject({
  time: instant,
  file: text.meta({ description: 'Its name, without the folder' }),
  bytes: whole,
  sha256: text,
  size: whole.meta({ description: 'Entries sealed in it' }),
  root: text.meta({ description: 'Of what is sealed, in base64; empty where nothing is' }),
  proven: z.boolean().meta({ description: 'Whether it was opened again and everything in it compared' }),
});

const sealing = z.strictObject({
  isOn: z.boolean(),
  waiting: whole.meta({ description: 'Entries that are recorded and not sealed, up to 1,000' }),
  oldest: instant.exactOptional().meta({ description: 'Since when the oldest of them waits' }),
  lagSeconds: whole,
});

const state = z.strictObject({
  time: instant,
  store: z.enum(['sqlite', 'dynamodb']),
  sealing,
  checkpoint: z
    .strictObject({ origin: text, size: whole, root: text })
    .nullable()
    .meta({ description: 'What is published; null before the first checkpoint' }),
  verifierKey: text.nullable(),
  integrity: z.strictObject({ lookedAt: instant, sealed: whole, compared: whole }).exactOptional().meta({
    description: 'The look at keys, database and log at the last start: how much was sealed then and compared',
  }),
  backups: z
    .array(backup)
    .exactOptional()
    .meta({ description: 'The latest, newest first; absent where the cloud makes them' }),
  keys: z.record(z.string(), text).meta({ description: 'Fingerprints of keys by their names' }),
  settings: z.record(z.string(), text).meta({ description: 'Settings in force by their names' }),
});

const session = z.strictObject({
  subject: text,
  since: instant.exactOptional(),
  until: instant,
});

const sessions = z.strictObject({
  issuer: text.meta({ description: 'Who signs people in' }),
  items: z
    .array(session)
    .exactOptional()
    .meta({ description: 'Who is signed in, newest first; absent where another issuer knows it' }),
});

const configuration = z.strictObject({
  issuer: text.meta({ description: 'Who signs people in; its OpenID configuration says where' }),
  client: text.meta({ description: 'The client id of the pages at the issuer' }),
  union: text.exactOptional().meta({ description: 'Whose ledger it is (编制单位); absent where nobody said' }),
  logOrigin: text.meta({ description: 'The name of the log, as its checkpoints have it' }),
  switchedOn: z.strictObject({
    ownAccounts: z.boolean().meta({
      description: 'The issuer runs along: accounts are of this server, a demo account for each role among them',
    }),
    sealing: z.boolean().meta({ description: 'What is recorded is sealed by this server' }),
  }),
  doors: z
    .array(z.enum(ROLES))
    .exactOptional()
    .meta({
      description:
        'Roles whose demo accounts a browser enters without a password, once it used a one-time code of this machine: ' +
        'an authorization request names one in `login_hint`. Absent where there are none, as everywhere but in a ' +
        'demonstration on its own machine',
    }),
});

export const installationAnswers = { state, sessions, configuration } as const;

export type State = z.infer<typeof state>;
export type Backup = z.infer<typeof backup>;
export type Session = z.infer<typeof session>;
export type Configuration = z.infer<typeof configuration>;
export type Sessions = z.infer<typeof sessions>;
