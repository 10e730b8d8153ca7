import { useWords } from '../words/words.tsx';
import type { ApprovalField } from './approval.ts';
import { DraftField, type FieldsOf } from './draft-field.tsx';
import { formWords } from './form-words.ts';

/** Who allowed it, by which document, when. */
export function ApprovalFields({ of }: { readonly of: FieldsOf<ApprovalField> }) {
  const words = useWords(formWords);
  return (
    <div className="fields">
      <DraftField of={of} name="document" at="/approval/document" width={18} />
      <DraftField of={of} name="approver" at="/approval/approver" hint={words.approverHint} width={16} />
      <DraftField of={of} name="decidedOn" at="/approval/decidedOn" reader="date" width={11} />
    </div>
  );
}
