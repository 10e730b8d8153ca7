import { useEffect, useRef } from 'react';
import { uuidv7 } from 'uuidv7';
import { type Fen, formatYuan } from '../../shared/domain/amount.ts';
import { isCash } from '../../shared/domain/payment-method.ts';
import { amountInWords, MAX_IN_WORDS } from '../../shared/exports/files/amount-in-words.ts';
import { payBody } from '../../shared/schemas/purchase.ts';
import { addresses } from '../ask/addresses.ts';
import { ApprovalFields } from '../form/approval-fields.tsx';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { paymentMethods } from '../form/paid-by.ts';
import { PapersField, usePapers } from '../form/papers.tsx';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { grouped } from '../paper/figures.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { fenOf } from './owed.ts';
import { type FieldName, type PayDraft, type Payment, paidAhead, paymentOf, sumOf, toSend } from './pay-form.ts';
import { PayGrid } from './pay-grid.tsx';
import { payWords } from './pay-words.ts';
import { type ChangePayments, paymentsAt, usePaying } from './paying.ts';
import { usePaymentThreshold } from './thresholds.ts';
import './pay.css';

interface PaymentsFormProps {
  readonly label: string;
  readonly draft: PayDraft;
  readonly change: ChangePayments;
  readonly onAllBooked: (last: Payment) => void;
}

/** 付款: one payment for each purchase, and once for all of them how, when, by whose leave and on which papers. */
export function PaymentsForm({ label, draft, change, onAllBooked }: PaymentsFormProps) {
  const words = useWords(payWords);
  const ofForms = useWords(formWords);
  const { language } = useLanguage();
  const { approvalAbove, cashAbove } = usePaymentThreshold();
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const { sending, isRunning } = usePaying({ draft, change, wrong: papers.waits, onAllBooked });
  const trial = useTrialOfOne(draft);
  const fields = useRef<HTMLFieldSetElement>(null);
  useEffect(() => fields.current?.querySelector<HTMLElement>('[data-field]')?.focus(), []);
  const of: FieldsOf<FieldName> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, effectiveOn: words.dayPaid },
  };
  const open = toSend(draft);
  const isSeveral = draft.payments.length > 1;
  const sum = open.reduce((all, payment) => all + sumOf(draft, payment), 0n);
  const isInCash = isCash(draft.fields.method?.chosen?.id ?? draft.fields.method?.text ?? '');
  const isAboveCash = isInCash && cashAbove !== undefined && sum > fenOf(cashAbove);
  const anew = ({ key }: Payment) =>
    change((before) => ({
      ...before,
      payments: before.payments.map((one) =>
        one.key === key ? { ...one, key: uuidv7(), fate: { as: 'waiting' } } : one,
      ),
    }));
  return (
    <Form label={label} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.pay} />
      <fieldset className="pay-fields" disabled={isRunning} ref={fields}>
        <PayGrid draft={draft} change={change} onAnew={anew} />
        <section>
          <h2>{words.terms}</h2>
          <div className="fields">
            <DraftField of={of} name="method" at="/method" from={paymentMethods(language)} isFree width={12} />
            <DraftField of={of} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
            <DraftField
              of={of}
              name="bankReference"
              at="/bankReference"
              reader="number"
              width={18}
              {...(isSeveral ? { hint: words.referenceHint } : {})}
            />
          </div>
        </section>
        <section>
          <h2>{ofForms.approval}</h2>
          {approvalAbove !== undefined && <p className="note">{words.approvalHint(grouped(approvalAbove))}</p>}
          <ApprovalFields of={of} />
        </section>
        <Remarks of={of} {...(isAboveCash ? { exceptionHint: words.cashHint(grouped(cashAbove)) } : {})} />
        <section>
          <h2>{words.papers}</h2>
          <PapersField of={papers} />
        </section>
      </fieldset>
      <section className="form-last">
        <TrialNote trial={trial} />
        <Sum sum={sum} ahead={paidAhead(draft)} />
        <SendButton
          keyed={{ isOwn: true }}
          sending={sending}
          label={open.length > 1 ? words.paySeveral(open.length) : words.pay}
        />
      </section>
    </Form>
  );
}

/** What would become of a payment, where there is but one. */
function useTrialOfOne(draft: PayDraft) {
  const [one] = toSend(draft);
  const last = useRef<Payment>(undefined);
  last.current = one ?? last.current;
  const payment = one ?? last.current;
  const isOne = one !== undefined && draft.payments.length === 1;
  const nothing = () => undefined;
  return useTrial({
    path: paymentsAt(payment ?? { purchase: '' }),
    schema: payBody,
    draft: { key: payment?.key ?? '', isOwn: isOne, keep: nothing, takeAnotherKey: nothing, forget: nothing },
    made: payment === undefined ? { body: {}, unreadable: [] } : paymentOf(draft, payment),
  });
}

/** What is paid in all, in figures and in words. */
function Sum({ sum, ahead }: { readonly sum: Fen; readonly ahead: Fen }) {
  const words = useWords(payWords);
  if (sum > MAX_IN_WORDS) return null;
  return (
    <dl className="pay-sum" aria-live="polite">
      <dt>{words.total}</dt>
      <dd>
        <strong className="yuan">{grouped(formatYuan(sum))}</strong> {words.yuan}{' '}
        {ahead > 0n && <span className="note">{words.ahead(grouped(formatYuan(ahead)))}</span>}
      </dd>
      <dt>{words.inWords}</dt>
      <dd lang="zh">{amountInWords(sum)}</dd>
    </dl>
  );
}
