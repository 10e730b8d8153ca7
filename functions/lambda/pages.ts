import { join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { languageOf } from '../../shared/words/language.ts';
import { createPages, isPage } from '../pages/pages.ts';
import { gatewayProblem } from '../problems/problem.ts';

const { ISSUER, TOKEN_ENDPOINT, OBJECTS } = process.env;
if (ISSUER === undefined || OBJECTS === undefined) throw new Error('ISSUER and OBJECTS are not set');

// The build lies beside the bundle.
const surroundings = { issuer: ISSUER, tokenEndpoint: TOKEN_ENDPOINT || undefined, objects: OBJECTS };
const answer = createPages(join(import.meta.dirname, 'web'), surroundings);

/** `GET /{proxy+}` brings what no route of the API is: pages, their files, and what there is not. */
export async function handler({
  rawPath,
  headers,
}: Pick<APIGatewayProxyEventV2, 'rawPath' | 'headers'>): Promise<APIGatewayProxyStructuredResultV2> {
  if (!isPage(rawPath)) return gatewayProblem('not-found', languageOf(headers['accept-language']));
  const { status, headers: told, body } = await answer({ path: rawPath, headers });
  return { statusCode: status, headers: told, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}
