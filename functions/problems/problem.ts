import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { KeyReused } from '../../shared/commands/command.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Fault } from '../../shared/schemas/fault.ts';
import { detailOf } from '../../shared/words/fault-texts.ts';
import type { Language } from '../../shared/words/language.ts';
import { type Mentions, UNNAMED } from '../../shared/words/mentions.ts';
import { rolesCalled } from '../../shared/words/vocabulary.ts';
import { GATEWAY_PROBLEMS, type GatewayProblemName } from './gateway-problems.ts';
import { REFUSALS } from './refusal-problems.ts';
import type { Telling } from './tellings/telling.ts';

/** The one place where everything that says no becomes an HTTP problem (RFC 9457). */

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

export function problemOfRefusal(
  refusal: Refusal | KeyReused,
  language: Language,
  mentions: Mentions = UNNAMED,
): Problem {
  if (refusal.refusal === 'key-reused') return gatewayProblemOf('key-reused', language);
  if (refusal.refusal === 'invalid') return invalidProblem(refusal.errors, language, mentions);
  const { status, title, detail, fields } = tellingOf(refusal);
  const { refusal: name, ...own } = refusal;
  const members = fields ? fields(refusal) : own;
  return { name, status, title: title[language], detail: detail(refusal, mentions)[language], members };
}

/** The telling of a refusal takes exactly that refusal, which the table's type says and a look-up by name loses. */
function tellingOf(refusal: Refusal): Telling {
  return REFUSALS[refusal.refusal] as Telling;
}

/** All wrong fields of a request at once. */
export function invalidProblem(faults: readonly Fault[], language: Language, mentions: Mentions = UNNAMED): Problem {
  const { status, title, detail } = REFUSALS.invalid;
  const errors = faults.map((fault) => ({
    pointer: fault.pointer,
    code: fault.code,
    ...(fault.allowed === undefined ? {} : { allowed: fault.allowed }),
    detail: detailOf(fault, language, mentions),
  }));
  return { name: 'invalid', status, title: title[language], detail: detail()[language], members: { errors } };
}

/** None of the caller's roles may call the route; `roles` may. */
export function forbiddenProblem(roles: readonly Role[], language: Language): Problem {
  const texts = {
    zh: { title: '没有权限', detail: `这一操作限以下角色:${rolesCalled(roles).zh}。` },
    en: { title: 'Forbidden', detail: `Only these roles may do this: ${rolesCalled(roles).en}.` },
  };
  return { name: 'forbidden', status: 403, ...texts[language], members: { roles } };
}

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
