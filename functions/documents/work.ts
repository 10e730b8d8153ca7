import { dateInShanghai, daysAfter } from '../../shared/domain/calendar.ts';
import type { Id } from '../../shared/domain/id.ts';
import { boundTo } from '../../shared/domain/own-units.ts';
import { type FieldError, invalid, type Refusal } from '../../shared/domain/refusal.ts';
import type { WaitingKind } from '../../shared/domain/waiting.ts';
import { isLate, type Left, rolesIn, underWayFor, WORK_KINDS, type WorkKind } from '../../shared/domain/work.ts';
import { recordedInKey } from '../../shared/projection/opened.ts';
import { workQuery, writeWorkCursor } from '../../shared/schemas/work.ts';
import { MAX_PAGE } from '../../shared/storage/ports/bounds.ts';
import type { Stretch } from '../../shared/storage/ports/lists.ts';
import type { WaitingLists, Waits } from '../../shared/storage/ports/waiting.ts';
import type { Tracker } from '../composition/tracker.ts';
import { placeOf, untilProjected } from '../front/after.ts';
import type { Caller } from '../front/caller.ts';
import type { Asked, Read } from '../front/operation.ts';
import { monthsToClose } from './months-to-close.ts';
import { ownUnits } from './units.ts';
import { numberedRows, type Told, toldOf } from './work-rows.ts';

interface Query {
  readonly kind?: WorkKind;
  readonly limit: number;
  readonly cursor?: string;
  readonly within: number;
  readonly after?: Id;
}

/** Rows of each kind where all kinds are told. */
const FIRST = 10;
/** How many are counted; of more it is said that there are more. */
const COUNTED = 100;
/** Pages that are gone through for rows of one's own. */
const MOST_PAGES = 20;

/** What of a kind waits: how many, the first rows, and the key behind which it goes on. */
interface Work {
  readonly count: number;
  readonly isMore?: true;
  readonly rows: readonly Told[];
  readonly last?: string;
}

type WorkTracker = Pick<Tracker, 'ledger' | 'projection' | 'catalogue' | 'clock'>;

/** What waits for the caller, in each of their roles. */
export const readWork: Read<Query, Tracker, undefined, 'whole', 'work'> = {
  query: workQuery,
  form: 'whole',
  answer: 'work',
  async read(tracker, query, asked) {
    const { projection } = tracker;
    const { after } = query;
    const own = WORK_KINDS.filter((kind) => rolesIn(kind, asked.caller.roles).length > 0);
    const wrong = wrongIn(query, own);
    if (wrong !== undefined) return wrong;
    await untilProjected(projection, after);
    // Read first: whatever the lists tell is of this prefix, or of a later one.
    const { position } = await projection.current();
    const place = after === undefined ? undefined : await placeOf(projection, after);
    const kinds = query.kind === undefined ? own : [query.kind];
    const lists = readOnce(tracker.catalogue);
    const works = await Promise.all(kinds.map((kind) => workOf(tracker, lists, kind, query, asked)));
    const rows = await numberedRows(
      projection,
      works.map((work) => work.rows),
    );
    const told = works.map(({ count, isMore }, at) => ({ count, ...(isMore ? { isMore } : {}), rows: rows[at] ?? [] }));
    const last = query.kind === undefined ? undefined : works[0]?.last;
    return {
      asOf: position.size === 0 ? null : position,
      ...(after === undefined ? {} : { includes: place !== undefined && place < position.size }),
      work: Object.fromEntries(kinds.map((kind, at) => [kind, told[at]])),
      ...(last === undefined ? {} : { next: writeWorkCursor(last) }),
    };
  },
};

function wrongIn({ kind }: Query, own: readonly WorkKind[]): Refusal | undefined {
  if (kind === undefined || own.includes(kind)) return undefined;
  const error: FieldError = { pointer: '/kind', code: 'only-for', allowed: own.join(', ') };
  return invalid([error]);
}

/** The lists, each stretch of which is read once however many kinds ask for it. */
function readOnce(lists: WaitingLists): WaitingLists {
  const read = new Map<string, ReturnType<WaitingLists['waiting']>>();
  return {
    waiting<K extends WaitingKind>(kind: K, stretch: Omit<Stretch, 'list'>) {
      const name = JSON.stringify([kind, stretch]);
      const page = read.get(name) ?? lists.waiting(kind, stretch);
      read.set(name, page);
      return page as ReturnType<typeof lists.waiting<K>>;
    },
  };
}

