import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { findEngine } from '../local/engine.ts';

/** What the figures were taken on, as rows of a table. */
export function describeMachine(): [string, string][] {
  const [first] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return [
    ['Date', new Date().toISOString().slice(0, 10)],
    ['Cores', `${os.availableParallelism()} (${first?.model.trim() ?? 'unknown'})`],
    ['Memory', `${gigabytes} GB`],
    ['System', `${systemName()}, kernel ${os.release()}, ${os.arch()}`],
    ['Node', process.version],
    ['Engine', engineVersion()],
    ['SDK', sdkVersion()],
    ['Load before', `${os.loadavg()[0]?.toFixed(1)} (what else was running)`],
  ];
}

function systemName(): string {
  const release = '/etc/os-release';
  const name = existsSync(release) ? /^PRETTY_NAME="(.*)"$/m.exec(readFileSync(release, 'utf8'))?.[1] : undefined;
  return name ?? os.type();
}

function engineVersion(): string {
  const program = findEngine(process.env.PATH ?? '');
  return program === undefined ? 'none' : execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
}

function sdkVersion(): string {
  const file = new URL('../node_modules/@aws-sdk/client-dynamodb/package.json', import.meta.url);
  const version = /"version": "([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1];
  return `@aws-sdk/client-dynamodb ${version ?? 'unknown'}`;
}
