import type { IncomingMessage, ServerResponse } from 'node:http';

/** The pages in front of the gateway, on its origin. */
export interface PageServer {
  /** False where the path is no page. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  stop(): Promise<void>;
}
