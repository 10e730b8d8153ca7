import { formatYuan } from '../domain/amount.ts';
import { isKind } from '../domain/entry.ts';
import type { Kind } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import { allocatedBy, invoiceOf } from '../domain/invoice.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import { entriesAt } from '../schemas/entries-meant.ts';
import type { Trail } from '../schemas/trails.ts';
import { drawsOn, groundsOf } from './grounds.ts';
import type { Register } from './register.ts';
import { movedBy, Steps } from './steps.ts';

export interface TrailOptions extends Bounds {
  readonly entry: Id;
}

/** How far a trail goes in each direction: steps, and entries in all. */
interface Bounds {
  readonly depth: number;
  readonly nodes: number;
}

/** What draws on the money of a funding line. */
const DRAWING: readonly Kind[] = ['order', 'disbursement', 'benefit', 'give-back'];

/** Entries that are named where many are told together. */
const NEWEST = 10;

type Neighbours = (id: Id) => readonly Id[];

/** What hangs together with what in a ledger. */
export class Web {
  readonly steps: Steps;
  readonly #invoices = new Map<Id, Id[]>();
  readonly #following = new Map<Id, Id[]>();
  readonly #money = new Map<Id, Map<Kind, Posting[]>>();

  constructor(postings: readonly Posting[], placeOf: (id: Id) => number | undefined) {
    this.steps = new Steps(postings, placeOf);
    for (const posting of postings) {
      const { entry } = posting;
      const invoice: Id | undefined = invoiceOf(entry);
      for (const { purchase } of allocatedBy(entry)) {
        // That of an order may have come with it.
        if (invoice !== undefined && purchase !== invoice) enter(this.#invoices, purchase, invoice);
      }
      // Papers stand with what they were attached to.
      for (const ground of isKind(entry, 'attachment') ? [] : groundsOf(entry)) {
        enter(this.#following, ground, entry.id);
      }
      this.#keepMoney(posting);
    }
  }

  readonly up: Neighbours = (id) => {
    const posting = this.steps.find(id);
    return posting === undefined ? [] : groundsOf(posting.entry, (purchase) => this.#invoices.get(purchase) ?? []);
  };

  readonly down: Neighbours = (id) => this.#following.get(id) ?? [];

  /** What of a funding line is told together: of some kinds, each with how many and how much. */
  together(fundingLine: Id, kinds: readonly Kind[]): (readonly [Kind, readonly Posting[]])[] {
    const money = this.#money.get(fundingLine);
    return kinds.flatMap((kind) => {
      const postings = money?.get(kind) ?? [];
      return postings.length === 0 ? [] : [[kind, postings] as const];
    });
  }

  #keepMoney(posting: Posting): void {
    const { entry } = posting;
    if (entry.kind !== 'appropriation' && !DRAWING.includes(entry.kind)) return;
    for (const line of refsOf(entry).fundingLines ?? []) {
      const kinds = this.#money.get(line) ?? new Map<Kind, Posting[]>();
      this.#money.set(line, kinds);
      enter(kinds, entry.kind, posting);
    }
  }
}

function enter<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

/**
 * The trail of an entry: up to its source and its papers, down to what became of it. Money of a funding line is in common,
 * so nobody can say which appropriation paid for what: that is told together, with the query that lists it. Undefined where
 * there is no such entry.
 */
export function trailOf(web: Web, register: Register, { entry: id, ...bounds }: TrailOptions): Trail | undefined {
  const start = web.steps.find(id);
  if (start === undefined) return undefined;
  const up = walk(id, web.up, bounds);
  const down = walk(id, web.down, bounds);
  const nodesOf = ({ found }: Walked): Trail['up'] =>
    [...found].flatMap(([one, { depth, of }]) => {
      const posting = web.steps.find(one);
      return posting === undefined || one === id ? [] : [{ ...web.steps.write(posting, register), depth, of }];
    });
  return {
    entry: web.steps.write(start, register),
    up: nodesOf(up),
    down: nodesOf(down),
    money: {
      up: [...up.found.keys()].flatMap((one) => fedBy(one, web, register)),
      down: drawnOn(start, web, register),
    },
    cut: [...writeCut(up, 'up'), ...writeCut(down, 'down')],
  };
}

interface Walked {
  readonly found: ReadonlyMap<Id, { readonly depth: number; readonly of: Id[] }>;
  /** Entries whose neighbours are not all told, and how many of them are not. */
  readonly left: ReadonlyMap<Id, number>;
}

/** Goes from neighbour to neighbour, the nearest first, within the bounds. */
function walk(start: Id, neighbours: Neighbours, bounds: Bounds): Walked {
  const found = new Map<Id, { readonly depth: number; readonly of: Id[] }>([[start, { depth: 0, of: [] }]]);
  const left = new Map<Id, number>();
  // What is found while this goes on is gone through too.
  for (const [id, { depth }] of found) {
    for (const next of neighbours(id)) {
      const known = found.get(next);
      if (known !== undefined) {
        if (known.depth === depth + 1) known.of.push(id);
      } else if (depth >= bounds.depth || found.size > bounds.nodes) {
        left.set(id, (left.get(id) ?? 0) + 1);
      } else {
        found.set(next, { depth: depth + 1, of: [id] });
      }
    }
  }
  return { found, left };
}

function fedBy(id: Id, web: Web, register: Register): Trail['money']['up'] {
  const entry = web.steps.find(id)?.entry;
  const lines = entry === undefined ? [] : drawsOn(entry);
  return lines.flatMap((line) => told(id, line, ['appropriation'], web, register));
}

function drawnOn({ entry }: Posting, web: Web, register: Register): Trail['money']['down'] {
  const isMoney = entry.kind === 'appropriation';
  const isLine = isKind(entry, 'registration') && entry.facts.type === 'fundingLine';
  const [line] = isLine ? [entry.id] : isMoney ? (refsOf(entry).fundingLines ?? []) : [];
  if (line === undefined) return [];
  return told(entry.id, line, isLine ? ['appropriation', ...DRAWING] : DRAWING, web, register);
}

function told(of: Id, line: Id, kinds: readonly Kind[], web: Web, register: Register): Trail['money']['up'] {
  return web.together(line, kinds).map(([kind, postings]) => ({
    of,
    kind,
    fundingLine: register.named(line),
    count: postings.length,
    amount: formatYuan(postings.reduce((sum, posting) => sum + movedOf(posting, line), 0n)),
    newest: postings
      .slice(-NEWEST)
      .reverse()
      .map((posting) => web.steps.write(posting, register)),
    entries: entriesAt({ kind, fundingLine: line }),
  }));
}

/** What an entry moves of one funding line. */
function movedOf(posting: Posting, line: Id): bigint {
  return movedBy({ ...posting, movements: posting.movements.filter(({ fundingLine }) => fundingLine === line) }).value;
}

function writeCut({ left }: Walked, goesOn: 'up' | 'down'): Trail['cut'] {
  return [...left].map(([at, more]) => ({
    at,
    more,
    goesOn,
    trail: `/api/entries/${at}/trail`,
    entries: goesOn === 'down' ? entriesAt({ follows: at }) : entriesAt({ entry: at }),
  }));
}
