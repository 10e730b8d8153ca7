import { useState } from 'react';
import type { PackGap, PackReport } from '../../shared/audit/pack-report.ts';
import {
  CHECKED_BY_WORDS,
  PACK_GAP_WORDS,
  PACK_STEP_WORDS,
  PACK_VERDICT_WORDS,
  verifierCommand,
} from '../../shared/audit/pack-words.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { useWords } from '../words/words.tsx';
import { useSaid, verifyWords } from './verify-words.ts';

interface PackReportedProps {
  readonly report: PackReport;
  /** The name of its file. */
  readonly archive: string;
  /** The key that the reader gave; empty where they gave none. */
  readonly vkey: string;
}

const IS = { sound: 'sound', wrong: 'wrong', unchecked: 'doubt' } as const;

/** What was checked of a pack, what first differs, and what no check of it can say. */
export function PackReported({ report, archive, vkey }: PackReportedProps) {
  const words = useWords(verifyWords).pack;
  const said = useSaid();
  return (
    <>
      <p className="verdict" data-is={IS[report.verdict]}>
        {said(PACK_VERDICT_WORDS[report.verdict])} <small>{archive}</small>
      </p>
      {report.verdict === 'wrong' && (
        <p className="step-fault">
          {words.at(said(PACK_STEP_WORDS[report.step].title))}: {said(report.told)}
        </p>
      )}
      {report.verdict === 'unchecked' && <p>{said(report.told)}</p>}
      {report.verdict === 'sound' && (
        <dl className="said">
          <dt>{words.log}</dt>
          <dd>
            {report.log.origin} · {words.entries(report.log.size)}
          </dd>
          <dt>{words.root}</dt>
          <dd>
            <code>{report.log.root}</code>
          </dd>
          <dt>{words.key}</dt>
          <dd>
            {said(CHECKED_BY_WORDS[report.by.from])} <code>{report.by.vkey}</code>
          </dd>
        </dl>
      )}
      {report.covered.length > 0 && (
        <>
          <h3>{words.covered}</h3>
          <ul className="covered">
            {report.covered.map(({ step, count }) => (
              <li key={step}>{said(PACK_STEP_WORDS[step].held(count))}</li>
            ))}
          </ul>
        </>
      )}
      {report.verdict === 'sound' && (
        <>
          <h3>{words.notCovered}</h3>
          <ul className="gaps">
            {report.gaps.map((gap) => (
              <li key={gap.gap}>{said(toldOf(gap))}</li>
            ))}
          </ul>
        </>
      )}
      {report.verdict !== 'wrong' && (
        <Command text={verifierCommand(archive, vkey === '' ? words.keyElsewhere : vkey)} />
      )}
    </>
  );
}

/** Each gap has its own words, which take what is told of that gap alone. */
function toldOf(gap: PackGap): Bilingual {
  switch (gap.gap) {
    case 'workbooks':
      return PACK_GAP_WORDS.workbooks(gap);
    case 'older-ledgers':
      return PACK_GAP_WORDS['older-ledgers'](gap);
    case 'names':
      return PACK_GAP_WORDS.names(gap);
    case 'papers':
      return PACK_GAP_WORDS.papers(gap);
    case 'own-key':
    case 'archive':
    case 'page':
    case 'other-log':
    case 'facts':
      return PLAIN_GAPS[gap.gap];
  }
}

const PLAIN_GAPS = {
  'own-key': PACK_GAP_WORDS['own-key']({ gap: 'own-key' }),
  archive: PACK_GAP_WORDS.archive({ gap: 'archive' }),
  page: PACK_GAP_WORDS.page({ gap: 'page' }),
  'other-log': PACK_GAP_WORDS['other-log']({ gap: 'other-log' }),
  facts: PACK_GAP_WORDS.facts({ gap: 'facts' }),
} as const;

function Command({ text }: { readonly text: string }) {
  const words = useWords(verifyWords).pack;
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="command">
      <h3>{words.command}</h3>
      <pre>{text}</pre>
      <button
        type="button"
        className="plain-button"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {isCopied ? words.copied : words.copy}
      </button>
    </div>
  );
}
