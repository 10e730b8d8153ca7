import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { readCheckpoint } from '../shared/log/tree/checkpoint.ts';
import { textOf } from '../shared/log/tree/note.ts';
import { CLIENTS, cycle, POSTS_OF_A_CYCLE, preparation } from './cycle.ts';
import { auditor } from './post.ts';
import { type Server, send, withServer } from './server.ts';
import { lineFor } from './stage.ts';

/** The ledger that pages are looked at with: the demonstration, so that there is one of everything, and much more goods. */

export const FUNDING_LINES = 8;
/** Of so many consignments one is under way. */
export const UNDER_WAY = 5;
const BETWEEN_LOOKS_MS = 200;

/** The server with its pages over such a ledger of at least so many entries, all of them sealed and projected. */
export async function withFilledServer<T>(
  entries: number,
  progress: (line: string) => void,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const posts = preparation(CLIENTS, FUNDING_LINES);
  return withServer(
    posts,
    async (server) => {
      const begun = await sizeOf(server);
      const cycles = Math.max(1, Math.ceil((entries - begun) / (POSTS_OF_A_CYCLE - 1 / UNDER_WAY)));
      progress(`${begun} entries, ${cycles} cycles to come`);
      const last = await Promise.all(Array.from({ length: CLIENTS }, (_, client) => playAll(server, client, cycles)));
      for (const entry of last) if (entry !== undefined) await projected(server, entry);
      progress(`${await sizeOf(server)} entries, sealed and projected`);
      return work(server);
    },
    { store: 'sqlite', demo: 'on', web: 'on' },
  );
}

/** One client's share, one after the other; gives its last entry. */
async function playAll(server: Server, client: number, cycles: number): Promise<string | undefined> {
  let last: string | undefined;
  for (let turn = 0; client + turn * CLIENTS < cycles; turn += 1) {
    const keys = { order: uuidv7(), acceptance: uuidv7(), dispatch: uuidv7(), confirmation: uuidv7() };
    const posts = cycle(client, lineFor(client, turn, FUNDING_LINES), keys);
    for (const post of turn % UNDER_WAY === 0 ? posts.slice(0, 3) : posts) {
      await send(server, post);
      last = post.key;
    }
  }
  return last;
}

/** Entries under the published checkpoint. */
export async function sizeOf({ origin }: Pick<Server, 'origin'>): Promise<number> {
  const response = await fetch(`${origin}/api/log/checkpoint`);
  return readCheckpoint(textOf(await response.text())).size;
}

/** Waits until reports tell of an entry. */
async function projected(server: Server, entry: string): Promise<void> {
  const headers = { authorization: `Bearer ${server.tokens[auditor.subject]}` };
  for (;;) {
    const response = await fetch(`${server.origin}/api/reports/headline?after=${entry}`, { headers });
    await response.arrayBuffer();
    if (response.ok) return;
    await sleep(BETWEEN_LOOKS_MS);
  }
}
