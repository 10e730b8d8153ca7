import * as z from 'zod';
import { exportAnswer } from '../../shared/schemas/export.ts';
import type { Language } from '../../shared/words/language.ts';
import { ask } from '../ask/ask.ts';
import { askBeside } from '../ask/ask-beside.ts';

const answered = z.looseObject({ export: exportAnswer });
type Made = z.output<typeof exportAnswer>;

/** How often it is looked whether they are made, and asked for again where one was booked a moment ago. */
const SOON_MS = 400;
const SEALED_SOON_MS = 1_000;
const MOST_TRIES = 10;

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** The papers of consignments as a page that can be shown here, or why there is none. */
export async function papersOf(
  consignments: readonly string[],
  language: Language,
): Promise<{ readonly page: string } | { readonly failed: string }> {
  let made = await madeOf(consignments);
  for (let tries = 1; made.failure?.code === 'not-sealed' && tries < MOST_TRIES; tries += 1) {
    await pause(SEALED_SOON_MS);
    made = await madeOf(consignments);
  }
  const url = made.files[0]?.url;
  if (url === undefined) return { failed: made.failure?.detail[language] ?? '' };
  // What is linked is saved: to be shown it is fetched.
  const file = await fetch(url);
  if (!file.ok) throw new Error(`papers: ${file.status}`);
  return { page: URL.createObjectURL(new Blob([await file.arrayBuffer()], { type: 'text/html' })) };
}

async function madeOf(consignments: readonly string[]): Promise<Made> {
  const body = { kind: 'dispatch-papers', format: 'html', consignments };
  let { export: made } = await askBeside('/api/exports', answered, body);
  while (made.status === 'queued' || made.status === 'running') {
    await pause(SOON_MS);
    made = (await ask(`/api/exports/${made.id}`, answered)).export;
  }
  // The answer to who asks for it has no address of its file.
  return made.status === 'done' ? (await ask(`/api/exports/${made.id}`, answered)).export : made;
}
