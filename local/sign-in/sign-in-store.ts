import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import * as z from 'zod';
import type { Session } from '../../shared/schemas/installation.ts';

/** Sessions, grants, codes and refresh tokens that are kept at the same time; beyond it the oldest go. */
const MOST_RECORDS = 5_000;

/** Where the provider says of no record how long it lasts. */
const SHORTEST_SECONDS = 60;

const stored = z.strictObject({
  model: z.string(),
  id: z.string(),
  /** Milliseconds since 1970 UTC. */
  until: z.number(),
  payload: z.record(z.string(), z.unknown()),
});

type Stored = z.output<typeof stored>;

/** As much of a session as says whose it is; `loginTs` in seconds. */
const session = z.looseObject({ accountId: z.string(), loginTs: z.int().exactOptional() });

/** What a session or a grant is revoked by, or found by, beside its own id. */
const INDEXED = ['uid', 'grantId', 'userCode'] as const;

/**
 * What the provider remembers, a file for each record below the data folder, so that it lasts over a restart; read back
 * once at the start. Whatever is lost with the machine's power is signed in for again.
 */
export class SignInStore {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #records = new Map<string, Stored>();

  private constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  static async open(data: string, now: () => number): Promise<SignInStore> {
    const store = new SignInStore(join(data, 'sign-in', 'records'), now);
    await mkdir(store.#folder, { recursive: true, mode: 0o700 });
    const names = await readdir(store.#folder);
    const found = await Promise.all(names.map((name) => store.#read(name)));
    for (const record of found.filter((one) => one !== undefined).sort((a, b) => a.until - b.until)) {
      store.#records.set(keyOf(record.model, record.id), record);
    }
    return store;
  }

  /** Who is signed in, the latest first. */
  sessions(): readonly Session[] {
    const found = [...this.#records.values()].flatMap(({ model, id, until }): Session[] => {
      const record = model === 'Session' ? session.safeParse(this.#alive(model, id)?.payload) : undefined;
      if (!record?.success) return [];
      const { accountId: subject, loginTs } = record.data;
      return [{ subject, until, ...(loginTs === undefined ? {} : { since: loginTs * 1000 }) }];
    });
    return found.sort((a, b) => (b.since ?? 0) - (a.since ?? 0));
  }

  /** The store as the provider asks for it, for one kind of record. */
  adapter(model: string): Adapter {
    const findBy = (field: (typeof INDEXED)[number], value: string) => {
      const all = [...this.#records.values()].filter((one) => one.model === model && one.payload[field] === value);
      return all.map((one) => this.#alive(one.model, one.id)).find((one) => one !== undefined)?.payload;
    };
    return {
      upsert: (id, payload, expiresIn = SHORTEST_SECONDS) =>
        this.#write({ model, id, until: this.#now() + expiresIn * 1000, payload }),
      find: async (id) => this.#alive(model, id)?.payload,
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (code) => findBy('userCode', code),
      consume: async (id) => {
        const record = this.#alive(model, id);
        if (record === undefined) return;
        await this.#write({ ...record, payload: { ...record.payload, consumed: Math.floor(this.#now() / 1000) } });
      },
      destroy: (id) => this.#remove(keyOf(model, id)),
      revokeByGrantId: async (grant) => {
        for (const [key, { payload }] of this.#records) if (payload.grantId === grant) await this.#remove(key);
      },
    };
  }

  #alive(model: string, id: string): (Stored & { readonly payload: AdapterPayload }) | undefined {
    const record = this.#records.get(keyOf(model, id));
    return record === undefined || record.until <= this.#now() ? undefined : record;
  }

  async #write(record: Stored): Promise<void> {
    const key = keyOf(record.model, record.id);
    this.#records.delete(key);
    this.#records.set(key, record);
    await this.#makeRoom();
    const path = this.#pathOf(key);
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
    await rename(draft, path);
  }

  async #makeRoom(): Promise<void> {
    const now = this.#now();
    for (const [key, { until }] of this.#records) {
      if (until > now && this.#records.size <= MOST_RECORDS) return;
      await this.#remove(key);
    }
  }

  async #remove(key: string): Promise<void> {
    this.#records.delete(key);
    await rm(this.#pathOf(key), { force: true });
  }

  /** A file that cannot be read, or whose time is up, is none. */
  async #read(name: string): Promise<Stored | undefined> {
    const path = join(this.#folder, name);
    const record = stored.safeParse(jsonOf(await readFile(path, 'utf8')));
    if (record.success && record.data.until > this.#now()) return record.data;
    await rm(path, { force: true });
    return undefined;
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keyOf(model: string, id: string): string {
  return `${model} ${id}`;
}
