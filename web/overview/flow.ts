import type { Fen } from '../../shared/domain/amount.ts';
import { entriesAt, type Standing } from '../../shared/schemas/entries-meant.ts';

import type { Usage } from '../../shared/schemas/reports.ts';

/**
 * Where every fen went, as nodes and links: money and gifts of each funding line flow to items, and to what became of
 * them. Whatever flows into a node flows out of it, so that the ends add up to the beginnings.
 */

/** What goods and money can be, other than with a unit. */
export const STATES = [
  'available',
  'committed',
  'stock',
  'transit',
  'held',
  'spent',
  'benefits',
  'loss',
  'delivered',
  'givenBack',
] as const;
export type FlowState = (typeof STATES)[number];

/** From left to right. */
export type Column = 'from' | 'through' | 'to';

export interface FlowNode {
  readonly id: string;
  readonly column: Column;
  readonly of:
    | { readonly kind: 'money' | 'gifts' | 'item' | 'unit'; readonly code: string; readonly name: string }
    /** What stood there before the period. */
    | { readonly kind: 'earlier' }
    | { readonly kind: 'state'; readonly state: FlowState }
    | { readonly kind: 'rest'; readonly count: number };
  /** What flows through it. */
  readonly value: Fen;
  /** What begins in it. */
  readonly begins: Fen;
  /** What its entries are asked for by. */
  readonly meant?: Meant;
  /** The query that lists entries whose changes add up to what flows through it, where one does; else its parts do. */
  readonly entries?: string;
  /** The same of what begins in it. */
  readonly begun?: string;
}

/** What entries are asked for by. */
export type Meant = Parameters<typeof entriesAt>[0];

export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly value: Fen;
}

export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
  /** What came to stand somewhere, or left it where it is below zero. */
  readonly cells: readonly FlowCell[];
  /** What began, which is what ended. */
  readonly total: Fen;
}

export interface FlowCell {
  readonly from: FlowPlace;
  /** None where it went through no item. */
  readonly through: FlowPlace | undefined;
  readonly to: FlowPlace;
  readonly value: Fen;
}

/** What a page is about. */
export interface Asked {
  readonly fundingLine?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

type Row = Pick<
  Usage['rows'][number],
  'fundingLine' | 'item' | 'unit' | 'available' | 'disbursed' | 'benefits' | 'undoneEarlier' | 'bought' | 'inKind'
>;
/** What a node is, whatever flows through it. */
export type FlowPlace = Pick<FlowNode, 'id' | 'column' | 'of' | 'meant'>;

const GOODS = ['committed', 'stock', 'transit', 'held', 'spent', 'loss'] as const;
const EARLIER = 'earlier';

/** Of the use of funds by funding line, item and unit. */
export function flowOf(rows: readonly Row[], asked: Asked = {}): Flow {
  const cells = new Cells(asked);
  for (const row of rows) cells.enter(row);
  return cells.flow();
}

/** What went from where through what to where, summed, and then the ways of it. */
class Cells {
  readonly #asked: Asked;
  readonly #known = new Map<string, FlowPlace>();
  /** By beginning, then by item (or none), then by end. */
  readonly #sums = new Map<string, Map<string, Map<string, Fen>>>();

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  enter(row: Row): void {
    const money = this.#line('money', row);
    const gifts = this.#line('gifts', row);
    const undone = row.undoneEarlier;
    this.#add(money, '', this.#state('available'), fen(row.available));
    const disbursed = fen(row.disbursed) - fen(undone?.disbursed ?? '0.00');
    this.#add(money, '', this.#unitOr('delivered', row), disbursed);
    this.#add(money, '', this.#state('benefits'), fen(row.benefits) - fen(undone?.benefits ?? '0.00'));
    const item = this.#item(row);
    for (const [line, goods] of [
      [money, row.bought],
      [gifts, row.inKind],
    ] as const) {
      for (const state of GOODS) this.#add(line, item, this.#state(state), fen(goods[state].value));
      this.#add(line, item, this.#unitOr('delivered', row), fen(goods.delivered.value));
    }
  }

