import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Language } from '../../shared/words/language.ts';
import { GATEWAY_PROBLEMS, type GatewayProblemName } from './gateway-problems.ts';

/** The one place where what says no becomes an HTTP problem (RFC 9457). What is refused by rules is told by `refusal.ts`. */

export interface Problem {
  readonly name: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The problem's own members. */
  readonly members?: object;
  readonly retryAfter?: number;
}

export type ProblemResponse = APIGatewayProxyStructuredResultV2 & {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
};

export function gatewayProblemOf(name: GatewayProblemName, language: Language): Problem {
  const { status, [language]: wording, ...rest } = GATEWAY_PROBLEMS[name];
  const retryAfter = 'retryAfter' in rest ? { retryAfter: rest.retryAfter } : {};
  return { name, status, ...wording, ...retryAfter };
}

export function toResponse(problem: Problem, language: Language): ProblemResponse {
  const { name, status, title, detail, members, retryAfter } = problem;
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language === 'zh' ? 'zh-CN' : 'en',
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify({ type: `/problems/${name}`, title, status, detail, ...members }),
  };
}

/** What a gateway answers by itself, before any function is called. */
export function gatewayProblem(name: GatewayProblemName, language: Language): ProblemResponse {
  return toResponse(gatewayProblemOf(name, language), language);
}
