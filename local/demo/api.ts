import { setTimeout as pause } from 'node:timers/promises';
import type * as z from 'zod';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import type { Person } from '../person.ts';
import type { Paper } from './papers/paper.ts';
import type { Step } from './steps.ts';

/** The HTTP API as one of its clients sees it. */
export interface Api {
  /** The answer, or undefined where there is none (404). */
  read<T>(person: Person, path: string, answer: z.ZodType<T>): Promise<T | undefined>;
  /** Uploads the papers that a step cites. Those that are there already stay as they are. */
  upload(step: Pick<Step, 'id' | 'person' | 'papers'>): Promise<void>;
  /** `again` where the very same request had landed before. */
  write(step: Written): Promise<'done' | 'again'>;
}

/** What of a step is sent. */
export type Written = Pick<Step, 'id' | 'person' | 'path' | 'body'>;

/** Signs somebody in. */
export type SignIn = (person: Person) => Promise<string>;

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 5;
const BETWEEN_ATTEMPTS_MS = 1_000;

export function createApi(origin: string, signIn: SignIn): Api {
  const tokens = new Map<string, Promise<string>>();

  async function headersFor(person: Person): Promise<Record<string, string>> {
    const token = tokens.get(person.subject) ?? signIn(person);
    tokens.set(person.subject, token);
    return { authorization: `Bearer ${await token}`, 'accept-language': 'zh' };
  }

  return {
    read,
    async upload({ id, person, papers }) {
      await Promise.all(papers.map((paper) => uploaded(paper, id, person)));
    },
    async write(step) {
      const response = await posted(step);
      await response.arrayBuffer();
      return response.status === 201 ? 'done' : 'again';
    },
  };

  async function read<T>(person: Person, path: string, answer: z.ZodType<T>): Promise<T | undefined> {
    const response = await ask(origin + path, { headers: await headersFor(person) });
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw await failure('GET', path, response);
    return answer.parse(await response.json());
  }

  async function posted({ id, person, path, body }: Written): Promise<Response> {
    const headers = { ...(await headersFor(person)), 'content-type': 'application/json', 'idempotency-key': id };
    const response = await ask(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (response.status !== 200 && response.status !== 201) throw await failure('POST', path, response);
    return response;
  }

  /** Under a key that is only looked at: a file is told apart by its hash. */
  async function uploaded({ evidence, file }: Paper, id: string, person: Person): Promise<void> {
    const declared = await posted({ id, person, path: '/api/evidence', body: evidence });
    const { upload } = evidenceAnswers.declaredEvidence.parse(await declared.json());
    if (upload === undefined) return;
    const { url, method, headers } = upload;
    const response = await ask(url, { method, headers, body: Buffer.from(file) });
    if (response.status !== 200) throw await failure(method, new URL(url).pathname, response);
    const told = await response.text();
    // A bucket says nothing of what was uploaded: whoever asks for the file has it taken in.
    if (told === '') await read(person, `/api/evidence/${evidence.sha256}`, evidenceAnswers.evidence);
  }
}

/** A write can be repeated like a read: its key makes it land once. */
async function ask(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status !== 503 || attempt === ATTEMPTS) return response;
    await response.arrayBuffer();
    await pause(BETWEEN_ATTEMPTS_MS);
  }
}

async function failure(method: string, path: string, response: Response): Promise<Error> {
  return new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 1_000)}`);
}
