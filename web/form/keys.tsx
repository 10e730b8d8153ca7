import { useEffect, useRef } from 'react';
import { useWords } from '../words/words.tsx';
import { formWords } from './form-words.ts';
import { useQuestionMark } from './question-mark.ts';
import './form.css';

/** The keys of forms, at `?` or by its button. */
export function Keys() {
  const words = useWords(formWords);
  const dialog = useRef<HTMLDialogElement>(null);
  useQuestionMark(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  });
  return (
    <>
      <button type="button" className="form-keys-button not-printed" onClick={() => dialog.current?.showModal()}>
        {words.keys} <kbd>?</kbd>
      </button>
      <dialog className="form-keys" ref={dialog} aria-label={words.keys}>
        <KeyList keys={words.keyList} onClose={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

interface KeyListProps {
  /** Each with what it does. */
  readonly keys: readonly (readonly [string, string])[];
  readonly onClose: () => void;
}

function KeyList({ keys, onClose }: KeyListProps) {
  const words = useWords(formWords);
  return (
    <>
      <h2>{words.keys}</h2>
      <dl className="said">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="plain-button" onClick={onClose}>
        {words.close}
      </button>
    </>
  );
}

/** The keys of pages without a form, as soon as it is there. */
export function PageKeys({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(formWords);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog className="form-keys" ref={dialog} aria-label={words.keys} onClose={onClose}>
      <KeyList keys={words.pageKeyList} onClose={() => dialog.current?.close()} />
    </dialog>
  );
}
