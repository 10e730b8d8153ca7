import type * as z from 'zod';
import type { coverageAnswer } from '../../shared/schemas/entry-answer.ts';
import { grouped } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { trailWords } from './trail-words.ts';

/** Whom something reached. */
export function CoverageSaid({ coverage }: { readonly coverage: z.infer<typeof coverageAnswer> }) {
  const words = useWords(trailWords).entry;
  const told = (['people', 'households', 'sites'] as const).flatMap((of) => {
    const count = coverage[of];
    return count === undefined || count === 0 ? [] : [words[of](grouped(String(count)))];
  });
  return <>{told.join(' · ')}</>;
}
