import { useEffect, useState } from 'react';
import { readSlipCode, type SlipCode } from '../../shared/domain/slip-code.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { sharedWords } from '../words/shared.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import type { Verdict } from './slip-check.ts';
import { slipWords } from './slip-words.ts';

/** What the QR code of a slip says: it led here, and what stands behind the # came along. */
export function Slip({ address }: { readonly address: URL }) {
  const words = useWords(slipWords);
  const code = readSlipCode(`${address.origin}/api/log${address.hash}`);
  return (
    <>
      <OtherLanguage />
      {code !== undefined && <Checked code={code} />}
      {code === undefined && (
        <Nothing title={address.hash === '' ? words.none : words.broken}>
          <p>{address.hash === '' ? words.noneDetail : words.brokenDetail}</p>
        </Nothing>
      )}
    </>
  );
}

function OtherLanguage() {
  const words = useWords(slipWords);
  const { language, speak } = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <p className="slip-language">
      <button
        type="button"
        className="plain-button"
        lang={other === 'zh' ? 'zh-CN' : 'en'}
        onClick={() => speak(other)}
      >
        {words.otherLanguage}
      </button>
    </p>
  );
}

function Checked({ code }: { readonly code: SlipCode }) {
  const words = useWords(slipWords);
  const shared = useWords(sharedWords);
  const [verdict, setVerdict] = useState<Verdict>();
  const [tries, setTries] = useState(0);
  const { entry, leaf } = code;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again for the same
  useEffect(() => {
    let isWanted = true;
    // What checks comes after what says that it is being checked.
    const checked = import('./slip-check.ts').then(({ verdictOn }) => verdictOn(code));
    checked
      .catch((): Verdict => ({ is: 'unreachable' }))
      .then((told) => {
        if (isWanted) setVerdict(told);
      });
    return () => {
      isWanted = false;
    };
  }, [entry, leaf, tries]);
  const again = () => {
    setVerdict(undefined);
    setTries(tries + 1);
  };
  return (
    <Sheet title={words.title}>
      <div role="status">{verdict === undefined ? <p>{words.checking}</p> : <Told verdict={verdict} />}</div>
      {(verdict?.is === 'unsealed' || verdict?.is === 'unreachable' || verdict?.is === 'doubt') && (
        <button type="button" className="plain-button" onClick={again}>
          {shared.retry}
        </button>
      )}
      {verdict?.is === 'genuine' && <p>{words.limits}</p>}
      <ul className="slip-links">
        {verdict?.is !== 'missing' && (
          <li>
            <a href={addresses.consignment(entry)}>{words.open}</a>
          </li>
        )}
        <li>
          <a href={withQuery(addresses.verify, { entry, leaf })}>{words.verify}</a>
        </li>
      </ul>
      <dl className="said">
        {verdict?.is === 'genuine' && (
          <>
            <dt>{words.log}</dt>
            <dd>
              <code>{verdict.origin}</code>
            </dd>
          </>
        )}
        <dt>{words.entry}</dt>
        <dd>
          <code>{entry}</code>
        </dd>
        <dt>{words.leaf}</dt>
        <dd>
          <code>{leaf}</code>
        </dd>
      </dl>
    </Sheet>
  );
}

const MARKS = { genuine: '✓', unsealed: '…', missing: '✗', altered: '✗', doubt: '!', unreachable: '!' } as const;

function Told({ verdict }: { readonly verdict: Verdict }) {
  const words = useWords(slipWords);
  return (
    <div className="slip-verdict" data-is={verdict.is}>
      <p className="sentence">
        <span aria-hidden="true">{MARKS[verdict.is]} </span>
        <span>{words[verdict.is]}</span>
      </p>
      {verdict.is === 'genuine' && (
        <p className="slip-sealed">
          {words.sealed(verdict.number)} · {words.made(verdict.day)}
        </p>
      )}
      <p>{words[`${verdict.is}Detail`]}</p>
    </div>
  );
}
