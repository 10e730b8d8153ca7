import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { names } from '../../shared/schemas/names.ts';
import { Answered } from '../ask/answered.tsx';
import { askBeside } from '../ask/ask-beside.ts';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { InvoiceRows } from './invoice-rows.tsx';
import type { PaperTold } from './paper-told.ts';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';

interface PaperDialogProps {
  readonly paper: Pick<PaperTold, 'sha256' | 'name' | 'mediaType'>;
  /** Where the file itself is. */
  readonly url: string;
  readonly onClose: () => void;
}

/** A paper, large, over the page that cites it. Escape closes it, as any dialog. */
export function PaperDialog({ paper, url, onClose }: PaperDialogProps) {
  const words = useWords(trailWords);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog className="paper-dialog" ref={dialog} aria-label={paper.name} onClose={onClose}>
      <header>
        <h2>{paper.name}</h2>
        <a href={url} download={paper.name}>
          {words.download}
        </a>
        <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </header>
      <Content paper={paper} url={url} />
    </dialog>
  );
}

function Content({ paper, url }: Omit<PaperDialogProps, 'onClose'>) {
  const words = useWords(trailWords);
  const { data: me } = useMe();
  const { sha256, name, mediaType } = paper;
  if (mediaType.startsWith('image/')) return <img src={url} alt={name} />;
  if (mediaType === 'application/pdf') return <Pdf url={url} name={name} />;
  if (mediaType === 'application/xml' && me !== undefined && mayCall(me, 'readInvoice')) {
    return <Invoice sha256={sha256} />;
  }
  return <p className="note">{words.onlyDownload}</p>;
}

/** As the browser shows it: of a file that is fetched, since what is linked is saved instead. */
function Pdf({ url, name }: { readonly url: string; readonly name: string }) {
  const answer = useQuery({
    queryKey: ['paper', url],
    queryFn: async ({ signal }) => {
      const file = await fetch(url, { signal });
      if (!file.ok) throw new Error(`${name}: ${file.status}`);
      return URL.createObjectURL(new Blob([await file.arrayBuffer()], { type: 'application/pdf' }));
    },
    gcTime: Number.POSITIVE_INFINITY,
  });
  return <Answered answer={answer}>{(blob) => <iframe title={name} src={blob} />}</Answered>;
}

const invoiceRead = evidenceAnswers.invoice.extend({ names });

/** What is read in an invoice's file: of whom, to whom, what, and how much. */
function Invoice({ sha256 }: { readonly sha256: string }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const answer = useQuery({
    queryKey: ['invoice in', sha256, language],
    queryFn: ({ signal }) => askBeside(`/api/evidence/${sha256}/invoice`, invoiceRead, {}, { signal }),
  });
  return (
    <Answered answer={answer} lines={6}>
      {({ invoice, kind, seller, buyer, rows }) => (
        <>
          <dl className="said">
            <Said term={words.kind}>{words.invoice[kind]}</Said>
            <Said term={words.invoice.number}>{[invoice.code, invoice.number].filter(Boolean).join(' · ')}</Said>
            <Said term={words.invoice.date}>{invoice.date}</Said>
            <Said term={words.invoice.seller}>{[seller.name, seller.uscc].filter(Boolean).join(' · ')}</Said>
            <Said term={words.invoice.buyer}>{buyer && [buyer.name, buyer.uscc].filter(Boolean).join(' · ')}</Said>
            <Said term={words.ofYuan(words.amount)}>{invoice.amount}</Said>
          </dl>
          <InvoiceRows rows={rows} />
        </>
      )}
    </Answered>
  );
}
