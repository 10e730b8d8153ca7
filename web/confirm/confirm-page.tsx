import { useMemo } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { writeWhole } from '../../shared/domain/quantity.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { confirmBody } from '../../shared/schemas/consignment.ts';
import { consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { AllGood } from '../form/all-good.tsx';
import { isBlank } from '../form/cells.ts';
import { CountGrid } from '../form/count-grid.tsx';
import { allGood, type CountedLine, rowsOfLines } from '../form/counted.ts';
import { Field } from '../form/field.tsx';
import { Form } from '../form/form.tsx';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { More } from '../form/more.tsx';
import { useNextWaiting } from '../form/next-waiting.ts';
import { PapersField, usePapers } from '../form/papers.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import {
  COUNTS,
  type ConfirmationDraft,
  confirmationDraft,
  confirmationOf,
  emptyConfirmation,
  type FieldName,
  fieldOfConfirmation,
  linesOnTheirWay,
} from './confirm-form.ts';
import { confirmWords } from './confirm-words.ts';

const answered = documentRead('consignment', consignmentAnswer).extend({ names });
type Read = z.infer<typeof answered>;

/** 签收: what of a consignment arrived, how it was found, and whom it reached. */
export function ConfirmPage({ id }: { readonly id: string }) {
  const words = useWords(confirmWords);
  const { data: me } = useMe();
  const answer = useAnswer(`/api/consignments/${id}`, answered);
  const toConsignment = <a href={addresses.consignment(id)}>{words.toConsignment}</a>;
  if (me !== undefined && !mayCall(me, 'confirm')) {
    return (
      <Nothing title={words.mayNot} action={toConsignment}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => {
        const sent = linesOnTheirWay(read.consignment);
        if (read.consignment.status !== 'in-transit') {
          return (
            <Nothing title={words.notComing} action={toConsignment}>
              <p>{words.notComingDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.title(read.consignment.number ?? words.unnumbered)} note={words.note}>
            <ConfirmForm read={read} sent={sent} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

type Change = (by: (before: ConfirmationDraft) => ConfirmationDraft) => void;

interface PartProps {
  readonly draft: ConfirmationDraft;
  readonly change: Change;
}

function ConfirmForm({ read: { consignment, names: known }, sent }: { readonly read: Read; readonly sent: Sent }) {
  const words = useWords(confirmWords);
  const empty = useMemo(() => emptyConfirmation(dateInShanghai(Date.now())), []);
  const keyed = useKeyedDraft(`confirm.${consignment.id}`, confirmationDraft, empty);
  const { draft, change } = keyed;
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const made = confirmationOf(draft, sent, {
    missing: (quantity) => (quantity > 0n ? words.missing(writeWhole(quantity)) : words.above(writeWhole(-quantity))),
  });
  const of = {
    path: `/api/consignments/${consignment.id}/confirmation`,
    schema: confirmBody,
    draft: keyed,
    made: { ...made, wrong: [...(made.wrong ?? []), ...papers.waits] },
  } as const;
  const here = addresses.consignment(consignment.id);
  const next = useNextWaiting('in-transit', consignment.id, addresses.confirmation);
  const sending = useSending({ ...of, document: consignment.id, next, onBooked: () => go(here) });
  const trial = useTrial(of);
  return (
    <Form label={words.title(consignment.number ?? '')} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Lines draft={draft} change={change} sent={sent} names={known} />
      <div className="fields">
        <ConfirmField draft={draft} change={change} name="signatory" at="/signatory" width={14} />
        <ConfirmField draft={draft} change={change} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <section>
        <h2>{words.reached}</h2>
        <div className="fields">
          {(['people', 'households', 'sites'] as const).map((name) => (
            <ConfirmField
              key={name}
              draft={draft}
              change={change}
              name={name}
              at={`/${name}`}
              reader="quantity"
              width={9}
            />
          ))}
        </div>
      </section>
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

type Sent = readonly CountedLine[];

function Lines({
  draft,
  change,
  sent,
  names: known,
}: PartProps & { readonly sent: Sent; readonly names: Read['names'] }) {
  const words = useWords(confirmWords);
  const rows = rowsOfLines(sent, draft.lines, {});
  return (
    <section>
      <h2>{words.lines}</h2>
      <AllGood
        label={words.allGood}
        onAll={() =>
          change((before) => ({ ...before, lines: [...allGood(sent, rowsOfLines(sent, before.lines, {}), COUNTS)] }))
        }
      />
      <CountGrid
        caption={words.lines}
        should={words.sent}
        lines={sent}
        names={known}
        counts={COUNTS}
        heads={words.columns}
        more={[{ name: 'reason', at: 'reason', width: 14 }]}
        rows={rows}
        onRows={(by) => change((before) => ({ ...before, lines: [...by(rowsOfLines(sent, before.lines, {}))] }))}
        placeOf={(line) => {
          const place = sent.findIndex((one) => one.line === line);
          return place < 0 ? undefined : place;
        }}
      />
    </section>
  );
}

const LABELS = {
  signatory: 'signatory',
  people: 'people',
  households: 'households',
  sites: 'sites',
  effectiveOn: 'day',
  note: 'remark',
  exception: 'exception',
} as const;

interface ConfirmFieldProps extends PartProps, Omit<Parameters<typeof Field>[0], 'label' | 'value' | 'onChange'> {
  readonly name: FieldName;
}

function ConfirmField({ draft, change, name, ...field }: ConfirmFieldProps) {
  const words = useWords(confirmWords);
  return (
    <Field
      {...field}
      label={words[LABELS[name]]}
      value={fieldOfConfirmation(draft, name)}
      onChange={(value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } }))}
    />
  );
}

function Remarks(props: PartProps) {
  const words = useWords(confirmWords);
  const isWanted = (['note', 'exception'] as const).some((name) => !isBlank(fieldOfConfirmation(props.draft, name)));
  return (
    <More title={words.remarks} note={words.optional} at="/note" isWanted={isWanted}>
      <div className="fields">
        <ConfirmField {...props} name="note" at="/note" width={28} />
        <ConfirmField {...props} name="exception" at="/exception/reason" hint={words.exceptionHint} width={28} />
      </div>
    </More>
  );
}