async function workOf(
  tracker: WorkTracker,
  lists: WaitingLists,
  kind: WorkKind,
  query: Query,
  { caller, today }: Asked,
): Promise<Work> {
  const rows = query.kind === undefined ? FIRST : query.limit;
  const from = query.cursor === undefined ? {} : { above: query.cursor };
  switch (kind) {
    case 'to-close': {
      const months = await monthsToClose(tracker, lists, today, COUNTED);
      const left = months.filter(({ key }) => query.cursor === undefined || key > query.cursor);
      const shown = left.slice(0, rows);
      return { count: left.length, rows: shown, ...goingOn(shown.at(-1)?.key, left.length > shown.length) };
    }
    case 'unconfirmed': {
      const now = tracker.clock();
      const only = (row: Waits) => isLate(underWayFor(leftIn(row), now));
      return pageOf(tracker, lists, { kind: 'in-transit', as: kind, rows, ...from, only }, caller);
    }
    case 'expiring': {
      const below = daysAfter(today, query.within + 1);
      return pageOf(tracker, lists, { kind, as: kind, rows, ...from, below }, caller);
    }
    default:
      return pageOf(tracker, lists, { kind, as: kind, rows, ...from }, caller);
  }
}

interface Stretched extends Pick<Stretch, 'above' | 'below'> {
  readonly kind: WaitingKind;
  /** What is asked for, which may be some of that. */
  readonly as: WorkKind;
  readonly rows: number;
  /** Which rows of the stretch; all of them where this is left out. */
  readonly only?: (row: Waits) => boolean;
}

/** The first rows of a stretch that are for the caller, and how many there are: in pages, until there are enough. */
async function pageOf(
  tracker: WorkTracker,
  lists: WaitingLists,
  { kind, as, rows: most, only = () => true, ...ends }: Stretched,
  caller: Caller,
): Promise<Work> {
  const rows: Told[] = [];
  let count = 0;
  let above = ends.above;
  for (let pages = 1; ; pages += 1) {
    const from = above === undefined ? {} : { above };
    const limit = pages === 1 ? Math.max(COUNTED, most) : MAX_PAGE;
    const page = await lists.waiting(kind, { ...ends, ...from, order: 'rising', limit });
    for (const row of await forCaller(tracker, kind, as, page.rows.filter(only), caller)) {
      count += 1;
      if (rows.length < most) rows.push(toldOf(kind, row));
    }
    above = page.rows.at(-1)?.key;
    const isMore = page.goesOn ? ({ isMore: true } as const) : {};
    if (!page.goesOn || rows.length === most || pages === MOST_PAGES) {
      const last = rows.length === most ? rows.at(-1)?.key : above;
      return { count, ...isMore, rows, ...goingOn(last, page.goesOn || count > rows.length) };
    }
  }
}

function goingOn(last: string | undefined, goesOn: boolean): Pick<Work, 'last'> {
  return goesOn && last !== undefined ? { last } : {};
}

/** Those that the caller may see: in the role of a coordinator what is of their units, and of counts those of others. */
async function forCaller<K extends WaitingKind>(
  { ledger }: WorkTracker,
  kind: K,
  as: WorkKind,
  rows: readonly Waits<K>[],
  { roles, units, subject }: Caller,
): Promise<readonly Waits<K>[]> {
  const those = rolesIn(as, roles);
  if (kind === 'to-countersign' && !those.includes('auditor')) {
    return rows.filter((row) => countedBy(row) !== subject);
  }
  if (those.some((role) => boundTo(role, units) === undefined)) return rows;
  const of = rows.map(unitOf);
  const isOwn = await ownUnits(ledger, units, of);
  return rows.filter((_, at) => isOwn(of[at]));
}

/** When the dispatch of a consignment that waits was recorded, and on which day it left. */
function leftIn(row: Waits): Left {
  const told = row.tell();
  const recordedAt = recordedInKey(row.key);
  return { recordedAt, effectiveOn: 'consignment' in told ? told.effectiveOn : dateInShanghai(recordedAt) };
}

function unitOf(row: Waits): Id | undefined {
  const told = row.tell();
  return 'unit' in told ? told.unit : undefined;
}

function countedBy(row: Waits): string | undefined {
  const told = row.tell();
  return 'by' in told ? told.by : undefined;
}
