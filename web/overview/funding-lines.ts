import { listOf } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import { fundingLineAnswer } from '../../shared/schemas/registered-answers.ts';
import { useAnswer } from '../ask/answers.ts';

const answer = listOf(fundingLineAnswer).extend({ names });

/** As many as fit a list to choose from. */
export function useFundingLines(wanting: { readonly enabled?: boolean } = {}) {
  return useAnswer('/api/funding-lines?limit=100', answer, wanting);
}
