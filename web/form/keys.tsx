import { useEffect, useRef } from 'react';
import { useWords } from '../words/words.tsx';
import { formWords } from './form-words.ts';

/** The keys of forms, at `?` or by its button. */
export function Keys() {
  const words = useWords(formWords);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping = target instanceof Element && target.closest('input, textarea, select') !== null;
      if (event.key.normalize('NFKC') !== '?' || isTyping) return;
      event.preventDefault();
      if (dialog.current?.open === false) dialog.current.showModal();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <>
      <button type="button" className="form-keys-button not-printed" onClick={() => dialog.current?.showModal()}>
        {words.keys} <kbd>?</kbd>
      </button>
      <dialog className="form-keys" ref={dialog} aria-label={words.keys}>
        <h2>{words.keys}</h2>
        <dl className="said">
          {words.keyList.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </dialog>
    </>
  );
}
