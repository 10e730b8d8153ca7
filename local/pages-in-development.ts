import { readFile } from 'node:fs/promises';
import type { Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { isPage } from '../functions/pages/pages.ts';
import type { PageServer } from './page-server.ts';

const WEB = join(import.meta.dirname, '../web');

/** Scripts in the page and a socket are how a change comes into a page that is open; nothing of it is in what is built. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "connect-src 'self' ws: http: https:",
  "font-src 'self'",
  'frame-src blob:',
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Pages from their sources, which change under the reader's eyes: NUANZHANG_WEB=dev. Changes come over a socket of the
 * server itself, so that two servers on one machine do not share one.
 */
export async function openPagesInDevelopment(http: Server): Promise<PageServer> {
  const { default: config } = await import('../web/vite.config.ts');
  const vite = await createServer({
    ...config,
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server: http } },
  });
  return {
    serve(request, response) {
      const [path = '/'] = (request.url ?? '/').split('?', 1);
      if (request.method !== 'GET' || !isPage(path)) return false;
      response.setHeader('content-security-policy', POLICY);
      vite.middlewares(request, response, () => {
        show(vite, path, response).catch((error: unknown) => {
          response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(String(error));
        });
      });
      return true;
    },
    stop: () => vite.close(),
  };
}

async function show(vite: ViteDevServer, path: string, response: ServerResponse): Promise<void> {
  const file = path === '/slip' ? 'slip.html' : 'desk.html';
  const html = await vite.transformIndexHtml(`/${file}`, await readFile(join(WEB, file), 'utf8'));
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}
