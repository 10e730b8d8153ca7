import type { IncomingMessage } from 'node:http';

/** What a sign-in page may send. */
const MOST_BYTES = 4_096;

/** The fields of a form; undefined where it is none, or larger than any page of ours sends. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
