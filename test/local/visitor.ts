import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { WEB_CLIENT } from '../../local/sign-in/provider.ts';

/** A browser as far as signing in needs one: it keeps cookies and goes where it is sent. */
export class Visitor {
  readonly cookies = new Map<string, { readonly value: string; readonly path: string }>();
  /** Sent with every request, as browsers say where they come from. */
  readonly headers: Record<string, string> = {};
  readonly #verifier = randomBytes(32).toString('base64url');
  readonly #origin: string;
  readonly #listens: string;

  /** @param listens where the server itself listens, which a proxy brings what is asked of `origin` to */
  constructor(origin: string, listens = origin) {
    this.#origin = origin;
    this.#listens = listens;
  }

  #fetch(url: URL, init: RequestInit): Promise<Response> {
    if (url.origin !== this.#origin) throw new Error(`${url.origin} is not the server`);
    return fetch(`${this.#listens}${url.pathname}${url.search}`, init);
  }

  /** Where the tracker's pages send whoever is not signed in. */
  get beginning(): string {
    return this.#asking({});
  }

  /** Where they send whoever goes through a door. */
  through(door: string): string {
    return this.#asking({ login_hint: door });
  }

  #asking(hints: Readonly<Record<string, string>>): string {
    const query = new URLSearchParams({
      client_id: WEB_CLIENT,
      redirect_uri: `${this.#origin}/`,
      response_type: 'code',
      scope: 'openid',
      state: 'the-state',
      code_challenge: createHash('sha256').update(this.#verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...hints,
    });
    return `${this.#origin}/oidc/auth?${query}`;
  }

  async go(url: string, init: RequestInit = {}): Promise<{ readonly url: URL; readonly status: number; text: string }> {
    let next = { url: new URL(url), init };
    for (let hop = 0; hop < 10; hop += 1) {
      const cookie = [...this.cookies]
        .filter(([, { path }]) => next.url.pathname.startsWith(path))
        .map(([name, { value }]) => `${name}=${value}`)
        .join('; ');
      if (next.url.pathname === '/') return { url: next.url, status: 303, text: '' };
      const response = await this.#fetch(next.url, {
        ...next.init,
        redirect: 'manual',
        headers: { ...this.headers, cookie },
      });
      this.keep(response);
      const location = response.headers.get('location');
      if (location === null) return { url: next.url, status: response.status, text: await response.text() };
      next = { url: new URL(location, next.url), init: {} };
    }
    throw new Error('it goes round in a circle');
  }

  /** Keeps the cookies of an answer. */
  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]*)/i.exec(line)?.[1] ?? '/';
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, { value, path });
    }
  }

  submit(page: URL, account: string, password: string) {
    return this.go(page.href, { method: 'POST', body: new URLSearchParams({ account, password }) });
  }

  token(fields: Readonly<Record<string, string>>): Promise<Response> {
    const body = new URLSearchParams({ client_id: WEB_CLIENT, redirect_uri: `${this.#origin}/`, ...fields });
    if (fields.grant_type === 'authorization_code') body.append('code_verifier', this.#verifier);
    return this.#fetch(new URL(`${this.#origin}/oidc/token`), { method: 'POST', body, headers: this.headers });
  }
}

/** What the provider answers for a code. */
export const tokens = z.looseObject({ access_token: z.string(), refresh_token: z.string() });
