import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type * as z from 'zod';
import { useLanguage } from '../words/words.tsx';
import { ask, type Path } from './ask.ts';
import { Problem } from './problem.ts';

const TRIES = 3;
const FRESH_MS = 10_000;
const LONGEST_WAIT_MS = 10_000;

/** What was answered, and for how long it counts. */
export function openAnswers(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < TRIES - 1 && mayPass(error),
        retryDelay: (failures, error) => {
          const asked = error instanceof Problem ? error.retryAfterSeconds : undefined;
          return Math.min(asked === undefined ? 500 * 2 ** failures : asked * 1_000, LONGEST_WAIT_MS);
        },
      },
    },
  });
}

/** What the server refuses it refuses again. */
function mayPass(error: unknown): boolean {
  return error instanceof Problem && (error.why === 'unreachable' || error.why === 'busy');
}

export type Answer<T> = UseQueryResult<T>;

interface Wanting<T> {
  /** Off where it is not known yet what to ask. */
  readonly enabled?: boolean;
  /** Asked again so often while the page is looked at; or by what was told last, until that says never. */
  readonly everyMs?: number | false | ((told: T | undefined) => number | false);
}

/** An answer of the server's, by the schema that the product tells it with. Asked anew in another language. */
export function useAnswer<S extends z.ZodType>(
  path: Path,
  schema: S,
  wanting: Wanting<z.output<S>> = {},
): Answer<z.output<S>> {
  const { language } = useLanguage();
  const { enabled = true, everyMs = false } = wanting;
  return useQuery({
    queryKey: [path, language],
    queryFn: ({ signal }) => ask(path, schema, { signal }),
    enabled,
    refetchInterval: typeof everyMs === 'function' ? ({ state }) => everyMs(state.data) : everyMs,
  });
}
