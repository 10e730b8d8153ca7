import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import * as z from 'zod';
import { entryAnswer } from '../../shared/schemas/entry-answer.ts';
import { payBody } from '../../shared/schemas/purchase.ts';
import { ask } from '../ask/ask.ts';
import { Problem } from '../ask/problem.ts';
import { tellBooked } from '../form/booked.ts';
import { type Wrong, wrongBefore } from '../form/faults.ts';
import { formWords } from '../form/form-words.ts';
import { type Outcome, outcomeOf } from '../form/outcome.ts';
import type { Sending } from '../form/sending.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { type Fate, forgiven, type Settled, settledBy, withFate } from './fates.ts';
import { type PayDraft, type Payment, paymentOf, placedIn, refusedAt, toSend } from './pay-form.ts';
import { payWords } from './pay-words.ts';

const recorded = z.looseObject({ entry: entryAnswer });

export type ChangePayments = (by: (before: PayDraft) => PayDraft) => void;

interface PayingOf {
  readonly draft: PayDraft;
  readonly change: ChangePayments;
  /** What else is wrong. */
  readonly wrong: readonly Wrong[];
  /** Once all that was to be sent is booked. */
  readonly onAllBooked: (last: Payment) => void;
}

export interface Paying {
  readonly sending: Sending;
  readonly isRunning: boolean;
}

/** Where the payments of one purchase are sent to. */
export function paymentsAt({ purchase }: Pick<Payment, 'purchase'>) {
  return `/api/purchases/${purchase}/payments` as const;
}

/** Sends payments one after another, each under its own key; what one was refused for keeps none of the others. */
export function usePaying({ draft, change, wrong: others, onAllBooked }: PayingOf): Paying {
  const ofForms = useWords(formWords);
  const words = useWords(payWords);
  const { language } = useLanguage();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome>({ as: 'none' });
  const [before, setBefore] = useState<readonly Wrong[]>([]);
  const [tries, setTries] = useState(0);
  const isSending = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const wrong = useMemo(() => [...before, ...refusedIn(draft)], [before, draft]);
  const settle = (next: Outcome) => {
    setOutcome(next);
    setBefore(next.as === 'wrong' ? next.wrong : []);
    setTries((count) => count + 1);
  };
  const run = async (keys: readonly string[]) => {
    settle({ as: 'sending' });
    let now = draft;
    const put = (by: (before: PayDraft) => PayDraft) =>
      change((before) => {
        now = by(before);
        return now;
      });
    for (const key of keys) {
      // Whoever left goes on where it was, once the page is there again.
      if (isGone.current) return;
      const payment = now.payments.find((one) => one.key === key);
      if (payment === undefined) continue;
      put((all) => ({ ...all, payments: [...withFate(all.payments, key, { as: 'sending' })] }));
      const { fate, stops } = await posted(now, payment);
      if (isGone.current) return;
      put((all) => ({ ...all, payments: [...withFate(all.payments, key, fate)] }));
      if (fate.as === 'booked') tellBooked({ entry: key, document: payment.purchase });
      if (stops !== undefined) return settle(stops);
    }
    // What was read before they were booked is no longer so.
    void client.invalidateQueries();
    settle(toldOf(now, keys, words));
    const last = now.payments.filter(({ key }) => keys.includes(key)).at(-1);
    if (last !== undefined && now.payments.every(({ fate }) => fate.as === 'booked')) onAllBooked(last);
  };
  const send = () => {
    if (isSending.current) return;
    const sent = toSend(draft);
    const found = [...others, ...sent.flatMap((payment) => checked(payment))];
    if (found.length > 0) return settle({ as: 'wrong', wrong: distinct(found) });
    if (sent.length === 0) return settle({ as: 'wrong', wrong: [{ at: '/rows', told: words.nothingTyped }] });
    isSending.current = true;
    run(sent.map(({ key }) => key)).finally(() => {
      isSending.current = false;
    });
  };
  const checked = (payment: Payment): readonly Wrong[] => {
    const { body, unreadable } = paymentOf(draft, payment);
    const found = wrongBefore({ schema: payBody, body, unreadable, language, words: ofForms, now: Date.now() });
    return found.map((one) => placedIn(draft, payment, one));
  };
  const forgive = (which: (one: Wrong) => boolean) => {
    setBefore((all) => all.filter((one) => !which(one)));
    const mended = draft.payments.filter((payment) => refusalsOf(draft, payment).some(which));
    if (mended.length === 0) return;
    change((all) => ({
      ...all,
      payments: mended.reduce<Payment[]>((payments, { key }) => [...forgiven(payments, key)], all.payments),
    }));
  };
  const sending: Sending = { outcome, wrong, tries, forgive, send, sendAnew: send };
  return { sending, isRunning: outcome.as === 'sending' };
}

async function posted(draft: PayDraft, payment: Payment): Promise<Settled> {
  const { fate: before } = payment;
  const wasOffline = !navigator.onLine;
  // The browser would complain aloud of what cannot go out.
  if (wasOffline) return settledBy({ as: 'offline' }, before);
  try {
    const { body } = paymentOf(draft, payment);
    await ask(paymentsAt(payment), recorded, { method: 'POST', body, key: payment.key });
    return settledBy({ as: 'none' }, before);
  } catch (error) {
    const settled = settledBy(outcomeOf(error, wasOffline), before);
    const at = error instanceof Problem ? refusedAt(draft, payment, error) : undefined;
    if (settled.fate.as !== 'refused' || at === undefined) return settled;
    // The field says why, so the row need not.
    const { title, detail } = settled.fate;
    return { fate: { as: 'refused', title, detail: '', wrong: [{ at, told: detail }] } };
  }
}

function refusalsOf(draft: PayDraft, payment: Payment): readonly Wrong[] {
  const { fate } = payment;
  return fate.as === 'refused' ? fate.wrong.map((one) => placedIn(draft, payment, one)) : [];
}

function refusedIn(draft: PayDraft): readonly Wrong[] {
  return distinct(draft.payments.flatMap((payment) => refusalsOf(draft, payment)));
}

/** What is typed once for all is wrong once. */
function distinct(wrong: readonly Wrong[]): readonly Wrong[] {
  return wrong.filter((one, place) => wrong.findIndex(({ at }) => at === one.at) === place);
}

type RefusedFate = Extract<Fate, { as: 'refused' }>;

/** What is told above the form once all were sent. */
function toldOf(
  { payments }: PayDraft,
  keys: readonly string[],
  words: { readonly someRefused: (refused: number, booked: number) => string; readonly someRefusedDetail: string },
): Outcome {
  const fates = payments.filter(({ key }) => keys.includes(key)).map(({ fate }) => fate);
  const refused = fates.filter((fate): fate is RefusedFate => fate.as === 'refused');
  const [only] = refused;
  if (only === undefined) return { as: 'none' };
  const booked = fates.filter(({ as }) => as === 'booked').length;
  if (keys.length > 1) {
    return { as: 'refused', title: words.someRefused(refused.length, booked), detail: words.someRefusedDetail };
  }
  if (only.title === '') return { as: 'wrong', wrong: [] };
  return { as: 'refused', title: only.title, detail: only.detail || (only.wrong[0]?.told ?? '') };
}
