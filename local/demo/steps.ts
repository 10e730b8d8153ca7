import type { CalendarDate } from '../../shared/domain/calendar.ts';
import type { Person } from '../person.ts';
import type { Draft, IdOf } from './drafts.ts';
import type { Facts } from './facts.ts';
import type { Paper } from './papers/paper.ts';
import { shunyiDrafts } from './shunyi.ts';
import { underWayDrafts } from './under-way.ts';

/** One request of the demonstration, by the person who would make it. */
export interface Step {
  /** Idempotency-Key, and so the id of the entry and of the document it opens: the same in every run. */
  readonly id: string;
  readonly date: CalendarDate;
  readonly title: string;
  readonly person: Person;
  readonly path: string;
  /** Uploaded before it is made, and cited by it. */
  readonly papers: readonly Paper[];
  /** With its papers as evidence, which are made where this is asked for. */
  readonly body: object;
}

/**
 * Everything that happened, in the order of its dates: what the report tells, then what is under way.
 *
 * @param founded the day on which the demonstration was begun: what is under way is dated from it
 */
export function stepsOf(facts: Facts, founded: CalendarDate): readonly Step[] {
  const drafts = [...shunyiDrafts(facts), ...underWayDrafts(facts, founded)];
  const ordered = drafts.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const ids = new Map(ordered.map((draft, index) => [draft.name, literalId(draft.date, index + 1)]));
  const idOf: IdOf = (name) => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`the demonstration has no ${name}`);
    return id;
  };
  return ordered.map((draft) => stepOf(draft, idOf));
}

/** The id of the first step, which is the report's, and so the same on whatever day the demonstration was begun. */
export function firstStepOf({ fundingLine }: Facts): string {
  return literalId(fundingLine.appropriatedOn, 1);
}

function stepOf({ name, date, title, person, path, body, papers = [] }: Draft, idOf: IdOf): Step {
  return {
    id: idOf(name),
    date,
    title,
    person,
    path: path(idOf),
    papers,
    get body() {
      const evidence = papers.map((paper) => paper.evidence);
      return { ...body(idOf), ...(evidence.length > 0 && { evidence }) };
    },
  };
}

/** A UUIDv7 made of the morning of a date in Shanghai and an ordinal, where randomness would stand. */
export function literalId(date: CalendarDate, ordinal: number): string {
  const time = Date.parse(`${date}T08:00:00+08:00`).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${ordinal.toString(16).padStart(12, '0')}`;
}
