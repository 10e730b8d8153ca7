import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AsOf } from '../../shared/storage/ports/journal.ts';
import type { Page } from './cursors.ts';
import type { Asked } from './operation.ts';

/** Characters of a tag: 132 bits. */
const LENGTH = 22;
/** So many tags a process remembers. */
const MOST = 2_000;

/** The entity tag of an answer; weak, because each coding of it has other bytes (RFC 9110, section 8.8.1). */
export function tagOf(body: string): string {
  return `W/"${hash('sha256', body, 'base64url').slice(0, LENGTH)}"`;
}

/** Whether a client holds what a tag is of (RFC 9110, section 13.1.2). */
export function isHeld(tag: string, held: string | undefined): boolean {
  if (held === undefined) return false;
  if (held.trim() === '*') return true;
  return held.match(/"[^"]*"/g)?.some((opaque) => `W/${opaque}` === tag) ?? false;
}

/** All that an answer may differ by, beside what it is made of. */
type Reader = Pick<Asked, 'role' | 'units' | 'language' | 'today'>;

/**
 * Which tags answers had that are made of a prefix of the log and nothing else. So whoever holds such an answer is told
 * that nothing changed by a look at how far the log is, without the answer being made again. Only of this process: the
 * next one may tell things in another way.
 */
export class KnownTags {
  readonly #tags = new Map<string, string>();

  /** The tag of the answer that would be made of a prefix; undefined where it is not made of one, or none was. */
  find(page: Page, reader: Reader, asOf: AsOf | null | undefined): string | undefined {
    return asOf === undefined ? undefined : this.#tags.get(nameOf(page, reader, asOf));
  }

  /** The tag of an answer, which says itself of which prefix it is. */
  remember(page: Page, reader: Reader, answer: object, tag: string | undefined): void {
    const asOf: unknown = Reflect.get(answer, 'asOf');
    if (tag === undefined || asOf === undefined) return;
    this.#tags.set(nameOf(page, reader, asOf), tag);
    const oldest = this.#tags.keys().next();
    if (this.#tags.size > MOST && !oldest.done) this.#tags.delete(oldest.value);
  }
}

function nameOf(page: Page, { role, units, language, today }: Reader, asOf: unknown): string {
  const { operation, target = '', subject, query } = page;
  const read = canonicalize([operation, target, subject, query, role, units ?? null, language, today, asOf]);
  return hash('sha256', read ?? '', 'base64url');
}
