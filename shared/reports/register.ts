import * as z from 'zod';
import type { CalendarDate } from '../domain/calendar.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import {
  type PlannedLine,
  REGISTERED_OF_PERSONS,
  REGISTRY_KINDS,
  type RegistryFields,
  type RegistryKind,
} from '../domain/registry.ts';
import { isLaterOnRegistered, registryTarget } from '../domain/subject.ts';
import { date, id, plannedLine, words } from '../schemas/canonical.ts';
import type { Named, NamedItem } from '../schemas/report-figures.ts';
import type { Language } from '../words/language.ts';

/** Something registered, as far as reports tell of it. */
export interface Known {
  readonly kind: RegistryKind;
  readonly code: string;
  readonly name: string;
  readonly closed: boolean;
  /** Its place among all of its kind, from 0, in the order in which they were registered. */
  readonly ordinal?: number;
  /** The entry whose personal row keeps its phone, or its name where it is somebody. */
  readonly personal?: Id;
  /** Null of a unit that moved to the top. */
  readonly parent?: Id | null;
  /** Of a unit: when it moved in the tree, in the order in which that was recorded. */
  readonly moves?: readonly Move[];
  readonly baseMeasure?: string;
  readonly spec?: string;
  readonly grade?: string;
  readonly uscc?: string;
  readonly basis?: readonly string[];
  readonly permittedUses?: string;
  readonly lines?: readonly PlannedLine[];
}

/** A unit that moves: the entry that says so, and what the unit lay below until then. */
interface Move {
  readonly by: Id;
  readonly on: CalendarDate;
  /** Milliseconds since 1970 UTC. */
  readonly recordedAt: number;
  readonly from: Id | null;
}

const move: z.ZodType<Move> = z.strictObject({ by: id, on: date, recordedAt: z.int(), from: id.nullable() });

