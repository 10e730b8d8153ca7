import { etc, Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const ORDER = Point.CURVE().n;

/**
 * Whether that key signed that message, as Node tells it: R of the signature is, byte by byte, s·B − k·A (RFC 8032,
 * section 5.1.7), and neither it nor the key is of small order. The library's own check multiplies both sides by eight:
 * whoever holds the key could make a signature that passes in a browser and nowhere else.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  const [r, s] = [signature.subarray(0, KEY_BYTES), littleEndian(signature.subarray(KEY_BYTES))];
  const key = pointAt(publicKey);
  if (key === undefined || key.isSmallOrder() || s >= ORDER) return false;
  const k = littleEndian(sha512(etc.concatBytes(r, publicKey, message))) % ORDER;
  const expected = multipleOfBase(s).subtract(key.multiply(k, false));
  return !expected.isSmallOrder() && expected.toBytes().every((byte, at) => byte === r[at]);
}

const TWICE_BASE = Point.BASE.double();

/** Of the base point itself the library first makes a table, which takes longer than a hundred signatures by it save. */
function multipleOfBase(scalar: bigint): Point {
  const even = TWICE_BASE.multiply(scalar >> 1n, false);
  return scalar % 2n === 0n ? even : even.add(Point.BASE);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${etc.bytesToHex(bytes.toReversed())}`);
}

/** Undefined where the bytes are no point of the curve, which the library tells by throwing. */
function pointAt(bytes: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(bytes, true);
  } catch {
    return undefined;
  }
}
