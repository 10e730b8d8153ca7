import { type Fault, pointerOf } from '../../shared/schemas/fault.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';

/**
 * Walks what JSON.parse gave before any schema looks at it: so deep, so many values, and only whole characters, so that
 * no later step can be kept busy by a small body and every body has a canonical form. Undefined where all is well.
 */
export function faultOfJson(body: unknown): Fault | undefined {
  const open: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value: body, path: [] }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    seen += 1;
    if (seen > LIMITS.bodyValues) return { pointer: '', code: 'too-many', allowed: String(LIMITS.bodyValues) };
    if (typeof value === 'string') {
      if (!value.isWellFormed()) return { pointer: pointerOf(path), code: 'bad-text' };
    } else if (typeof value === 'object' && value !== null) {
      if (path.length >= LIMITS.bodyDepth) {
        return { pointer: pointerOf(path), code: 'too-large', allowed: String(LIMITS.bodyDepth) };
      }
      for (const [key, inner] of Object.entries(value)) {
        if (!key.isWellFormed()) return { pointer: pointerOf(path), code: 'bad-text' };
        if (open.length < LIMITS.bodyValues) open.push({ value: inner, path: [...path, key] });
        else return { pointer: '', code: 'too-many', allowed: String(LIMITS.bodyValues) };
      }
    }
  }
  return undefined;
}
