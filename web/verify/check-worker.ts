import '../ask/jitless.ts';
import * as z from 'zod';
import type { PackProgress } from '../../shared/audit/pack-check.ts';
import { type PackReport, reportOn } from '../../shared/audit/pack-report.ts';
import { CannotVerify, Wrong } from '../../shared/audit/wrong.ts';
import { assertSmall, openedFrom } from './dropped-pack.ts';

/** What a page asks of the worker: one pack. To give it up the page ends the worker. */
const asked = z.object({ archive: z.instanceof(Blob), vkey: z.string().exactOptional() });
export type Asked = z.input<typeof asked>;

/** What the worker says: how far it is, and at last the report, or why it failed. */
export type Said =
  | { readonly progress: Parameters<PackProgress> }
  | { readonly report: PackReport }
  | { readonly failure: string };

/** So often is told how far it is. */
const BETWEEN_MS = 50;

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  reported(data).then(
    (report) => say({ report }),
    (error: unknown) => say({ failure: error instanceof Error ? error.message : String(error) }),
  );
});

async function reported(data: unknown): Promise<PackReport> {
  const { archive, ...more } = asked.parse(data);
  try {
    assertSmall(archive.size);
    const pack = openedFrom(new Uint8Array(await archive.arrayBuffer()));
    return await reportOn(pack, { ...more, progress: nowAndThen(say) });
  } catch (error) {
    if (error instanceof Wrong) return { verdict: 'wrong', step: 'files', told: toldBy(error), covered: [] };
    if (error instanceof CannotVerify) return { verdict: 'unchecked', told: toldBy(error), covered: [] };
    throw error;
  }
}

function toldBy({ zh, en }: Wrong | CannotVerify) {
  return { zh, en };
}

/** A page need not be told of every file: of each step its beginning and its end, and in between what is seen. */
function nowAndThen(tell: (said: Said) => void): PackProgress {
  let toldAt = Number.NEGATIVE_INFINITY;
  let toldStep: string | undefined;
  return (step, done, of) => {
    const now = performance.now();
    if (step === toldStep && done < of && now - toldAt < BETWEEN_MS) return;
    [toldAt, toldStep] = [now, step];
    tell({ progress: [step, done, of] });
  };
}

function say(said: Said): void {
  self.postMessage(said);
}
