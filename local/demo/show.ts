import type { CalendarDate } from '../../shared/domain/calendar.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { type Api, createApi, type SignIn } from './api.ts';
import { readFacts } from './facts.ts';
import { AUDITOR, foundedOn, newestOf, type Progress, play, presenceOf } from './play.ts';
import { firstStepOf, stepsOf } from './steps.ts';
import { shorten } from './terminal-width.ts';

export interface Showing {
  readonly origin: string;
  readonly signIn: SignIn;
  /** The day it is: what is under way is dated from it where the demonstration begins now. */
  readonly today: CalendarDate;
  /** Aborted, the demonstration ends between two steps. */
  readonly stopping: AbortSignal;
  readonly print: (line: string) => void;
  readonly progress: Terminal;
}

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Plays the demonstration where the ledger is empty or a start before broke off, and prints the checkpoint under which it
 * is sealed: everything else the overview shows.
 */
export async function showDemonstration({ origin, signIn, today, stopping, print, progress }: Showing): Promise<void> {
  const facts = readFacts();
  const api = createApi(origin, signIn);
  const founded = await foundedOn(api, firstStepOf(facts));
  const steps = stepsOf(facts, founded ?? today);
  const presence = await presenceOf(api, steps);
  if (presence === 'foreign') return;
  const isBegun = presence === 'complete' || presence === 'earlier';
  if (!isBegun && !(await play(api, steps, progressOn(progress), stopping))) return;
  const last = presence === 'earlier' ? await newestOf(api) : steps.at(-1)?.id;
  const sealed = last === undefined ? undefined : await checkpointWith(api, last);
  if (sealed !== undefined) print(`校验点 ${sealed.size} 条分录,根 ${sealed.root}`);
}

/** A report tells what is sealed, and waits until that entry is. */
async function checkpointWith(api: Api, entry: string) {
  const headline = await api.read(AUDITOR, `/api/reports/headline?after=${entry}`, reportAnswers.headline);
  return headline?.asOf ?? undefined;
}

const LINES_WITHOUT_TERMINAL = 5;
const WIDTH_UNKNOWN = 80;

/** One line that rewrites itself; where it cannot (a pipe, a log), a line now and then. */
function progressOn(terminal: Terminal): Progress {
  let told = 0;
  return (step, place, total) => {
    const line = `示例 ${place}/${total} ${step.date} ${step.title}`;
    if (terminal.isTTY) {
      const end = place === total ? '\n' : '';
      terminal.write(`\r\x1b[K${shorten(line, (terminal.columns || WIDTH_UNKNOWN) - 1)}${end}`);
    } else if (place === total || place * LINES_WITHOUT_TERMINAL >= told * total) {
      told += 1;
      terminal.write(`${line}\n`);
    }
  };
}
