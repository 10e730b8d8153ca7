/** What a page may load, and whom it may ask (Content Security Policy, level 3). */

export interface Surroundings {
  /** Who signs people in; its origin is asked where all else of it is. */
  readonly issuer: string;
  /** Where it gives tokens, if that is another origin: `https://union.auth.example.cn/oauth2/token`. */
  readonly tokenEndpoint?: string | undefined;
  /** Where files of the tracker lie, if that is another origin: `https://bucket.s3.region.amazonaws.com`. */
  readonly objects?: string | undefined;
}

/**
 * Of the desk. `unsafe-inline` for styles alone: the components make style sheets and style attributes while they run,
 * and an answer that is kept has no nonce.
 */
export function deskPolicy({ issuer, tokenEndpoint = issuer, objects }: Surroundings): string {
  const files = objects === undefined ? [] : [objects];
  const signingIn = new Set([issuer, tokenEndpoint].map((address) => new URL(address).origin));
  return written({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'blob:', 'data:', ...files],
    'connect-src': ["'self'", ...signingIn, ...files],
    'font-src': ["'self'"],
    'frame-src': ['blob:'],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  });
}

/** Of the page of a slip: it signs nobody in, shows no files, and makes no style or script of text. */
export function slipPolicy(): string {
  return written({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'font-src': ["'self'"],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ["'none'"],
  });
}

function written(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
