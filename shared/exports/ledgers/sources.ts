import { type Entry, isKind } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { normalForm } from '../../domain/normal-form.ts';
import { reversedBy } from '../../reports/summary.ts';

/** Sources that a cell names before it only counts them. */
const NAMED_SOURCES = 20;

/** Where the money of funding lines came from: every appropriation that stands, in the order of the log. */
export class Sources {
  readonly #lines = new Map<Id, Map<Id, string>>();
  /** As told since the last change. */
  readonly #told = new Map<Id, string | null>();

  enter(entry: Entry): void {
    if (isKind(entry, 'appropriation')) {
      const [line] = entry.refs.fundingLines;
      this.#lines.set(line, (this.#lines.get(line) ?? new Map<Id, string>()).set(entry.id, entry.facts.source));
      this.#told.delete(line);
    }
    for (const id of reversedBy(entry)) {
      for (const [line, sources] of this.#lines) if (sources.delete(id)) this.#told.delete(line);
    }
  }

  /** All of a line's, each once; null where it has none. */
  of(fundingLine: Id): string | null {
    const told = this.#told.get(fundingLine);
    if (told !== undefined) return told;
    const now = this.#tell(fundingLine);
    this.#told.set(fundingLine, now);
    return now;
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
