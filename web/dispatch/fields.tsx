import { isBlank, type Typed } from '../form/cells.ts';
import { Field } from '../form/field.tsx';
import { More } from '../form/more.tsx';
import { useWords } from '../words/words.tsx';
import { type FieldName, type Fields, fieldOf } from './consignment-draft.ts';
import { dispatchWords } from './dispatch-words.ts';

const LABELS = {
  unit: 'unit',
  warehouse: 'warehouse',
  effectiveOn: 'day',
  carrier: 'carrier',
  purpose: 'purpose',
  note: 'remark',
  exception: 'exception',
  consent: 'consent',
  gift: 'gift',
} as const satisfies Readonly<Record<FieldName, string>>;

export interface FieldsProps {
  readonly fields: Fields;
  readonly change: (by: (before: Fields) => Fields) => void;
}

interface DispatchFieldProps extends FieldsProps, Omit<Parameters<typeof Field>[0], 'label' | 'value' | 'onChange'> {
  readonly name: FieldName;
  /** What stands there, where that is not only what was typed. */
  readonly shown?: Typed;
}

/** A field of one consignment, or of all that are sent together. */
export function DispatchField({ fields, change, name, shown, ...field }: DispatchFieldProps) {
  const words = useWords(dispatchWords);
  return (
    <Field
      {...field}
      label={words[LABELS[name]]}
      value={shown ?? fieldOf(fields, name)}
      onChange={(value) => change((before) => ({ ...before, [name]: value }))}
    />
  );
}

/** What is not always said of a consignment. */
export function Remarks(props: FieldsProps) {
  const words = useWords(dispatchWords);
  const isWanted = (['carrier', 'purpose', 'note', 'exception'] as const).some(
    (name) => !isBlank(fieldOf(props.fields, name)),
  );
  return (
    <More title={words.remarks} note={words.optional} at="/note" isWanted={isWanted}>
      <div className="fields">
        <DispatchField {...props} name="carrier" at="/carrier" width={14} />
        <DispatchField {...props} name="purpose" at="/purpose" hint={words.purposeHint} width={18} />
        <DispatchField {...props} name="note" at="/note" width={28} />
        <DispatchField {...props} name="exception" at="/exception/reason" hint={words.exceptionHint} width={28} />
      </div>
    </More>
  );
}
