import type { Fen } from '../domain/amount.ts';
import { type Balance, NOTHING } from '../domain/balance.ts';
import type { DocumentDays, Fed, Part, Share } from '../domain/books.ts';
import { type CalendarDate, daysAfter, daysBetween, isCalendarDate } from '../domain/calendar.ts';
import type { WholeCoverage } from '../domain/coverage.ts';
import type { Lows } from '../domain/lows.ts';

/**
 * Books with many balances are kept as one text of base-36 numbers, 0 as nothing at all: a purchase or a consignment of
 * 20 lines then stays below one kilobyte, which is what a write of it costs.
 */

const DIGITS = /^[1-9a-z][0-9a-z]{0,23}$/;
/** 36^10 lies below 2^53, so up to here a number is exact. */
const EXACT_DIGITS = 10;

const BETWEEN_NUMBERS = ',';
const BETWEEN_GROUPS = ';';

/** Nothing that is stored is ever below zero: a guard that let it through would be the bug, not this. */
function packNumber(number: bigint): string {
  if (number < 0n) throw new RangeError('a stored balance is not below zero');
  return number === 0n ? '' : number.toString(36);
}

function unpackNumber(text: string): bigint {
  if (text === '') return 0n;
  if (!DIGITS.test(text)) throw new SyntaxError('not a packed number');
  if (text.length <= EXACT_DIGITS) return BigInt(Number.parseInt(text, 36));
  let number = 0n;
  for (const digit of text) number = number * 36n + BigInt(Number.parseInt(digit, 36));
  return number;
}

/** In a list of amounts 0 is written out, so that a single one is told from none. */
export function packAmounts(amounts: readonly Fen[]): string {
  return amounts.map((amount) => packNumber(amount) || '0').join(BETWEEN_NUMBERS);
}

export function unpackAmounts(text: string): Fen[] {
  return text === '' ? [] : text.split(BETWEEN_NUMBERS).map((amount) => (amount === '0' ? 0n : unpackNumber(amount)));
}

function packNumbers(numbers: readonly bigint[]): string {
  return numbers.map(packNumber).join(BETWEEN_NUMBERS);
}

function both({ quantity, value }: Balance): bigint[] {
  return [quantity, value];
}

export function packBalance(balance: Balance): string {
  return packNumbers(both(balance));
}

export function unpackBalance(text: string): Balance {
  const [quantity, value] = group(text, 2);
  return balance(quantity, value);
}

export function packShares(shares: readonly Share[]): string {
  return shares
    .map(({ line, fundingLine, committed, accepted }) =>
      packNumbers([BigInt(line), BigInt(fundingLine), ...both(committed), ...both(accepted)]),
    )
    .join(BETWEEN_GROUPS);
}

export function unpackShares(text: string): Share[] {
  return groups(text).map((packed) => {
    const [line, fundingLine, committed, committedValue, accepted, acceptedValue] = group(packed, 6);
    return {
      line: Number(line),
      fundingLine: Number(fundingLine),
      committed: balance(committed, committedValue),
      accepted: balance(accepted, acceptedValue),
    };
  });
}

export function packParts(parts: readonly Part[]): string {
  return parts
    .map(({ transit, held, delivered }) => packNumbers([...both(transit), ...both(held), ...both(delivered)]))
    .join(BETWEEN_GROUPS);
}

export function unpackParts(text: string): Part[] {
  return groups(text).map((packed) => {
    const [transit, transitValue, held, heldValue, delivered, deliveredValue] = group(packed, 6);
    return {
      transit: balance(transit, transitValue),
      held: balance(held, heldValue),
      delivered: balance(delivered, deliveredValue),
    };
  });
}

export function packCoverage({ people, households, sites }: WholeCoverage): string {
  return packNumbers([people, households, sites]);
}

export function unpackCoverage(text: string): WholeCoverage {
  const [people = 0n, households = 0n, sites = 0n] = group(text, 3);
  return { people, households, sites };
}

/** The stretches of a lot: `20201228,10,2s`. Those of a ledger made before days had floors may lie below zero. */
export function packLows(lows: Lows): string {
  return lows
    .map(({ from, quantity, value }) =>
      [packDay(from), quantity.toString(36), value.toString(36)].join(BETWEEN_NUMBERS),
    )
    .join(BETWEEN_GROUPS);
}

