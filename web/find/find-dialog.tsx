import './find.css';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { NOUNS } from '../../shared/words/vocabulary.ts';
import { go } from '../ask/going.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { findWords } from './find-words.ts';
import { type FoundGroup, type Hit, isEnough, useFound } from './found.ts';

const PAUSE_MS = 200;

/** Ctrl+K: any number on paper, name, code or initials, and where it leads. */
export function FindDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(findWords);
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const asked = usePaused(typed.trim());
  const { found, isWaiting, isFailed } = useFound(asked);
  const hits = found.flatMap((group) => group.hits.map((hit) => ({ key: keyOf(group, hit), hit })));
  const [chosen, setChosen] = useState(0);
  const list = useId();
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const at = Math.min(chosen, hits.length - 1);
  const active = hits[at]?.key;
  const open = (address: string) => {
    dialog.current?.close();
    go(address);
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && hits.length > 0) {
      event.preventDefault();
      setChosen((at + by + hits.length) % hits.length);
    }
    const hit = hits[at]?.hit;
    // What was typed since it was asked for is not what is shown.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && hit && asked === typed.trim()) {
      event.preventDefault();
      open(hit.opens);
    }
  };
  useEffect(() => {
    if (active !== undefined) document.getElementById(active)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <dialog className="find" ref={dialog} aria-label={words.title} onClose={onClose}>
      <div className="find-field">
        <input
          role="combobox"
          aria-label={words.field}
          placeholder={words.field}
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active}
          value={typed}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onKeyDown={move}
          onChange={({ target }) => {
            setTyped(target.value);
            setChosen(0);
          }}
        />
        <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </div>
      <div className="find-found" id={list} role="listbox" aria-label={words.title}>
        {found.map((group) => (
          <GroupFound key={group.name} group={group} active={active} onOpen={open} />
        ))}
      </div>
      <p className="note" role="status">
        {toldOf({ words, asked, count: hits.length, isWaiting, isFailed })}
        {found.some(({ isCut }) => isCut) && ` ${words.cut}`}
      </p>
      <p className="note">{words.hint}</p>
    </dialog>
  );
}

function keyOf({ name }: FoundGroup, { id }: Hit): string {
  return `found-${name}-${id}`;
}

interface Telling {
  readonly words: typeof findWords.zh;
  readonly asked: string;
  readonly count: number;
  readonly isWaiting: boolean;
  readonly isFailed: boolean;
}

function toldOf({ words, asked, count, isWaiting, isFailed }: Telling): string {
  if (!isEnough(asked)) return words.short;
  if (isWaiting) return words.waiting;
  if (count > 0) return words.count(count);
  return isFailed ? words.failed : words.nothing;
}

interface GroupFoundProps {
  readonly group: FoundGroup;
  readonly active: string | undefined;
  readonly onOpen: (address: string) => void;
}

function GroupFound({ group, active, onOpen }: GroupFoundProps) {
  const words = useWords(findWords);
  const { language } = useLanguage();
  const kindOf = ({ kind }: Hit) => {
    if (kind === undefined) return undefined;
    return kind === 'entry' ? words.entry : NOUNS[kind][language];
  };
  const heading = `find-${group.name}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
    <div role="group" aria-labelledby={heading}>
      <p className="find-group" id={heading}>
        {words.groups[group.name]}
      </p>
      {group.hits.map((hit) => {
        const key = keyOf(group, hit);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus and names the one that is chosen
          <div
            key={key}
            id={key}
            className="find-hit"
            role="option"
            aria-selected={key === active}
            onClick={() => onOpen(hit.opens)}
          >
            <span>{hit.text ?? kindOf(hit)}</span>
            <span className="note">{[hit.text && kindOf(hit), hit.note].filter(Boolean).join(' · ')}</span>
          </div>
        );
      })}
    </div>
  );
}

/** What was typed, once nothing more is typed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
