import * as z from 'zod';
import type { CalendarDate } from '../domain/calendar.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { type PlannedLine, REGISTRY_KINDS, type RegistryFields, type RegistryKind } from '../domain/registry.ts';
import { registryTarget } from '../domain/subject.ts';
import { id, packed, whole, words } from '../schemas/canonical.ts';
import type { Named, NamedItem } from '../schemas/report-figures.ts';
import type { Language } from '../words/language.ts';

/** Something registered, as far as reports tell of it. */
interface Known {
  readonly kind: RegistryKind;
  readonly code: string;
  readonly name: string;
  readonly closed: boolean;
  readonly parent?: Id;
  readonly baseMeasure?: string;
  readonly spec?: string;
  readonly grade?: string;
  readonly uscc?: string;
  readonly basis?: readonly string[];
  readonly permittedUses?: string;
  readonly lines?: readonly PlannedLine[];
}

const known: z.ZodType<Known> = z.strictObject({
  kind: z.enum(REGISTRY_KINDS),
  code: words,
  name: words,
  closed: z.boolean(),
  parent: id.exactOptional(),
  baseMeasure: words.exactOptional(),
  spec: words.exactOptional(),
  grade: words.exactOptional(),
  uscc: words.exactOptional(),
  basis: z.array(words).exactOptional(),
  permittedUses: words.exactOptional(),
  lines: z
    .array(z.strictObject({ unit: id, item: id, quantity: whole, packs: packed.exactOptional() }))
    .exactOptional(),
});

/** Something registered as it was from a day on. */
interface Version {
  readonly from: CalendarDate;
  readonly known: Known;
}

/**
 * What is registered, as the last amendments left it, told from the entries alone. Entries may be entered one by one:
 * then it tells at each moment what was registered by then. `on` tells what it was on a day.
 */
export class Register {
  /** The versions of each thing in their order. */
  #versions = new Map<Id, Version[]>();
  #day: CalendarDate | undefined;
  #language: Language = 'zh';

  constructor(postings: Iterable<Posting> = []) {
    for (const { entry } of postings) this.enter(entry);
  }

  /** Enters an entry and says what it registered, amended or closed. */
  enter(entry: Entry): Id | undefined {
    if (isKind(entry, 'registration')) {
      const blank = { kind: entry.facts.type, code: '', name: '', closed: false };
      const known = { ...blank, ...fieldsKnown(entry.facts.fields) };
      this.#versions.set(entry.id, [{ from: entry.effectiveOn, known }]);
      return entry.id;
    }
    if (isKind(entry, 'amendment') || isKind(entry, 'closure')) {
      const id = registryTarget(entry);
      const versions = this.#versions.get(id);
      const last = versions?.at(-1);
      if (versions === undefined || last === undefined) return undefined;
      const change = isKind(entry, 'amendment') ? fieldsKnown(entry.facts.fields) : { closed: true };
      versions.push({ from: entry.effectiveOn, known: { ...last.known, ...change } });
      return id;
    }
    return undefined;
  }

  /** What was written entry by entry: as it is now, whatever it was before. */
  static of(written: ReadonlyMap<Id, string>): Register {
    const register = new Register();
    for (const [id, text] of written) {
      register.#versions.set(id, [{ from: '', known: z.decode(known, JSON.parse(text)) }]);
    }
    return register;
  }

  /**
   * The same as it was at the end of a day, of what was entered by now: what a paper of that day calls things. What was
   * registered later than the day is told as it was registered.
   */
  on(day: CalendarDate): Register {
    const then = new Register();
    then.#versions = this.#versions;
    then.#day = day;
    then.#language = this.#language;
    return then;
  }

  /** The same for readers of a language, in which what happened is told; names are what they are. */
  in(language: Language): Register {
    const told = new Register();
    told.#versions = this.#versions;
    told.#day = this.#day;
    told.#language = language;
    return told;
  }

  get language(): Language {
    return this.#language;
  }

  /** How one thing is registered, as text; undefined where it is not. */
  write(id: Id): string | undefined {
    const one = this.#known(id);
    return one === undefined ? undefined : JSON.stringify(z.encode(known, one));
  }

  find(kind: RegistryKind, id: Id): Known | undefined {
    const known = this.#known(id);
    return known?.kind === kind ? known : undefined;
  }

  all(kind: RegistryKind): Id[] {
    return [...this.#versions].flatMap(([id, [first]]) => (first?.known.kind === kind ? [id] : []));
  }

  /** What nobody registered is called by its id. */
  named(id: Id): Named {
    const known = this.#known(id);
    return { id, code: known?.code ?? id, name: known?.name ?? id };
  }

  item(id: Id): NamedItem {
    return { ...this.named(id), baseMeasure: this.#known(id)?.baseMeasure ?? '' };
  }

  /** 规格型号: an item by its spec and its grade, so that no grade is taken for another; empty where it has neither. */
  specOf(item: Id): string {
    const known = this.find('item', item);
    return [known?.spec, known?.grade].filter((part) => part !== undefined).join(' ');
  }

  /** A unit and everything below it. */
  withBelow(unit: Id): ReadonlySet<Id> {
    return new Set(
      this.all('unit')
        .concat(unit)
        .filter((id) => this.lineage(id).includes(unit)),
    );
  }

  /** A unit and everything above it, itself first. */
  lineage(unit: Id): Id[] {
    const path = [unit];
    for (let above = this.#known(unit)?.parent; above !== undefined; above = this.#known(above)?.parent) {
      // A circle cannot be registered, yet a report must end on any entries.
      if (path.includes(above)) break;
      path.push(above);
    }
    return path;
  }

  #known(id: Id): Known | undefined {
    const versions = this.#versions.get(id);
    const day = this.#day;
    const then = day === undefined ? versions?.at(-1) : versions?.findLast(({ from }) => from <= day);
    return (then ?? versions?.[0])?.known;
  }
}

/** The fields that reports tell of, in the words common to all kinds. */
function fieldsKnown(fields: RegistryFields): Partial<Known> {
  return {
    ...('code' in fields ? { code: fields.code } : {}),
    ...('number' in fields ? { code: fields.number } : {}),
    ...('name' in fields ? { name: fields.name } : {}),
    ...('title' in fields ? { name: fields.title } : {}),
    ...('parent' in fields ? { parent: fields.parent } : {}),
    ...('baseMeasure' in fields ? { baseMeasure: fields.baseMeasure } : {}),
    ...('spec' in fields ? { spec: fields.spec } : {}),
    ...('grade' in fields ? { grade: fields.grade } : {}),
    ...('uscc' in fields ? { uscc: fields.uscc } : {}),
    ...('permittedUses' in fields ? { permittedUses: fields.permittedUses } : {}),
    ...('lines' in fields ? { lines: fields.lines } : {}),
    ...('basis' in fields && typeof fields.basis === 'object' ? { basis: fields.basis } : {}),
  };
}

/** By code, as lists are read; of equals by id. */
export function byCode(a: Named, b: Named): number {
  return compare(a.code, b.code) || compare(a.id, b.id);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
