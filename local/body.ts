import type { IncomingMessage, ServerResponse } from 'node:http';

export const BODY_BYTES = 1_048_576;

/** How long what a client still sends is swallowed after its answer. */
export const LINGER_MS = 1_000;
const LINGER_BYTES = 16 * BODY_BYTES;

export function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return (length !== undefined && length !== '0') || request.headers['transfer-encoding'] !== undefined;
}

export function declaresTooMuch(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > BODY_BYTES;
}

/** Collects a body up to the limit; undefined when the client went away before its end. */
export function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | undefined> {
  return new Promise((resolve) => {
    if (declaresTooMuch(request)) {
      resolve('too-large');
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    const collect = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= BODY_BYTES) {
        chunks.push(chunk);
      } else {
        request.off('data', collect);
        resolve('too-large');
      }
    };
    request.on('data', collect);
    request.once('end', () => {
      const [first] = chunks;
      resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks));
    });
    request.once('close', () => resolve(undefined));
  });
}

/**
 * Answers while the client may still be sending, then closes the connection. What keeps coming is swallowed for a
 * moment first: closing on unread bytes resets the connection, and the client would never see the answer.
 */
export function answerAndClose(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  response.write(body);
  const timer = setTimeout(end, LINGER_MS);
  let left = LINGER_BYTES;
  function end() {
    clearTimeout(timer);
    response.end();
  }
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) end();
  });
  request.once('end', end);
  request.once('close', end);
}
