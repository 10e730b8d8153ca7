import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { createDocumentClient } from '../shared/storage/dynamodb-client.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb-ledger.ts';
import { createUnsealedJournal } from '../shared/storage/unsealed-journal.ts';
import { type KeySource, personKeyFrom } from './person-key.ts';
import { createTracker, type Tracker } from './tracker.ts';

/** What infra tells a function. Which of the key's two places it names, or neither, depends on what the group may do. */
const variables = z.object({
  TABLE_NAME: z.string().regex(/^[A-Za-z0-9_.-]{3,255}$/),
  PERSON_KEY: z.base64().min(40).optional(),
  PERSON_KEY_SECRET: z.string().startsWith('arn:').optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
});

/** The tracker of a Lambda function, from its environment; a missing variable stops it from starting. */
export function trackerOf(environment: Readonly<Record<string, string | undefined>>): Tracker {
  const { TABLE_NAME: tableName, ...key } = variables.parse(environment);
  const client = createDocumentClient({});
  const sleep = (ms: number) => setTimeout(ms);
  const ledger = createDynamoLedger({ client, tableName, random: Math.random, sleep });
  const source: KeySource = {
    base64: key.PERSON_KEY,
    secretArn: key.PERSON_KEY_SECRET,
    sessionToken: key.AWS_SESSION_TOKEN,
  };
  return createTracker({ ledger, journal: createUnsealedJournal(ledger, Date.now), personKey: personKeyFrom(source) });
}
