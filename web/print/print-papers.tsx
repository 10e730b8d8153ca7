import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { Problem } from '../ask/problem.ts';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { papersOf } from './made-papers.ts';
import { printWords } from './print-words.ts';
import './print.css';

interface PrintPapersProps {
  /** In the order in which their papers lie. */
  readonly consignments: readonly string[];
}

/** Prints the slip and the sign-off sheet of every consignment that is named at a click, for whoever may have them. */
export function PrintPapers({ consignments }: PrintPapersProps) {
  const { data: me } = useMe();
  if (me === undefined || !mayCall(me, 'requestExport')) return null;
  const clicks = Array.from({ length: Math.ceil(consignments.length / LIMITS.papers) }, (_, at) =>
    consignments.slice(at * LIMITS.papers, (at + 1) * LIMITS.papers),
  );
  return clicks.map((some) => <PrintTogether key={some[0]} consignments={some} />);
}

function PrintTogether({ consignments }: PrintPapersProps) {
  const words = useWords(printWords);
  const { language } = useLanguage();
  const { mutate, data, error, isPending, reset } = useMutation({ mutationFn: () => papersOf(consignments, language) });
  const why =
    data !== undefined && 'failed' in data ? data.failed : error instanceof Problem ? error.detail : error?.message;
  return (
    <>
      <button type="button" className="plain-button not-printed" disabled={isPending} onClick={() => mutate()}>
        {isPending ? words.making : consignments.length === 1 ? words.print : words.printSome(consignments.length)}
      </button>
      {why !== undefined && (
        <span className="note" role="alert">
          {words.failed} {why}
        </span>
      )}
      {data !== undefined && 'page' in data && <Papers page={data.page} onClose={reset} />}
    </>
  );
}

/** The papers as they are printed, and the browser's own dialog at once. */
function Papers({ page, onClose }: { readonly page: string; readonly onClose: () => void }) {
  const words = useWords(printWords);
  const dialog = useRef<HTMLDialogElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    URL.revokeObjectURL(page);
    onClose();
  };
  const print = () => frame.current?.contentWindow?.print();
  return (
    <dialog className="print-dialog" ref={dialog} aria-label={words.papers} onClose={close}>
      <header>
        <h2>{words.papers}</h2>
        <button type="button" className="plain-button" data-first onClick={print}>
          {words.printThem}
        </button>
        <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </header>
      <iframe ref={frame} title={words.papers} src={page} onLoad={print} />
    </dialog>
  );
}
