import type { IncomingMessage } from 'node:http';

/** What a proxy adds: behind one, whoever asks may sit anywhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'] as const;

/**
 * Whether a request was made by a page of this server, or by nobody's page: it names the server's own loopback address
 * as its host, which a name that was bound to that address (DNS rebinding) does not, and no other origin, not even another
 * port of it.
 */
export function isOfOwnPage({ headers }: IncomingMessage, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  return (
    headers.host === new URL(origin).host &&
    (headers.origin === undefined || headers.origin === origin) &&
    (site === undefined || site === 'same-origin' || site === 'none') &&
    FORWARDED.every((name) => headers[name] === undefined)
  );
}
