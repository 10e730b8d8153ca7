import { useMemo } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { writeWhole } from '../../shared/domain/quantity.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { returnFromUnitBody } from '../../shared/schemas/consignment.ts';
import { consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { CountGrid } from '../form/count-grid.tsx';
import { allGood, type CountedLine, rowsOfLines } from '../form/counted.ts';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { type KeyedDraft, useKeyedDraft } from '../form/keyed-draft.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { AllAs } from './all-as.tsx';
import { heldWords } from './held-words.ts';
import {
  COUNTS,
  COVERED,
  deliveredLines,
  emptyUnitReturn,
  returnedOf,
  type UnitReturnDraft,
  type UnitReturnField,
  unitReturnDraft,
  unitReturnOf,
} from './unit-return-form.ts';
import './held.css';

const answered = documentRead('consignment', consignmentAnswer).extend({ names });
type Read = z.infer<typeof answered>;

/** 单位退回: delivered goods come back into stock. */
export function UnitReturnPage({ id }: { readonly id: string }) {
  const all = useWords(heldWords);
  const words = all.unitReturn;
  const { data: me } = useMe();
  const answer = useAnswer(`/api/consignments/${id}`, answered);
  const toConsignment = <a href={addresses.consignment(id)}>{all.toConsignment}</a>;
  if (me !== undefined && !mayCall(me, 'returnFromUnit')) {
    return (
      <Nothing title={words.mayNot} action={toConsignment}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => {
        const delivered = deliveredLines(read.consignment);
        if (delivered.length === 0) {
          return (
            <Nothing title={words.nothing} action={toConsignment}>
              <p>{words.nothingDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.title(read.consignment.number ?? all.unnumbered)} note={words.note}>
            <UnitReturnForm read={read} delivered={delivered} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

interface UnitReturnFormProps {
  readonly read: Read;
  readonly delivered: readonly CountedLine[];
}

function UnitReturnForm({ read: { consignment, names: known }, delivered }: UnitReturnFormProps) {
  const all = useWords(heldWords);
  const words = all.unitReturn;
  const ofForms = useWords(formWords);
  const empty = useMemo(() => emptyUnitReturn(dateInShanghai(Date.now())), []);
  const keyed = useKeyedDraft(`unit-return.${consignment.id}`, unitReturnDraft, empty);
  const { draft, change } = keyed;
  const of = {
    path: `/api/consignments/${consignment.id}/returns`,
    schema: returnFromUnitBody,
    draft: keyed,
    made: unitReturnOf(draft, delivered, { above: (quantity) => all.above(writeWhole(quantity)) }),
  } as const;
  const here = addresses.consignment(consignment.id);
  const sending = useSending({ ...of, document: consignment.id, onBooked: () => go(here) });
  const trial = useTrial(of);
  const fields: FieldsOf<UnitReturnField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, ...all.labels, reason: words.reason },
  };
  const { standingCoverage: stands } = consignment;
  return (
    <Form label={words.title(consignment.number ?? '')} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Lines keyed={keyed} delivered={delivered} names={known} />
      <div className="fields">
        <DraftField of={fields} name="reason" at="/reason" width={30} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
        <DraftField
          of={fields}
          name="warehouse"
          at="/warehouse"
          from="warehouse"
          hint={words.warehouseHint}
          width={18}
        />
      </div>
      {stands !== undefined && COVERED.some((name) => stands[name] > 0) && (
        <section>
          <h2>{words.coverage}</h2>
          <p className="note">{words.coverageHint(words.coverageOf(stands.people, stands.households, stands.sites))}</p>
          <div className="fields">
            {COVERED.filter((name) => stands[name] > 0).map((name) => (
              <DraftField key={name} of={fields} name={name} at={`/${name}`} reader="quantity" isAside width={9} />
            ))}
          </div>
        </section>
      )}
      <Remarks of={fields} />
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}

interface LinesProps {
  readonly keyed: KeyedDraft<UnitReturnDraft>;
  readonly delivered: readonly CountedLine[];
  readonly names: Read['names'];
}

function Lines({ keyed: { draft, change }, delivered, names: known }: LinesProps) {
  const words = useWords(heldWords).unitReturn;
  const returned = returnedOf(delivered, draft);
  return (
    <section>
      <h2>{words.lines}</h2>
      <AllAs
        ways={COUNTS}
        labels={{ quantity: words.all }}
        onAll={() =>
          change((before) => {
            const rows = rowsOfLines(delivered, before.lines, {});
            return { ...before, lines: [...allGood(delivered, rows, COUNTS)] };
          })
        }
      />
      <CountGrid
        caption={words.lines}
        should={words.should}
        lines={delivered}
        names={known}
        counts={COUNTS}
        heads={words.columns}
        more={[]}
        mayLack
        rows={rowsOfLines(delivered, draft.lines, {})}
        onRows={(by) => change((before) => ({ ...before, lines: [...by(rowsOfLines(delivered, before.lines, {}))] }))}
        placeOf={(line) => {
          const place = returned.findIndex((one) => one.line === line);
          return place < 0 ? undefined : place;
        }}
      />
    </section>
  );
}
