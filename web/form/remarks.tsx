import type { ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import { BLANK, isBlank } from './cells.ts';
import { DraftField, type FieldsOf } from './draft-field.tsx';
import { formWords } from './form-words.ts';
import { More } from './more.tsx';

interface RemarksProps {
  readonly of: FieldsOf<'note' | 'exception'>;
  /** Why an exception is wanted here; it is open then. */
  readonly exceptionHint?: ReactNode;
}

/** A note, and the reason of an exception: folded until one of them is wanted. */
export function Remarks({ of, exceptionHint }: RemarksProps) {
  const words = useWords(formWords);
  const isTyped = (['note', 'exception'] as const).some((name) => !isBlank(of.draft.fields[name] ?? BLANK));
  return (
    <More title={words.remarks} note={words.optional} at="/exception" isWanted={isTyped || exceptionHint !== undefined}>
      <div className="fields">
        <DraftField of={of} name="note" at="/note" width={28} />
        <DraftField
          of={of}
          name="exception"
          at="/exception/reason"
          hint={exceptionHint ?? words.exceptionHint}
          width={28}
        />
      </div>
    </More>
  );
}
