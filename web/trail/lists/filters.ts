import type { Filter } from '../../list/filter.ts';
import type { Sorts } from '../../list/filter-bar.tsx';
import type { zh } from '../zh.ts';

/** Conditions that several lists have. */

type Words = typeof zh;

/** Each value with what it is called. */
export function choicesOf(called: Readonly<Record<string, string>>, values: readonly string[]) {
  return values.map((value) => [value, called[value] ?? value] as const);
}

export function statusFilter(words: Words, values: readonly string[]): Filter {
  return { name: 'status', label: words.status, choices: choicesOf(words.statuses, values) };
}

export function registeredFilter(
  words: Words,
  name: 'supplier' | 'item' | 'unit' | 'fundingLine' | 'warehouse',
): Filter {
  return { name, label: words[name], from: name };
}

/** From one day to another, and what stands on paper. */
export function paperFilters(words: Words): readonly Filter[] {
  return [
    { name: 'from', label: words.entries.from, is: 'date' },
    { name: 'to', label: words.entries.to, is: 'date' },
    { name: 'q', label: words.list.number, is: 'text' },
  ];
}

export function sortsBy(words: Words, by: readonly ('amount' | 'date')[]): Sorts {
  return choicesOf(words.list.sorts, by);
}
