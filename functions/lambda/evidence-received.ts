import { bucketOf } from '../composition/bucket.ts';
import { createArrivals } from '../evidence/arrivals.ts';

export const handler = createArrivals({ objects: bucketOf(process.env).objects, random: Math.random });
