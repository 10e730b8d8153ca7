import type { Fen } from '../../shared/domain/amount.ts';
import { entriesAt } from '../../shared/schemas/entries-meant.ts';
import { type Asked, COLUMNS, type Flow, type FlowNode, type FlowPlace, type Meant, smallIn } from './flow.ts';

/** One of the figures that a node is the sum of. */
export interface FlowPart {
  /** Whence it came, through what, and where it stands: of these, what is not the node itself. */
  readonly places: readonly FlowPlace[];
  readonly value: Fen;
  /** The query whose entries change just that. */
  readonly entries?: string;
  /** The node of which it is the whole, where no one query makes it. */
  readonly whole?: string;
}

/** The figures that add up to what flows through a node of the picture; undefined where there is no such node. */
export function partsOf(flow: Flow, id: string, asked: Asked = {}): readonly FlowPart[] | undefined {
  const column = COLUMNS.find((one) => id === `rest:${one}`);
  if (column !== undefined) return smallIn(flow, column).map(wholeOf);
  const node = flow.nodes.find((one) => one.id === id);
  if (node === undefined) return undefined;
  if (node.of.kind === 'money' || node.of.kind === 'gifts') return onwardFrom(flow, node, asked);
  return id === 'state:givenBack' ? givenBack(flow, asked) : cellsOf(flow, node, asked);
}

function wholeOf(node: FlowNode): FlowPart {
  const { value, entries, id } = node;
  return { places: [node], value, ...(entries === undefined ? { whole: id } : { entries }) };
}

/** What came to stand in a node; of what stood there before, what left it. */
function cellsOf({ cells }: Flow, { id, of }: FlowNode, asked: Asked): readonly FlowPart[] {
  const isEarlier = of.kind === 'earlier';
  return cells
    .filter(({ through, to, value }) => (isEarlier ? value < 0n : value > 0n && (through?.id === id || to.id === id)))
    .map(({ from, through, to, value }) => {
      const places = [from, through, to].filter((place) => place !== undefined);
      const entries = entriesOf(asked, places);
      return { places: places.filter((place) => place.id !== id), value: isEarlier ? -value : value, entries };
    });
}

/** Where a beginning goes on to. */
function onwardFrom({ cells, links, nodes }: Flow, node: FlowNode, asked: Asked): readonly FlowPart[] {
  const places = new Map<string, FlowPlace>([
    ...nodes.map((one) => [one.id, one] as const),
    ...cells.flatMap(({ through, to }) => [through, to].flatMap((one) => (one ? [[one.id, one] as const] : []))),
  ]);
  return links.flatMap(({ from, to, value }) => {
    const place = places.get(to);
    if (from !== node.id || place === undefined) return [];
    return [{ places: [place], value, entries: entriesOf(asked, [node, place]) }];
  });
}

/** The beginnings of which more went back than came. */
function givenBack({ cells, links, nodes }: Flow, asked: Asked): readonly FlowPart[] {
  const given = nodes.find(({ id }) => id === 'state:givenBack');
  const begun = new Map(cells.map(({ from }) => [from.id, from]));
  return links.flatMap(({ from, to, value }) => {
    const place = begun.get(from);
    if (to !== given?.id || place === undefined) return [];
    return [{ places: [place], value, entries: entriesOf(asked, [place, given]) }];
  });
}

/** The entries that change what stands at all of the places at once: what the last of them says stands, of the others. */
function entriesOf(asked: Asked, places: readonly FlowPlace[]): string {
  let meant: Meant = asked;
  for (const place of places) meant = { ...meant, ...place.meant };
  // What a unit has is goods where it came through an item, and money where it did not.
  const isOfItem = places.some(({ of }) => of.kind === 'item');
  const stands = meant.stands === 'units' ? (isOfItem ? 'delivered' : 'disbursed') : meant.stands;
  return entriesAt({ ...meant, stands });
}
