import { lazy, Suspense, useEffect, useState } from 'react';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

const FindDialog = lazy(() => import('../find/find-dialog.tsx').then(({ FindDialog }) => ({ default: FindDialog })));

/** The magnifier of the top bar, and Ctrl+K: what they open is loaded when it is first opened. */
export function Finder() {
  const words = useWords(deskWords);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <>
      <button type="button" aria-keyshortcuts="Control+K" onClick={() => setOpen(true)}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="6.5" cy="6.5" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="m10 10 4.5 4.5" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        <span className="unseen">{words.find}</span> <kbd>Ctrl K</kbd>
      </button>
      {isOpen && (
        <Suspense>
          <FindDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
