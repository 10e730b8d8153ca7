import { join } from 'node:path';
import * as z from 'zod';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { sent } from './errand.ts';
import { withFolder, withFreshEngine } from './fresh-engine.ts';
import { fillTable, writeLargeLog } from './large-log.ts';

/** What was read or written once, each time in a process of its own. */
const run = z.object({ rows: z.int(), ms: z.number(), peakMb: z.number() });

export type Run = z.infer<typeof run>;

export const FORMATS = ['jsonl', 'csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

/** A ledger of that many entries: paged by the bare client, and exported in each format. */
export interface ExportTurn extends Readonly<Record<Format, Run>> {
  readonly entries: number;
  readonly bare: Run;
}

const KINDS = { jsonl: 'entries', csv: 'fund-usage', xlsx: 'fund-usage' } as const;

/** How often a ledger of that size is gone through: the larger, the steadier a single time is. */
export interface Turns {
  readonly entries: number;
  readonly times: number;
}

/** The bare client and the three formats in turns, over the same entries. */
export async function compareExports(turns: readonly Turns[], progress: (line: string) => void): Promise<ExportTurn[]> {
  const measured: ExportTurn[] = [];
  for (const { entries, times } of turns) {
    await withFolder((folder) =>
      withFreshEngine(async (endpoint) => {
        const objects = join(folder, 'objects');
        await writeLargeLog(entries, objects);
        const client = createDocumentClient({ endpoint });
        await fillTable(entries, client);
        client.destroy();
        progress(`exports: a ledger of ${entries} entries is there`);
        for (let turn = 1; turn <= times; turn += 1) {
          const bare = await sent('bare-paging.ts', { endpoint }, run);
          if (bare.rows !== entries) throw new Error(`${bare.rows} rows were paged instead of ${entries}`);
          const exported = async (format: Format): Promise<Run> =>
            sent('export-once.ts', { objects, key: `exports/${format}`, kind: KINDS[format], format }, run);
          const jsonl = await exported('jsonl');
          const csv = await exported('csv');
          const xlsx = await exported('xlsx');
          const one = { entries, bare, jsonl, csv, xlsx };
          measured.push(one);
          progress(`exports: ${entries} entries, turn ${turn} of ${times}: ${told(one)}`);
        }
      }),
    );
  }
  return measured;
}

function told(turn: ExportTurn): string {
  const rates = (['bare', ...FORMATS] as const).map(
    (name) => `${name} ${perSecond(turn[name]).toFixed(0)}/s, ${turn[name].peakMb.toFixed(0)} MB`,
  );
  return rates.join('; ');
}

export function perSecond({ rows, ms }: Run): number {
  return (rows * 1000) / ms;
}
