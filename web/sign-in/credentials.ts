import type { Credentials } from '../ask/ask.ts';
import { begin, end, read } from './session.ts';

/** A token that is about to end may have ended when it arrives. */
const MARGIN_MS = 60_000;

/** How the pages ask: with the token of this tab, renewed shortly before it ends, by one caller at a time. */
export const credentials: Credentials = {
  async token() {
    const held = read();
    if (held === undefined) return undefined;
    return held.until - Date.now() > MARGIN_MS ? held.accessToken : renewed(held.accessToken);
  },
  renewed,
};

function renewed(refused: string): Promise<string | undefined> {
  return navigator.locks.request('nuanzhang.renewal', async () => {
    const held = read();
    // Whoever held the lock before may have renewed it.
    if (held !== undefined && held.accessToken !== refused) return held.accessToken;
    const { renew } = await import('./sign-in.ts');
    const next = held?.refreshToken === undefined ? undefined : await renew(held).catch(() => undefined);
    if (next === undefined) end('ended');
    else begin(next);
    return next?.accessToken;
  });
}
