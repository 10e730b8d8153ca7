import { useEffect, useRef, useState } from 'react';
import type { Evidence } from '../../shared/domain/evidence.ts';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { names } from '../../shared/schemas/names.ts';
import { useAnswer } from '../ask/answers.ts';
import { Problem } from '../ask/problem.ts';
import { useWords } from '../words/words.tsx';
import type { Wrong } from './faults.ts';
import { formWords } from './form-words.ts';
import { unfit, uploaded } from './upload.ts';

interface Arriving {
  readonly key: number;
  readonly file: File;
  /** Why it does not go on; undefined while it does. */
  readonly told?: string;
  /** It may be tried again. */
  readonly mayRetry?: boolean;
}

export interface PapersOfForm {
  readonly papers: readonly Evidence[];
  readonly arriving: readonly Arriving[];
  /** Why the form cannot go out yet: a file is on its way, or failed and still stands there. */
  readonly waits: readonly Wrong[];
  readonly previews: ReadonlyMap<string, string>;
  add(files: readonly File[]): void;
  retry(one: Arriving): void;
  drop(one: Arriving): void;
  remove(paper: Evidence): void;
}

/** The papers of a form, and files on their way to become some. */
export function usePapers(
  papers: readonly Evidence[],
  change: (by: (before: readonly Evidence[]) => readonly Evidence[]) => void,
  onStored: (paper: Evidence) => void = () => undefined,
): PapersOfForm {
  const words = useWords(formWords);
  const [arriving, setArriving] = useState<readonly Arriving[]>([]);
  const previews = useRef(new Map<string, string>());
  const count = useRef(0);
  useEffect(() => {
    const urls = previews.current;
    return () => {
      for (const url of urls.values()) URL.revokeObjectURL(url);
      urls.clear();
    };
  }, []);
  const drop = ({ key }: Arriving) => setArriving((all) => all.filter((one) => one.key !== key));
  const tell = (told: Arriving) => setArriving((all) => all.map((one) => (one.key === told.key ? told : one)));
  const upload = async (one: Arriving) => {
    try {
      const paper = await uploaded(one.file);
      previews.current.set(paper.sha256, URL.createObjectURL(one.file));
      change((all) => [...all.filter(({ sha256 }) => sha256 !== paper.sha256), paper]);
      drop(one);
      onStored(paper);
    } catch (error) {
      const why = error instanceof Problem && error.detail !== '' ? error.detail : words.paperFailed;
      tell({ ...one, told: why, mayRetry: true });
    }
  };
  return {
    papers,
    arriving,
    waits: arriving.length === 0 ? [] : [{ at: '/evidence', told: words.paperWaits }],
    previews: previews.current,
    drop,
    add(files) {
      for (const file of files) {
        count.current += 1;
        const why = unfit(file);
        const one = { key: count.current, file, ...(why === undefined ? {} : { told: words[why] }) };
        setArriving((all) => [...all, one]);
        if (why === undefined) void upload(one);
      }
    },
    retry({ key, file }) {
      const again = { key, file };
      tell(again);
      void upload(again);
    },
    remove: ({ sha256 }) => change((all) => all.filter((one) => one.sha256 !== sha256)),
  };
}

/** The papers of a form: dropped, pasted or chosen, each with a preview. */
export function PapersField({ of }: { readonly of: PapersOfForm }) {
  const words = useWords(formWords);
  const { papers, arriving } = of;
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div className="papers-field">
      <p>
        <button type="button" className="plain-button" onClick={() => chooser.current?.click()}>
          {words.addPaper}
        </button>{' '}
        <span className="note">{words.paperHint}</span>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={words.addPaper}
          onChange={({ target }) => {
            of.add([...(target.files ?? [])]);
            target.value = '';
          }}
        />
      </p>
      <ul>
        {papers.map((paper) => (
          <li key={paper.sha256}>
            <Preview paper={paper} blob={of.previews.get(paper.sha256)} />
            <span>
              {paper.name} <span className="note">{words.size(Math.ceil(paper.bytes / 1_000))}</span>
              <br />
              <span className="note">{words.paperStored}</span>
            </span>
            <Remove name={paper.name} onRemove={() => of.remove(paper)} />
          </li>
        ))}
        {arriving.map((one) => (
          <li key={one.key} role="status">
            <span className="paper-preview" />
            <span>
              {one.file.name}
              <br />
              <span className="note">{one.told ?? words.paperUploading}</span>{' '}
              {one.mayRetry === true && (
                <button type="button" className="plain-button" onClick={() => of.retry(one)}>
                  {words.retry}
                </button>
              )}
            </span>
            {one.told !== undefined && <Remove name={one.file.name} onRemove={() => of.drop(one)} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Remove({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const words = useWords(formWords);
  return (
    <button type="button" className="paper-remove" aria-label={words.removePaper(name)} onClick={onRemove}>
      ✕
    </button>
  );
}

const stored = evidenceAnswers.evidence.extend({ names });

/** A picture as it was chosen, or as it is stored where the page was loaded anew since; of all else its ending. */
function Preview({ paper, blob }: { readonly paper: Evidence; readonly blob: string | undefined }) {
  const isPicture = paper.mediaType.startsWith('image/') && paper.mediaType !== 'image/heic';
  const { data } = useAnswer(`/api/evidence/${paper.sha256}`, stored, { enabled: isPicture && blob === undefined });
  const source = blob ?? data?.download?.url;
  return (
    <span className="paper-preview">
      {isPicture && source !== undefined ? (
        <a href={source} target="_blank" rel="noreferrer">
          <img src={source} alt={paper.name} />
        </a>
      ) : (
        (/\.([^.]+)$/.exec(paper.name)?.[1] ?? '').toUpperCase()
      )}
    </span>
  );
}
