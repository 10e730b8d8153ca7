import { BLANK, type Typed } from './cells.ts';
import { Field } from './field.tsx';

/** A draft that has fields by their names, and how it changes. */
export interface FieldsOf<N extends string> {
  readonly draft: { readonly fields: Readonly<Partial<Record<N, Typed>>> };
  /** Puts what was typed into the field of that name. */
  readonly put: (name: N, value: Typed) => void;
  readonly labels: Readonly<Record<N, string>>;
}

interface DraftFieldProps<N extends string> extends Omit<Parameters<typeof Field>[0], 'label' | 'value' | 'onChange'> {
  readonly of: FieldsOf<N>;
  readonly name: N;
}

/** A field of a draft, by its name. */
export function DraftField<N extends string>({ of: { draft, put, labels }, name, ...field }: DraftFieldProps<N>) {
  return (
    <Field {...field} label={labels[name]} value={draft.fields[name] ?? BLANK} onChange={(value) => put(name, value)} />
  );
}
