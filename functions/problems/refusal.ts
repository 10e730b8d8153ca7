import type { KeyReused } from '../../shared/commands/command.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Fault } from '../../shared/schemas/fault.ts';
import { detailOf } from '../../shared/words/fault-texts.ts';
import type { Language } from '../../shared/words/language.ts';
import { type Mentions, UNNAMED } from '../../shared/words/mentions.ts';
import { rolesCalled } from '../../shared/words/vocabulary.ts';
import { gatewayProblemOf, type Problem } from './problem.ts';
import { REFUSALS } from './refusal-problems.ts';
import type { Telling } from './tellings/telling.ts';

/**
 * What rules refuse, as problems. Their texts in two languages are a tenth of all that a function reads: it imports this
 * when it refuses, and starts without.
 */

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
