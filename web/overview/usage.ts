import { reportAnswers } from '../../shared/schemas/reports.ts';
import { type Scope, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';

/** The use of funds that the picture is made of. */
export function useUsage(scope: Scope) {
  return useAnswer(
    withQuery('/api/reports/usage', { by: 'fundingLine,item,unit', limit: 10_000, ...scope }),
    reportAnswers.usage,
  );
}
