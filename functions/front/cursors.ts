import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Whose page it is, and of what: a cursor goes on there and nowhere else. */
export interface Page {
  readonly operation: string;
  readonly target: string | undefined;
  readonly subject: string;
  readonly query: Readonly<Record<string, string | undefined>>;
}

/** Query parameters that say where a page goes on. */
const GOING_ON = ['cursor', 'history'] as const;
/** Fields of an answer that say where the next one does. */
const NEXT = ['next', 'historyNext'] as const;
/** What may differ from page to page. */
const OF_ONE_PAGE: ReadonlySet<string> = new Set(['cursor', 'history', 'limit', 'after']);
const MAC_BYTES = 16;

/**
 * Signs where a page goes on before it leaves, and takes back only what was signed for the same caller, list and filters:
 * what stands in a cursor is a key of a row, and nobody is to try keys. Kept in one place, so that no list can forget it.
 */
export class Cursors {
  readonly #key: () => Promise<KeyObject>;

  constructor(key: () => Promise<KeyObject>) {
    this.#key = key;
  }

  /** The query with its cursors opened; what was not signed for this page is emptied, which no list takes. */
  async opened(page: Page): Promise<Page['query']> {
    const { query } = page;
    if (GOING_ON.every((name) => query[name] === undefined)) return query;
    const key = await this.#key();
    const opened = GOING_ON.flatMap((name) => {
      const cursor = query[name];
      return cursor === undefined ? [] : [[name, open(cursor, name, key, page)]];
    });
    return { ...query, ...Object.fromEntries(opened) };
  }

  /** The answer with its cursors signed. */
  async signed(body: object, page: Page): Promise<object> {
    const fields = NEXT.flatMap((name, at) => {
      const position = Reflect.get(body, name);
      return typeof position === 'string' ? [{ name, position, parameter: GOING_ON[at] ?? '' }] : [];
    });
    if (fields.length === 0) return body;
    const key = await this.#key();
    const signed = fields.map(({ name, position, parameter }) => [
      name,
      `${position}.${macOf(position, parameter, key, page).toString('base64url')}`,
    ]);
    return { ...body, ...Object.fromEntries(signed) };
  }
}

function open(cursor: string, parameter: string, key: KeyObject, page: Page): string {
  const cut = cursor.lastIndexOf('.');
  const position = cursor.slice(0, Math.max(0, cut));
  const mac = Buffer.from(cursor.slice(cut + 1), 'base64url');
  const expected = macOf(position, parameter, key, page);
  return mac.length === MAC_BYTES && timingSafeEqual(mac, expected) ? position : '';
}

function macOf(position: string, parameter: string, key: KeyObject, { operation, target, subject, query }: Page) {
  const filters = Object.entries(query).filter(([name]) => !OF_ONE_PAGE.has(name));
  const bound = canonicalize([operation, target ?? '', subject, Object.fromEntries(filters), parameter, position]);
  return createHmac('sha256', key)
    .update(bound ?? '')
    .digest()
    .subarray(0, MAC_BYTES);
}
