import { expect, onTestFinished } from 'vitest';
import { startMachine } from '../../../local/compose.ts';
import { readEnvironment } from '../../../local/environment.ts';
import { type Client, clientOf } from '../../faults/client.ts';

export interface OpenMachine {
  readonly origin: string;
  readonly client: Client;
  stop(): Promise<void>;
}

/** A server over a data folder in the process of the test, which ends it where the test did not. */
export async function machineOver(data: string): Promise<OpenMachine> {
  const environment = readEnvironment({ NUANZHANG_DATA: data, NUANZHANG_RATE: 'off' });
  const told: string[] = [];
  const machine = await startMachine({ ...environment, port: 0 }, (line) => void told.push(line));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= machine.stop();
    return stopped;
  };
  onTestFinished(async () => {
    await stop();
    if (told.length > 0) throw new Error(told.join('\n'));
  });
  return { origin: machine.origin, client: await clientOf(machine.origin, data), stop };
}

/** Waits until the log holds every entry. */
export async function sealed(origin: string, client: Client): Promise<number> {
  const { length } = await client.entries();
  const size = async () => Number((await (await fetch(`${origin}/api/log/checkpoint`)).text()).split('\n')[1]);
  await expect.poll(size, { timeout: 20_000, interval: 20 }).toBe(length);
  return length;
}
