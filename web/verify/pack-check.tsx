import { type DragEvent, useRef, useState } from 'react';
import type { PackProgress } from '../../shared/audit/pack-check.ts';
import { PAGE_BOUNDS, type PackReport } from '../../shared/audit/pack-report.ts';
import { PACK_STEP_WORDS } from '../../shared/audit/pack-words.ts';
import { grouped } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { checkInWorker } from './check-in-worker.ts';
import { PackReported } from './pack-reported.tsx';
import { useSaid, verifyWords } from './verify-words.ts';

const MB = 1024 ** 2;

type State =
  | { readonly is: 'none' }
  | { readonly is: 'checking'; readonly at: Parameters<PackProgress> }
  | { readonly is: 'reported'; readonly report: PackReport }
  | { readonly is: 'aborted' }
  | { readonly is: 'failed'; readonly because: string };

/** An audit pack, dropped or chosen, checked beside the page. */
export function PackCheck() {
  const words = useWords(verifyWords).pack;
  const [vkey, setVkey] = useState('');
  const [file, setFile] = useState<File>();
  const { state, check, abort } = useCheck();
  const begin = (chosen: File | null | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    void check(chosen, vkey);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    begin(event.dataTransfer.files[0]);
  };
  const { entries, bytes, files } = PAGE_BOUNDS;
  return (
    <section className="verify-part" aria-labelledby="pack">
      <h2 id="pack">{words.title}</h2>
      <p className="note">
        {words.says} {words.bound(grouped(String(entries)), bytes / MB, grouped(String(files)))}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field in it is reached by keyboard */}
      <div className="drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <span id="pack-drop">{words.drop}</span>
        <input
          id="pack-file"
          className="unseen"
          aria-describedby="pack-drop"
          type="file"
          accept=".zip,application/zip"
          onChange={({ target }) => {
            begin(target.files?.[0]);
            // The same file may be chosen again.
            target.value = '';
          }}
        />
        <label className="plain-button" htmlFor="pack-file">
          {words.choose}
        </label>
        {file !== undefined && <span>{file.name}</span>}
      </div>
      <details className="own-key">
        <summary>{words.vkey}</summary>
        <label className="unseen" htmlFor="own-key">
          {words.vkey}
        </label>
        <input id="own-key" value={vkey} onChange={({ target }) => setVkey(target.value)} autoComplete="off" />
        <p className="note">{words.vkeyNote}</p>
        {file !== undefined && state.is !== 'checking' && (
          <button type="button" className="plain-button" onClick={() => begin(file)}>
            {words.again}
          </button>
        )}
      </details>
      {state.is === 'checking' && <Checking at={state.at} onAbort={abort} />}
      <div role="status">
        {state.is === 'aborted' && <p>{words.aborted}</p>}
        {state.is === 'failed' && (
          <p className="verdict" data-is="doubt">
            {words.failed}: {state.because}
          </p>
        )}
        {state.is === 'reported' && file !== undefined && (
          <PackReported report={state.report} archive={file.name} vkey={vkey.trim()} />
        )}
      </div>
    </section>
  );
}

function Checking({ at: [step, done, of], onAbort }: { at: Parameters<PackProgress>; onAbort: () => void }) {
  const words = useWords(verifyWords).pack;
  const said = useSaid();
  const title = said(PACK_STEP_WORDS[step].title);
  return (
    <p className="checking">
      <label>
        {title} <progress value={done} max={Math.max(of, 1)} />
      </label>
      <span className="quantity">
        {done} / {of}
      </span>
      <button type="button" className="plain-button" onClick={onAbort}>
        {words.abort}
      </button>
    </p>
  );
}

/** One check at a time: another pack ends the one before. */
function useCheck() {
  const [state, setState] = useState<State>({ is: 'none' });
  const running = useRef<AbortController>(undefined);
  const check = async (archive: File, vkey: string) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    const tell = (told: State) => {
      if (running.current === mine) setState(told);
    };
    tell({ is: 'checking', at: ['files', 0, 1] });
    const progress: PackProgress = (...at) => {
      if (!mine.signal.aborted) tell({ is: 'checking', at });
    };
    const given = vkey.trim() === '' ? {} : { vkey: vkey.trim() };
    try {
      tell({ is: 'reported', report: await checkInWorker(archive, { ...given, progress, signal: mine.signal }) });
    } catch (error) {
      if (mine.signal.aborted) tell({ is: 'aborted' });
      else tell({ is: 'failed', because: error instanceof Error ? error.message : String(error) });
    }
  };
  return { state, check, abort: () => running.current?.abort() };
}
