import { KMSClient } from '@aws-sdk/client-kms';

const ATTEMPTS = 3;
const PATIENT = { connectionTimeout: 2_000, requestTimeout: 5_000 };

/** A client whose calls end in time; signing the same again gives the same, so the SDK repeats what got no answer. */
export function createKmsClient(): KMSClient {
  return new KMSClient({ maxAttempts: ATTEMPTS, requestHandler: { ...PATIENT, throwOnRequestTimeout: true } });
}
