import { useMemo } from 'react';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { reverseBody } from '../../shared/schemas/reversal.ts';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { isApprovalTyped } from '../form/approval.ts';
import { ApprovalFields } from '../form/approval-fields.tsx';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { More } from '../form/more.tsx';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { Moves, TrialNote, useTrial } from '../form/trial.tsx';
import { useWords } from '../words/words.tsx';
import { PutRightPage, type Read } from './put-right-page.tsx';
import { putRightWords } from './put-right-words.ts';
import { emptyReversal, type ReversalField, reversalDraft, reversalOf } from './reversal-form.ts';

/** 冲销: all that an entry moved is taken back by another one; what it will move is shown before. */
export function ReversePage({ id }: { readonly id: string }) {
  return (
    <PutRightPage id={id} operation="reverse" by="reverse">
      {(read, title) => <ReversalForm read={read} title={title} />}
    </PutRightPage>
  );
}

function ReversalForm({ read, title }: { readonly read: Read; readonly title: string }) {
  const all = useWords(putRightWords);
  const ofForms = useWords(formWords);
  const empty = useMemo(() => emptyReversal(dateInShanghai(Date.now())), []);
  const { id } = read.entry;
  const keyed = useKeyedDraft(`reverse.${id}`, reversalDraft, empty);
  const { draft, change } = keyed;
  const of = {
    path: `/api/entries/${id}/reversal`,
    schema: reverseBody,
    draft: keyed,
    made: reversalOf(draft),
  } as const;
  const sending = useSending({ ...of, document: id, onBooked: () => go(addresses.entry(id)) });
  const trial = useTrial(of);
  const fields: FieldsOf<ReversalField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, effectiveOn: all.day, reason: all.reason },
  };
  // Whatever the server refuses for want of one opens it.
  const isWanted = isApprovalTyped(draft.fields) || sending.wrong.some(({ at }) => at.startsWith('/approval'));
  return (
    <Form label={title} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <div className="fields">
        <DraftField of={fields} name="reason" at="/reason" width={28} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <More title={ofForms.approval} note={ofForms.optional} at="/approval" isWanted={isWanted}>
        <ApprovalFields of={fields} />
      </More>
      <Remarks of={fields} />
      <section className="form-last">
        {(trial === undefined || 'refused' in trial) && (
          <div className="trial">
            <Moves title={all.reverse.moves} entry={read.entry} names={read.names} />
          </div>
        )}
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={all.reverse.book} />
      </section>
    </Form>
  );
}
