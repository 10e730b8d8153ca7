import type * as z from 'zod';
import type { BoundErrorCode, PlainErrorCode } from '../domain/refusal.ts';
import { LIMITS } from './limits.ts';

/** What a field can be wrong in without anything being known but the request itself. */
export type PlainShapeCode = 'unknown-field' | 'not-an-integer' | 'bad-format' | 'bad-text' | 'no-such-date';
export type BoundShapeCode =
  | 'wrong-type'
  | 'foreign-letter'
  | 'not-one-of'
  | 'too-small'
  | 'too-short'
  | 'too-long'
  | 'too-few'
  | 'not-exactly-one'
  | 'not-at-least-one'
  | 'same-as'
  | 'only-for';

/** A form that a text must have; how it is put into words stands beside the problems. */
export type Format =
  | 'amount'
  | 'price'
  | 'decimal'
  | 'date'
  | 'month'
  | 'id'
  | 'lot'
  | 'code'
  | 'uscc'
  | 'resident-id'
  | 'phone'
  | 'region'
  | 'sha256'
  | 'media-type'
  | 'invoice-number'
  | 'invoice-code'
  | 'direction'
  | 'cursor';

/** What is wrong, with what would pass in its place: a bound, a type, or the values to choose from. */
export type Flaw =
  | { readonly code: PlainErrorCode | PlainShapeCode; readonly allowed?: never; readonly format?: Format }
  | { readonly code: BoundErrorCode | BoundShapeCode; readonly allowed: string; readonly format?: Format };

/** One wrong field; `pointer` is a JSON pointer (RFC 6901) into the body or, on a read, into the object of the query. */
export type Fault = Flaw & { readonly pointer: string };

/** A flaw as a zod issue. It does not stop the checks around it, so that all faults of a request are found at once. */
export function flawed(flaw: Flaw, input: unknown, path: PropertyKey[] = []) {
  return { code: 'custom', params: { flaw }, input, path, continue: true } as const;
}

/** The faults of a body that did not parse, in the order of its fields; the first hundred of them. */
export function faultsOf(error: z.ZodError, input: unknown): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, input)).slice(0, LIMITS.faults);
}

function faultsOfIssue(issue: z.core.$ZodIssue, input: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), code: 'unknown-field' }));
  }
  return [{ pointer: pointerOf(issue.path), ...flawOf(issue, input) }];
}

function flawOf(issue: z.core.$ZodIssue, input: unknown): Flaw {
  switch (issue.code) {
    case 'custom':
      return isFlaw(issue.params?.flaw) ? issue.params.flaw : { code: 'bad-format' };
    case 'invalid_type':
      if (valueAt(input, issue.path) === undefined) return { code: 'required' };
      return { code: 'wrong-type', allowed: issue.expected };
    case 'invalid_value':
      if (valueAt(input, issue.path) === undefined) return { code: 'required' };
      return { code: 'not-one-of', allowed: issue.values.map(String).join(', ') };
    case 'too_small':
      return { code: sizeCodes(issue.origin).below, allowed: String(issue.minimum) };
    case 'too_big':
      return { code: sizeCodes(issue.origin).above, allowed: String(issue.maximum) };
    case 'invalid_union':
      return CHOICES.find(({ told }) => told === issue.message)?.flaw ?? { code: 'bad-format' };
    default:
      return { code: 'bad-format' };
  }
}

/** Forms of which one of several shapes has to be. What is wrong with none of them is an issue with a message and nothing else. */
const CHOICES = (['direction'] as const).map((format) => ({
  told: `one of the shapes of a ${format}`,
  flaw: { code: 'bad-format', format } as const,
}));

/** The message by which a choice of shapes says its form. */
export function formatOfChoice(format: (typeof CHOICES)[number]['flaw']['format']): string | undefined {
  return CHOICES.find(({ flaw }) => flaw.format === format)?.told;
}

function sizeCodes(origin: string) {
  if (origin === 'array') return { below: 'too-few', above: 'too-many' } as const;
  if (origin === 'string') return { below: 'too-short', above: 'too-long' } as const;
  return { below: 'too-small', above: 'too-large' } as const;
}

/** What a schema found wrong in the value of a field, as issues of whoever asked it. */
export function faultsAsIssues(error: z.ZodError, value: unknown, field: string) {
  return error.issues.map((issue) => flawed(flawOf(issue, value), value, [field]));
}

function isFlaw(value: unknown): value is Flaw {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
