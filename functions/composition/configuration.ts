import * as z from 'zod';
import type { Configuration } from '../../shared/schemas/installation.ts';
import type { Variables } from './environment.ts';

/** What infra tells the function that anybody may ask. */
const variables = z.object({
  ISSUER: z.url(),
  CLIENT: z.string().min(1).max(1_000),
  /** 编制单位 */
  UNION_NAME: z.string().min(1).max(200),
  LOG_ORIGIN: z.string().min(1).max(200),
});

/** What a page has to know of a stack in AWS, where people sign in elsewhere. */
export function configurationOf(environment: Variables): Configuration {
  const { ISSUER: issuer, CLIENT: client, UNION_NAME: union, LOG_ORIGIN: logOrigin } = variables.parse(environment);
  return { issuer, client, union, logOrigin, switchedOn: { ownAccounts: false, sealing: true } };
}
