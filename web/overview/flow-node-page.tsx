import './overview.css';
import { formatYuan } from '../../shared/domain/amount.ts';
import { addresses, type Scope, shownAt } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { useWords } from '../words/words.tsx';
import { type Flow, flowOf, folded } from './flow.ts';
import { type FlowPart, partsOf } from './flow-parts.ts';
import { nodeCalled } from './node-called.ts';
import { overviewWords } from './overview-words.ts';
import { useUsage } from './usage.ts';

interface FlowNodePageProps {
  readonly scope: Scope;
  readonly node: string;
}

/** A figure of the picture that no one list of entries makes: the figures that it is the sum of, each with its entries. */
export function FlowNodePage({ scope, node }: FlowNodePageProps) {
  const usage = useUsage(scope);
  return (
    <Answered answer={usage} lines={8}>
      {({ rows }) => <Node flow={flowOf(rows, scope)} scope={scope} node={node} />}
    </Answered>
  );
}

function Node({ flow, scope, node: id }: FlowNodePageProps & { readonly flow: Flow }) {
  const words = useWords(overviewWords);
  const node = folded(flow).nodes.find((one) => one.id === id) ?? flow.nodes.find((one) => one.id === id);
  const parts = partsOf(flow, id, scope) ?? [];
  const back = <a href={addresses.overview(scope)}>{words.whole}</a>;
  if (node === undefined || parts.length === 0) return <Nothing title={words.noNode} action={back} />;
  const period = [scope.from, scope.to].filter(Boolean).join(' – ');
  return (
    <Sheet title={`${words.whole} · ${nodeCalled(node, words)}`} note={period}>
      <p className="sentence">
        <Yuan of={formatYuan(node.value)} />
      </p>
      {node.of.kind === 'earlier' && <p className="note">{words.earlierMeans}</p>}
      <Parts parts={parts} scope={scope} />
      <p className="not-printed">{back}</p>
    </Sheet>
  );
}

function Parts({ parts, scope }: { readonly parts: readonly FlowPart[]; readonly scope: Scope }) {
  const words = useWords(overviewWords);
  const columns = COLUMNS.filter(({ column }) =>
    parts.some(({ places }) => places.some((one) => one.column === column)),
  );
  return (
    <Rows
      caption={words.whole}
      rows={parts}
      keyOf={({ places }) => places.map(({ id }) => id).join(' ')}
      columns={[
        ...columns.map(({ column, head }) => ({
          head: words[head],
          cell: ({ places }: FlowPart) =>
            places.filter((one) => one.column === column).map((one) => nodeCalled(one, words)),
        })),
        {
          head: words.amount,
          isFigure: true,
          cell: ({ value, entries, whole = '' }) => (
            <Yuan
              of={formatYuan(value)}
              opens={entries === undefined ? addresses.flowNode(whole, scope) : shownAt(entries)}
            />
          ),
        },
      ]}
    />
  );
}

const COLUMNS = [
  { column: 'from', head: 'tableFrom' },
  { column: 'through', head: 'tableThrough' },
  { column: 'to', head: 'tableTo' },
] as const;
