import { useMemo } from 'react';
import type * as z from 'zod';
import { dateInShanghai, daysBetween } from '../../shared/domain/calendar.ts';
import { writeWhole } from '../../shared/domain/quantity.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { resolveBody } from '../../shared/schemas/consignment.ts';
import { consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { FACTS } from '../../shared/schemas/facts.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { ApprovalFields } from '../form/approval-fields.tsx';
import { CountGrid } from '../form/count-grid.tsx';
import { allGood, type CountedLine, rowsOfLines } from '../form/counted.ts';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { type KeyedDraft, useKeyedDraft } from '../form/keyed-draft.ts';
import { useNextWaiting } from '../form/next-waiting.ts';
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
  emptyResolution,
  heldLines,
  type ResolutionDraft,
  type ResolveField,
  resolutionDraft,
  resolutionOf,
  resolvedOf,
  WAYS,
} from './resolve-form.ts';
import './held.css';

const answered = documentRead('consignment', consignmentAnswer).extend({ names });
type Read = z.infer<typeof answered>;

/** 处理: what becomes of goods that arrived damaged or short. */
export function ResolvePage({ id }: { readonly id: string }) {
  const all = useWords(heldWords);
  const words = all.resolution;
  const { data: me } = useMe();
  const answer = useAnswer(`/api/consignments/${id}`, answered);
  const toConsignment = <a href={addresses.consignment(id)}>{all.toConsignment}</a>;
  if (me !== undefined && !mayCall(me, 'resolve')) {
    return (
      <Nothing title={words.mayNot} action={toConsignment}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => {
        const held = heldLines(read.consignment);
        if (held.length === 0) {
          return (
            <Nothing title={words.nothing} action={toConsignment}>
              <p>{words.nothingDetail}</p>
            </Nothing>
          );
        }
        const { number, unit } = read.consignment;
        return (
          <Sheet title={words.title(number ?? all.unnumbered)} note={read.names?.[unit]?.name}>
            <ResolveForm read={read} held={held} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

interface ResolveFormProps {
  readonly read: Read;
  readonly held: readonly CountedLine[];
}

function ResolveForm({ read, held }: ResolveFormProps) {
  const all = useWords(heldWords);
  const words = all.resolution;
  const ofForms = useWords(formWords);
  const { consignment } = read;
  const empty = useMemo(() => emptyResolution(dateInShanghai(Date.now())), []);
  const keyed = useKeyedDraft(`resolve.${consignment.id}`, resolutionDraft, empty);
  const { draft, change } = keyed;
  const of = {
    path: `/api/consignments/${consignment.id}/resolutions`,
    schema: resolveBody,
    draft: keyed,
    made: resolutionOf(draft, held, { above: (quantity) => all.above(writeWhole(quantity)) }),
  } as const;
  const here = addresses.consignment(consignment.id);
  const next = useNextWaiting('held', consignment.id, addresses.resolution);
  const sending = useSending({ ...of, document: consignment.id, next, onBooked: () => go(here) });
  const trial = useTrial(of);
  const fields: FieldsOf<ResolveField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, effectiveOn: all.day, reason: words.reason },
  };
  return (
    <Form label={words.title(consignment.number ?? '')} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Found read={read} held={held} />
      <Lines keyed={keyed} held={held} names={read.names} />
      <div className="fields">
        <DraftField of={fields} name="reason" at="/reason" width={36} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <section>
        <h2>{ofForms.approval}</h2>
        <ApprovalFields of={fields} />
      </section>
      <Remarks of={fields} />
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}

/** How long ago it was confirmed, and what whoever did said of it. */
function Found({ read: { history, names: known }, held }: ResolveFormProps) {
  const words = useWords(heldWords).resolution;
  const confirmation = history.find(({ kind }) => kind === 'confirmation');
  if (confirmation === undefined) return null;
  const said = FACTS.confirmation().safeParse(confirmation.facts).data?.lines ?? [];
  const told = said.flatMap(({ line, damaged = 0n, short = 0n, reason = '' }) => {
    const of = held.find((one) => one.line === line);
    const found = [damaged > 0n && words.damaged(writeWhole(damaged)), short > 0n && words.short(writeWhole(short))];
    const texts = found.filter((text) => text !== false);
    return of === undefined || texts.length === 0
      ? []
      : [{ line, text: words.saidOf(known?.[of.item]?.name ?? '', texts.join(' · '), reason) }];
  });
  return (
    <div>
      <p className="note">{words.found(daysBetween(confirmation.effectiveOn, dateInShanghai(Date.now())))}</p>
      <ul className="found-held">
        {told.map(({ line, text }) => (
          <li key={line}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

interface LinesProps {
  readonly keyed: KeyedDraft<ResolutionDraft>;
  readonly held: readonly CountedLine[];
  readonly names: Read['names'];
}

function Lines({ keyed: { draft, change }, held, names: known }: LinesProps) {
  const words = useWords(heldWords).resolution;
  const resolved = resolvedOf(held, draft);
  return (
    <section>
      <h2>{words.lines}</h2>
      <AllAs
        ways={WAYS}
        labels={words.all}
        onAll={(way) =>
          change((before) => {
            const others = WAYS.filter((one) => one !== way);
            return { ...before, lines: [...allGood(held, rowsOfLines(held, before.lines, {}), [way, ...others])] };
          })
        }
      />
      <CountGrid
        caption={words.lines}
        should={words.should}
        lines={held}
        names={known}
        counts={WAYS}
        heads={words.columns}
        more={[]}
        mayLack
        rows={rowsOfLines(held, draft.lines, {})}
        onRows={(by) => change((before) => ({ ...before, lines: [...by(rowsOfLines(held, before.lines, {}))] }))}
        placeOf={(line) => {
          const place = resolved.findIndex((one) => one.line === line);
          return place < 0 ? undefined : place;
        }}
      />
      <p className="note">{words.lackHint}</p>
    </section>
  );
}
