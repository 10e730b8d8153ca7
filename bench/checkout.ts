import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { bundle } from '../infra/bundle.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import type { withFreshEngine } from './fresh-engine.ts';
import type { weighWrites } from './write-units.ts';

/**
 * What is taken from another checkout of this repository, by its own programs with its own packages. They are all that
 * is asked of it beside `local/start.ts` and `local/token.ts`.
 */

/** This checkout. */
export const HERE = join(import.meta.dirname, '..');

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

const engines = z.object({ withFreshEngine: z.custom<typeof withFreshEngine>(isFunction) });
const scales = z.object({ weighWrites: z.custom<typeof weighWrites>(isFunction) });
const bundler = z.object({ bundle: z.custom<typeof bundle>(isFunction) });

const weighed = z.array(
  z.object({
    operation: z.string(),
    how: z.string(),
    size: z.number().optional(),
    cost: z.object({ append: z.number(), outbox: z.number(), indexes: z.number() }),
  }),
);

/** The write units of one write, and what write it is. */
export interface Units {
  readonly write: string;
  readonly units: number;
}

/** Has the checkout make and weigh each of its writes, in an engine of its own. */
export async function unitsOf(checkout: string): Promise<Units[]> {
  const { withFreshEngine } = engines.parse(await programOf(checkout, 'bench/fresh-engine.ts'));
  const { weighWrites } = scales.parse(await programOf(checkout, 'bench/write-units.ts'));
  const writes = weighed.parse(await withFreshEngine((endpoint) => weighWrites(endpoint, DEFAULT_TABLE_NAME)));
  return writes.map(({ operation, how, size, cost: { append, outbox, indexes } }) => ({
    write: [operation, how, size === undefined ? '' : `lines: ${size}`].filter((part) => part !== '').join(', '),
    units: append + outbox + indexes,
  }));
}

/** Has the checkout bundle its functions, and gives the file of each by its name. */
export async function bundlesOf(checkout: string, folder: string): Promise<Map<string, string>> {
  const { bundle } = bundler.parse(await programOf(checkout, 'infra/bundle.ts'));
  const programs = [...(await bundle(folder)).keys()];
  return new Map(programs.map((program) => [program, join(folder, program, 'index.mjs')]));
}

function programOf(checkout: string, path: string): Promise<unknown> {
  return import(pathToFileURL(join(checkout, path)).href);
}
