import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as z from 'zod';
import { exportAnswer } from '../../shared/schemas/export.ts';
import { addresses } from '../ask/addresses.ts';
import { ask } from '../ask/ask.ts';
import { askBeside } from '../ask/ask-beside.ts';
import { Problem } from '../ask/problem.ts';
import { grouped, type Names } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useMay } from '../sign-in/me.ts';
import { sharedWords } from '../words/shared.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { useKindCalled } from './export-form.tsx';
import { type ExportJob, isOpen } from './export-looks.ts';
import { reportsWords } from './reports-words.ts';

const told = z.looseObject({ export: exportAnswer });

interface ExportRowsProps {
  readonly jobs: readonly ExportJob[];
  readonly names: Names | undefined;
  /** Whose are told to be one's own. */
  readonly subject: string;
}

/** What was asked for, how far it is, and what can be fetched. */
export function ExportRows({ jobs, names, subject }: ExportRowsProps) {
  const words = useWords(reportsWords);
  const { exports } = words;
  const at = useInstant();
  return (
    <Rows
      caption={exports.list}
      rows={jobs}
      keyOf={({ id }) => id}
      columns={[
        { head: exports.content, cell: (job) => <Content job={job} names={names} /> },
        {
          head: exports.by,
          cell: ({ requestedBy, createdAt, keptUntil }) => (
            <>
              {requestedBy.subject === subject ? exports.me : requestedBy.subject}
              <div>{at(createdAt)}</div>
              <div className="note">{exports.keptUntil(at(keptUntil))}</div>
            </>
          ),
        },
        { head: exports.state, cell: (job) => <State job={job} /> },
      ]}
    />
  );
}

function useInstant(): (ms: number) => string {
  const { language } = useLanguage();
  return (ms) =>
    new Date(ms).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'medium',
      timeStyle: 'short',
    });
}

function Content({ job, names }: Pick<ExportRowsProps, 'names'> & { readonly job: ExportJob }) {
  const words = useWords(reportsWords);
  const called = useKindCalled();
  const { fundingLine, unit, item, consignment, from, to, below, asOf, encoding, ledgers } = job;
  const meant = [fundingLine, unit, item, consignment].flatMap((id) => {
    const known = id === undefined ? undefined : names?.[id];
    return id === undefined ? [] : [known === undefined ? id : [known.name, known.code].filter(Boolean).join(' ')];
  });
  const of = [
    ...meant,
    ...(below === true ? [words.below] : []),
    ...(from === undefined && to === undefined ? [] : [`${from ?? ''} – ${to ?? ''}`]),
    ...(ledgers === undefined ? [] : [ledgers.map(called).join('、')]),
  ];
  return (
    <>
      <strong>{called(job.kind)}</strong> {job.format}
      {encoding !== undefined && ` ${encoding}`}
      <div>{of.length === 0 ? words.exports.everything : of.join(' · ')}</div>
      {asOf !== null && <div className="note">{words.exports.asOf(String(asOf.size).padStart(6, '0'))}</div>}
    </>
  );
}

function State({ job }: { readonly job: ExportJob }) {
  const { exports } = useWords(reportsWords);
  const { language } = useLanguage();
  const { status, failure, files } = job;
  return (
    <div className="export-state" data-status={status}>
      <span>{exports.statuses[status]}</span>
      {isOpen(job) && <Making job={job} />}
      {failure !== undefined && (
        <>
          <p>{failure.detail[language]}</p>
          <a href={addresses.exports(requestIn(job))}>{exports.again}</a>
        </>
      )}
      {files.map((file, at) => (
        <File key={file.name} job={job.id} file={file} at={at} />
      ))}
    </div>
  );
}

/** Out of which an address asks for the same. */
function requestIn({
  kind,
  format,
  fundingLine,
  unit,
  below,
  item,
  consignment,
  from,
  to,
  encoding,
  ledgers,
}: ExportJob) {
  const asked = { kind, format, fundingLine, unit, below, item, consignment, from, to, encoding };
  return { ...asked, ledgers: ledgers?.join(',') };
}

function Making({ job: { id, kind, rowsDone, rowsKnown } }: { readonly job: ExportJob }) {
  const { exports } = useWords(reportsWords);
  const mayCancel = useMay('cancelExport');
  const called = useKindCalled();
  const client = useQueryClient();
  const { isBusy, failed, run } = useTrying();
  const cancel = async () => {
    await askBeside(`/api/exports/${id}/cancellation`, told, {});
    await client.invalidateQueries();
  };
  const said =
    rowsKnown === 0 ? exports.starting : exports.progress(grouped(String(rowsDone)), grouped(String(rowsKnown)));
  return (
    <>
      <label>
        <progress {...(rowsKnown === 0 ? {} : { value: rowsDone, max: rowsKnown })} /> {said}
      </label>
      {mayCancel && (
        <button
          type="button"
          className="plain-button"
          disabled={isBusy}
          aria-label={exports.cancelOf(called(kind))}
          onClick={() => run(cancel)}
        >
          {exports.cancel}
        </button>
      )}
      <Failing said={failed} />
    </>
  );
}

interface FileProps {
  readonly job: string;
  readonly file: ExportJob['files'][number];
  readonly at: number;
}

/** Its address is good for minutes alone, and asked for when it is wanted. */
function File({ job, file: { name, bytes, sha256 }, at }: FileProps) {
  const { exports } = useWords(reportsWords);
  const { isBusy, failed, run } = useTrying();
  const fetchIt = async () => {
    const url = (await ask(`/api/exports/${job}`, told)).export.files[at]?.url;
    if (url === undefined) return;
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
  };
  return (
    <div className="export-file">
      <button
        type="button"
        className="plain-button"
        disabled={isBusy}
        aria-label={exports.downloadOf(name)}
        onClick={() => run(fetchIt)}
      >
        {exports.download}
      </button>
      <span>
        {name} · {exports.bytes(grouped(String(bytes)))}
        <code className="note">sha256 {sha256}</code>
      </span>
      <Failing said={failed} />
    </div>
  );
}

function Failing({ said }: { readonly said: string | undefined }) {
  return said === undefined ? null : (
    <p className="field-wrong" role="alert">
      {said}
    </p>
  );
}

/** Something that is asked at a press: while it goes on it is not asked again, and what it is refused for is told. */
function useTrying() {
  const words = useWords(sharedWords);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const run = (what: () => Promise<void>) => {
    setBusy(true);
    setFailed(undefined);
    what()
      .catch((error: unknown) => setFailed((error instanceof Problem && error.detail) || words.unreachable))
      .finally(() => setBusy(false));
  };
  return { isBusy, failed, run };
}
