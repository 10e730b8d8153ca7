import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface ClientOptions {
  /** Another engine than the region's own: the embedded one. */
  readonly endpoint?: string;
  readonly region?: string;
}

/** Sockets to the engine: more requests than this at once wait for one. */
const MAX_SOCKETS = 64;

/**
 * How long a call waits for its connection and for its answer. DynamoDB answers in milliseconds or is in trouble; an
 * embedded engine shares its processors with everything else on the machine, and asking again would only add to that.
 */
const PATIENT = { connectionTimeout: 1_000, requestTimeout: 2_000 };
const PATIENT_WITH_EMBEDDED = { connectionTimeout: 5_000, requestTimeout: 8_000 };

/**
 * An embedded engine asks who is calling and believes every answer. So nothing is signed for it: hashing each request
 * takes longer than anything else that is done here to send one.
 */
const EMBEDDED: DynamoDBClientConfig = {
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  signer: {
    sign: async (request) => {
      request.headers['x-amz-date'] = '20200101T000000Z';
      request.headers.authorization =
        'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none';
      return request;
    },
  },
};

/**
 * A client for the table. The SDK repeats nothing by itself: what is repeated, and what is read back first, is decided
 * where the difference is known. Numbers become bigints, never floats.
 */
export function createDocumentClient({ endpoint, region }: ClientOptions): DynamoDBDocumentClient {
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const config: DynamoDBClientConfig = {
    maxAttempts: 1,
    requestHandler: {
      ...(endpoint === undefined ? PATIENT : PATIENT_WITH_EMBEDDED),
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
    ...(endpoint === undefined ? {} : { ...EMBEDDED, endpoint }),
    ...(region === undefined ? {} : { region }),
  };
  const client = new DynamoDBClient(config);
  // It copies every request and answer for a log that nobody keeps, and names of persons are among them.
  client.middlewareStack.remove('loggerMiddleware');
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: false },
    unmarshallOptions: { wrapNumbers: BigInt },
  });
}
