import * as z from 'zod';
import { ask } from '../ask/ask.ts';
import { Problem } from '../ask/problem.ts';

export const doorsAnswer = z.strictObject({ open: z.boolean() });

const CODE = /^#code=([0-9a-z]{41})$/;

/** The code in the address, taken out of it at once: it is nobody's to see, and good only once. */
export function takeCode(): string | undefined {
  const code = CODE.exec(location.hash)?.[1];
  if (code !== undefined) history.replaceState(null, '', `${location.pathname}${location.search}`);
  return code;
}

/**
 * Opens the doors to this browser and goes in to read the books; the page is left then. Gives why not, where the code was
 * not taken.
 */
export async function spend(code: string): Promise<string> {
  try {
    await ask('/oidc/doors', doorsAnswer, { method: 'POST', body: { code } });
    const { signIn } = await import('../sign-in/sign-in.ts');
    await signIn({ door: 'auditor', returnTo: '/' });
    return await new Promise<never>(() => undefined);
  } catch (error) {
    return error instanceof Problem ? error.detail : String(error);
  }
}
