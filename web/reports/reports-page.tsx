import './reports.css';
import { Fragment } from 'react';
import type { Operation } from '../../shared/routes.ts';
import { addresses, type ReportName } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useListed } from '../form/registers.ts';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { type Me, mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { reportsWords } from './reports-words.ts';

/** What each report asks for, in the order in which they stand. */
const READ_BY: Readonly<Record<ReportName, Operation>> = {
  usage: 'reportUsage',
  unit: 'readUnitStatement',
  'stock-card': 'readStockCard',
  headline: 'reportHeadline',
  matching: 'reportMatching',
  exceptions: 'reportExceptions',
  identities: 'reportIdentities',
};
const REPORTS = ['usage', 'unit', 'stock-card', 'headline', 'matching', 'exceptions', 'identities'] as const;

/** 查询: what may be asked, for whoever looks. */
export function ReportsPage() {
  return <Answered answer={useMe()}>{(me) => <ReportsOf me={me} />}</Answered>;
}

function ReportsOf({ me }: { readonly me: Me }) {
  const words = useWords(reportsWords);
  const told = REPORTS.filter((name) => mayCall(me, READ_BY[name]));
  if (told.length === 0) {
    return (
      <Nothing title={words.none}>
        <p>{words.noneDetail}</p>
      </Nothing>
    );
  }
  return (
    <Sheet title={words.title}>
      <ul className="reports-offered">
        {mayCall(me, 'readFundingLineStatement') && <Statement />}
        {told.map((name) => (
          <li key={name}>
            <h2>
              <a href={addresses.report(name)}>{words.names[name]}</a>
            </h2>
            <p className="note">{words.details[name]}</p>
          </li>
        ))}
        {mayCall(me, 'listExports') && (
          <li>
            <h2>
              <a href={addresses.exports()}>{words.files}</a>
            </h2>
            <p className="note">{words.filesDetail}</p>
          </li>
        )}
      </ul>
    </Sheet>
  );
}

/** So many have a link of their own; the list of them has all. */
const NAMED = 6;

/** It stands on the page of its funding line. */
function Statement() {
  const words = useWords(reportsWords);
  const lines = useListed('fundingLine', '')
    .filter(({ value }) => value !== '')
    .slice(0, NAMED);
  return (
    <li>
      <h2>
        <a href={addresses.fundingLines}>{words.statement}</a>
      </h2>
      <p className="note">{words.statementDetail}</p>
      <p className="statement-lines">
        {lines.map(({ value, called }, at) => (
          <Fragment key={value}>
            {at > 0 && ' · '}
            <a className="opens" href={addresses.fundingLine(value)}>
              {called}
            </a>
          </Fragment>
        ))}
      </p>
    </li>
  );
}
