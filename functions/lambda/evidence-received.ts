import { bucketOf } from '../composition/bucket.ts';
import { createArrivals } from '../evidence/arrivals.ts';

export const handler = createArrivals(bucketOf(process.env).objects);
