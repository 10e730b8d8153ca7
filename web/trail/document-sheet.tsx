import type { ReactNode } from 'react';
import type { DocumentKind } from '../../shared/domain/documents.ts';
import type { Operation } from '../../shared/routes.ts';
import { addresses } from '../ask/addresses.ts';
import type { Names } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { History } from './history.tsx';
import { lotsIn, type MarkedEntry } from './moved.ts';
import { documentCalled } from './opened.ts';
import { Opening } from './opening.tsx';
import { PapersOf } from './papers.tsx';
import { trailWords } from './trail-words.ts';
import { VouchersSeal } from './voucher.tsx';
import './trail.css';

/** What every document is read with, beside itself. */
export interface Read {
  readonly history: readonly MarkedEntry[];
  readonly historyNext?: string | undefined;
  readonly names?: Names | undefined;
}

interface DocumentSheetProps {
  readonly kind: DocumentKind;
  readonly document: {
    readonly id: string;
    readonly status?: string | undefined;
    readonly effectiveOn?: string | undefined;
  };
  /** CG-000071, or what it is called. */
  readonly number: string | null;
  readonly read: Read;
  readonly children: ReactNode;
}

/** A document with its vouchers and papers beside it. */
export function DocumentSheet({ kind, document, number, read, children }: DocumentSheetProps) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const { id, status, effectiveOn } = document;
  const called = documentCalled(kind, language);
  const title = `${called.charAt(0).toUpperCase()}${called.slice(1)} ${number ?? words.unsealed}`;
  const note = [effectiveOn, status && (words.statuses[status] ?? status)].filter(Boolean).join(' · ');
  return (
    <Sheet title={title} note={note} seal={<VouchersSeal entries={read.history} />}>
      <div className="beside">
        <div className="document">{children}</div>
        <aside className="beside-it">
          <History document={id} entries={read.history} hasMore={read.historyNext !== undefined} names={read.names} />
          <h2>{words.papers}</h2>
          <PapersOf entries={read.history} />
        </aside>
      </div>
    </Sheet>
  );
}

interface OfferedProps {
  readonly operation: Operation;
  readonly at: string;
  readonly called: string;
  /** It is not what usually comes next. */
  readonly isAside?: boolean;
}

/** The way to a form, for who may send it. */
export function Offered({ operation, at, called, isAside = false }: OfferedProps) {
  const { data: me } = useMe();
  if (me === undefined || !mayCall(me, operation)) return null;
  return (
    <p className="anew not-printed">
      <a className="plain-button" {...(isAside ? {} : { 'data-first': '' })} href={at}>
        {called}
      </a>
    </p>
  );
}

/** The lots that the vouchers of a document brought or took from, each opening its whole way. */
export function Lots({ title, read }: { readonly title: string; readonly read: Read }) {
  const lots = lotsIn(read.history);
  if (lots.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul className="links">
        {lots.map((lot) => (
          <li key={lot}>
            <LotLink lot={lot} names={read.names} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** 批次 食品礼包 000072.1: what is in it, and the voucher that brought it. */
export function LotLink({ lot, names }: { readonly lot: string; readonly names: Names | undefined }) {
  const words = useWords(trailWords);
  const [entry = '', ordinal = ''] = lot.split('.');
  const item = names?.[lot];
  const voucher = names?.[entry]?.code;
  const code = voucher === undefined ? (item?.code ?? '') : `${voucher}.${ordinal}`;
  return (
    <Opening href={addresses.lot(lot)} by="readLot">
      {words.lot} {item?.name} <span className="named-code">{code}</span>
    </Opening>
  );
}
