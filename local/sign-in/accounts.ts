import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ROLE_NAMES, ROLES } from '../../shared/domain/role.ts';
import { CannotStart } from '../cannot-start.ts';
import { readFacts } from '../demo/facts.ts';
import { codeOf } from '../error-code.ts';
import type { Person } from '../person.ts';

/** More are refused: this directory is for one machine. */
const MOST_ACCOUNTS = 500;
/** Crockford's letters: none that is taken for another. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const PASSWORD_LETTERS = 12;

const added = z.array(
  z.strictObject({
    subject: z.string().min(1).max(256),
    name: z.string().min(1).max(100).exactOptional(),
    roles: z.array(z.enum(ROLES)),
    units: z.array(z.string()),
  }),
);

/** One for each role; the coordinator acts for the units of the demonstration. */
export function demoAccounts(): readonly Person[] {
  const units = readFacts().units.map(({ code }) => code);
  return ROLES.map((role) => ({
    subject: `demo-${role}`,
    name: ROLE_NAMES[role].zh,
    roles: [role],
    units: role === 'coordinator' ? units : [],
  }));
}

/**
 * Who may sign in on this machine: a demo account for each role, and whom the owner of the data folder added. A password
 * is nowhere stored: it is derived from the account's name under a key of the folder.
 */
export class Accounts {
  readonly #folder: string;
  readonly #key: Uint8Array;
  readonly #demo = new Map(demoAccounts().map((person) => [person.subject, person]));

  constructor(data: string, key: Uint8Array) {
    this.#folder = join(data, 'sign-in');
    this.#key = key;
  }

  async find(subject: string): Promise<Person | undefined> {
    return this.#demo.get(subject) ?? (await this.#added()).find((person) => person.subject === subject);
  }

  /** Adds a person, or replaces their name, roles and units. The demo accounts stay as they are. */
  async add(person: Person): Promise<void> {
    const others = (await this.#added()).filter(({ subject }) => subject !== person.subject);
    if (others.length >= MOST_ACCOUNTS) {
      throw new CannotStart(
        `这个数据文件夹已有 ${MOST_ACCOUNTS} 个账号;请删减 ${this.#path} 后重试。`,
        `This data folder has ${MOST_ACCOUNTS} accounts: take some out of ${this.#path} and try again.`,
      );
    }
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const draft = `${this.#path}.${process.pid}`;
    await writeFile(draft, JSON.stringify([...others, person], null, 2), { mode: 0o600 });
    await rename(draft, this.#path);
  }

  password(subject: string): string {
    const bytes = createHmac('sha256', this.#key).update(`password of ${subject}`).digest();
    const letters = Array.from(bytes.subarray(0, PASSWORD_LETTERS), (byte) => LETTERS[byte % LETTERS.length]);
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
  }

  /** The person of that name and password. Takes as long for a name that nobody has. */
  async check(subject: string, password: string): Promise<Person | undefined> {
    const person = await this.find(subject);
    const given = createHash('sha256').update(password.trim().toLowerCase()).digest();
    const isRight = timingSafeEqual(given, createHash('sha256').update(this.password(subject)).digest());
    return isRight ? person : undefined;
  }

  get #path(): string {
    return join(this.#folder, 'accounts.json');
  }

  async #added(): Promise<readonly Person[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return '[]';
      throw error;
    });
    const parsed = added.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    throw new CannotStart(
      `账号文件 ${this.#path} 已损坏,请修正或删除。`,
      `The file of accounts ${this.#path} is damaged: mend it or remove it.`,
    );
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
