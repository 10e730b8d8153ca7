import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { type Call, fill, type Placing, recordingShape, rowsIn, templateOf } from './recording.ts';
import { playSide, setting } from './side.ts';
import { lineFor, type Player } from './stage.ts';

/** The bare side: the SDK's own client sends what the tracker sent, made ready before the clock runs. */

const taskShape = z.object({ ...setting, endpoint: z.url(), recording: recordingShape });

/** One call ready to be sent; answers how many rows came back. */
interface Ready {
  readonly command: BatchGetItemCommand | QueryCommand | TransactWriteItemsCommand;
  readonly rows: number;
}

/** Posts of rounds of calls. */
type ReadyCycle = readonly (readonly (readonly Ready[])[])[];

function readyOf({ operation, rows }: Call, text: string): Ready {
  switch (operation) {
    case 'BatchGetItem': {
      const input: BatchGetItemCommandInput = JSON.parse(text);
      return { command: new BatchGetItemCommand(input), rows };
    }
    case 'Query': {
      const input: QueryCommandInput = JSON.parse(text);
      return { command: new QueryCommand(input), rows };
    }
    case 'TransactWriteItems': {
      const input: TransactWriteItemsCommandInput = JSON.parse(text);
      return { command: new TransactWriteItemsCommand(input), rows };
    }
  }
}

function createPlayer({ endpoint, lines, recording }: z.infer<typeof taskShape>): Player<ReadyCycle> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const templates = recording.map((post) =>
    post.map((round) => round.map((call) => ({ call, template: templateOf(call) }))),
  );
  let cycles = 0;

  function prepareOne(client: number): ReadyCycle {
    const placing: Placing = {
      client,
      line: lineFor(client, cycles++, lines),
      keys: { order: uuidv7(), acceptance: uuidv7(), dispatch: uuidv7(), confirmation: uuidv7() },
      recordedAt: Date.now(),
    };
    return templates.map((post) =>
      post.map((round) => round.map(({ call, template }) => readyOf(call, fill(template, placing)))),
    );
  }

  async function send({ command, rows }: Ready): Promise<void> {
    // Which of its commands it is does not matter to the client, but its type wants them one by one.
    const output =
      command instanceof TransactWriteItemsCommand
        ? await client.send(command)
        : command instanceof QueryCommand
          ? await client.send(command)
          : await client.send(command);
    if (rowsIn(output) !== rows) throw new Error(`a replayed read found ${rowsIn(output)} rows instead of ${rows}`);
  }

  return {
    ready: async () => {},
    prepare: (client, count) => Array.from({ length: count }, () => prepareOne(client)),
    async play(_client, cycle, posted) {
      for (const post of cycle) {
        for (const [first, ...others] of post) {
          if (first === undefined) continue;
          if (others.length === 0) await send(first);
          else await Promise.all([first, ...others].map(send));
        }
        posted();
      }
    },
    close: () => client.destroy(),
  };
}

await playSide(taskShape, createPlayer);
