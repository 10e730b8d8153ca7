import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { accountBehind, type Doors } from './doors.ts';
import { readForm } from './form.ts';
import { PAGE_HEADERS, problemPage, signInPage } from './page.ts';
import { WrongPasswords } from './wrong-passwords.ts';

export interface InteractionOptions {
  readonly provider: Provider;
  readonly accounts: Accounts;
  /** Undefined where there are none. */
  readonly doors: Doors | undefined;
  /** The path of the page, which ends with what the provider calls this sign-in. */
  readonly path: string;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Answers a request for the page; `isOwn` says that a page of this server sent the browser here, or nobody's. */
export type Interaction = (request: IncomingMessage, response: ServerResponse, isOwn: boolean) => void;

/** The page on which a person signs in, and what it sends; whoever comes through a door does not see it. */
export function interactionOf({ provider, accounts, doors, path, now, log }: InteractionOptions): Interaction {
  const wrong = new WrongPasswords(now);

  async function answer(request: IncomingMessage, response: ServerResponse, isOwn: boolean): Promise<void> {
    const { uid, params } = await provider.interactionDetails(request, response);
    const action = `${path}${uid}`;
    const behind = doors === undefined ? undefined : accountBehind(params.login_hint);
    if (request.method !== 'POST') {
      if (behind !== undefined && isOwn && doors?.areOpenTo(request)) return enter(request, response, behind, false);
      return show(response, 200, signInPage({ action, ...(behind === undefined ? {} : { account: behind }) }));
    }
    const form = await readForm(request);
    const account = form?.get('account')?.trim() ?? '';
    const waits = wrong.waits(account);
    if (waits > 0) {
      const alert = `密码连续输错,请等待 ${waits} 秒后再试。`;
      response.setHeader('retry-after', waits);
      return show(response, 429, signInPage({ action, account, alert }));
    }
    const person = await accounts.check(account, form?.get('password') ?? '');
    if (person === undefined) {
      wrong.count(account);
      return show(response, 401, signInPage({ action, account, alert: '账号或密码不正确,请核对后重试。' }));
    }
    wrong.forget(account);
    await enter(request, response, person.subject, true);
  }

  /** Whoever else was signed in with this browser is signed out first: their refresh tokens end with their session. */
  async function enter(request: IncomingMessage, response: ServerResponse, account: string, remember: boolean) {
    const interaction = await provider.interactionDetails(request, response);
    const earlier = interaction.session;
    if (earlier !== undefined && earlier.accountId !== account) {
      await (await provider.Session.findByUid(earlier.uid))?.destroy();
      // The provider holds a sign-in to the session that it began under.
      delete interaction.session;
      await interaction.persist();
    }
    await provider.interactionFinished(request, response, { login: { accountId: account, remember } });
  }

  return (request, response, isOwn) => {
    answer(request, response, isOwn).catch((error: unknown) => {
      const isExpected = error instanceof errors.OIDCProviderError;
      if (!isExpected) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (response.headersSent) response.destroy();
      else if (isExpected) show(response, 400, problemPage(error.error, error.error_description ?? ''));
      else show(response, 500, problemPage('server_error', 'try again'));
    });
  };
}

function show(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-length': Buffer.byteLength(html) });
  response.end(html);
}
