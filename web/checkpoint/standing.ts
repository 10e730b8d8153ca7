import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Stand } from '../../shared/audit/kept-checkpoint.ts';
import { type PublishedNow, usePublished } from './published.ts';

/** How far the published log goes, and whether what a page tells of is of it; undefined until it is known. */
export interface Standing {
  readonly isOfLog: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly publishedAt: number | undefined;
}

/** Computed from the log's own tiles, with what checks them loaded after the page. */
export function useStanding(told: Stand | null | undefined): Standing {
  const { data: now } = usePublished();
  const { data: isOfLog } = useChecked(told ?? undefined, now);
  return { isOfLog: isOfLog ?? undefined, publishedAt: now?.at };
}

function useChecked(told: Stand | undefined, now: PublishedNow | undefined): UseQueryResult<boolean | null> {
  return useQuery({
    queryKey: ['standing', told, now?.note],
    queryFn: async () => {
      if (told === undefined || now === undefined) return null;
      const { isOfLog } = await import('./continuity.ts');
      return (await isOfLog(told, now)) ?? null;
    },
    enabled: told !== undefined && now !== undefined,
    staleTime: Infinity,
  });
}
