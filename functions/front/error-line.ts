import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

/** How many errors behind an error are told. */
const CAUSES = 5;

/**
 * An unexpected error as one line of JSON: which route, which request, the error and what caused it. Never the body,
 * the query or the claims: they may name a person.
 */
export function errorLine(
  error: unknown,
  event: APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer,
): string {
  return JSON.stringify({
    level: 'error',
    route: event.routeKey,
    requestId: event.requestContext.requestId,
    error: told(error, CAUSES),
  });
}

function told(error: unknown, causes: number): object | undefined {
  if (error === undefined || causes === 0) return undefined;
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  return {
    name,
    message,
    code: 'code' in error ? String(error.code) : undefined,
    stack,
    cause: told(error.cause, causes - 1),
  };
}