export function unpackLows(text: string): Lows {
  return groups(text).map((packed) => {
    const [day = '', ...numbers] = packed.split(BETWEEN_NUMBERS);
    const [quantity, value] = numbers.map(unpackSigned);
    if (quantity === undefined || value === undefined || numbers.length !== 2) throw new SyntaxError('not a stretch');
    return { from: unpackDay(day), quantity, value };
  });
}

const BETWEEN_RUNS = '.';
/** The letters under which accounts of documents are packed. */
const FED_STATES = { c: 'committed', p: 'spent', s: 'supplier', t: 'transit', h: 'held', u: 'unit' } as const;

/** The day on which a document was opened, and those on which something came to its accounts last: `865;867,hu1-20`. */
export function packDays({ openedOn, fed }: DocumentDays): string {
  return [shortDay(openedOn), packFed(fed)].filter((part) => part !== '').join(BETWEEN_GROUPS);
}

export function unpackDays(text: string): DocumentDays {
  const [openedOn = '', ...fed] = text.split(BETWEEN_GROUPS);
  return { openedOn: longDay(openedOn), fed: unpackFed(fed.join(BETWEEN_GROUPS)) };
}

/** Days, each with the accounts that something came to last on it: states that share their places, runs of neighbours. */
function packFed(fed: Fed): string {
  const days = [...new Set(Object.values(fed).flatMap((day) => day ?? []))].sort();
  return days
    .map((day) => {
      const states = new Map<string, string>();
      for (const [letter, state] of Object.entries(FED_STATES)) {
        const places = Object.entries(fed).flatMap(([account, on]) => {
          const [of, place] = account.split('/');
          return on === day && of === state ? [Number(place)] : [];
        });
        const runs = runsOf(places).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
        if (runs.length > 0) states.set(runs.join('_'), (states.get(runs.join('_')) ?? '') + letter);
      }
      const runs = [...states].map(([places, letters]) => letters + places);
      return [shortDay(day), runs.join(BETWEEN_RUNS)].join(BETWEEN_NUMBERS);
    })
    .join(BETWEEN_GROUPS);
}

function unpackFed(text: string): Fed {
  const entries = groups(text).flatMap((packed) => {
    const [day = '', runs = ''] = packed.split(BETWEEN_NUMBERS);
    return runs.split(BETWEEN_RUNS).flatMap((run) => {
      const [, letters, all] = /^([cpsthu]+)([1-9][\d_-]*)$/.exec(run) ?? [];
      if (letters === undefined || all === undefined) throw new SyntaxError('not a run of accounts');
      return [...letters].flatMap((letter) =>
        placesIn(all).map((place): [keyof Fed, CalendarDate] => {
          const state = FED_STATES[letter as keyof typeof FED_STATES];
          return [`${state}/${place}`, longDay(day)];
        }),
      );
    });
  });
  return Object.fromEntries(entries);
}

function placesIn(runs: string): number[] {
  return runs.split('_').flatMap((run) => {
    const [, first, last = first] = /^([1-9]\d{0,2})(?:-([1-9]\d{0,2}))?$/.exec(run) ?? [];
    if (first === undefined) throw new SyntaxError('not a run of accounts');
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at);
  });
}

function runsOf(places: readonly number[]): (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const place of places.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] + 1 === place) run[1] = place;
    else runs.push([place, place]);
  }
  return runs;
}

/** Before any day that there is. */
const FIRST_DAY: CalendarDate = '1992-01-01';

/** How many days after the first one it is. */
function shortDay(day: CalendarDate): string {
  return daysBetween(FIRST_DAY, day).toString(36);
}

function longDay(text: string): CalendarDate {
  if (!/^(0|[1-9a-z][0-9a-z]{0,4})$/.test(text)) throw new SyntaxError('not a day');
  return daysAfter(FIRST_DAY, Number.parseInt(text, 36));
}

function packDay(day: CalendarDate): string {
  return day.replaceAll('-', '');
}

function unpackDay(text: string): CalendarDate {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (!isCalendarDate(day)) throw new SyntaxError('not a day');
  return day;
}

function unpackSigned(text: string): bigint {
  return text.startsWith('-') ? -unpackNumber(text.slice(1)) : text === '0' ? 0n : unpackNumber(text);
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(BETWEEN_GROUPS);
}

function group(text: string, size: number): bigint[] {
  const numbers = text.split(BETWEEN_NUMBERS).map(unpackNumber);
  if (numbers.length !== size) throw new SyntaxError(`a group of ${size} numbers`);
  return numbers;
}

function balance(quantity = 0n, value = 0n): Balance {
  return quantity === 0n && value === 0n ? NOTHING : { quantity, value };
}