  flow(): Flow {
    const links = new Links();
    const begins = new Map<string, Fen>();
    for (const [line, byItem] of this.#sums) {
      const begun = this.#goThrough(line, byItem, links);
      if (begun > 0n) begins.set(line, begun);
      else if (begun < 0n) links.add(line, this.#state('givenBack'), -begun);
    }
    begins.set(EARLIER, links.outOf(EARLIER));
    const nodes: FlowPlace[] = [...this.#known.values(), { id: EARLIER, column: 'from', of: { kind: 'earlier' } }];
    const flow = written(nodes, links, begins);
    const cells = this.#cells();
    const nets = netsOf(cells);
    return { ...flow, cells, nodes: flow.nodes.map((node) => withEntries(node, nets.get(node.id), this.#asked)) };
  }

  #cells(): FlowCell[] {
    return [...this.#sums].flatMap(([from, byItem]) =>
      [...byItem].flatMap(([through, ends]) =>
        [...ends].flatMap(([to, value]) => this.#cell(from, through, to, value)),
      ),
    );
  }

  #cell(begun: string, item: string, end: string, value: Fen): readonly FlowCell[] {
    const [from, through, to] = [begun, item, end].map((id) => this.#known.get(id));
    return from === undefined || to === undefined || value === 0n ? [] : [{ from, through, to, value }];
  }

  /** Lays the ways of one beginning, and gives how much began in it; below zero where more went back. */
  #goThrough(line: string, byItem: ReadonlyMap<string, ReadonlyMap<string, Fen>>, links: Links): Fen {
    let begun = 0n;
    for (const [item, ends] of byItem) {
      const through = item === '' ? line : item;
      let more = 0n;
      let less = 0n;
      for (const [end, value] of ends) {
        if (value > 0n) links.add(through, end, value);
        if (value > 0n) more += value;
        else less -= value;
      }
      begun += more - less;
      if (item === '') links.add(EARLIER, line, less);
      else {
        // What is less than before was there before: it flows in from there.
        links.add(EARLIER, item, less < more ? less : more);
        links.add(line, item, more - less);
        links.add(EARLIER, line, less - more);
      }
    }
    return begun;
  }

  #add(line: string, item: string, end: string, value: Fen): void {
    if (value === 0n) return;
    const byItem = this.#sums.get(line) ?? new Map<string, Map<string, Fen>>();
    const ends = byItem.get(item) ?? new Map<string, Fen>();
    ends.set(end, (ends.get(end) ?? 0n) + value);
    this.#sums.set(line, byItem.set(item, ends));
  }

  #know(node: FlowPlace): string {
    if (!this.#known.has(node.id)) this.#known.set(node.id, node);
    return node.id;
  }

  #line(kind: 'money' | 'gifts', { fundingLine }: Row): string {
    const { id, code, name } = fundingLine ?? { id: '', code: '', name: '' };
    const meant = { stands: 'received', origin: kind, ...(id === '' ? {} : { fundingLine: id }) } as const;
    return this.#know({ id: `${kind}:${id}`, column: 'from', of: { kind, code, name }, meant });
  }

  #item({ item }: Row): string {
    if (!item) return '';
    const { id, code, name } = item;
    const meant = { stands: 'goods', item: id } as const;
    return this.#know({ id: `item:${id}`, column: 'through', of: { kind: 'item', code, name }, meant });
  }

  #unitOr(state: FlowState, { unit }: Row): string {
    if (!unit) return this.#state(state);
    const { id, code, name } = unit;
    const meant = { stands: 'units', unit: id } as const;
    return this.#know({ id: `unit:${id}`, column: 'to', of: { kind: 'unit', code, name }, meant });
  }

  #state(state: FlowState): string {
    const stands = STANDS[state];
    return this.#know({ id: `state:${state}`, column: 'to', of: { kind: 'state', state }, meant: { stands } });
  }
}

/** As what the books know what stands in a state. */
const STANDS: Readonly<Record<FlowState, Standing>> = {
  available: 'available',
  committed: 'committed',
  stock: 'stock',
  transit: 'transit',
  held: 'held',
  spent: 'spent',
  benefits: 'benefits',
  loss: 'loss',
  delivered: 'units',
  givenBack: 'returned',
};

/** What came to each node, less what left it. */
function netsOf(cells: readonly FlowCell[]): ReadonlyMap<string, Fen> {
  const nets = new Map<string, Fen>();
  for (const { from, through, to, value } of cells) {
    for (const place of [from, through, to]) {
      if (place !== undefined) nets.set(place.id, (nets.get(place.id) ?? 0n) + value);
    }
  }
  return nets;
}

/** What left a node before it came to be more is told by no one list of entries, which adds up to what is left. */
function withEntries(node: FlowNode, net: Fen | undefined, asked: Asked): FlowNode {
  if (node.meant === undefined) return node;
  const entries = entriesAt({ ...asked, ...node.meant });
  return {
    ...node,
    ...(net === node.value ? { entries } : {}),
    ...(net === node.begins && node.begins > 0n ? { begun: entries } : {}),
  };
}

/** Links in the making: one between any two nodes. */
class Links {
  readonly #values = new Map<string, FlowLink>();

  /** What is not above zero is none. */
  add(from: string, to: string, value: Fen): void {
    if (value <= 0n || from === to) return;
    const key = `${from}>${to}`;
    this.#values.set(key, { from, to, value: (this.#values.get(key)?.value ?? 0n) + value });
  }

