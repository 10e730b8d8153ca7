import { useMemo } from 'react';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { orderBody } from '../../shared/schemas/purchase.ts';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { Field } from '../form/field.tsx';
import { Form } from '../form/form.tsx';
import { type KeyedDraft, useKeyedDraft } from '../form/keyed-draft.ts';
import { PapersField, type PapersOfForm, usePapers } from '../form/papers.tsx';
import { SendButton } from '../form/send-button.tsx';
import { type Sending, useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { type Trial, TrialNote, useTrial } from '../form/trial.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { buyWords } from './buy-words.ts';
import { Cautions } from './cautions.tsx';
import { InvoiceTold, useInvoice } from './invoice.tsx';
import { Lines } from './lines-grid.tsx';
import { Money } from './money.tsx';
import { emptyOrder, fieldOfOrder, type OrderDraft, orderDraft, orderOf, withField } from './order-form.ts';
import { Terms } from './terms.tsx';
import './buy.css';

/** 新采购: what is ordered of whom, at what price and of which money. */
export function BuyPage() {
  const words = useWords(buyWords);
  const { data: me } = useMe();
  if (me !== undefined && !mayCall(me, 'order')) {
    return (
      <Nothing title={words.mayNot} action={<a href={addresses.purchases}>{words.toPurchases}</a>}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Sheet title={words.title} note={words.note}>
      <OrderForm />
    </Sheet>
  );
}

const PATH = '/api/purchases';

function OrderForm() {
  const words = useWords(buyWords);
  const empty = useMemo(() => emptyOrder(dateInShanghai(Date.now())), []);
  const keyed = useKeyedDraft('order', orderDraft, empty);
  const { draft, change } = keyed;
  const invoice = useInvoice(draft, change);
  const papers = usePapers(
    draft.papers,
    (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })),
    invoice.read,
  );
  const made = useMemo(() => orderOf(draft), [draft]);
  const of = { path: PATH, schema: orderBody, draft: keyed, made: { ...made, wrong: papers.waits } } as const;
  const sending = useSending({ ...of, onBooked: (entry) => go(addresses.purchase(entry)) });
  const trial = useTrial(of);
  return (
    <Form label={words.title} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.purchase(keyed.key)} />
      <InvoiceTold told={invoice.told} />
      <Head keyed={keyed} />
      <section>
        <h2>{words.lines}</h2>
        <Lines
          lines={draft.lines}
          onLines={(by) => change((before) => ({ ...before, lines: [...by(before.lines)] }))}
        />
        <Money lines={draft.lines} />
      </section>
      <Terms draft={draft} change={change} />
      <Papers of={papers} />
      <End keyed={keyed} sending={sending} trial={trial} />
    </Form>
  );
}

type Keyed = KeyedDraft<OrderDraft>;

function Head({ keyed: { draft, change } }: { readonly keyed: Keyed }) {
  const words = useWords(buyWords);
  return (
    <div className="fields">
      <Field
        isFirst
        label={words.supplier}
        hint={words.supplierHint}
        at="/supplier"
        from="supplier"
        width={28}
        value={fieldOfOrder(draft, 'supplier')}
        onChange={(value) => change((before) => withField(before, 'supplier', value))}
      />
      <Field
        label={words.day}
        at="/effectiveOn"
        reader="date"
        width={11}
        value={fieldOfOrder(draft, 'effectiveOn')}
        onChange={(value) => change((before) => withField(before, 'effectiveOn', value))}
      />
    </div>
  );
}

function Papers({ of }: { readonly of: PapersOfForm }) {
  const words = useWords(buyWords);
  return (
    <section>
      <h2>{words.papers}</h2>
      <PapersField of={of} />
    </section>
  );
}

interface EndProps {
  readonly keyed: Keyed;
  readonly sending: Sending;
  readonly trial: Trial;
}

/** What would come of it, and the button. */
function End({ keyed, sending, trial }: EndProps) {
  const words = useWords(buyWords);
  return (
    <section className="form-last">
      <Cautions draft={keyed.draft} />
      <TrialNote trial={trial} />
      <SendButton keyed={keyed} sending={sending} label={words.book} />
    </section>
  );
}
