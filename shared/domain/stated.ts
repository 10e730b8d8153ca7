/** Every field of a type, those that may be missing as undefined: none can be forgotten where one is made. */
type Stated<T> = { readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** What is left of a value when all of its fields were taken. A field that joins its type is left over, and not this. */
export type Nothing = { readonly [name: string]: never };

/**
 * What was stated, without the fields that are undefined. A field that joins the type has to be stated wherever it is
 * made, also where it may be missing: else it does not compile.
 */
export function stated<T extends object>(fields: Stated<T>): T {
  const said: Partial<T> = {};
  for (const name in fields) if (fields[name] !== undefined) said[name] = fields[name];
  return said as T;
}
