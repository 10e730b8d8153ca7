import { useState } from 'react';
import { uuidv7 } from 'uuidv7';
import { formatYuan } from '../../shared/domain/amount.ts';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { listOf } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import { fundingLineAnswer } from '../../shared/schemas/registered-answers.ts';
import { type Matching, reportAnswers } from '../../shared/schemas/reports.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { lastBooked } from '../form/booked.ts';
import { grouped } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { isToSend } from './fates.ts';
import { fenOf, type Matched, owedOf } from './owed.ts';
import { OwedTable } from './owed-table.tsx';
import { emptyPayments, withChosen } from './pay-form.ts';
import { payWords } from './pay-words.ts';
import { SEVERAL, useReopened } from './payments-page.tsx';
import { usePaymentThreshold } from './thresholds.ts';
import './pay.css';

/** As they stand in the address, which is as the report has them. */
export interface OwedAsked {
  readonly supplier?: string | undefined;
  readonly fundingLine?: string | undefined;
  readonly cursor?: string | undefined;
}

const SHOWN = 200;
const fundingLines = listOf(fundingLineAnswer).extend({ names });

/** 付款: what is owed to each supplier, and on which papers; whoever may pays what they choose of it. */
export function OwedPage({ asked }: { readonly asked: OwedAsked }) {
  const words = useWords(payWords);
  const answer = useAnswer(
    withQuery('/api/reports/matching', { unsettled: true, limit: SHOWN, after: lastBooked()?.entry, ...asked }),
    reportAnswers.matching,
  );
  const isFiltered = asked.supplier !== undefined || asked.fundingLine !== undefined;
  return (
    <Sheet title={words.title} note={words.note}>
      <Filters asked={asked} />
      <Answered answer={answer} lines={10}>
        {({ purchases, next }) =>
          purchases.length === 0 ? (
            <Nothing title={isFiltered ? words.noneSo : words.noMore}>
              <p>{isFiltered ? words.noneSoDetail : words.noMoreDetail}</p>
            </Nothing>
          ) : (
            <Chosen purchases={purchases} next={next && withQuery(addresses.pay, { ...asked, cursor: next })} />
          )
        }
      </Answered>
    </Sheet>
  );
}

function Filters({ asked }: { readonly asked: OwedAsked }) {
  const words = useWords(payWords);
  // Whatever is asked for, all that anything is owed to.
  const { data: owed } = useAnswer(
    withQuery('/api/reports/matching', { unsettled: true, limit: 1 }),
    reportAnswers.matching,
  );
  const { data: lines } = useAnswer('/api/funding-lines?limit=100', fundingLines);
  const suppliers = owed?.suppliers.map(({ supplier }) => supplier) ?? [];
  const change = (changed: OwedAsked) => {
    const { supplier, fundingLine } = { ...asked, ...changed };
    go(withQuery(addresses.pay, { supplier: supplier || undefined, fundingLine: fundingLine || undefined }), {
      replace: true,
    });
  };
  const filters = [
    ['supplier', suppliers],
    ['fundingLine', lines?.items ?? []],
  ] as const;
  return (
    <form className="owed-filters not-printed" onSubmit={(event) => event.preventDefault()}>
      {filters.map(([name, choices]) => (
        <label key={name}>
          {words[name]}
          <select value={asked[name] ?? ''} onChange={({ target }) => change({ [name]: target.value })}>
            <option value="">{words.all}</option>
            {choices.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.name}
              </option>
            ))}
          </select>
        </label>
      ))}
    </form>
  );
}

interface ChosenProps {
  readonly purchases: Matching['purchases'];
  readonly next: string | undefined;
}

function Chosen({ purchases, next }: ChosenProps) {
  const words = useWords(payWords);
  const { language } = useLanguage();
  const { data: me } = useMe();
  const { approvalAbove } = usePaymentThreshold();
  const [chosen, setChosen] = useState<readonly Matched[]>([]);
  const [empty] = useState(() => emptyPayments(dateInShanghai(Date.now()), language));
  const { draft, change } = useReopened(SEVERAL, empty);
  const mayPay = me !== undefined && mayCall(me, 'pay');
  const left = draft.payments.filter(isToSend).length;
  const due = chosen.reduce((sum, one) => sum + fenOf(one.due), 0n);
  const choose = (ones: readonly Matched[], isChosen: boolean) =>
    setChosen((before) => {
      const others = before.filter(({ purchase }) => !ones.some((one) => one.purchase === purchase));
      return isChosen ? [...others, ...ones] : others;
    });
  const pay = () => {
    change((before) => {
      const isDone = before.payments.every(({ fate }) => fate.as === 'booked');
      return withChosen(isDone ? empty : before, chosen.map(owedOf), uuidv7);
    });
    go(addresses.paySeveral);
  };
  return (
    <>
      {mayPay && left > 0 && (
        <p className="owed-unfinished not-printed">
          {words.unfinished(left)}{' '}
          <a className="plain-button" href={addresses.paySeveral}>
            {words.payMore}
          </a>
        </p>
      )}
      <OwedTable
        purchases={purchases}
        approvalAbove={approvalAbove}
        choosing={mayPay ? { chosen: new Set(chosen.map(({ purchase }) => purchase)), choose } : undefined}
      />
      <p className="note">{words.dueHint}</p>
      {next !== undefined && (
        <p className="pages not-printed">
          <a href={next}>{words.nextPage}</a>
        </p>
      )}
      {mayPay && (
        <div className="owed-chosen not-printed">
          <button type="button" className="plain-button" data-first disabled={chosen.length === 0} onClick={pay}>
            {words.payChosen}
          </button>
          <span role="status">
            {chosen.length === 0 ? words.noneChosen : words.chosen(chosen.length, grouped(formatYuan(due)))}
          </span>
        </div>
      )}
    </>
  );
}
