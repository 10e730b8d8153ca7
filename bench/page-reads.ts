import { Agent, get } from 'node:http';
import type { Read } from './reader.ts';

/** The reads of a page as its browser makes them: those that wait for nothing at once, over six connections. */

const CONNECTIONS = 6;

export interface Answers {
  readonly ms: number;
  readonly bytes: number;
}

export interface Asker {
  /** All reads of a page, stage by stage. Throws where one is not answered. */
  ask(reads: readonly Read[]): Promise<Answers>;
  close(): void;
}

export function openAsker(origin: string, token: string): Asker {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'zh',
    authorization: `Bearer ${token}`,
  };
  const one = (path: string) =>
    new Promise<number>((resolve, reject) => {
      get(`${origin}${path}`, { agent, headers }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        response.on('end', () =>
          response.statusCode === 200 ? resolve(bytes) : reject(new Error(`GET ${path}: ${response.statusCode}`)),
        );
        response.on('error', reject);
      }).on('error', reject);
    });
  return {
    async ask(reads) {
      const stages = [...Map.groupBy(reads, ({ stage }) => stage)].toSorted(([a], [b]) => a - b);
      const began = performance.now();
      let bytes = 0;
      for (const [, together] of stages) {
        for (const size of await Promise.all(together.map(({ path }) => one(path)))) bytes += size;
      }
      return { ms: performance.now() - began, bytes };
    },
    close: () => agent.destroy(),
  };
}
