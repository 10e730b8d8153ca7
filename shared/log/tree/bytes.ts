/** Bytes and their spellings by what Node and browsers have in common. */

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && differsAt(a, b) === undefined;
}

/** The place of the first byte in which two arrays of one length differ; four are compared at once. */
export function differsAt(a: Uint8Array, b: Uint8Array): number | undefined {
  const { length } = a;
  const [left, right] = [viewOf(a), viewOf(b)];
  let at = 0;
  while (at + WORD <= length && left.getUint32(at) === right.getUint32(at)) at += WORD;
  while (at < length && a[at] === b[at]) at += 1;
  return at < length ? at : undefined;
}

const WORD = 4;

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Standard base64 as it is written, and no other spelling of the same bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
  // `atob` throws at some of what is none, and reads over white space and missing padding.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
}
