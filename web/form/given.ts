/** The fields of a body that were given. */
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The same; undefined where none was, so that no empty part is sent. */
export function given(fields: object): object | undefined {
  const some = defined(fields);
  return Object.keys(some).length === 0 ? undefined : some;
}
