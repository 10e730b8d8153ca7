import { formatYuan } from '../../shared/domain/amount.ts';
import type { Scope } from '../ask/addresses.ts';
import { Yuan } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import type { Column, Flow, FlowNode } from './flow.ts';
import { leadsTo } from './flow-leads.ts';
import { nodeCalled } from './node-called.ts';
import { overviewWords } from './overview-words.ts';

/** The figures of the picture: whence they came, through what, and where they went. Beginnings and ends add up. */
export function FlowTable({ flow, scope }: { readonly flow: Flow; readonly scope: Scope }) {
  const words = useWords(overviewWords);
  const beginnings = flow.nodes.filter(({ begins }) => begins > 0n);
  const total = formatYuan(flow.total);
  return (
    <div className="flow-tables">
      <div>
        <Part head={words.tableFrom} nodes={beginnings} scope={scope} isBegun sum={total} />
        <Part head={words.tableThrough} nodes={inColumn(flow, 'through')} scope={scope} />
      </div>
      <Part head={words.tableTo} nodes={inColumn(flow, 'to')} scope={scope} sum={total} />
    </div>
  );
}

function inColumn({ nodes }: Flow, column: Column): readonly FlowNode[] {
  return nodes.filter((node) => node.column === column);
}

interface PartProps {
  readonly head: string;
  readonly nodes: readonly FlowNode[];
  readonly scope: Scope;
  /** Tells what begins in them, and not what flows through. */
  readonly isBegun?: boolean;
  readonly sum?: string;
}

function Part({ head, nodes, scope, isBegun = false, sum }: PartProps) {
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
              {isBegun ? (
                <Yuan of={formatYuan(node.begins)} opens={leadsTo(node, node.begun, scope)} />
              ) : (
                <Yuan of={formatYuan(node.value)} opens={leadsTo(node, node.entries, scope)} />
              )}
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
