import { useEffect, useRef, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { useDraft } from '../ask/draft.ts';
import { go } from '../ask/going.ts';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { fenOf, type Owed, owedOn } from './owed.ts';
import { emptyPayments, type PayDraft, payDraft, reopenedPayments, withChosen } from './pay-form.ts';
import { PayGrid } from './pay-grid.tsx';
import { payWords } from './pay-words.ts';
import { PaymentsForm } from './payments-form.tsx';

const answered = documentRead('purchase', purchaseAnswer).extend({ names });

/** 付款 of one purchase. */
export function PayPurchasePage({ id }: { readonly id: string }) {
  const words = useWords(payWords);
  const { data: me } = useMe();
  const answer = useAnswer(`/api/purchases/${id}`, answered);
  const toPurchase = <a href={addresses.purchase(id)}>{words.toPurchase}</a>;
  if (me !== undefined && !mayCall(me, 'pay')) return <MayNot />;
  return (
    <Answered answer={answer} lines={8}>
      {({ purchase, names: known }) => {
        const owed = owedOn(purchase, known);
        if (owed.shares.every(({ payable }) => fenOf(payable) <= 0n)) {
          return (
            <Nothing title={words.nothingOwed} action={toPurchase}>
              <p>{words.nothingOwedDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.payOne(purchase.number ?? words.unnumbered)} note={owed.supplier}>
            <PayOne owed={owed} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

function PayOne({ owed }: { readonly owed: Owed }) {
  const words = useWords(payWords);
  const empty = useEmpty([owed]);
  const { draft, change, forget } = useReopened(`pay.${owed.purchase}`, empty);
  return (
    <PaymentsForm
      label={words.payOne(owed.number ?? '')}
      draft={draft}
      change={change}
      onAllBooked={() => {
        forget(empty);
        go(addresses.purchase(owed.purchase));
      }}
    />
  );
}

/** The place of the draft of several payments. */
export const SEVERAL = 'pay';

/** 付款 of the purchases that were chosen on the page of what is owed. */
export function PaySeveralPage() {
  const words = useWords(payWords);
  const { data: me } = useMe();
  const { draft, change } = useReopened(SEVERAL, useEmpty([]));
  if (me !== undefined && !mayCall(me, 'pay')) return <MayNot />;
  if (draft.payments.length === 0) {
    return (
      <Nothing title={words.nothingChosen} action={<a href={addresses.pay}>{words.toPay}</a>}>
        <p>{words.nothingChosenDetail}</p>
      </Nothing>
    );
  }
  const count = draft.payments.length;
  if (draft.payments.every(({ fate }) => fate.as === 'booked')) return <AllBooked draft={draft} />;
  return (
    <Sheet title={words.paySeveral(count)} note={words.payNote}>
      <PaymentsForm label={words.paySeveral(count)} draft={draft} change={change} onAllBooked={() => undefined} />
    </Sheet>
  );
}

function AllBooked({ draft }: { readonly draft: PayDraft }) {
  const words = useWords(payWords);
  const heading = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  const nothing = () => undefined;
  return (
    <div ref={heading} tabIndex={-1} role="status" className="pay-done">
      <Sheet title={words.allBooked(draft.payments.length)}>
        <PayGrid draft={draft} change={nothing} onAnew={nothing} />
        <p className="anew not-printed">
          <a className="plain-button" data-first href={addresses.pay}>
            {words.toPay}
          </a>
        </p>
      </Sheet>
    </div>
  );
}

function MayNot() {
  const words = useWords(payWords);
  return (
    <Nothing title={words.mayNot} action={<a href={addresses.pay}>{words.toPay}</a>}>
      <p>{words.mayNotDetail}</p>
    </Nothing>
  );
}

/** The same for as long as the form is shown. */
function useEmpty(owed: readonly Owed[]): PayDraft {
  const { language } = useLanguage();
  const [empty] = useState(() => withChosen(emptyPayments(dateInShanghai(Date.now()), language), owed, uuidv7));
  return empty;
}

/** A draft of payments; what was on its way when the page was left may be booked or not. */
export function useReopened(name: string, empty: PayDraft) {
  const keyed = useDraft(name, payDraft, empty);
  const { draft, change } = keyed;
  const [isReopened, setReopened] = useState(false);
  useEffect(() => {
    if (draft.payments.some(({ fate }) => fate.as === 'sending') && !isReopened) change(reopenedPayments);
    setReopened(true);
  }, [draft, change, isReopened]);
  return keyed;
}
