import type { CalendarDate } from '../../shared/domain/calendar.ts';
import { createApi, type SignIn } from './api.ts';
import { readFacts } from './facts.ts';
import { foundedOn, newestOf, type Progress, play, presenceOf } from './play.ts';
import { overview } from './print.ts';
import { stepsOf } from './steps.ts';
import { shorten } from './table.ts';

export interface Showing {
  readonly origin: string;
  readonly signIn: SignIn;
  /** False: what is there is shown, nothing is played. */
  readonly mayPlay: boolean;
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

/** Plays the demonstration where the ledger is empty or a start before broke off, and prints what came of it. */
export async function showDemonstration(showing: Showing): Promise<void> {
  const { origin, signIn, mayPlay, today, stopping, print, progress } = showing;
  const facts = readFacts();
  const api = createApi(origin, signIn);
  // The first step is of the report, and so the same on every day.
  const founded = await foundedOn(api, stepsOf(facts, today)[0]?.id ?? '');
  const steps = stepsOf(facts, founded ?? today);
  let presence = await presenceOf(api, steps);
  if (mayPlay && (presence === 'empty' || presence === 'unfinished')) {
    const isFinished = await play(api, steps, progressOn(progress), stopping);
    if (!isFinished) return;
    presence = 'complete';
  }
  const first = steps[0];
  const last = presence === 'complete' ? steps.at(-1)?.id : presence === 'earlier' ? await newestOf(api) : undefined;
  if (!first || last === undefined) return;
  print('');
  for (const line of await overview(api, facts, first.id, last)) print(line);
  print('');
  print('npm run token -- auditor            取一枚审计令牌,用于 Authorization: Bearer');
  print(`${origin}/api/openapi.json    接口说明`);
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
