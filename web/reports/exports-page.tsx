import './reports.css';
import { useState } from 'react';
import { listOf } from '../../shared/schemas/answer-forms.ts';
import { exportAnswer } from '../../shared/schemas/export.ts';
import { names } from '../../shared/schemas/names.ts';
import { type Asked, addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { ChoiceFilter, Filters } from '../ask/filters.tsx';
import { PageLinks } from '../list/pages.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { ExportForm } from './export-form.tsx';
import { isOpen, nextLook } from './export-looks.ts';
import { ExportRows } from './export-rows.tsx';
import { reportsWords } from './reports-words.ts';

const listed = listOf(exportAnswer).extend({ names });
/** Rows of the list; what is older is on its further pages. */
const LISTED = 50;

/** 导出: a file is asked for, and those of the last days are there to be fetched. */
export function ExportsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const me = useMe();
  return (
    <Answered answer={me}>
      {(caller) => {
        if (!mayCall(caller, 'listExports')) {
          return (
            <Nothing title={words.exports.mayNot} action={<a href={addresses.reports}>{words.all}</a>}>
              <p>{words.exports.mayNotDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.exports.title}>
            <Ask asked={asked} />
            <Exports asked={asked} subject={caller.subject} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

function Ask({ asked }: { readonly asked: Asked }) {
  const { exports } = useWords(reportsWords);
  const [requested, setRequested] = useState<string>();
  const { cursor: _cursor, mine: _mine, ...request } = asked;
  const name = String(new URLSearchParams(request));
  return (
    <section>
      <h2>{exports.ask}</h2>
      <p role="status" className="requested">
        {requested !== undefined && exports.requested}
      </p>
      <ExportForm key={name} name={name} request={request} onRequested={setRequested} />
    </section>
  );
}

function Exports({ asked, subject }: { readonly asked: Asked; readonly subject: string }) {
  const words = useWords(reportsWords);
  const path = addresses.exports();
  const { cursor, mine } = asked;
  const answer = useAnswer(withQuery('/api/exports', { limit: LISTED, cursor, mine }), listed, {
    everyMs: (told) => nextLook(told?.items ?? [], Date.now()),
  });
  return (
    <section>
      <h2>{words.exports.list}</h2>
      <Filters label={words.filters}>
        <ChoiceFilter
          path={path}
          asked={asked}
          name="mine"
          label={words.exports.whose}
          choices={[
            { value: '', called: words.exports.everyone },
            { value: 'true', called: words.exports.mine },
          ]}
        />
      </Filters>
      <Answered answer={answer} lines={6}>
        {({ items, next, names: known }) => (
          <>
            {items.length === 0 && (
              <>
                <p>
                  <strong>{words.exports.nobody}</strong>
                </p>
                <p className="note">{words.exports.nobodyDetail}</p>
              </>
            )}
            {items.some(isOpen) && nextLook(items, answer.dataUpdatedAt) === false && (
              <p>
                {words.exports.paused}{' '}
                <button type="button" className="plain-button" onClick={() => void answer.refetch()}>
                  {words.exports.look}
                </button>
              </p>
            )}
            {items.length > 0 && <ExportRows jobs={items} names={known} subject={subject} />}
            <PageLinks
              path={path}
              asked={{ ...(mine === undefined ? {} : { mine }), ...(cursor === undefined ? {} : { cursor }) }}
              next={next}
            />
          </>
        )}
      </Answered>
    </section>
  );
}
