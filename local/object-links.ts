import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { LINK_MS, type ObjectLinks } from '../shared/storage/ports/object-links.ts';
import { assertKey } from '../shared/storage/ports/object-store.ts';

/** What a link lets its holder do, as it was signed. */
export type Grant =
  | { readonly may: 'GET'; readonly key: string; readonly fileName: string; readonly mediaType: string }
  | {
      readonly may: 'PUT';
      readonly key: string;
      readonly sha256: string;
      readonly bytes: number;
      readonly mediaType: string;
    };

export interface LocalLinks extends ObjectLinks {
  /** What the link of a request allows; undefined for a path of something else. */
  open(method: string, url: string): Grant | 'expired' | 'invalid' | undefined;
}

export interface LocalLinksOptions {
  /** Signs the links of this data folder. */
  readonly secret: Uint8Array;
  /** `http://127.0.0.1:8080` */
  readonly origin: () => string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

const PREFIX = '/objects/';

const common = { x: z.coerce.number().int(), s: z.string() };
const signed = z.discriminatedUnion('m', [
  z.strictObject({ m: z.literal('GET'), n: z.string(), t: z.string(), ...common }),
  z.strictObject({ m: z.literal('PUT'), h: z.string(), b: z.coerce.number().int(), t: z.string(), ...common }),
]);

/** Links to objects on one machine, in the place of a bucket's presigned ones: signed by HMAC-SHA-256, and expiring. */
export function createLocalLinks({ secret, origin, now }: LocalLinksOptions): LocalLinks {
  const signatureOf = (key: string, properties: URLSearchParams): Buffer =>
    createHmac('sha256', secret).update(`${key}\n${properties}`).digest();

  function linkTo(key: string, properties: Readonly<Record<string, string>>): string {
    assertKey(key);
    const query = new URLSearchParams({ ...properties, x: String(now() + LINK_MS) });
    query.sort();
    query.set('s', signatureOf(key, query).toString('base64url'));
    return `${origin()}${PREFIX}${key}?${query}`;
  }

  return {
    download: async (key, { fileName, mediaType }) => linkTo(key, { m: 'GET', n: fileName, t: mediaType }),
    async upload(key, { sha256, bytes, mediaType }) {
      const url = linkTo(key, { m: 'PUT', h: sha256, b: String(bytes), t: mediaType });
      return { url, method: 'PUT', headers: { 'content-type': mediaType }, expiresAt: now() + LINK_MS };
    },
    open(method, url) {
      if (!url.startsWith(PREFIX)) return undefined;
      const cut = url.indexOf('?');
      const key = url.slice(PREFIX.length, cut < 0 ? undefined : cut);
      const query = new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1));
      const parsed = signed.safeParse(Object.fromEntries(query));
      if (!parsed.success) return 'invalid';
      const { data } = parsed;
      query.delete('s');
      query.sort();
      const given = Buffer.from(data.s, 'base64url');
      const own = signatureOf(key, query);
      if (given.length !== own.length || !timingSafeEqual(given, own)) return 'invalid';
      if (data.m !== (method === 'HEAD' ? 'GET' : method)) return 'invalid';
      if (data.x < now()) return 'expired';
      return data.m === 'GET'
        ? { may: 'GET', key, fileName: data.n, mediaType: data.t }
        : { may: 'PUT', key, sha256: data.h, bytes: data.b, mediaType: data.t };
    },
  };
}
