import { type InputHTMLAttributes, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useWords } from '../words/words.tsx';
import { type Choice, ofChoice, ofText, type Typed } from './cells.ts';
import { formWords } from './form-words.ts';
import { matched } from './match.ts';
import { usePaused } from './paused.ts';
import { type Register, useChoices, useMatching } from './registers.ts';

/** From what is chosen: a register, or a list that is there already; undefined where it is not known yet. */
export type Choices = Register | readonly Choice[] | undefined;

const PAUSE_MS = 120;

interface PickProps {
  readonly attributes: InputHTMLAttributes<HTMLInputElement>;
  readonly from: Choices;
  readonly value: Typed;
  readonly onChange: (value: Typed) => void;
}

/**
 * A field that offers what fits what is typed. What was typed and not chosen is looked for once nobody types in it any
 * more, wherever it came from: left, pasted, or kept in a draft.
 */
export function Pick({ attributes, from, value, onChange }: PickProps) {
  const words = useWords(formWords);
  const list = useId();
  const [isTyping, setTyping] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const q = value.chosen === undefined ? value.text.trim() : '';
  const { choices, isSettled } = useOffered(from, q, isOpen);
  useMeaning(from, value, !isTyping, onChange);
  const active = isOpen && isSettled ? choices[at] : undefined;
  const choose = (chosen: Choice) => {
    setOpen(false);
    setTyping(false);
    onChange(ofChoice(chosen));
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && (isOpen || event.altKey) && !event.ctrlKey) {
      event.preventDefault();
      if (isOpen && choices.length > 0) setAt((Math.max(at, by === 1 ? -1 : 0) + by + choices.length) % choices.length);
      else setOpen(true);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      setOpen(false);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && active !== undefined && !event.ctrlKey) {
      // The key goes on to whoever moves the focus.
      choose(active);
    }
  };
  return (
    <span className="pick">
      <input
        {...attributes}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-activedescendant={active && `${list}-${active.id}`}
        value={value.text}
        onFocus={({ target }) => target.select()}
        onBlur={() => {
          setTyping(false);
          setOpen(false);
        }}
        onClick={() => setOpen(true)}
        onKeyDown={press}
        onChange={({ target }) => {
          setTyping(true);
          onChange(ofText(target.value));
          setOpen(target.value.trim() !== '');
          setAt(0);
        }}
      />
      {isOpen && (
        <Offered
          list={list}
          choices={choices}
          active={active}
          told={isSettled ? words.noChoice : words.choosing}
          onChoose={choose}
        />
      )}
    </span>
  );
}

interface OfferedProps {
  readonly list: string;
  readonly choices: readonly Choice[];
  readonly active: Choice | undefined;
  readonly told: string;
  readonly onChoose: (choice: Choice) => void;
}

function Offered({ list, choices, active, told, onChoose }: OfferedProps) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== undefined)
      shown.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className="pick-list" id={list} role="listbox" ref={shown}>
      {choices.length === 0 && <p className="note">{told}</p>}
      {choices.map((choice) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the one that is chosen
        <div
          key={choice.id}
          id={`${list}-${choice.id}`}
          role="option"
          aria-selected={choice === active}
          // A press would take the focus from the field before it is a click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
        >
          <span>
            {choice.name} {choice.note !== undefined && <span className="note">{choice.note}</span>}
          </span>
          {choice.code !== undefined && choice.code !== choice.name && <span className="note">{choice.code}</span>}
        </div>
      ))}
    </div>
  );
}

const NONE: readonly Choice[] = [];

/** What fits what is typed, and whether it is what was asked for last. */
function useOffered(from: Choices, q: string, isWanted: boolean) {
  const asked = usePaused(q, PAUSE_MS);
  const isRegister = typeof from === 'string';
  const answer = useChoices(isRegister ? from : 'item', asked, isRegister && isWanted);
  if (isRegister) return { choices: answer.data?.items ?? NONE, isSettled: asked === q && answer.data !== undefined };
  return { choices: from === undefined ? NONE : fitting(from, q), isSettled: true };
}

/** Of a list that is there already: by a part of the name, or by how the code begins. */
function fitting(from: readonly Choice[], q: string): readonly Choice[] {
  const form = q.toUpperCase();
  return from.filter(({ name, code = '' }) => name.toUpperCase().includes(form) || code.toUpperCase().startsWith(form));
}

/** Finds what a text means that nobody has chosen yet. */
function useMeaning(from: Choices, value: Typed, isSaid: boolean, onChange: (value: Typed) => void): void {
  const matching = useMatching();
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const { text } = value;
  const isAsked = isSaid && text.trim() !== '' && value.chosen === undefined && value.unmatched === undefined;
  useEffect(() => {
    if (!isAsked || from === undefined) return;
    let isGone = false;
    const settle = async () => {
      const meant = typeof from === 'string' ? await matching(from, text) : matched(text, fitting(from, text.trim()));
      const { value: now, onChange: tell } = latest.current;
      if (isGone || now.text !== text || now.chosen !== undefined) return;
      tell(typeof meant === 'string' ? { text, unmatched: meant } : ofChoice(meant));
    };
    // Where the register does not answer it is looked for again at the next change.
    settle().catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [isAsked, from, text, matching]);
}
