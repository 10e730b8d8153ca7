import { listOf } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import { thresholdAnswer } from '../../shared/schemas/registered-answers.ts';
import { useAnswer } from '../ask/answers.ts';

const answered = listOf(thresholdAnswer).extend({ names });

/** Above what a payment needs an approval, and above what it is not paid in cash; what is not set is not there. */
export function usePaymentThreshold() {
  const { data } = useAnswer('/api/approval-thresholds?status=open', answered);
  const set = data?.items.find(({ spending }) => spending === 'payment');
  return { approvalAbove: set?.approvalAbove, cashAbove: set?.cashAbove };
}
