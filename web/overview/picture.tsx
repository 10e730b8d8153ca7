import { type SankeyLink, type SankeyNode, sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { type MouseEvent, useState } from 'react';
import { formatYuan } from '../../shared/domain/amount.ts';
import type { Scope } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { grouped } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { apart, type Flow, type FlowNode, wayThrough } from './flow.ts';
import { leadsTo } from './flow-leads.ts';
import { nodeCalled } from './node-called.ts';
import { overviewWords } from './overview-words.ts';

/** The picture of a flow. Its figures stand in a table beside it, which is what a screen reader is read. */

const WIDTH = 760;
const HEIGHT = 326;
const NODE_WIDTH = 12;
const TOP = 10;
/** At the right, for the labels of ends. */
const LABELS = 214;
/** Above 18 on any screen that the page fits on without scrolling. */
const LABEL_GAP = 20;

/** The layout writes numbers of its own into what it is given. */
interface Place {
  readonly id: string;
  readonly flows: FlowNode;
}
type Drawn = SankeyNode<Place, object>;
type DrawnLink = SankeyLink<Place, object>;

export function Picture({ flow, scope }: { readonly flow: Flow; readonly scope: Scope }) {
  const words = useWords(overviewWords);
  const [looked, look] = useState<string>();
  const { nodes, links, labels } = drawn(flow);
  const way = looked === undefined ? undefined : wayThrough(flow, looked);
  const dim = (isOn: boolean) => (way === undefined || isOn ? undefined : true);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a picture
    <svg className="flow" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={words.whole}>
      <Patterns />
      {links.map((link) => {
        const [from, to] = [endOf(link.source), endOf(link.target)];
        return (
          <path
            key={`${from.id}>${to.id}`}
            className="flow-link"
            data-kind={[from, to].some(({ flows }) => flows.column === 'through') ? 'goods' : 'money'}
            data-dim={dim(way?.has(from.id) === true && way.has(to.id))}
            d={sankeyLinkHorizontal()(link) ?? ''}
            strokeWidth={Math.max(1, link.width ?? 0)}
          />
        );
      })}
      {nodes.map((node) => (
        <Node
          key={node.id}
          node={node}
          href={leadsTo(node.flows, node.flows.entries, scope)}
          labelAt={labels.get(node.id) ?? 0}
          called={nodeCalled(node.flows, words)}
          isDim={dim(way?.has(node.id) === true)}
          onLook={look}
        />
      ))}
    </svg>
  );
}

interface NodeProps {
  readonly node: Drawn;
  /** Where what makes it stands. */
  readonly href: string;
  readonly labelAt: number;
  readonly called: string;
  readonly isDim: true | undefined;
  readonly onLook: (id: string | undefined) => void;
}

function Node({ node, href, labelAt, called, isDim, onLook }: NodeProps) {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node;
  const { of, value } = node.flows;
  const amount = grouped(formatYuan(value));
  const shape = (
    <>
      <rect className="flow-reach" x={x0} y={Math.min(y0, labelAt - 9)} width={LABELS} height={Math.max(18, y1 - y0)} />
      <rect
        className="flow-node"
        data-kind={of.kind === 'state' ? of.state : of.kind}
        x={x0}
        y={y0}
        width={x1 - x0}
        height={Math.max(1, y1 - y0)}
      />
      <text x={x1 + 6} y={labelAt} dy="0.35em">
        {shortened(called)} <tspan className="flow-amount">{amount}</tspan>
      </text>
    </>
  );
  const looking = {
    onMouseEnter: () => onLook(node.id),
    onMouseLeave: () => onLook(undefined),
    onFocus: () => onLook(node.id),
    onBlur: () => onLook(undefined),
  };
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a className="flow-place" href={href} data-dim={isDim} onClick={open} {...looking}>
      {shape}
    </a>
  );
}

/** A name in the room that a label has; the whole one stands in the table. */
function shortened(name: string): string {
  return name.length > 26 ? `${name.slice(0, 25)}…` : name;
}

/** Committed is hatched, transit dotted: told apart on grey paper too. */
function Patterns() {
  return (
    <defs>
      <pattern id="flow-hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className="flow-stroke" x1="0" y1="0" x2="0" y2="5" />
      </pattern>
      <pattern id="flow-dotted" width="5" height="5" patternUnits="userSpaceOnUse">
        <circle className="flow-dot" cx="2.5" cy="2.5" r="1.4" />
      </pattern>
    </defs>
  );
}

function drawn(flow: Flow) {
  const isBefore = flow.links.some(({ from, to }) => from === 'earlier' && /^(?:money|gifts|rest:from)/.test(to));
  const layerOf = ({ id, column }: FlowNode) => (id === 'earlier' && isBefore ? 'before' : column);
  const present = new Set(flow.nodes.map(layerOf));
  const layers = LAYERS.filter((layer) => present.has(layer));
  const layout = sankey<Place, object>()
    .nodeId(({ id }) => id)
    .nodeWidth(NODE_WIDTH)
    // Nearly as far apart as labels, so that each stands beside its node.
    .nodePadding(16)
    .nodeSort(null)
    .nodeAlign((node) => layers.indexOf(layerOf(node.flows)))
    .extent([
      [0, TOP],
      [WIDTH - LABELS, HEIGHT - TOP],
    ]);
  // Widths alone are numbers: every figure that is told is written from fen.
  const links = flow.links.map(({ from, to, value }) => ({ source: from, target: to, value: Number(value) }));
  if (links.length === 0) return { nodes: [], links: [], labels: new Map<string, number>() };
  const graph = layout({ nodes: flow.nodes.map((flows) => ({ id: flows.id, flows })), links });
  return { ...graph, labels: labelsOf(graph.nodes) };
}

const LAYERS = ['before', 'from', 'through', 'to'] as const;

function labelsOf(nodes: readonly Drawn[]): ReadonlyMap<string, number> {
  const byLayer = Map.groupBy(nodes, ({ x0 }) => x0);
  return new Map(
    [...byLayer.values()].flatMap((those) => {
      const sorted = those.toSorted((a, b) => middle(a) - middle(b));
      const places = apart(sorted.map(middle), LABEL_GAP, HEIGHT - TOP);
      return sorted.map(({ id }, at): [string, number] => [id, places[at] ?? 0]);
    }),
  );
}

function middle({ y0 = 0, y1 = 0 }: Drawn): number {
  return (y0 + y1) / 2;
}

/** The layout puts nodes in the place of their ids. */
function endOf(end: DrawnLink['source']): Drawn {
  if (typeof end !== 'object') throw new Error(`${end} was not laid out`);
  return end;
}
