import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { ProblemResponse } from '../problems/problem.ts';

/** Above so many bytes an answer is compressed. */
const LEAST_BYTES = 1_000;

/** A page of 50 KB takes well under a millisecond of brotli at 4; the higher qualities take twice as long for a tenth less. */
const QUALITY = 4;

/** The preferred one first, where a client takes both alike. */
const CODINGS = {
  br: (bytes: Uint8Array): Buffer =>
    brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes: Uint8Array): Buffer => gzipSync(bytes),
} as const;
type Coding = keyof typeof CODINGS;

/** A weight of 0 to 1 with three places at the most (RFC 9110, section 12.4.2). */
const WEIGHED = /^([!#$%&'*+.^_`|~\w-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

/** The coding that a client wants of those there are (RFC 9110, section 12.5.3); none where it would rather have the bytes as they are. */
export function codingFor(accepted: string | undefined): Coding | undefined {
  const weights = new Map<string, number>();
  for (const part of (accepted ?? '').split(',')) {
    const [, name, weight = '1'] = WEIGHED.exec(part.trim()) ?? [];
    if (name !== undefined) weights.set(name.toLowerCase(), Number(weight));
  }
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get('*') ?? 0;
  const wanted = weightOf('gzip') > weightOf('br') ? 'gzip' : 'br';
  const asItIs = weights.get('identity') ?? 0;
  return weightOf(wanted) > 0 && weightOf(wanted) >= asItIs ? wanted : undefined;
}

/** So many compressed answers are kept. */
const MOST_KEPT = 32;

/** Compresses answers; one that anybody may keep, and that has a tag, is compressed once. */
export class Compression {
  readonly #kept = new Map<string, Buffer>();

  /** The answer as the client wants it. What does not become smaller, and what is short, stays as it is. */
  compressed(response: ProblemResponse, accepted: string | undefined): ProblemResponse {
    const { body, isBase64Encoded = false } = response;
    const size = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
    if (size <= LEAST_BYTES) return response;
    const headers = { ...response.headers, vary: 'accept-encoding' };
    const coding = codingFor(accepted);
    if (coding === undefined) return { ...response, headers };
    const packed = this.#packed(response, coding);
    if (packed.length >= size) return { ...response, headers };
    return {
      ...response,
      headers: { ...headers, 'content-encoding': coding },
      body: packed.toString('base64'),
      isBase64Encoded: true,
    };
  }

  #packed({ headers, body, isBase64Encoded = false }: ProblemResponse, coding: Coding): Buffer {
    const pack = () => CODINGS[coding](Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
    const { etag, 'cache-control': cache = '' } = headers;
    if (etag === undefined || !cache.startsWith('public')) return pack();
    const name = `${coding} ${etag}`;
    const packed = this.#kept.get(name) ?? pack();
    this.#kept.delete(name);
    this.#kept.set(name, packed);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MOST_KEPT && !oldest.done) this.#kept.delete(oldest.value);
    return packed;
  }
}
