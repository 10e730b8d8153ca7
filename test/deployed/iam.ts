import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { PROGRAMS } from '../../infra/programs.ts';
import { type Statement, statementsOf } from '../infra/synthesized.ts';
import type { Resolve } from './intrinsics.ts';

/** One call of a program to AWS as IAM sees it. */
export interface Call {
  readonly program: string;
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /** Condition keys and their values; those that the request does not bring are missing. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** Whose access key signed a request: each program's is its own name. */
export function callerOf(signature: string): string {
  return /(?:Credential=)?([\w-]+)\/\d{8}\//.exec(signature)?.[1] ?? 'nobody';
}

const values = z.union([z.string().transform((one) => [one]), z.array(z.unknown())]);
const conditions = z.record(z.string(), z.record(z.string(), values)).default({});

/**
 * IAM as far as the stack uses it: what a program may do, by the statements of its role. A way to write a condition that
 * is not known here throws, so that none passes by being overlooked.
 */
export class Iam {
  /** What was refused, once each. */
  readonly denied = new Set<string>();
  /** Statements that allowed or refused something, by program and sid. */
  readonly used = new Set<string>();
  readonly #template: Template;
  readonly #resolve: Resolve;
  readonly #statements = new Map<string, readonly Statement[]>();

  constructor(template: Template, resolve: Resolve) {
    this.#template = template;
    this.#resolve = resolve;
  }

  allows(call: Call): boolean {
    const fitting = this.#of(call.program).filter((statement) => this.#fits(statement, call));
    for (const { Sid } of fitting) this.used.add(`${call.program} ${Sid}`);
    const isAllowed = fitting.length > 0 && fitting.every(({ Effect }) => Effect === 'Allow');
    if (!isAllowed) this.denied.add(JSON.stringify(call));
    return isAllowed;
  }

  #of(program: string): readonly Statement[] {
    const known = this.#statements.get(program);
    if (known !== undefined) return known;
    const deployed = PROGRAMS.find((one) => one === program);
    const statements = deployed === undefined ? [] : statementsOf(deployed, this.#template);
    this.#statements.set(program, statements);
    return statements;
  }

  #fits({ Action, Resource, Condition }: Statement, { action, resource, context }: Call): boolean {
    const named = z.array(z.string()).parse([this.#resolve(Resource)].flat());
    if (!Action.includes(action) || !named.some((pattern) => isLike(pattern, resource))) return false;
    return Object.entries(conditions.parse(Condition)).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => {
        const texts = z.array(z.string()).parse(this.#resolve(wanted));
        return holds(operator, context[key], texts);
      }),
    );
  }
}

function holds(operator: string, found: readonly string[] | undefined, wanted: readonly string[]): boolean {
  const equal = (value: string) => wanted.includes(value);
  const like = (value: string) => wanted.some((pattern) => isLike(pattern, value));
  switch (operator) {
    case 'StringEquals':
      return found?.length === 1 && found.every(equal);
    case 'StringLikeIfExists':
      return found === undefined || found.every(like);
    case 'ForAnyValue:StringEquals':
      return found?.some(equal) ?? false;
    case 'ForAllValues:StringLike':
      return found?.every(like) ?? true;
    case 'Null':
      return (found === undefined) === wanted.includes('true');
    default:
      throw new Error(`a condition by ${operator} is not known here`);
  }
}

function isLike(pattern: string, value: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}
