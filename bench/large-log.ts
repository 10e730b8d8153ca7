import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Person } from '../local/person.ts';
import {
  type Account,
  available,
  cash,
  committed,
  delivered,
  person,
  source,
  stock,
  supplier,
  transit,
  unitMoney,
} from '../shared/domain/account.ts';
import type { Draft, Entry } from '../shared/domain/entry.ts';
import type { Facts } from '../shared/domain/facts.ts';
import { type Id, isId, lotId } from '../shared/domain/id.ts';
import type { RegistryFieldsOf, RegistryKind } from '../shared/domain/registry.ts';
import { logKey } from '../shared/log/journal/log-files.ts';
import { writeBundle } from '../shared/log/tree/bundle.ts';
import { writeCheckpoint } from '../shared/log/tree/checkpoint.ts';
import { signNote, verifierOf, writeVerifierKey } from '../shared/log/tree/note.ts';
import { bundlePath, TILE_WIDTH, tilePath } from '../shared/log/tree/tile.ts';
import { leafHash, TreeEdge } from '../shared/log/tree/tree.ts';
import { encodeEntry } from '../shared/schemas/entry.ts';
import { entryRow } from '../shared/storage/dynamodb/rows.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { buyer, coordinator, keeper, treasurer } from './post.ts';

/**
 * A ledger as large as is asked for, of entries as the tracker writes them: of every two hundred, five are a purchase
 * that is ordered, accepted, paid, sent on and confirmed, and the others money that went to units and to persons, or came
 * back. So nearly all are rows of the ledger of funds. A smaller one is the beginning of a larger one.
 */

const FUNDING_LINES = 16;
const UNITS = 64;
const ITEMS = 16;
const BLOCK = 200;
const BEGAN = Date.UTC(2020, 0, 26, 1);
/** A year and a half for a million. */
const APART_MS = 47_000;
const ZONE_MS = 8 * 3_600_000;

export interface LargeEntry {
  readonly entry: Entry;
  /** Its canonical text, which is what is stored and sealed. */
  readonly canonical: string;
}

/** The first so many entries of the ledger, in the order in which they are sealed. */
export function* largeLog(size: number): Generator<LargeEntry> {
  const writer = new Writer();
  let left = size;
  for (const entry of writer.entries()) {
    if (left === 0) return;
    left -= 1;
    yield { entry, canonical: encodeEntry(entry) };
  }
}

/** What stands under everything: by their ordinals. */
interface Registered {
  readonly lines: readonly Id[];
  readonly units: readonly Id[];
  readonly items: readonly Id[];
  readonly supplier: Id;
  readonly warehouse: Id;
  readonly tariff: Id;
}

type Said = Draft & Partial<Pick<Entry, 'approval' | 'blinded'>>;

class Writer {
  #count = 0;

  *entries(): Generator<Entry> {
    const registered: Entry[] = [];
    const register = <K extends RegistryKind>(type: K, fields: RegistryFieldsOf[K]): Id => {
      const facts = { type, fields } as Facts['registration'];
      const entry = this.#by(treasurer, { ...this.#bare('registration'), kind: 'registration', facts });
      registered.push(entry);
      return entry.id;
    };
    const upTo = (most: number, one: (at: number) => Id) => Array.from({ length: most }, (_, at) => one(at));
    const known: Registered = {
      supplier: register('supplier', { name: '供货商' }),
      warehouse: register('warehouse', { code: 'CK-1', name: '一号库' }),
      tariff: register('tariff', {
        code: 'BZ-1',
        name: '困难职工慰问',
        basis: '总工办发〔2020〕4号',
        cap: 100_000n,
        per: 'year',
      }),
      units: upTo(UNITS, (at) => register('unit', { code: `SY-${at}`, name: `街道总工会 ${at}` })),
      items: upTo(ITEMS, (at) =>
        register('item', { code: `KZ-${at}`, name: `一次性医用口罩 ${at}`, baseMeasure: '只', packs: [] }),
      ),
      lines: upTo(FUNDING_LINES, (at) =>
        register('fundingLine', { code: `FY-${at}`, name: `防疫专项资金 ${at}`, basis: [] }),
      ),
    };
    yield* registered;
    for (const line of known.lines) yield this.#appropriation(line);
    for (let block = 0; ; block += 1) {
      yield* this.#purchase(known, block);
      yield* this.#money(known, block);
    }
  }

