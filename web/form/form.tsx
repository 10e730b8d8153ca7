import './form.css';
import {
  type CompositionEvent,
  createContext,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  use,
  useEffect,
  useId,
  useMemo,
  useRef,
} from 'react';
import { useWords } from '../words/words.tsx';
import { fieldOf, type Wrong } from './faults.ts';
import { formWords } from './form-words.ts';
import { Keys } from './keys.tsx';
import type { Sending } from './sending.ts';

const NEXT = '[data-field]:not([data-aside]), button[type=submit]';

/** What fields know of the form that they stand in. */
interface FormOfFields {
  readonly wrong: readonly Wrong[];
  /** Pointers of the fields that are there. */
  readonly fields: Set<string>;
  /** What was wrong with a field is not, once it is changed. */
  readonly forgive: (at: string | undefined) => void;
}

const FormOfFields = createContext<FormOfFields>({ wrong: [], fields: new Set(), forgive: () => undefined });

interface FormProps {
  /** What the form is for, to whoever hears the page. */
  readonly label: string;
  readonly sending: Pick<Sending, 'wrong' | 'tries' | 'forgive'>;
  readonly onSubmit: () => void;
  /** Files that were dropped on the form or pasted into it. */
  readonly onFiles?: ((files: readonly File[]) => void) | undefined;
  readonly children: ReactNode;
}

/**
 * A form by keyboard: Enter goes to the next field, Ctrl+Enter sends, and no key that an input method wants is taken from
 * it. Once something is wrong, the first wrong field has the focus.
 */
export function Form({ label, sending, onSubmit, onFiles, children }: FormProps) {
  const { wrong, tries, forgive } = sending;
  const element = useRef<HTMLFormElement>(null);
  const fields = useRef(new Set<string>());
  const inputMethod = useInputMethod();
  const ofFields = useMemo(() => {
    const isAt = (at: string | undefined) => (one: Wrong) => fieldOf(one.at, fields.current) === at;
    return {
      wrong,
      fields: fields.current,
      forgive: (at: string | undefined) => at !== undefined && wrong.some(isAt(at)) && forgive(isAt(at)),
    };
  }, [wrong, forgive]);
  useEffect(() => {
    if (tries > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  const press = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || event.defaultPrevented) return;
    const isSending = event.ctrlKey || event.metaKey;
    if (!isSending && !isField(event.target)) return;
    event.preventDefault();
    if (isSending) onSubmit();
    else if (isField(event.target)) nextField(event.target)?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  useDroppedFiles(onFiles);
  return (
    <FormOfFields value={ofFields}>
      <form
        className="form"
        ref={element}
        aria-label={label}
        noValidate
        autoComplete="off"
        onSubmit={submit}
        onKeyDown={press}
        {...inputMethod}
      >
        {children}
        <Keys />
      </form>
    </FormOfFields>
  );
}

/** Takes files wherever on the page they are dropped or pasted: the browser would leave the page for them. */
function useDroppedFiles(onFiles: FormProps['onFiles']): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  const isTaking = onFiles !== undefined;
  useEffect(() => {
    if (!isTaking) return;
    const gone = new AbortController();
    const { signal } = gone;
    const take = (transfer: DataTransfer | null, event: Event) => {
      const files = [...(transfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current?.(files);
    };
    addEventListener('paste', (event) => take(event.clipboardData, event), { signal });
    addEventListener('drop', (event) => take(event.dataTransfer, event), { signal });
    const over = (event: DragEvent) => event.dataTransfer?.types.includes('Files') && event.preventDefault();
    addEventListener('dragover', over, { signal });
    return () => gone.abort();
  }, [isTaking]);
}

/**
 * Keys that belong to an input method are its own: while it composes, and until the task after it has ended, since WebKit
 * tells of the key that ended it only then. They do not reach whatever listens inside of the form.
 */
function useInputMethod() {
  const isComposing = useRef(false);
  return {
    onCompositionStartCapture: () => {
      isComposing.current = true;
    },
    onCompositionEndCapture: (_event: CompositionEvent) => {
      setTimeout(() => {
        isComposing.current = false;
      });
    },
    onKeyDownCapture: (event: KeyboardEvent) => {
      if (isComposing.current || event.nativeEvent.isComposing || event.keyCode === 229) event.stopPropagation();
    },
  };
}

function isField(target: EventTarget): target is HTMLElement {
  return target instanceof HTMLElement && target.dataset.field !== undefined;
}

/** The field after one, or the button that sends, in the order of the page: those that may be passed over are. */
export function nextField(field: HTMLElement): HTMLElement | undefined {
  const all = [...(field.closest('form')?.querySelectorAll<HTMLElement>(NEXT) ?? [])];
  return all.find(
    (other) =>
      (field.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && other.checkVisibility(),
  );
}

/** What is wrong with the field of a pointer, and how it says so. */
export function useFieldAt(at: string | undefined, ownFlaw?: string) {
  const { wrong, fields, forgive } = use(FormOfFields);
  const told = useId();
  useEffect(() => {
    if (at === undefined) return;
    fields.add(at);
    return () => {
      fields.delete(at);
    };
  }, [at, fields]);
  const said =
    wrong.find((one) => at !== undefined && fieldOf(one.at, new Set([...fields, at])) === at)?.told ?? ownFlaw;
  return {
    forgive: () => forgive(at),
    message: said === undefined ? undefined : { id: told, said },
    invalid: said === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': told },
  };
}

/** Whether something is wrong in a part of the form. */
export function useIsWrongBelow(at: string): boolean {
  return use(FormOfFields).wrong.some((one) => one.at === at || one.at.startsWith(`${at}/`));
}

/** What is wrong beside all fields, or how many fields are. */
export function WrongFields() {
  const { wrong, fields } = use(FormOfFields);
  const words = useWords(formWords);
  if (wrong.length === 0) return null;
  const homeless = wrong.filter(({ at }) => fieldOf(at, fields) === undefined);
  return (
    <div className="form-told" role="alert">
      <p>
        <strong>{words.wrong(wrong.length)}</strong>
      </p>
      {homeless.map(({ at, told }) => (
        <p key={at}>{told}</p>
      ))}
    </div>
  );
}
