import * as z from 'zod';

type Primitive = string | number | bigint | boolean | symbol | null | undefined;

type Optional<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T];

/** The keys of one of two types that the other does not have, or has as optional where it is not. */
type Unlike<A, B> =
  | Exclude<keyof A, keyof B>
  | Exclude<keyof B, keyof A>
  | Exclude<Optional<A>, Optional<B>>
  | Exclude<Optional<B>, Optional<A>>;

/** Whether two types have the same keys, optional ones included, at every depth, and values that pass for one another. */
type Same<A, B> = [UnlikeMembers<A, B>] extends [never]
  ? [UnlikeMembers<B, A>] extends [never]
    ? true
    : false
  : false;

/** Those members of a union that are like none of another. */
type UnlikeMembers<A, B> = A extends unknown ? (true extends LikeAny<A, B> ? never : A) : never;
type LikeAny<A, B> = B extends unknown ? Like<A, B> : never;

type Like<A, B> = [A] extends [Primitive]
  ? Extends<A, B>
  : [A] extends [readonly unknown[]]
    ? B extends readonly unknown[]
      ? Same<A[number], B[number]>
      : false
    : [B] extends [Primitive | readonly unknown[]]
      ? false
      : [Unlike<A, B>] extends [never]
        ? false extends { [K in keyof A]-?: K extends keyof B ? Same<A[K], B[K]> : false }[keyof A]
          ? false
          : true
        : false;

type Extends<A, B> = [A] extends [B] ? true : false;

/** What an error shows where a schema and its type differ. */
interface Differing<Keys> {
  readonly 'these keys differ, or what is below them': Keys;
}

/**
 * The schema, where it reads exactly the type: the same fields, optional ones included, at every depth. `satisfies` would
 * let a schema pass that does not know an optional field; here the type cannot grow before the schema does.
 */
export function exactly<T>() {
  return <S extends z.ZodType>(
    schema: S & (Same<z.output<S>, T> extends true ? unknown : Differing<Unlike<z.output<S>, T>>),
  ): S => schema;
}

/** The same of an object that takes no other fields, by its fields. */
export function strictly<T>() {
  return <S extends z.ZodRawShape>(
    fields: S &
      (Same<z.output<z.ZodObject<S, z.core.$strict>>, T> extends true
        ? unknown
        : Differing<Unlike<z.output<z.ZodObject<S, z.core.$strict>>, T>>),
  ): z.ZodObject<S, z.core.$strict> => z.strictObject<S>(fields);
}

/**
 * The schema of an answer that tells a type: each of its fields has a field of that name, optional where it is; the
 * answer may have more. What is told in another form (an amount as text) is the same field.
 */
export function telling<T>() {
  return <S extends z.ZodType>(
    schema: S &
      (Exclude<keyof T, keyof z.output<S>> | Exclude<Optional<T>, Optional<z.output<S>>> extends never
        ? unknown
        : Differing<Exclude<keyof T, keyof z.output<S>> | Exclude<Optional<T>, Optional<z.output<S>>>>),
  ): S => schema;
}