  #appropriation(line: Id): Entry {
    return this.#by(treasurer, {
      ...this.#bare('appropriation'),
      refs: { fundingLines: [line] },
      facts: { source: '区总工会' },
      transfers: inBoth(source(1), available(1), cash(1), 120_000_000_000n),
    });
  }

  /** Ordered, accepted, paid, sent on and confirmed whole. */
  *#purchase(known: Registered, block: number): Generator<Entry> {
    const fundingLines = [nth(known.lines, block)] as const;
    const item = nth(known.items, block);
    const [unit, { warehouse, supplier: from }] = [nth(known.units, block), known];
    const quantity = 240n;
    const value = 120_000n + BigInt(block % 1_000);
    const moved = (from: Account, to: Account) => [{ from, to, quantity, value }];
    const order = this.#by(buyer, {
      ...this.#bare('order'),
      refs: { fundingLines, supplier: from },
      facts: { lines: [{ item, unitPrice: '5.00' }] },
      transfers: moved(available(1), committed(1, 1)),
    });
    yield order;
    const refs = { fundingLines, purchase: order.id };
    const accepting = this.#bare('acceptance');
    const lot = lotId(idOf(this.#count), 1);
    const acceptance = this.#by(keeper, {
      ...accepting,
      refs: { ...refs, warehouse },
      facts: {
        lines: [{ line: 1, good: quantity, damaged: 0n, short: 0n }],
        lots: [{ line: 1, fundingLine: 1, number: `P${block}` }],
      },
      transfers: moved(committed(1, 1), stock(lot)),
    });
    yield acceptance;
    yield this.#by(treasurer, {
      ...this.#bare('payment'),
      approval: this.#approval(),
      refs: { ...refs, previous: acceptance.id },
      facts: { method: '转账' },
      transfers: [{ from: cash(1), to: supplier(1), quantity: 0n, value }],
    });
    const dispatch = this.#by(keeper, {
      ...this.#bare('dispatch'),
      refs: { unit, warehouse },
      facts: { lines: [{ item, quantity }], parts: [1] },
      transfers: moved(stock(lot), transit(1)),
    });
    yield dispatch;
    yield this.#by(coordinator, {
      ...this.#bare('confirmation'),
      blinded: { signatory: this.#commitment() },
      refs: { consignment: dispatch.id },
      coverage: { people: quantity },
      facts: { lines: [] },
      transfers: moved(transit(1), delivered(1)),
    });
  }

  *#money(known: Registered, block: number): Generator<Entry> {
    let disbursement: Entry | undefined;
    for (let at = 5; at < BLOCK; at += 1) {
      const fundingLines = [nth(known.lines, block)] as const;
      const value = 30_000n + BigInt(this.#count % 10_000);
      const approval = this.#approval();
      if (at % 7 < 4) {
        disbursement = this.#by(treasurer, {
          ...this.#bare('disbursement'),
          approval,
          refs: { fundingLines, unit: nth(known.units, at * 7 + block) },
          coverage: { people: 3n },
          facts: { purpose: '慰问一线职工', method: '转账' },
          transfers: inBoth(unitMoney, available(1), cash(1), value, 'from'),
        });
        yield disbursement;
      } else if (at % 7 === 4 && disbursement !== undefined) {
        yield this.#by(treasurer, {
          ...this.#bare('take-back'),
          refs: { fundingLines, disbursement: disbursement.id },
          facts: { reason: '结余' },
          transfers: inBoth(unitMoney, available(1), cash(1), 10_000n),
        });
      } else {
        yield this.#by(treasurer, {
          ...this.#bare('benefit'),
          approval,
          blinded: { name: this.#commitment(), reference: this.#commitment() },
          refs: { fundingLines, tariff: known.tariff },
          facts: { method: '银行卡', period: '2020' },
          transfers: inBoth(person, available(1), cash(1), value, 'from'),
        });
      }
    }
  }

  #approval() {
    return { document: `会议纪要〔2020〕${1 + (this.#count % 90)}号`, decidedOn: dateAt(BEGAN), approver: '主席' };
  }

  #commitment(): string {
    return hash('sha256', `commitment ${this.#count}`, 'base64');
  }

  /** A draft of which nothing is said yet but when. */
  #bare<const K extends Draft['kind']>(kind: K) {
    return { kind, effectiveOn: dateAt(this.#now()), refs: {}, transfers: [] };
  }

  #by({ subject, roles: [role = 'auditor'] }: Person, said: Said): Entry {
    const entry: Entry = {
      ...said,
      id: idOf(this.#count),
      recordedAt: this.#now(),
      actor: { subject, role },
      evidence: [],
    };
    this.#count += 1;
    return entry;
  }

  #now(): number {
    return BEGAN + this.#count * APART_MS;
  }
}

