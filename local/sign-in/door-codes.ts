import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a code opens the doors. */
export const CODE_MINUTES = 10;
const CODE_MS = CODE_MINUTES * 60_000;

const TIME_LETTERS = 8;
const NONCE_BYTES = 5;
const NONCE_LETTERS = 8;
const MAC_BYTES = 16;
const MAC_LETTERS = 25;
const LETTERS = TIME_LETTERS + NONCE_LETTERS;
const CODE = new RegExp(`^[0-9a-z]{${LETTERS + MAC_LETTERS}}$`);

/**
 * A one-time code of a data folder: when it was made, a number that no other has, and a MAC of both under a key of the
 * folder. Whoever may read that key makes one by themselves; letters and digits alone, so that terminals take it for a
 * part of the address.
 */
export function newDoorCode(key: Uint8Array, now: number): string {
  const told = now.toString(36).padStart(TIME_LETTERS, '0') + letters(randomBytes(NONCE_BYTES), NONCE_LETTERS);
  return told + macOf(key, told);
}

/** Knows the codes of one run of a server: each is good once, for ten minutes, and none that is older than the run. */
export class DoorCodes {
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #begun: number;
  /** Those that were used, with when they were made, until they are too old anyway. */
  readonly #used = new Map<string, number>();

  constructor(key: Uint8Array, now: () => number) {
    this.#key = key;
    this.#now = now;
    this.#begun = now();
  }

  /** Uses a code up: `spent` where it was one and is none any more, `unknown` where it never was. */
  use(code: string): 'good' | 'spent' | 'unknown' {
    if (!CODE.test(code)) return 'unknown';
    const told = code.slice(0, LETTERS);
    if (!timingSafeEqual(Buffer.from(macOf(this.#key, told)), Buffer.from(code.slice(LETTERS)))) return 'unknown';
    const now = this.#now();
    for (const [used, made] of this.#used) if (now - made > CODE_MS) this.#used.delete(used);
    const made = Number.parseInt(told.slice(0, TIME_LETTERS), 36);
    // A clock that was set back makes codes of the future, which would be good for longer.
    if (made > now || made < this.#begun || now - made > CODE_MS || this.#used.has(code)) return 'spent';
    this.#used.set(code, made);
    return 'good';
  }
}

function macOf(key: Uint8Array, told: string): string {
  const mac = createHmac('sha256', key).update(`code of the doors ${told}`).digest();
  return letters(mac.subarray(0, MAC_BYTES), MAC_LETTERS);
}

function letters(bytes: Uint8Array, width: number): string {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
    .toString(36)
    .padStart(width, '0');
}
