import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { Sequencer } from '../../shared/log/sealing/sequencer.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { createDynamoHeadStore } from '../../shared/storage/dynamodb/head-store.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { createKmsClient } from '../../shared/storage/kms/client.ts';
import { createKmsSigner } from '../../shared/storage/kms/signer.ts';
import type { Seal } from '../sealing/seal.ts';
import { storesOf, type Variables } from './environment.ts';

/** What infra tells the function that seals, beside its stores. */
const variables = z.object({
  LOG_KEY_ID: z.string().min(1).max(2_048),
  LOG_ORIGIN: z.string().min(1).max(200),
});

/** What is sealed with in Lambda, from the function's environment. */
export function sealOf(environment: Variables): Seal {
  const { LOG_KEY_ID: keyId, LOG_ORIGIN: origin } = variables.parse(environment);
  const { table, ledger, objects } = storesOf(environment);
  const signer = createKmsSigner({ client: createKmsClient(), keyId });
  const head = createDynamoHeadStore(table);
  return {
    sequencer: new Sequencer({ ledger, objects, head, signer, origin, nonce: randomUUID }),
    projector: createProjector({
      projection: createDynamoProjection(table),
      files: new LogFiles(objects),
      ledger,
    }),
  };
}