  all(): readonly FlowLink[] {
    return [...this.#values.values()];
  }

  outOf(node: string): Fen {
    return this.all().reduce((sum, { from, value }) => (from === node ? sum + value : sum), 0n);
  }

  into(node: string): Fen {
    return this.all().reduce((sum, { to, value }) => (to === node ? sum + value : sum), 0n);
  }
}

function written(
  known: readonly (FlowPlace | FlowNode)[],
  links: Links,
  begins: ReadonlyMap<string, Fen>,
): Omit<Flow, 'cells'> {
  const nodes = known
    .map((node) => {
      const begun = begins.get(node.id) ?? 0n;
      // Whatever flows in or begins flows out, but at an end.
      const value = node.column === 'to' ? links.into(node.id) : links.outOf(node.id);
      return { ...node, value, begins: begun };
    })
    .filter(({ value }) => value > 0n)
    .sort((a, b) => COLUMNS.indexOf(a.column) - COLUMNS.indexOf(b.column) || rank(a) - rank(b) || descending(a, b));
  return { nodes, links: links.all(), total: nodes.reduce((sum, node) => sum + node.begins, 0n) };
}

export const COLUMNS: readonly Column[] = ['from', 'through', 'to'];

/** Units and items by their size, then what is left of them, then states in their order. */
function rank({ of }: FlowNode): number {
  if (of.kind === 'state') return 2 + STATES.indexOf(of.state);
  return of.kind === 'rest' || of.kind === 'earlier' ? 1 : 0;
}

function descending(a: FlowNode, b: FlowNode): number {
  return a.value === b.value ? 0 : a.value > b.value ? -1 : 1;
}

/** How many nodes of a column can be told apart. */
export const MOST_NODES = 12;

/** The same with no more nodes a column than can be told apart: the smallest are one, 其余 n 个. States stay. */
export function folded(flow: Flow, most = MOST_NODES): Flow {
  const into = new Map<string, string>();
  const rests: FlowPlace[] = [];
  for (const column of COLUMNS) {
    const small = smallIn(flow, column, most);
    if (small.length === 0) continue;
    const rest = `rest:${column}`;
    for (const { id } of small) into.set(id, rest);
    rests.push({ id: rest, column, of: { kind: 'rest', count: small.length } });
  }
  if (rests.length === 0) return flow;
  const links = new Links();
  for (const { from, to, value } of flow.links) links.add(into.get(from) ?? from, into.get(to) ?? to, value);
  const begins = new Map<string, Fen>();
  for (const { id, begins: begun } of flow.nodes) {
    const place = into.get(id) ?? id;
    begins.set(place, (begins.get(place) ?? 0n) + begun);
  }
  const nodes = [...flow.nodes.filter(({ id }) => !into.has(id)), ...rests];
  return { ...written(nodes, links, begins), cells: flow.cells };
}

/** The nodes of a column that are one where there are too many; none where there are not. */
export function smallIn({ nodes }: Flow, column: Column, most = MOST_NODES): readonly FlowNode[] {
  const those = nodes.filter((node) => node.column === column);
  const isKept = ({ of }: FlowNode) => of.kind === 'state' || of.kind === 'earlier';
  const small = those
    .filter((node) => !isKept(node))
    .sort(descending)
    .slice(Math.max(1, most - 1 - those.filter(isKept).length));
  return those.length <= most || small.length < 2 ? [] : small;
}

/** Everything that is on a way through a node: whence it came, and where it goes. */
export function wayThrough({ links }: Flow, node: string): ReadonlySet<string> {
  const reached = new Set([node]);
  const follow = (start: string, next: (link: FlowLink, at: string) => string | undefined) => {
    const way = new Set([start]);
    // A set that grows while it is walked is walked to its end.
    for (const at of way) for (const link of links) way.add(next(link, at) ?? at);
    for (const at of way) reached.add(at);
  };
  follow(node, ({ from, to }, at) => (from === at ? to : undefined));
  follow(node, ({ from, to }, at) => (to === at ? from : undefined));
  return reached;
}

/** Places for labels at least so far apart, in the order they are given in, and within the picture. */
export function apart(places: readonly number[], gap: number, most: number): number[] {
  const laid: number[] = [];
  for (const place of places) laid.push(Math.max(place, (laid.at(-1) ?? -Infinity) + gap));
  let below = most;
  for (let at = laid.length - 1; at >= 0; at--) {
    laid[at] = Math.min(laid[at] ?? 0, below);
    below = (laid[at] ?? 0) - gap;
  }
  return laid;
}

/** The answer's schema says that it is yuan with two places; a sum is longer than what a field may be. */
function fen(yuan: string): Fen {
  return BigInt(yuan.replace('.', ''));
}
