import type { Entry } from '../../../shared/domain/entry.ts';
import { birthOf, type Id } from '../../../shared/domain/id.ts';
import { isOpening } from '../../../shared/domain/openings.ts';
import { Resolver } from '../../../shared/domain/posting.ts';
import { refsOf } from '../../../shared/domain/refs.ts';
import type { Sealed } from '../../../shared/domain/voucher.ts';
import type { Sheet, SheetFoot, Value } from '../../../shared/exports/files/sheet.ts';
import type { Heading } from '../../../shared/exports/ledgers/fold.ts';
import { openLedger } from '../../../shared/exports/ledgers/ledger.ts';
import type { Sorter, SorterOf } from '../../../shared/exports/ledgers/numbered-rows.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import type { LedgerKind } from '../../../shared/schemas/export.ts';
import type { TestOffice } from '../../commands/office.ts';

export const HEADING: Heading = { union: '示例区总工会', asOf: { size: 28, root: 'cm9vdA==' } };

export function sealedOf(entries: readonly Entry[]): Sealed[] {
  const resolver = new Resolver();
  return entries.map((entry, index) => ({ ...resolver.resolve(entry), index }));
}

/** The log of an office, as commands made it. */
export async function sealedBy({ journal }: TestOffice): Promise<Sealed[]> {
  const { postings } = await journal.whole();
  return postings.map((posting, index) => ({ ...posting, index }));
}

/** Sorts in memory, by way of the texts that a file would hold. */
export const inMemory: SorterOf = ({ encode, decode }): Sorter => {
  const kept: { readonly key: string; readonly text: string }[] = [];
  return {
    add: (key, row) => kept.push({ key, text: encode(row) }),
    async *sorted() {
      for (const { text } of kept.sort((a, b) => (a.key < b.key ? -1 : 1))) yield decode(text);
    },
    close: () => kept.splice(0),
  };
};

export interface Read {
  readonly sheet: Sheet;
  readonly rows: readonly (readonly Value[])[];
  readonly foot: SheetFoot;
  /** The most documents that were held open at once, and those after the last entry. */
  readonly mostOpen: number;
  readonly open: number;
}

/** A ledger read whole. While an entry is entered, only the openings that it refers to can be found. */
export async function read(kind: LedgerKind, sealed: readonly Sealed[], selection: Selection = {}): Promise<Read> {
  const openings = new Map<Id, Entry>();
  let within: ReadonlySet<Id> = new Set();
  const find = (id: Id) => (within.has(id) ? openings.get(id) : undefined);
  const fold = openLedger(kind, selection, HEADING, { find }, inMemory);
  let mostOpen = 0;
  for (const one of sealed) {
    within = referredTo(one, openings);
    if (isOpening(one.entry)) openings.set(one.entry.id, one.entry);
    fold.enter(one);
    mostOpen = Math.max(mostOpen, fold.open);
  }
  within = new Set();
  const { open } = fold;
  const sheet = fold.close(new Map());
  const rows: (readonly Value[])[] = [];
  for await (const row of sheet.rows) rows.push(row);
  return { sheet, rows, foot: sheet.foot(), mostOpen, open };
}

function referredTo({ entry }: Sealed, openings: ReadonlyMap<Id, Entry>): Set<Id> {
  const found = new Set<Id>();
  const look = (id: Id | undefined): void => {
    if (id === undefined || found.has(id)) return;
    found.add(id);
    const opening = openings.get(id);
    if (opening?.kind === 'acceptance') look(opening.refs.purchase);
    if (opening?.kind === 'stock-move') for (const { birth } of opening.facts.lots) look(birthOf(birth));
    if (opening?.kind === 'dispatch')
      for (const { from } of opening.transfers) if ('lot' in from) look(birthOf(from.lot));
  };
  const { purchase, consignment, disbursement, entry: target } = refsOf(entry);
  for (const id of [purchase, consignment, disbursement, target]) look(id);
  for (const account of entry.transfers.flatMap(({ from, to }) => [from, to])) {
    if ('lot' in account) look(birthOf(account.lot));
  }
  return found;
}

/** The columns of those titles, row by row. */
export function columnsOf({ sheet, rows }: Pick<Read, 'sheet' | 'rows'>, ...titles: readonly string[]): Value[][] {
  const places = titles.map((title) => placeOf(sheet, title));
  return rows.map((row) => places.map((at) => row[at] ?? null));
}

/** What stands under columns. */
export function totalsOf({ sheet, foot }: Pick<Read, 'sheet' | 'foot'>, ...titles: readonly string[]): Value[] {
  return titles.map((title) => foot.total[placeOf(sheet, title)] ?? null);
}

function placeOf(sheet: Sheet, title: string): number {
  const at = sheet.columns.findIndex((column) => column.title === title);
  if (at < 0) throw new RangeError(`${sheet.title} has no column ${title}`);
  return at;
}
