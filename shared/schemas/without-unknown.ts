import * as z from 'zod';

/** As many layers of what is unknown as anything that is stored has. */
const MOST_LAYERS = 8;

/**
 * Reads what a later version may have added members to, without these; what this version knows has to be there and right
 * as ever.
 */
export function withoutUnknown<T>(schema: z.ZodType<T>, json: unknown): T {
  for (let layer = 0; ; layer += 1) {
    const read = z.safeDecode(schema, json as never);
    if (read.success) return read.data;
    const unknown = read.error.issues.filter(({ code }) => code === 'unrecognized_keys');
    if (unknown.length === 0 || layer === MOST_LAYERS) throw read.error;
    for (const issue of unknown) if (issue.code === 'unrecognized_keys') remove(json, issue.path, issue.keys);
  }
}

function remove(json: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  const [step, ...rest] = path;
  if (typeof json !== 'object' || json === null) return;
  if (step === undefined) for (const key of keys) Reflect.deleteProperty(json, key);
  else remove(Reflect.get(json, step), rest, keys);
}
