import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * A reporter of vitest's that speaks last: what was skipped, by reason, and then what the run comes to on a line of its
 * own: `212 passed, 0 failed, 3 skipped`.
 */

/** A test that ran, or did not. */
export interface Outcome {
  /** From the root. */
  readonly file: string;
  /** With the names of everything around it. */
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
}

/** A test that is skipped on some machines says what it needs, in brackets or first: `prints (where there is Chromium)`. */
const REASON = /(?<=\()where [^()]*|^where .*?(?= > )/;
const UNTOLD = 'their names do not say why';

/** The lines at the end of a run; `broken` counts what failed around tests rather than in them. */
export function tallyOf(outcomes: readonly Outcome[], broken: number): string[] {
  const skipped = new Map<string, Outcome[]>();
  for (const outcome of outcomes.filter(({ state }) => state === 'skipped')) {
    const reason = REASON.exec(outcome.name)?.[0] ?? UNTOLD;
    skipped.set(reason, [...(skipped.get(reason) ?? []), outcome]);
  }
  const count = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  const sum = `${count('passed')} passed, ${count('failed') + broken} failed`;
  if (skipped.size === 0) return [sum];
  return [
    'Skipped:',
    ...[...skipped].map(([reason, tests]) => {
      const files = [...new Set(tests.map(({ file }) => file))];
      return `${String(tests.length).padStart(5)} ${reason}: ${files.join(', ')}`;
    }),
    `${sum}, ${count('skipped')} skipped`,
  ];
}

export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const outcomes = modules.flatMap((module) => Array.from(module.children.allTests(), outcomeOf));
    // A file that breaks before its first test, or around its tests, counts as one failure: it must not go unseen.
    const broken = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length;
    const lines = tallyOf(outcomes, broken + unhandledErrors.length);
    if (outcomes.every(({ state }) => state === 'skipped') && broken === 0) {
      console.error('No test was run.');
      process.exitCode = 1;
    }
    console.log(`\n${lines.join('\n')}`);
  }
}

function outcomeOf(test: TestCase): Outcome {
  const { state } = test.result();
  const file = relative(process.cwd(), test.module.moduleId);
  // What a run that was broken off did not come to is no more known than what failed.
  return { file, name: test.fullName, state: state === 'pending' ? 'failed' : state };
}

function hasFailedTest(module: TestModule): boolean {
  return module.children.allTests('failed').next().done === false;
}
