import { type Id, isId } from './id.ts';

/**
 * What the QR code of a delivery slip says, as the text `<address>#<entry id>.<leaf hash>`. That is a URL too: a camera
 * which knows nothing of slips opens the address, and what stands behind the # never leaves the phone.
 */
export interface SlipCode {
  /**
   * The public prefix of the log, under which its checkpoint and tiles lie: its origin with http:// or https:// before
   * it, in ASCII, without query, fragment and trailing slash, at most 200 characters.
   */
  readonly address: string;
  /** The entry of the dispatch. */
  readonly entry: Id;
  /** SHA-256(0x00 ‖ bytes of that entry) in base64url without padding: 43 characters. */
  readonly leaf: string;
}

const MAX_ADDRESS = 200;
const ADDRESS = /^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*$/;
/** The last of 43 characters carries four bits: only every fourth letter can stand there. */
const LEAF = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** Throws RangeError for an address, id or hash that could not be read back. */
export function writeSlipCode({ address, entry, leaf }: SlipCode): string {
  const text = `${address}#${entry}.${leaf}`;
  if (readSlipCode(text) !== undefined) return text;
  throw new RangeError(
    `a slip names the log by an http(s) address of at most ${MAX_ADDRESS} characters without query, fragment and ` +
      `trailing slash, a UUIDv7 and 43 characters of base64url, not ${JSON.stringify(text)}`,
  );
}

/** Reads exactly what `writeSlipCode` wrote; undefined for any other text. */
export function readSlipCode(text: string): SlipCode | undefined {
  const [address = '', rest = '', ...more] = text.split('#');
  const [entry = '', leaf = '', ...further] = rest.split('.');
  const isOne = more.length === 0 && further.length === 0 && isId(entry) && LEAF.test(leaf);
  return isOne && address.length <= MAX_ADDRESS && ADDRESS.test(address) ? { address, entry, leaf } : undefined;
}
