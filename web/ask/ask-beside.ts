import { uuidv7 } from 'uuidv7';
import type * as z from 'zod';
import { type Asking, ask, type Path } from './ask.ts';

/** A POST beside the ledger: it records nothing under its key, and may be asked again under another. */
export function askBeside<S extends z.ZodType>(
  path: Path,
  schema: S,
  body: object,
  asking: Pick<Asking, 'signal'> = {},
): Promise<z.output<S>> {
  return ask(path, schema, { ...asking, method: 'POST', body, key: uuidv7() });
}
