import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What outlives the stack: table, bucket, keys, logs. A deployment that fails while it makes them takes them away again,
 * as nothing was written to them by then, so that the next one finds no leftovers that cost something or have its names.
 */
export const KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
