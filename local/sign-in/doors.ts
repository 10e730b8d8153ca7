import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Role } from '../../shared/domain/role.ts';
import { DoorCodes, newDoorCode } from './door-codes.ts';
import { WrongPasswords } from './wrong-passwords.ts';

/** Whom a page of the demonstration lets in at a click: the demo accounts in the order of the work. */
export const DOORS = ['buyer', 'keeper', 'coordinator', 'treasurer', 'auditor'] as const satisfies readonly Role[];

/** How long a browser holds the doors open, as long as the server runs. */
export const HELD_SECONDS = 12 * 3_600;
/** Browsers that hold them at the same time; beyond it the first has to ask for another code. */
const MOST_BROWSERS = 16;
const COOKIE_BYTES = 32;
/** Under which wrong codes are counted: there is one address, and nobody has a name yet. */
const ANYBODY = 'doors';

export interface DoorsOptions {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  /** A key of the data folder, from which codes are made. */
  readonly key: Uint8Array;
  /** Where their cookie is sent. */
  readonly path: string;
  readonly now: () => number;
}

/** What became of a code. */
export type Entered =
  | { readonly outcome: 'open'; readonly cookie: string }
  | { readonly outcome: 'spent' | 'unknown' }
  | { readonly outcome: 'waits'; readonly seconds: number };

/**
 * The doors of a demonstration: whose browser used a one-time code enters as any of five demo accounts without a password.
 * Who holds them is remembered in this process alone, so a restart closes them for everybody.
 */
export class Doors {
  readonly #options: DoorsOptions;
  readonly #codes: DoorCodes;
  readonly #wrong: WrongPasswords;
  readonly #name: string;
  /** By the hash of a cookie, until when it holds. */
  readonly #held = new Map<string, number>();

  constructor(options: DoorsOptions) {
    this.#options = options;
    this.#codes = new DoorCodes(options.key, options.now);
    this.#wrong = new WrongPasswords(options.now);
    // Browsers send cookies of one port to every other: two servers must not take each other's away.
    this.#name = `nuanzhang-doors-${new URL(options.origin).port}`;
  }

  /** Where a browser enters, once, within ten minutes. */
  address(): string {
    const { origin, key, now } = this.#options;
    return doorAddress(origin, newDoorCode(key, now()));
  }

  /** Takes a code for a cookie. After wrong ones whoever comes has to wait. */
  enter(code: string): Entered {
    const { now, path } = this.#options;
    const seconds = this.#wrong.waits(ANYBODY);
    if (seconds > 0) return { outcome: 'waits', seconds };
    const used = this.#codes.use(code);
    if (used === 'unknown') this.#wrong.count(ANYBODY);
    if (used !== 'good') return { outcome: used };
    this.#wrong.forget(ANYBODY);
    const value = randomBytes(COOKIE_BYTES).toString('base64url');
    this.#held.set(hashOf(value), now() + HELD_SECONDS * 1_000);
    const [first] = this.#held.keys();
    if (this.#held.size > MOST_BROWSERS && first !== undefined) this.#held.delete(first);
    const cookie = `${this.#name}=${value}; Path=${path}; Max-Age=${HELD_SECONDS}; HttpOnly; SameSite=Strict`;
    return { outcome: 'open', cookie };
  }

  /** Whether the browser of a request holds the doors. */
  areOpenTo({ headers: { cookie = '' } }: Pick<IncomingMessage, 'headers'>): boolean {
    const own = `${this.#name}=`;
    const [value] = cookie.split(/;\s*/).flatMap((pair) => (pair.startsWith(own) ? [pair.slice(own.length)] : []));
    // Looked up by its hash: how long that takes says nothing of the cookie.
    return value !== undefined && (this.#held.get(hashOf(value)) ?? 0) > this.#options.now();
  }
}

/** The address of a page that enters by a code. What stands behind `#` no browser sends anywhere. */
export function doorAddress(origin: string, code: string): string {
  return `${origin}/#code=${code}`;
}

/** The demo account behind a door, which an authorization request names by its role in `login_hint`. */
export function accountBehind(hint: unknown): string | undefined {
  const role = DOORS.find((door) => door === hint);
  return role === undefined ? undefined : `demo-${role}`;
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
