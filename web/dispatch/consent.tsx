import type * as z from 'zod';
import { listOf } from '../../shared/schemas/answer-forms.ts';
import { receiptAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { isBlank } from '../form/cells.ts';
import { More } from '../form/more.tsx';
import { PapersField, type PapersOfForm } from '../form/papers.tsx';
import { useWords } from '../words/words.tsx';
import { fieldOf } from './consignment-draft.ts';
import { dispatchWords } from './dispatch-words.ts';
import { DispatchField, type FieldsProps } from './fields.tsx';

const answered = listOf(receiptAnswer).extend({ names });
/** The newest; an older gift is found by its number. */
const OFFERED = 100;

/** 捐赠人同意改变定向: lets a gift go to somebody else than its giver meant. */
export function Consent({ papers, ...of }: FieldsProps & { readonly papers: PapersOfForm }) {
  const words = useWords(dispatchWords);
  const { data } = useAnswer(withQuery('/api/receipts', { limit: OFFERED }), answered);
  const isTyped = (['consent', 'gift'] as const).some((name) => !isBlank(fieldOf(of.fields, name)));
  return (
    <More title={words.consented} note={words.optional} at="/consent" isWanted={isTyped || papers.papers.length > 0}>
      <div className="fields">
        <DispatchField {...of} name="consent" at="/consent/document" hint={words.consentHint} width={24} />
        <DispatchField
          {...of}
          name="gift"
          at="/consent/receipt"
          hint={words.giftHint}
          from={(data?.items ?? []).filter(({ directedTo }) => directedTo !== undefined).map(asChoice)}
          width={24}
        />
      </div>
      <PapersField of={papers} />
    </More>
  );
}

function asChoice({ id, number, giver }: z.output<typeof receiptAnswer>) {
  return { id, name: giver, ...(number === null ? {} : { code: number }) };
}
