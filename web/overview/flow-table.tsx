import { formatYuan } from '../../shared/domain/amount.ts';
import { shownAt } from '../ask/addresses.ts';
import { Yuan } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import type { Column, Flow, FlowNode } from './flow.ts';
import { nodeCalled } from './node-called.ts';
import { overviewWords } from './overview-words.ts';

/** The figures of the picture: whence they came, through what, and where they went. Beginnings and ends add up. */
export function FlowTable({ flow }: { readonly flow: Flow }) {
  const words = useWords(overviewWords);
  const beginnings = flow.nodes.filter(({ begins }) => begins > 0n);
  const total = formatYuan(flow.total);
  return (
    <div className="flow-tables">
      <div>
        <Part head={words.tableFrom} nodes={beginnings} figure={({ begins }) => begins} sum={total} />
        <Part head={words.tableThrough} nodes={inColumn(flow, 'through')} figure={({ value }) => value} />
      </div>
      <Part head={words.tableTo} nodes={inColumn(flow, 'to')} figure={({ value }) => value} sum={total} />
    </div>
  );
}

function inColumn({ nodes }: Flow, column: Column): readonly FlowNode[] {
  return nodes.filter((node) => node.column === column);
}

interface PartProps {
  readonly head: string;
  readonly nodes: readonly FlowNode[];
  readonly figure: (node: FlowNode) => bigint;
  readonly sum?: string;
}

function Part({ head, nodes, figure, sum }: PartProps) {
  const words = useWords(overviewWords);
  if (nodes.length === 0) return null;
  return (
    <table className="rows flow-rows">
      <caption className="unseen">{`${words.whole} · ${head}`}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" data-figure>
            {words.amount}
          </th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <tr key={node.id}>
            <th scope="row">{nodeCalled(node, words)}</th>
            <td data-figure>
              <Yuan of={formatYuan(figure(node))} opens={node.entries && shownAt(node.entries)} />
            </td>
          </tr>
        ))}
      </tbody>
      {sum !== undefined && (
        <tfoot>
          <tr>
            <th scope="row">{words.sum}</th>
            <td data-figure>
              <Yuan of={sum} />
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
