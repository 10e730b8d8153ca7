import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { attachment, LINK_MS, type ObjectLinks } from '../ports/object-links.ts';
import { assertKey } from '../ports/object-store.ts';

export interface S3LinksOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

const CHECKSUM = 'x-amz-checksum-sha256';

/** Presigned addresses of a bucket. What an upload declared is among what is signed, so S3 itself refuses anything else. */
export function createS3Links({ client, bucket: Bucket, now }: S3LinksOptions): ObjectLinks {
  const expiresIn = LINK_MS / 1_000;
  return {
    download(key, { fileName, mediaType }) {
      assertKey(key);
      const command = new GetObjectCommand({
        Bucket,
        Key: key,
        ResponseContentDisposition: attachment(fileName, key),
        ResponseContentType: mediaType,
      });
      return getSignedUrl(client, command, { expiresIn, signingDate: new Date(now()) });
    },
    async upload(key, { sha256, bytes, mediaType }) {
      assertKey(key);
      const checksum = Buffer.from(sha256, 'hex').toString('base64');
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        ContentLength: bytes,
        ContentType: mediaType,
        ChecksumSHA256: checksum,
      });
      const url = await getSignedUrl(client, command, {
        expiresIn,
        signingDate: new Date(now()),
        signableHeaders: new Set(['host', 'content-length', 'content-type', CHECKSUM]),
        unhoistableHeaders: new Set([CHECKSUM]),
      });
      return {
        url,
        method: 'PUT',
        headers: { 'content-type': mediaType, [CHECKSUM]: checksum },
        expiresAt: now() + LINK_MS,
      };
    },
  };
}
