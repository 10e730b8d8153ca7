import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

export interface S3Options {
  /** Another service than the region's own, which speaks as S3 does. */
  readonly endpoint?: string;
  readonly region?: string;
}

const ATTEMPTS = 3;
const PATIENT = { connectionTimeout: 2_000, requestTimeout: 30_000 };

/** A client whose calls end in time; all of them may be repeated, so the SDK repeats them. */
export function createS3Client({ endpoint, region }: S3Options): S3Client {
  const config: S3ClientConfig = {
    maxAttempts: ATTEMPTS,
    requestHandler: { ...PATIENT, throwOnRequestTimeout: true },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(region === undefined ? {} : { region }),
  };
  return new S3Client(config);
}