/** The budget and the cash of money move together; `way` says whether they move from the two accounts or to them. */
function inBoth(other: Account, budget: Account, money: Account, value: bigint, way: 'from' | 'to' = 'to') {
  return [budget, money].map((own) => ({
    ...(way === 'to' ? { from: other, to: own } : { from: own, to: other }),
    quantity: 0n,
    value,
  }));
}

function idOf(count: number): Id {
  const time = (BEGAN + count * APART_MS).toString(16).padStart(12, '0');
  const random = hash('sha256', `entry ${count}`);
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
  if (!isId(id)) throw new RangeError(`${count} makes no id`);
  return id;
}

function dateAt(ms: number): string {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 10);
}

function nth<T>(list: readonly T[], at: number): T {
  const one = list[at % list.length];
  if (one === undefined) throw new RangeError('a list of nothing has no places');
  return one;
}

export const ORIGIN = 'log.example/api/log';

/** Seals the first so many entries into files below the folder, as the sequencer leaves them. Gives the verifier key. */
export async function writeLargeLog(size: number, folder: string): Promise<string> {
  const edge = TreeEdge.empty();
  let bundle: Uint8Array[] = [];
  const write = async () => {
    const n = Math.ceil(edge.size / TILE_WIDTH) - 1;
    await keep(folder, bundlePath(n, bundle.length), writeBundle(bundle));
    for (const { tile, bytes } of edge.takeTiles()) await keep(folder, tilePath(tile), bytes);
    bundle = [];
  };
  for (const { canonical } of largeLog(size)) {
    const bytes = Buffer.from(canonical);
    bundle.push(bytes);
    edge.append(leafHash(bytes));
    if (bundle.length === TILE_WIDTH) await write();
  }
  if (bundle.length > 0) await write();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const verifier = verifierOf(ORIGIN, spki.subarray(-32));
  const text = writeCheckpoint({ origin: ORIGIN, size: edge.size, root: edge.root() });
  await keep(
    folder,
    'checkpoint',
    Buffer.from(await signNote(text, verifier, async (bytes) => sign(null, bytes, privateKey))),
  );
  const key = writeVerifierKey(verifier);
  await keep(folder, 'vkey', Buffer.from(`${key}\n`));
  return key;
}

async function keep(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, logKey(path));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

function next<T>(source: Iterator<T>, most: number): T[] {
  const taken: T[] = [];
  for (let one = source.next(); one.done !== true; one = source.next()) if (taken.push(one.value) === most) break;
  return taken;
}

const BATCH = 25;
const LANES = 8;

/** Puts the rows of the first so many entries into the table, as the ledger writes them. */
export async function fillTable(size: number, client: DynamoDBDocumentClient): Promise<void> {
  const entries = largeLog(size);
  const lane = async (): Promise<void> => {
    for (;;) {
      const rows = next(entries, BATCH).map(({ entry, canonical }) =>
        entryRow({ entry, canonical, requestHash: hash('sha256', canonical), changes: [] }),
      );
      if (rows.length === 0) return;
      const puts = rows.map((Item) => ({ PutRequest: { Item } }));
      const { UnprocessedItems } = await client.send(
        new BatchWriteCommand({ RequestItems: { [DEFAULT_TABLE_NAME]: puts } }),
      );
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('the engine left rows out');
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
