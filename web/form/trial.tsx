import { useQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { type Account, readAccount } from '../../shared/domain/account.ts';
import { formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import { type EntryView, entryAnswer } from '../../shared/schemas/entry-answer.ts';
import { names } from '../../shared/schemas/names.ts';
import { ask } from '../ask/ask.ts';
import { Problem } from '../ask/problem.ts';
import { type Names, Yuan } from '../paper/figures.tsx';
import { sharedWords } from '../words/shared.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { wrongBefore } from './faults.ts';
import { formWords } from './form-words.ts';
import { usePaused } from './paused.ts';
import { type SendingOf, triedAt } from './sending.ts';

const PAUSE_MS = 700;

const tried = z.looseObject({ entry: entryAnswer, names });
type Tried = z.infer<typeof tried>;

/** What would become of a form as it stands: asked once it is whole, and nothing was typed for a moment. */
export type Trial = { readonly would: Tried } | { readonly refused: Problem } | undefined;

export function useTrial({ path, schema, draft, made }: SendingOf): Trial {
  const words = useWords(formWords);
  const { language } = useLanguage();
  const text = usePaused(JSON.stringify(made.body), PAUSE_MS);
  const isWhole =
    text === JSON.stringify(made.body) &&
    wrongBefore({ schema, body: made.body, unreadable: made.unreadable, language, words, now: Date.now() }).length ===
      0;
  const { data, error } = useQuery({
    queryKey: ['trial', path, text, draft.key, language],
    queryFn: ({ signal }) => ask(triedAt(path), tried, { method: 'POST', body: made.body, key: draft.key, signal }),
    enabled: isWhole && draft.isOwn && navigator.onLine,
    retry: false,
    // Others write meanwhile.
    staleTime: 0,
  });
  if (!isWhole) return undefined;
  // What was answered before stays while an error is newer.
  if (error instanceof Problem && error.why === 'refused') return { refused: error };
  return data === undefined ? undefined : { would: data };
}

/** Before a form is sent: what it would move, or why it would be refused. */
export function TrialNote({ trial }: { readonly trial: Trial }) {
  const words = useWords(formWords);
  if (trial === undefined) return null;
  if ('refused' in trial) {
    return (
      <div className="trial" data-refused="" role="status">
        <p>
          <strong>{words.trialRefused}</strong> {trial.refused.title}
        </p>
        <p>{trial.refused.detail}</p>
      </div>
    );
  }
  // Whoever sees no prices is told of none that move.
  if (movesOf(trial.would.entry).length === 0) return null;
  return (
    <div className="trial" role="status">
      <Moves title={words.trial} entry={trial.would.entry} names={trial.would.names} />
    </div>
  );
}

interface MovesProps {
  readonly title: string;
  readonly entry: Pick<EntryView, 'transfers' | 'refs'>;
  readonly names: Names | undefined;
}

/** What an entry moves, in words. */
export function Moves({ title, entry, names }: MovesProps) {
  const words = useWords(formWords);
  const { yuan } = useWords(sharedWords);
  return (
    <>
      <strong>{title}</strong>
      <ul>
        {movesOf(entry).map(({ from, to, fundingLine, value }) => (
          <li key={`${from} ${to} ${fundingLine}`}>
            {fundingLine !== undefined && `${names?.[fundingLine]?.name ?? ''} `}
            {words.moves(words.states[from], words.states[to])} <Yuan of={value} /> {yuan}
          </li>
        ))}
      </ul>
    </>
  );
}

interface Move {
  readonly from: Account['state'];
  readonly to: Account['state'];
  readonly fundingLine: string | undefined;
  readonly value: string;
}

/** What an entry moves, together by where from, where to and of which funding line. */
export function movesOf({ transfers, refs }: Pick<EntryView, 'transfers' | 'refs'>): readonly Move[] {
  const sums = new Map<string, Move>();
  for (const { from, to, value } of transfers) {
    const [left, reached] = [readAccount(from), readAccount(to)];
    if (left === undefined || reached === undefined || value === undefined) continue;
    const fundingLine = fundingLineOf(left, refs) ?? fundingLineOf(reached, refs);
    const place = `${left.state} ${reached.state} ${fundingLine}`;
    const before = parseYuan(sums.get(place)?.value ?? '0.00') ?? 0n;
    const sum = formatYuan(before + (parseYuan(value) ?? 0n));
    sums.set(place, { from: left.state, to: reached.state, fundingLine, value: sum });
  }
  return [...sums.values()];
}

function fundingLineOf(account: Account, refs: EntryView['refs']): string | undefined {
  if (!('fundingLine' in account)) return undefined;
  const lines = refs.fundingLines;
  return Array.isArray(lines) ? lines[account.fundingLine - 1] : undefined;
}
