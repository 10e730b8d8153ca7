import type { Opened, Reader } from './reader.ts';

/** Every kind of page that the desk leads to, found by following what pages open, as a reader would. */

export interface PageKind {
  /** `/purchases/…`, `/entries?figure`: an address without what is particular to one. */
  readonly name: string;
  readonly examples: readonly Example[];
}

export interface Example extends Opened {
  readonly path: string;
}

export interface Crawl {
  /** Where it begins. */
  readonly from: readonly string[];
  /** Of a kind so many are looked at: they are not alike. */
  readonly examples: number;
  readonly mostKinds: number;
  readonly progress: (line: string) => void;
}

export async function findPages(reader: Reader, { from, examples, mostKinds, progress }: Crawl): Promise<PageKind[]> {
  const found = new Map<string, Example[]>();
  const waiting = [...from];
  const seen = new Set(waiting);
  // An array that grows while it is walked is walked to its end.
  for (const path of waiting) {
    const name = kindOf(path);
    const known = found.get(name);
    if (known === undefined ? found.size >= mostKinds : known.length >= examples) continue;
    const opened = await reader.open(path);
    progress(`${path}: ${opened.reads.length} reads, ${opened.usableMs.toFixed(0)} ms`);
    found.set(name, [...(known ?? []), { path, ...opened }]);
    for (const link of opened.links.map((href) => href.replace(/#.*$/, ''))) {
      if (seen.has(link) || isElsewhere(link)) continue;
      seen.add(link);
      waiting.push(link);
    }
  }
  return [...found].map(([name, those]) => ({ name, examples: those })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Of the desk are neither what the API answers nor files. */
function isElsewhere(path: string): boolean {
  return /^\/(?:api|oidc|objects|slip|assets)(?:[/?]|$)/.test(path);
}

export function kindOf(path: string): string {
  const url = new URL(path, 'http://desk');
  const segments = url.pathname.split('/').map((segment, at) => (at === 2 ? '…' : segment));
  const names = [...new Set(url.searchParams.keys())].toSorted();
  return `${segments.join('/')}${names.length === 0 ? '' : `?${names.join('&')}`}`;
}
