import * as z from 'zod';
import { rowKey } from '../../shared/storage/dynamodb/table.ts';
import type { Deadline } from '../front/deadline.ts';
import { carryOut, type ImportWorks, sweepImports } from './carry-out.ts';

/** What the table's stream tells of rows, as far as it matters here. */
const streamed = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }) }),
    }),
  ),
});

/** What is left for the row under way and for keeping its outcome. */
const ENOUGH_MS = 60_000;
const SWEEP_MS = 3_600_000;

/**
 * Carries out the imports that the table's stream says have rows waiting. Anything else is the clock: whatever is due,
 * which a run left that died or came to its end, and what has been kept long enough is forgotten.
 */
export function createImportCarrier(works: ImportWorks): (event: unknown, deadline: Deadline) => Promise<void> {
  const { imports, clock } = works;
  let swept = Number.NEGATIVE_INFINITY;

  async function sweep(): Promise<void> {
    if (clock() - swept < SWEEP_MS) return;
    await sweepImports(imports, clock());
    swept = clock();
  }

  return async (event, deadline) => {
    const stream = streamed.safeParse(event);
    const isOver = () => deadline.getRemainingTimeInMillis() < ENOUGH_MS;
    if (!stream.success) await sweep();
    for (const id of stream.success ? marked(stream.data) : await imports.due()) {
      if (isOver()) return;
      await carryOut(works, id, { isOver });
    }
  };
}

/** The imports whose marks are new. */
function marked({ Records }: z.infer<typeof streamed>): string[] {
  const { pk: marks } = rowKey('import-due', '');
  return Records.flatMap(({ eventName, dynamodb: { Keys } }) =>
    eventName === 'INSERT' && Keys.pk.S === marks ? [Keys.sk.S] : [],
  );
}
