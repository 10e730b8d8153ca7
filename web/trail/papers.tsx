import { useState } from 'react';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { names } from '../../shared/schemas/names.ts';
import { Refused } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { useWords } from '../words/words.tsx';
import type { MarkedEntry } from './moved.ts';
import { PaperDialog } from './paper-dialog.tsx';
import type { PaperTold } from './paper-told.ts';
import { papersIn } from './terms-said.tsx';
import { trailWords } from './trail-words.ts';
import { Voucher } from './voucher.tsx';

/** Papers of one sheet beyond these are on the pages of their vouchers. */
const SHOWN = 12;

const stored = evidenceAnswers.evidence.extend({ names });

/** The papers of an entry: pictures shown, all else linked. */
export function Papers({ papers }: { readonly papers: readonly PaperTold[] }) {
  const words = useWords(trailWords);
  if (papers.length === 0) return <p className="note">{words.noPapers}</p>;
  return (
    <ul className="papers">
      {papers.map((paper) => (
        <li key={paper.sha256}>
          <Paper paper={paper} />
        </li>
      ))}
    </ul>
  );
}

/** The papers of all vouchers of a document, each once, with the voucher that cites it. */
export function PapersOf({ entries }: { readonly entries: readonly MarkedEntry[] }) {
  const words = useWords(trailWords);
  const cited = new Map(
    entries
      .toReversed()
      .flatMap((entry) =>
        [...papersIn(entry.facts), ...(entry.evidence ?? [])].map((paper) => [paper.sha256, { paper, entry }] as const),
      ),
  );
  if (cited.size === 0) return <p className="note">{words.noPapers}</p>;
  return (
    <ul className="papers">
      {[...cited.values()].slice(0, SHOWN).map(({ paper, entry }) => (
        <li key={paper.sha256}>
          <Voucher id={entry.id} number={entry.number} />
          <Paper paper={paper} />
        </li>
      ))}
    </ul>
  );
}

function Paper({ paper }: { readonly paper: PaperTold }) {
  const words = useWords(trailWords);
  const size = words.bytes(String(Math.ceil(paper.bytes / 1_000)));
  return (
    <figure className="paper">
      {paper.missing ? <p className="paper-missing">{words.paperMissing}</p> : <Stored paper={paper} />}
      <figcaption className="note">
        {paper.name} · {size}
      </figcaption>
    </figure>
  );
}

function Stored({ paper }: { readonly paper: PaperTold }) {
  const words = useWords(trailWords);
  const { sha256, name, mediaType } = paper;
  const answer = useAnswer(`/api/evidence/${sha256}`, stored);
  const [isOpen, setOpen] = useState(false);
  if (answer.data === undefined) {
    const { error } = answer;
    if (error !== null && 'why' in error && error.why === 'missing') {
      return <p className="paper-missing">{words.paperMissing}</p>;
    }
    return error === null ? null : <Refused problem={error} onRetry={() => void answer.refetch()} />;
  }
  const { download } = answer.data;
  if (download === undefined) return <p className="paper-missing">{words.paperWaiting}</p>;
  const isPicture = mediaType.startsWith('image/');
  return (
    <>
      <button
        type="button"
        className={isPicture ? 'paper-opens' : 'plain-button'}
        aria-label={isPicture ? words.openPaper(name) : `${words.openKind(kindOf(mediaType))} ${name}`}
        onClick={() => setOpen(true)}
      >
        {isPicture ? <img src={download.url} alt={name} /> : words.openKind(kindOf(mediaType))}
      </button>
      {isOpen && <PaperDialog paper={paper} url={download.url} onClose={() => setOpen(false)} />}
    </>
  );
}

/** application/pdf: PDF. */
function kindOf(mediaType: string): string {
  return (mediaType.split('/').at(-1) ?? '').replace(/^.*[.+]/, '').toUpperCase();
}
