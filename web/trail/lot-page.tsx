import { names } from '../../shared/schemas/names.ts';
import { type LotWay, type Step, trailAnswers } from '../../shared/schemas/trails.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { Offered } from './document-sheet.tsx';
import { StepTold } from './entry-trail.tsx';
import { Papers } from './papers.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink, Voucher } from './voucher.tsx';
import './trail.css';

const answered = trailAnswers.lotWay.extend({ names });

/** 批次: where goods came from, with what they were bought, and to whom they went. */
export function LotPage({ lot }: { readonly lot: string }) {
  const answer = useAnswer(`/api/lots/${encodeURIComponent(lot)}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {(way) => <Way way={way} />}
    </Answered>
  );
}

function Way({ way }: { readonly way: LotWay }) {
  const words = useWords(trailWords);
  const { purchase } = way;
  return (
    <Sheet title={words.lotPage.title(way.lot.item.name)} note={way.lot.receivedOn}>
      <div className="beside">
        <div className="document">
          {way.left.quantity > 0 && (
            <Offered
              operation="moveStock"
              at={addresses.newStockMove({ warehouse: way.lot.warehouse.id, lot: way.lot.id })}
              called={words.stock.move}
              isAside
            />
          )}
          <Terms way={way} />
          <h2>{words.lotPage.consignments}</h2>
          <Consignments way={way} />
          <Steps title={words.lotPage.moves} steps={way.moves} />
          <Steps title={words.lotPage.supplierReturns} steps={way.supplierReturns} />
          <Steps title={words.lotPage.counts} steps={way.counts} />
          <p>
            <a href={addresses.entries({ lot: way.lot.id })}>{words.lotPage.all}</a>
          </p>
        </div>
        <aside className="beside-it">
          <Steps title={words.lotPage.from} steps={way.from} />
          <Steps title={words.lotPage.purchase} steps={purchase === undefined ? [] : [purchase]} />
          <Steps title={words.lotPage.invoices} steps={way.invoices} />
          <h2>{words.papers}</h2>
          <Papers papers={papersOf(way)} />
        </aside>
      </div>
    </Sheet>
  );
}

/** What brought it cites them; each once. */
function papersOf({ from, purchase, invoices }: LotWay) {
  const steps = [...invoices, ...(purchase === undefined ? [] : [purchase]), ...from];
  const papers = steps.flatMap(({ evidence }) => evidence);
  return [...new Map(papers.map((paper) => [paper.sha256, paper])).values()];
}

function Terms({ way: { lot, received, left } }: { readonly way: LotWay }) {
  const words = useWords(trailWords);
  const { item, fundingLine, warehouse } = lot;
  return (
    <dl className="said">
      <Said term={words.item}>
        {item.name} <span className="named-code">{item.code}</span>
      </Said>
      <Said term={words.fundingLine}>
        <DocumentLink kind="fundingLine" id={fundingLine.id} names={{ [fundingLine.id]: fundingLine }} />
      </Said>
      <Said term={words.warehouse}>
        <DocumentLink kind="warehouse" id={warehouse.id} names={{ [warehouse.id]: warehouse }} />
      </Said>
      <Said term={words.lotPage.received}>
        <Quantity of={received.quantity} measure={item.baseMeasure} /> · <Yuan of={received.value} /> {words.yuan}
      </Said>
      <Said term={words.lotPage.left}>
        <Quantity of={left.quantity} measure={item.baseMeasure} /> · <Yuan of={left.value} /> {words.yuan}
      </Said>
      <Said term={words.lotPage.batch}>{lot.batch}</Said>
      <Said term={words.lotPage.expiresOn}>{lot.expiresOn}</Said>
      {lot.inKind && <Said term={words.lotPage.inKind}>{lot.giver}</Said>}
    </dl>
  );
}

function Consignments({ way: { consignments, lot } }: { readonly way: LotWay }) {
  const words = useWords(trailWords);
  return (
    <Rows
      caption={words.lotPage.consignments}
      rows={consignments}
      keyOf={({ id }) => id}
      columns={[
        { head: words.vouchers, cell: ({ id, number }) => <Voucher id={id} number={number} /> },
        {
          head: words.about,
          cell: ({ document }) =>
            document !== undefined && <DocumentLink kind={document.kind} id={document.id} number={document.number} />,
        },
        {
          head: words.unit,
          cell: ({ unit }) => <DocumentLink kind="unit" id={unit.id} names={{ [unit.id]: unit }} />,
        },
        {
          head: words.lotPage.sent,
          isFigure: true,
          cell: ({ sent }) => <Quantity of={sent.quantity} measure={lot.item.baseMeasure} />,
        },
        {
          head: words.lotPage.delivered,
          isFigure: true,
          cell: ({ delivered }) => <Quantity of={delivered.quantity} measure={lot.item.baseMeasure} />,
        },
        {
          head: words.ofYuan(words.lotPage.deliveredValue),
          isFigure: true,
          cell: ({ delivered }) => <Yuan of={delivered.value} />,
        },
      ]}
    />
  );
}

interface StepsProps {
  readonly title: string;
  readonly steps: readonly Step[];
}

function Steps({ title, steps }: StepsProps) {
  if (steps.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul className="history">
        {steps.map((step) => (
          <li key={step.id}>
            <StepTold step={step} />
          </li>
        ))}
      </ul>
    </>
  );
}
