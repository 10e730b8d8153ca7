import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A server of a test on any free port of this machine. */
export interface Listening {
  /** `http://127.0.0.1:40000` */
  readonly endpoint: string;
  readonly port: number;
  stop(): void;
}

export async function listening(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a port has a number');
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `http://127.0.0.1:${address.port}`, port: address.port, stop };
}
