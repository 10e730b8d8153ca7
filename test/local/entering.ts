import { onTestFinished } from 'vitest';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import type { Visitor } from './visitor.ts';

/** A machine over a folder; an empty one is the demonstration's, and its doors are there before anything is played. */
export async function start(
  data: string,
  variables: Readonly<Record<string, string>> = {},
  port = 0,
): Promise<Machine> {
  const environment = { ...readEnvironment({ NUANZHANG_DATA: data, NUANZHANG_RATE: 'off', ...variables }), port };
  const told: string[] = [];
  const machine = await startMachine(environment, (line) => void told.push(line));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= machine.stop();
    return stopped;
  };
  onTestFinished(async () => {
    await stop();
    if (told.length > 0) throw new Error(told.join('\n'));
  });
  return { ...machine, stop };
}

export const portOf = ({ origin }: Machine) => Number(new URL(origin).port);

/** The code in the address that a machine prints. */
export function codeOf({ entrance }: Machine): string {
  return new URL(entrance?.() ?? 'http://none').hash.replace('#code=', '');
}

export async function doorsOf({ origin }: Machine): Promise<readonly string[] | undefined> {
  const answer = await fetch(`${origin}/api/configuration`);
  return installationAnswers.configuration.parse(await answer.json()).doors;
}

/** What the page of a server sends with a code. */
export function useCode(origin: string, code: string, language = 'zh'): Promise<Response> {
  return fetch(`${origin}/oidc/doors`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', 'accept-language': language },
    body: JSON.stringify({ code }),
  });
}

/** Whether a visitor who asks for a door is shown the page for a password. */
export async function seesPasswordPage(visitor: Visitor, door = 'keeper'): Promise<boolean> {
  const { url, text } = await visitor.go(visitor.through(door));
  return url.searchParams.get('code') === null && text.includes('name="password"');
}
