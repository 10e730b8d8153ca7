import { bucketOf } from '../bucket.ts';
import { trackerOf } from '../environment.ts';
import { evidenceUseCases } from '../evidence/index.ts';
import { createHandler } from '../http.ts';

const { links } = bucketOf(process.env);

export const handler = createHandler('evidence', evidenceUseCases, { ...trackerOf(process.env), links });
