import { type Entry, isKind } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { normalForm } from '../../domain/normal-form.ts';
import { reversedBy } from '../../reports/summary.ts';

/** Sources that a cell names before it only counts them. */
const NAMED_SOURCES = 20;

/** Where the money of funding lines came from: every appropriation that stands, in the order of the log. */
export class Sources {
  readonly #lines = new Map<Id, Map<Id, string>>();
  /** What each appropriation names, whether or not it stands. */
  readonly #named = new Map<Id, string>();
  /** As told since the last change. */
  readonly #told = new Map<Id, string | null>();

  enter(entry: Entry): void {
    if (isKind(entry, 'appropriation')) {
      const [line] = entry.refs.fundingLines;
      this.#named.set(entry.id, entry.facts.source);
      this.#lines.set(line, (this.#lines.get(line) ?? new Map<Id, string>()).set(entry.id, entry.facts.source));
      this.#told.delete(line);
    }
    if (isKind(entry, 'correction') && entry.facts.kind === 'appropriation') this.#correct(entry);
    for (const id of reversedBy(entry)) {
      for (const [line, sources] of this.#lines) if (sources.delete(id)) this.#told.delete(line);
    }
  }

  /** Of an appropriation its own; else all of the line's, each once, or null where it has none. */
  of(fundingLine: Id, entry?: Id): string | null {
    const own = entry === undefined ? undefined : this.#named.get(entry);
    if (own !== undefined) return own;
    const told = this.#told.get(fundingLine);
    if (told !== undefined) return told;
    const now = this.#tell(fundingLine);
    this.#told.set(fundingLine, now);
    return now;
  }

  #correct({ refs, facts }: Entry<'correction'>): void {
    const source = facts.changes.find(({ field }) => field === 'source')?.is;
    if (typeof source !== 'string') return;
    this.#named.set(refs.entry, source);
    for (const [line, sources] of this.#lines) {
      if (sources.has(refs.entry)) this.#lines.set(line, sources.set(refs.entry, source));
      this.#told.delete(line);
    }
  }

  #tell(fundingLine: Id): string | null {
    const sources = new Map<string, string>();
    for (const source of this.#lines.get(fundingLine)?.values() ?? []) {
      const name = normalForm(source);
      if (!sources.has(name)) sources.set(name, source);
    }
    const named = [...sources.values()].slice(0, NAMED_SOURCES);
    const more = sources.size > NAMED_SOURCES ? `等${sources.size}项` : '';
    return named.length === 0 ? null : `${named.join('、')}${more}`;
  }
}
