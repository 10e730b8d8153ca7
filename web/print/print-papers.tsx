import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import * as z from 'zod';
import { exportAnswer } from '../../shared/schemas/export.ts';
import { ask } from '../ask/ask.ts';
import { askBeside } from '../ask/ask-beside.ts';
import { Problem } from '../ask/problem.ts';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { printWords } from './print-words.ts';
import './print.css';

const answered = z.looseObject({ export: exportAnswer });

/** Asked again so often while the papers are made. */
const SOON_MS = 400;

interface PrintPapersProps {
  /** In the order in which their papers lie. */
  readonly consignments: readonly string[];
}

/** One click prints the slip and the sign-off sheet of every consignment that is named, for whoever may have them. */
export function PrintPapers({ consignments }: PrintPapersProps) {
  const words = useWords(printWords);
  const { data: me } = useMe();
  const { language } = useLanguage();
  const [isShown, setShown] = useState(false);
  const {
    mutate,
    data: id,
    error: refused,
    isPending,
    reset,
  } = useMutation({
    mutationFn: async () => {
      const body = { kind: 'dispatch-papers', format: 'html', consignments };
      return (await askBeside('/api/exports', answered, body)).export.id;
    },
  });
  const { data: made, error: lost } = useQuery({
    queryKey: ['papers to print', id],
    queryFn: async ({ signal }) => (await ask(`/api/exports/${id}`, answered, { signal })).export,
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (isOver(state.data?.status) ? false : SOON_MS),
  });
  const url = made?.files[0]?.url;
  const page = usePage(url);
  const printed = page.data;
  useEffect(() => {
    if (printed !== undefined) setShown(true);
  }, [printed]);
  if (me === undefined || !mayCall(me, 'requestExport') || consignments.length === 0) return null;
  const isFailed =
    refused !== null || lost !== null || page.error !== null || (isOver(made?.status) && url === undefined);
  const isMaking = isPending || (id !== undefined && printed === undefined && !isFailed);
  const why = made?.failure?.detail[language] ?? (refused instanceof Problem ? refused.detail : '');
  return (
    <>
      <button
        type="button"
        className="plain-button not-printed"
        disabled={isMaking}
        onClick={() => {
          reset();
          setShown(false);
          mutate();
        }}
      >
        {isMaking ? words.making : consignments.length === 1 ? words.print : words.printSome(consignments.length)}
      </button>
      {isFailed && (
        <span className="note" role="alert">
          {words.failed} {why}
        </span>
      )}
      {isShown && printed !== undefined && <Papers page={printed} onClose={() => setShown(false)} />}
    </>
  );
}

function isOver(status: z.output<typeof exportAnswer>['status'] | undefined): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled';
}

/** What is linked is saved: to be shown it is fetched. */
function usePage(url: string | undefined) {
  return useQuery({
    queryKey: ['page to print', url],
    queryFn: async ({ signal }) => {
      const file = await fetch(url ?? '', { signal });
      if (!file.ok) throw new Error(`papers: ${file.status}`);
      return URL.createObjectURL(new Blob([await file.arrayBuffer()], { type: 'text/html' }));
    },
    enabled: url !== undefined,
    gcTime: Number.POSITIVE_INFINITY,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The papers as they are printed, and the browser's own dialog at once. */
function Papers({ page, onClose }: { readonly page: string; readonly onClose: () => void }) {
  const words = useWords(printWords);
  const dialog = useRef<HTMLDialogElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const print = () => frame.current?.contentWindow?.print();
  return (
    <dialog className="print-dialog" ref={dialog} aria-label={words.papers} onClose={onClose}>
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
