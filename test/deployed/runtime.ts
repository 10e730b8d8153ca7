/**
 * Lambda's runtime, as far as a handler sees it: a process with the function's environment and nothing else, which loads
 * the bundle named by its argument and answers one call at a time.
 */
import * as z from 'zod';

const { handler } = z
  .object({
    handler: z.custom<(event: unknown, context: object) => Promise<unknown>>((one) => typeof one === 'function'),
  })
  .parse(await import(process.argv[2] ?? ''));
const call = z.object({ number: z.number(), event: z.unknown(), milliseconds: z.number() });

process.on('message', async (message) => {
  const { number, event, milliseconds } = call.parse(message);
  const until = Date.now() + milliseconds;
  const context = { getRemainingTimeInMillis: () => until - Date.now() };
  try {
    process.send?.({ number, answer: (await handler(event, context)) ?? null });
  } catch (error) {
    process.send?.({ number, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.send?.('ready');
