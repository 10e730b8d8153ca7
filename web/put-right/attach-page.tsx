import { attachEvidenceBody } from '../../shared/schemas/reversal.ts';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import type { FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { PapersField, usePapers } from '../form/papers.tsx';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { useWords } from '../words/words.tsx';
import { type AttachmentField, attachmentDraft, attachmentOf, EMPTY } from './attachment-form.ts';
import { PutRightPage, type Read } from './put-right-page.tsx';
import { putRightWords } from './put-right-words.ts';

/** 补充凭据: papers that came after an entry was recorded. */
export function AttachPage({ id }: { readonly id: string }) {
  return (
    <PutRightPage id={id} operation="attachEvidence" by="attach">
      {(read, title) => <AttachmentForm read={read} title={title} />}
    </PutRightPage>
  );
}

function AttachmentForm({ read, title }: { readonly read: Read; readonly title: string }) {
  const words = useWords(putRightWords).attach;
  const ofForms = useWords(formWords);
  const { id } = read.entry;
  const keyed = useKeyedDraft(`attach.${id}`, attachmentDraft, EMPTY);
  const { draft, change } = keyed;
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const sending = useSending({
    path: `/api/entries/${id}/evidence`,
    schema: attachEvidenceBody,
    draft: keyed,
    made: { ...attachmentOf(draft), wrong: papers.waits },
    document: id,
    onBooked: () => go(addresses.entry(id)),
  });
  const fields: FieldsOf<AttachmentField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: ofForms.fields,
  };
  return (
    <Form label={title} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <section>
        <h2>{words.papers}</h2>
        <PapersField of={papers} />
      </section>
      <Remarks of={fields} />
      <section className="form-last">
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}
