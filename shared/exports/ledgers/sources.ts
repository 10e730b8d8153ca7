import type { CalendarDate } from '../../domain/calendar.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { normalForm } from '../../domain/normal-form.ts';
import { reversedBy } from '../../reports/summary.ts';

/** Sources that a cell names before it only counts them. */
const NAMED_SOURCES = 20;

interface Appropriated {
  source: string;
  readonly on: CalendarDate;
  /** The day from which on it is reversed. */
  undoneOn?: CalendarDate;
}

/**
 * Where the money of funding lines came from, as of a day: every appropriation that stood by then, in the order of the log,
 * by the name that it has after its corrections. What came later adds nothing to a day before.
 */
export class Sources {
  readonly #lines = new Map<Id, Appropriated[]>();
  /** Each appropriation, whether or not it stands. */
  readonly #known = new Map<Id, Appropriated>();
  /** As told last, once everything was entered: rows are asked for day by day. */
  readonly #told = new Map<Id, { readonly on: CalendarDate; readonly told: string | null }>();

  enter(entry: Entry): void {
    if (isKind(entry, 'appropriation')) {
      const [line] = entry.refs.fundingLines;
      const appropriated = { source: entry.facts.source, on: entry.effectiveOn };
      this.#known.set(entry.id, appropriated);
      const before = this.#lines.get(line);
      if (before === undefined) this.#lines.set(line, [appropriated]);
      else before.push(appropriated);
    }
    if (isKind(entry, 'correction') && entry.facts.kind === 'appropriation') this.#correct(entry);
    for (const id of reversedBy(entry)) {
      const undone = this.#known.get(id);
      if (undone !== undefined) undone.undoneOn = entry.effectiveOn;
    }
    this.#told.clear();
  }

  /** Of an appropriation its own; else all of the line's on that day, each once, or null where it has none. */
  of(fundingLine: Id, on: CalendarDate, entry?: Id): string | null {
    const own = entry === undefined ? undefined : this.#known.get(entry);
    if (own !== undefined) return own.source;
    const last = this.#told.get(fundingLine);
    if (last?.on === on) return last.told;
    const told = this.#tell(fundingLine, on);
    this.#told.set(fundingLine, { on, told });
    return told;
  }

  #correct({ refs, facts }: Entry<'correction'>): void {
    const source = facts.changes.find(({ field }) => field === 'source')?.is;
    const corrected = this.#known.get(refs.entry);
    if (typeof source === 'string' && corrected !== undefined) corrected.source = source;
  }

  #tell(fundingLine: Id, day: CalendarDate): string | null {
    const sources = new Map<string, string>();
    for (const { source, on, undoneOn } of this.#lines.get(fundingLine) ?? []) {
      if (on > day || (undoneOn !== undefined && undoneOn <= day)) continue;
      const name = normalForm(source);
      if (!sources.has(name)) sources.set(name, source);
    }
    const named = [...sources.values()].slice(0, NAMED_SOURCES);
    const more = sources.size > NAMED_SOURCES ? `等${sources.size}项` : '';
    return named.length === 0 ? null : `${named.join('、')}${more}`;
  }
}
