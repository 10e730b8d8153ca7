import type { ReactNode } from 'react';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { type ConsignmentView, consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { type Names, Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { PrintPapers } from '../print/print-papers.tsx';
import { useWords } from '../words/words.tsx';
import { CoverageSaid } from './coverage-said.tsx';
import { DocumentSheet, LotLink, Offered, WithdrawalOffered } from './document-sheet.tsx';
import { Said } from './said.tsx';
import { ConsentSaid } from './terms-said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink, VoucherNamed, withVouchers } from './voucher.tsx';

const answered = documentRead('consignment', consignmentAnswer).extend({ names });

/** 发放单: what went to whom, out of which lots, and what arrived. */
export function ConsignmentPage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const answer = useAnswer(`/api/consignments/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ consignment, ...read }) => (
        <DocumentSheet kind="consignment" document={consignment} number={consignment.number} read={read}>
          <Steps consignment={consignment}>
            <WithdrawalOffered
              operation="withdrawDispatch"
              document={id}
              at={addresses.consignmentWithdrawal(id)}
              entries={read.history}
            />
            {consignment.number !== null && <PrintPapers consignments={[id]} />}
          </Steps>
          <Terms consignment={consignment} names={withVouchers(read.names, read.history)} />
          <h2>{words.consignment.lines}</h2>
          <Lines consignment={consignment} names={read.names} />
          <h2>{words.consignment.parts}</h2>
          <Parts consignment={consignment} names={read.names} />
        </DocumentSheet>
      )}
    </Answered>
  );
}

/** What may be done of it as it stands. */
function Steps({
  consignment: { id, status, lines },
  children,
}: Pick<Part, 'consignment'> & { readonly children: ReactNode }) {
  const words = useWords(trailWords).consignment;
  const isAny = (where: 'held' | 'delivered') => lines.some((line) => line[where].quantity > 0);
  return (
    <div className="steps not-printed">
      {status === 'in-transit' && (
        <Offered operation="confirm" at={addresses.confirmation(id)} called={words.confirm} />
      )}
      {isAny('held') && <Offered operation="resolve" at={addresses.resolution(id)} called={words.resolve} />}
      {isAny('delivered') && (
        <Offered operation="returnFromUnit" at={addresses.unitReturn(id)} called={words.takeBack} isAside />
      )}
      {children}
    </div>
  );
}

interface Part {
  readonly consignment: ConsignmentView;
  readonly names: Names | undefined;
}

function Terms({ consignment, names }: Part) {
  const words = useWords(trailWords);
  const { unit, warehouse, plan, purpose, consent, confirmation, standingCoverage, carrier, signatory } = consignment;
  return (
    <dl className="said">
      <Said term={words.unit}>
        <DocumentLink kind="unit" id={unit} names={names} />
      </Said>
      <Said term={words.warehouse}>
        <DocumentLink kind="warehouse" id={warehouse} names={names} />
      </Said>
      {plan !== undefined && (
        <Said term={words.consignment.plan}>
          <DocumentLink kind="plan" id={plan} names={names} />
        </Said>
      )}
      <Said term={words.consignment.purpose}>{purpose}</Said>
      <ConsentSaid consent={consent} names={names} />
      {confirmation !== undefined && (
        <Said term={words.consignment.confirmation}>
          <VoucherNamed id={confirmation} names={names} />
        </Said>
      )}
      {standingCoverage !== undefined && (
        <Said term={words.consignment.reached}>
          <CoverageSaid coverage={standingCoverage} />
        </Said>
      )}
      <Said term={words.consignment.carrier}>{carrier}</Said>
      <Said term={words.consignment.signatory}>{signatory}</Said>
    </dl>
  );
}

const WHEREABOUTS = ['sent', 'delivered', 'inTransit', 'held'] as const;

function Lines({ consignment, names }: Part) {
  const words = useWords(trailWords);
  // Whoever sees no prices is told none.
  const isPriced = consignment.lines.some(({ sent }) => sent.value !== undefined);
  const value = {
    head: words.ofYuan(words.value),
    isFigure: true,
    cell: ({ sent }: ConsignmentView['lines'][number]) => sent.value !== undefined && <Yuan of={sent.value} />,
  };
  return (
    <Rows
      caption={words.consignment.lines}
      rows={consignment.lines}
      keyOf={({ line }) => String(line)}
      columns={[
        { head: words.item, cell: ({ item }) => <DocumentLink kind="item" id={item} names={names} /> },
        ...WHEREABOUTS.map((place) => ({
          head: words.consignment[place],
          isFigure: true,
          cell: (line: ConsignmentView['lines'][number]) => <Quantity of={line[place].quantity} />,
        })),
        ...(isPriced ? [value] : []),
      ]}
    />
  );
}

function Parts({ consignment, names }: Part) {
  const words = useWords(trailWords);
  return (
    <Rows
      caption={words.consignment.parts}
      rows={consignment.parts}
      keyOf={({ line, lot }) => `${line} ${lot}`}
      columns={[
        { head: words.lot, cell: ({ lot }) => <LotLink lot={lot} names={names} /> },
        ...WHEREABOUTS.map((place) => ({
          head: words.consignment[place],
          isFigure: true,
          cell: (part: ConsignmentView['parts'][number]) => <Quantity of={part[place].quantity} />,
        })),
      ]}
    />
  );
}
