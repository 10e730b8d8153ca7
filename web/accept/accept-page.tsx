import { useMemo } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { writeWhole } from '../../shared/domain/quantity.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { acceptBody } from '../../shared/schemas/purchase.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { AllGood } from '../form/all-good.tsx';
import { isBlank, type Typed } from '../form/cells.ts';
import { CountGrid } from '../form/count-grid.tsx';
import { allGood, type CountedLine, rowsOfLines } from '../form/counted.ts';
import { Field } from '../form/field.tsx';
import { Form } from '../form/form.tsx';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { More } from '../form/more.tsx';
import { useNextWaiting } from '../form/next-waiting.ts';
import { PapersField, usePapers } from '../form/papers.tsx';
import { useOnlyChoice } from '../form/registers.ts';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import {
  type AcceptanceDraft,
  acceptanceDraft,
  acceptanceOf,
  acceptedOf,
  COUNTS,
  emptyAcceptance,
  type FieldName,
  fieldOfAcceptance,
  openLines,
} from './accept-form.ts';
import { acceptWords } from './accept-words.ts';

const answered = documentRead('purchase', purchaseAnswer).extend({ names });
type Read = z.infer<typeof answered>;

/** 验收入库: what of a purchase came, and how it was found. */
export function AcceptPage({ id }: { readonly id: string }) {
  const words = useWords(acceptWords);
  const { data: me } = useMe();
  const answer = useAnswer(`/api/purchases/${id}`, answered);
  const toPurchase = <a href={addresses.purchase(id)}>{words.toPurchase}</a>;
  if (me !== undefined && !mayCall(me, 'accept')) {
    return (
      <Nothing title={words.mayNot} action={toPurchase}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => {
        const open = openLines(read.purchase);
        if (open.length === 0) {
          return (
            <Nothing title={words.nothingOpen} action={toPurchase}>
              <p>{words.nothingOpenDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.title(read.purchase.number ?? words.unnumbered)} note={words.note}>
            <AcceptForm read={read} open={open} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

type Change = (by: (before: AcceptanceDraft) => AcceptanceDraft) => void;

interface PartProps {
  readonly draft: AcceptanceDraft;
  readonly change: Change;
}

function AcceptForm({ read: { purchase, names: known }, open }: { readonly read: Read; readonly open: Open }) {
  const words = useWords(acceptWords);
  const empty = useMemo(() => emptyAcceptance(dateInShanghai(Date.now())), []);
  const keyed = useKeyedDraft(`accept.${purchase.id}`, acceptanceDraft, empty);
  const { draft, change } = keyed;
  const only = useOnlyChoice('warehouse');
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const made = acceptanceOf(draft, open, only, { above: (quantity) => words.above(writeWhole(quantity)) });
  const of = {
    path: `/api/purchases/${purchase.id}/acceptances`,
    schema: acceptBody,
    draft: keyed,
    made: { ...made, wrong: [...(made.wrong ?? []), ...papers.waits] },
  } as const;
  const here = addresses.purchase(purchase.id);
  const next = useNextWaiting('to-accept', purchase.id, addresses.acceptance);
  const sending = useSending({ ...of, document: purchase.id, next, onBooked: () => go(here) });
  const trial = useTrial(of);
  return (
    <Form label={words.title(purchase.number ?? '')} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Lines draft={draft} change={change} open={open} names={known} />
      <div className="fields">
        <AcceptField
          draft={draft}
          change={change}
          name="warehouse"
          at="/warehouse"
          from="warehouse"
          only={only}
          width={18}
        />
        <AcceptField draft={draft} change={change} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <Remarks draft={draft} change={change} />
      <section>
        <h2>{words.papers}</h2>
        <PapersField of={papers} />
      </section>
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}

type Open = readonly CountedLine[];

function Lines({
  draft,
  change,
  open,
  names: known,
}: PartProps & { readonly open: Open; readonly names: Read['names'] }) {
  const words = useWords(acceptWords);
  const rows = rowsOfLines(open, draft.lines, {});
  const accepted = acceptedOf(open, rows);
  return (
    <section>
      <h2>{words.lines}</h2>
      <AllGood
        label={words.asOrdered}
        onAll={() =>
          change((before) => ({ ...before, lines: [...allGood(open, rowsOfLines(open, before.lines, {}), COUNTS)] }))
        }
      />
      <CountGrid
        caption={words.lines}
        should={words.open}
        lines={open}
        names={known}
        counts={COUNTS}
        heads={words.columns}
        mayLack
        more={[
          { name: 'reason', at: 'reason', width: 10 },
          { name: 'batch', at: 'batch/number', reader: 'number', width: 8 },
          { name: 'expiresOn', at: 'batch/expiresOn', reader: 'date', width: 8 },
        ]}
        rows={rows}
        onRows={(by) => change((before) => ({ ...before, lines: [...by(rowsOfLines(open, before.lines, {}))] }))}
        placeOf={(line) => {
          const place = accepted.findIndex((one) => one.line === line);
          return place < 0 ? undefined : place;
        }}
      />
    </section>
  );
}

const LABELS = {
  warehouse: 'warehouse',
  effectiveOn: 'day',
  witness: 'witness',
  note: 'remark',
  exception: 'exception',
} as const;

interface AcceptFieldProps extends PartProps, Omit<Parameters<typeof Field>[0], 'label' | 'value' | 'onChange'> {
  readonly name: FieldName;
  readonly only?: Typed | undefined;
}

function AcceptField({ draft, change, name, only, ...field }: AcceptFieldProps) {
  const words = useWords(acceptWords);
  return (
    <Field
      {...field}
      label={words[LABELS[name]]}
      value={fieldOfAcceptance(draft, name, only)}
      onChange={(value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } }))}
    />
  );
}

function Remarks(props: PartProps) {
  const words = useWords(acceptWords);
  const isWanted = (['witness', 'note', 'exception'] as const).some(
    (name) => !isBlank(fieldOfAcceptance(props.draft, name)),
  );
  return (
    <More title={words.remarks} note={words.optional} at="/note" isWanted={isWanted}>
      <div className="fields">
        <AcceptField {...props} name="witness" at="/witness" width={14} />
        <AcceptField {...props} name="note" at="/note" width={28} />
        <AcceptField {...props} name="exception" at="/exception/reason" hint={words.exceptionHint} width={28} />
      </div>
    </More>
  );
}
