import { spawnSync } from 'node:child_process';
import * as z from 'zod';

/**
 * Asks the registry for known vulnerabilities of what ships, development tools left out. Exits with 1 where there is one,
 * and with 2 where the registry answers no advisories: then nothing was checked, which is said and is no pass.
 */

const answer = z.object({ metadata: z.object({ vulnerabilities: z.record(z.string(), z.int()) }) });

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000 });
const parsed = answer.safeParse(jsonOf(stdout));
if (!parsed.success) {
  console.error('Advisories were not checked: the registry answers none.');
  process.exitCode = 2;
} else {
  const { total = 0, ...levels } = parsed.data.metadata.vulnerabilities;
  const told = Object.entries(levels).flatMap(([level, count]) => (count === 0 ? [] : [`${count} ${level}`]));
  console.log(total === 0 ? 'No known vulnerability in what ships.' : `Known vulnerabilities: ${told.join(', ')}.`);
  if (total > 0) process.exitCode = 1;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
