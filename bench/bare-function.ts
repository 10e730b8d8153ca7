import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';

/** A function with only the bare client and the three commands that the tracker's functions use. */

const client = new DynamoDBClient({});

export const handler = {
  read: (input: BatchGetItemCommandInput) => client.send(new BatchGetItemCommand(input)),
  query: (input: QueryCommandInput) => client.send(new QueryCommand(input)),
  write: (input: TransactWriteItemsCommandInput) => client.send(new TransactWriteItemsCommand(input)),
};