const known: z.ZodType<Known> = z.strictObject({
  kind: z.enum(REGISTRY_KINDS),
  code: words,
  name: words,
  closed: z.boolean(),
  ordinal: z.int().min(0).exactOptional(),
  personal: id.exactOptional(),
  parent: id.nullable().exactOptional(),
  moves: z.array(move).exactOptional(),
  baseMeasure: words.exactOptional(),
  spec: words.exactOptional(),
  grade: words.exactOptional(),
  uscc: words.exactOptional(),
  basis: z.array(words).exactOptional(),
  permittedUses: words.exactOptional(),
  lines: z.array(plannedLine).exactOptional(),
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
  /** What is registered of each kind, in the order in which it was. */
  #inOrder = new Map<RegistryKind, Id[]>();
  #day: CalendarDate | undefined;
  /** Every move of a unit; undefined where that is to be looked up anew. */
  #tree: Moves | undefined;
  #language: Language = 'zh';

  constructor(postings: Iterable<Posting> = []) {
    for (const { entry } of postings) this.enter(entry);
  }

  /** Enters an entry and says what it registered, amended, closed or reopened. */
  enter(entry: Entry): Id | undefined {
    if (isKind(entry, 'registration')) {
      const { type: kind, fields } = entry.facts;
      const others = this.#ofKind(kind);
      const blank = { kind, code: '', name: '', closed: false, ordinal: others.length };
      const known = { ...blank, ...fieldsKnown(fields), ...personalOf(entry) };
      this.#versions.set(entry.id, [{ from: entry.effectiveOn, known }]);
      others.push(entry.id);
      return entry.id;
    }
    if (isLaterOnRegistered(entry)) {
      const id = registryTarget(entry);
      const versions = this.#versions.get(id);
      const last = versions?.at(-1);
      if (versions === undefined || last === undefined) return undefined;
      const moves = isKind(entry, 'amendment') ? movesWith(entry, last.known) : undefined;
      const change = isKind(entry, 'amendment')
        ? { ...fieldsKnown(entry.facts.fields), ...personalOf(entry), ...(moves === undefined ? {} : { moves }) }
        : { closed: isKind(entry, 'closure') };
      versions.push({ from: entry.effectiveOn, known: { ...last.known, ...change } });
      if (moves !== undefined) this.#tree = undefined;
      return id;
    }
    return undefined;
  }

  /** What was written entry by entry: as it is now, whatever it was before. */
  static of(written: ReadonlyMap<Id, string>): Register {
    const register = new Register();
    for (const [id, text] of written) {
      const one = z.decode(known, JSON.parse(text));
      register.#versions.set(id, [{ from: '', known: one }]);
      register.#ofKind(one.kind).push(id);
    }
    const ordinal = (id: Id) => register.#known(id)?.ordinal ?? 0;
    for (const ids of register.#inOrder.values()) ids.sort((a, b) => ordinal(a) - ordinal(b));
    return register;
  }

  /**
   * The same as it was at the end of a day, of what was entered by now: what a paper of that day calls things. What was
   * registered later than the day is told as it was registered.
   */
  on(day: CalendarDate): Register {
    const then = new Register();
    then.#versions = this.#versions;
    then.#inOrder = this.#inOrder;
    then.#day = day;
    then.#language = this.#language;
    return then;
  }

  /** The same as it was entered by now, whatever is entered later. */
  byNow(): Register {
    const then = new Register();
    then.#versions = new Map([...this.#versions].map(([id, versions]) => [id, [...versions]]));
    then.#inOrder = new Map([...this.#inOrder].map(([kind, ids]) => [kind, [...ids]]));
    then.#language = this.#language;
    return then;
  }

  /** The same for readers of a language, in which what happened is told; names are what they are. */
  in(language: Language): Register {
    const told = new Register();
    told.#versions = this.#versions;
    told.#inOrder = this.#inOrder;
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

  /** Everything of a kind, in the order in which it was registered. */
  all(kind: RegistryKind): Id[] {
    return [...this.#ofKind(kind)];
  }

  /** Some of a kind by their ordinals, the last one left out. */
  between(kind: RegistryKind, from: number, to: number): Id[] {
    return this.#ofKind(kind).slice(from, to);
  }

  #ofKind(kind: RegistryKind): Id[] {
    const ids = this.#inOrder.get(kind) ?? [];
    this.#inOrder.set(kind, ids);
    return ids;
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

  /**
   * The tree as it was for what an entry opened: told by the last move of a unit before it, '' before the first. A move is
   * before what is of a later day, and of what is of its own day before what was recorded later.
   */
  treeAt(opening: Entry): Id {
    return this.#moves().inOrder.findLast((move) => isBefore(move, momentOf(opening)))?.by ?? '';
  }

  /** A unit and everything above it, itself first: as it is now, or in the tree that a move left. */
  lineage(unit: Id, tree?: Id): Id[] {
    const path = [unit];
    for (let above = this.#parent(unit, tree); above; above = this.#parent(above, tree)) {
      // A circle cannot be registered, yet a report must end on any entries.
      if (path.includes(above)) break;
      path.push(above);
    }
    return path;
  }

  #parent(unit: Id, tree: Id | undefined): Id | undefined {
    const known = this.#known(unit);
    if (tree === undefined || known?.moves === undefined) return known?.parent ?? undefined;
    const { placeOf } = this.#moves();
    const place = placeOf.get(tree) ?? 0;
    const next = known.moves.find(({ by }) => (placeOf.get(by) ?? 0) > place);
    return (next === undefined ? known.parent : next.from) ?? undefined;
  }

  #moves(): Moves {
    this.#tree ??= movesOf([...this.#versions.values()].flatMap((versions) => versions.at(-1)?.known.moves ?? []));
    return this.#tree;
  }

  #known(id: Id): Known | undefined {
    const versions = this.#versions.get(id);
    const day = this.#day;
    const then = day === undefined ? versions?.at(-1) : versions?.findLast(({ from }) => from <= day);
    return (then ?? versions?.[0])?.known;
  }
}

interface Moment extends Pick<Move, 'by' | 'on' | 'recordedAt'> {}

function momentOf({ id: by, effectiveOn: on, recordedAt }: Entry): Moment {
  return { by, on, recordedAt };
}

function isBefore(a: Moment, b: Moment): boolean {
  if (a.on !== b.on) return a.on < b.on;
  return a.recordedAt === b.recordedAt ? a.by < b.by : a.recordedAt < b.recordedAt;
}

/** Moves in their order, and the place of each among them, from 1 on. */
interface Moves {
  readonly inOrder: readonly Move[];
  readonly placeOf: ReadonlyMap<Id, number>;
}

function movesOf(moves: readonly Move[]): Moves {
  const inOrder = moves.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  return { inOrder, placeOf: new Map(inOrder.map(({ by }, at) => [by, at + 1])) };
}

/** The moves of a unit together with what an amendment of it is, where that is one. */
function movesWith(entry: Entry<'amendment'>, { parent: from = null, moves = [] }: Known): readonly Move[] | undefined {
  const { fields } = entry.facts;
  if (!('parent' in fields) || fields.parent === undefined || fields.parent === from) return undefined;
  return [...moves, { ...momentOf(entry), from }];
}

/** Where what is personal of something registered is kept from this entry on. */
export function personalOf({ id, blinded }: Entry): Pick<Known, 'personal'> {
  return REGISTERED_OF_PERSONS.some((field) => blinded?.[field] !== undefined) ? { personal: id } : {};
}

/** The fields that reports tell of, in the words common to all kinds. */
export function fieldsKnown(fields: RegistryFields): Partial<Known> {
  return {
    ...('code' in fields ? { code: fields.code } : {}),
    ...('number' in fields ? { code: fields.number } : {}),
    ...('subject' in fields ? { code: fields.subject } : {}),
    ...('spending' in fields ? { code: fields.spending } : {}),
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
