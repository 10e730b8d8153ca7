import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createPages, isPage, type PageAnswer, type PageRequest, type Pages } from '../functions/pages/pages.ts';
import { BUILT_PAGES, buildPages } from '../web/built-pages.ts';
import type { Environment } from './environment.ts';
import type { PageServer } from './page-server.ts';
import { saidBy } from './said-by.ts';

export interface PageServerOptions {
  readonly web: Environment['web'];
  readonly issuer: string;
  readonly tokenEndpoint: string | undefined;
  /** Which serves them. */
  readonly http: Server;
  readonly log: (line: string) => void;
}

const NONE: PageServer = { serve: () => false, stop: async () => undefined };

export async function openPages({ web, issuer, tokenEndpoint, http, log }: PageServerOptions): Promise<PageServer> {
  if (web === 'off') return NONE;
  if (web === 'dev') return (await import('./pages-in-development.ts')).openPagesInDevelopment(http);
  const answer = createPages(BUILT_PAGES, { issuer, tokenEndpoint });
  return {
    serve(request, response) {
      const { method, url = '/' } = request;
      const [path = '/'] = url.split('?', 1);
      if ((method !== 'GET' && method !== 'HEAD') || !isPage(path)) return false;
      send(answer, { path, headers: singly(request) }, response).catch((error: unknown) => {
        log(error instanceof Error ? (error.stack ?? error.message) : String(error));
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
      return true;
    },
    stop: NONE.stop,
  };
}

async function send(answer: Pages, request: PageRequest, response: ServerResponse): Promise<void> {
  const { status, headers, body }: PageAnswer = await answer(request);
  response.writeHead(status, { ...headers, ...(status === 304 ? {} : { 'content-length': body.length }) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function singly({ headers }: IncomingMessage): PageRequest['headers'] {
  return { 'accept-encoding': headers['accept-encoding']?.toString(), 'if-none-match': headers['if-none-match'] };
}

/** Builds the pages before the server starts, where that is to do. Without them everything else works, so it goes on. */
export async function readyPages({ web }: Pick<Environment, 'web'>, print: (line: string) => void): Promise<void> {
  if (web !== 'on') return;
  const started = performance.now();
  try {
    const outcome = await buildPages(() => print('正在构建网页(首次启动,或源文件有改动),约需几秒……'));
    if (outcome === 'built') print(`网页已构建,用时 ${((performance.now() - started) / 1_000).toFixed(1)} 秒。`);
  } catch (error) {
    print(`网页未能构建,其余功能不受影响;修正后请运行 npm run build:web。${saidBy(error)}`);
    print('The pages could not be built; everything else works. Mend it and run npm run build:web.');
  }
}
