import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { CLIENTS, type CycleKeys, cycle, itemOf, lineOf, preparation, unitOf } from './cycle.ts';
import { openDesk } from './desk.ts';
import { literalId } from './post.ts';

const callShape = z.object({
  operation: z.enum(['BatchGetItem', 'Query', 'TransactWriteItems']),
  /** The body of the call as it went over the wire. */
  text: z.string(),
  /** Rows in its answer. */
  rows: z.int(),
});

/** One call of the tracker to its engine. */
export type Call = z.infer<typeof callShape>;

/** For each post of a cycle its calls: those of one round are sent at once, the next round after their answers. */
export const recordingShape = z.array(z.array(z.array(callShape)));

export type Recording = z.infer<typeof recordingShape>;

/** Every other cycle differs from the recorded one in these, and in nothing else. */
export interface Placing {
  readonly client: number;
  readonly line: number;
  readonly keys: CycleKeys;
  readonly recordedAt: number;
}

/** The last digits differ, so that it can be told whose partition is meant: see `asReplayed`. */
const RECORDED: Placing = {
  client: 0,
  line: 0x5,
  keys: {
    order: literalId(0x501),
    acceptance: literalId(0x502),
    dispatch: literalId(0x503),
    confirmation: literalId(0x504),
  },
  recordedAt: 1_609_142_400_000,
};

/** Plays one cycle on a prepared engine and writes down every call to it. */
export async function record(endpoint: string): Promise<Recording> {
  const client = createDocumentClient({ endpoint });
  const desk = openDesk({ client, tableName: DEFAULT_TABLE_NAME, clock: () => RECORDED.recordedAt });
  for (const post of preparation(CLIENTS, RECORDED.line + 1)) await desk.post(post);
  let calls: Recording[number] = [];
  let inFlight = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      const { body } = sentShape.parse(args.request);
      const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
      const call = callShape.parse({ operation, text, rows: 0 });
      if (inFlight === 0) calls.push([]);
      calls.at(-1)?.push(call);
      inFlight += 1;
      const answer = await next(args);
      inFlight -= 1;
      call.rows = rowsIn(answer.output);
      return answer;
    },
    { step: 'build', name: 'recording' },
  );
  try {
    const recording: Recording = [];
    for (const post of cycle(RECORDED.client, RECORDED.line, RECORDED.keys)) {
      await desk.post(post);
      recording.push(calls);
      calls = [];
    }
    return recording;
  } finally {
    client.destroy();
  }
}

const sentShape = z.object({ body: z.string().or(z.instanceof(Uint8Array)) });
const answerShape = z.object({
  Items: z.array(z.unknown()).default([]),
  Responses: z.record(z.string(), z.array(z.unknown())).or(z.array(z.unknown())).default([]),
});

/** How many rows the answer to a read holds. */
export function rowsIn(output: unknown): number {
  const { Items, Responses } = answerShape.parse(output);
  const found = Array.isArray(Responses) ? [] : Object.values(Responses);
  return found.reduce((sum, rows) => sum + rows.length, Items.length);
}

/** A recorded text cut at everything that differs from cycle to cycle: fixed pieces, with places between them. */
export type Template = readonly (string | ((placing: Placing) => string))[];

const KEYS = ['order', 'acceptance', 'dispatch', 'confirmation'] as const;

/** What differs, as it stands in the recorded texts: ids, the time, and the partition of a row, the last digit of its id. */
const DIFFERING = new Map<string, (placing: Placing) => string>([
  ...KEYS.flatMap((name) => forms(RECORDED.keys[name], ({ keys }) => keys[name])),
  ...forms(lineOf(RECORDED.line), ({ line }) => lineOf(line)),
  ...forms(unitOf(RECORDED.client), ({ client }) => unitOf(client)),
  ...forms(itemOf(RECORDED.client), ({ client }) => itemOf(client)),
  [String(RECORDED.recordedAt), ({ recordedAt }) => String(recordedAt)],
]);

function forms(id: string, of: (placing: Placing) => string): [string, (placing: Placing) => string][] {
  return [
    [id, of],
    [`#${id.slice(-1)}"`, (placing) => `#${of(placing).slice(-1)}"`],
  ];
}

const SPREAD_PARTITION = /(?<="(?:entry|outbox|personal|purchase|consignment|fundingLine))#[1-5]"/;
const REQUEST_TOKEN = /(?<="ClientRequestToken":")[^"]+/;
const ANY = new RegExp(
  `(${[...DIFFERING.keys()].filter((text) => !text.startsWith('#')).join('|')}|${SPREAD_PARTITION.source}|${REQUEST_TOKEN.source})`,
);

export function templateOf({ text }: Call): Template {
  // Cut at a capturing expression, every second piece is what the expression found. Of a transaction sent again under
  // its old token the engine would do nothing, and yet say that it was done.
  return text.split(ANY).map((piece, at) => (at % 2 === 0 ? piece : (DIFFERING.get(piece) ?? (() => randomUUID()))));
}

export function fill(template: Template, placing: Placing): string {
  return template.map((piece) => (typeof piece === 'string' ? piece : piece(placing))).join('');
}
