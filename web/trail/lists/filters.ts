import type { Choices, Filter } from '../../list/filter.ts';
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

/** What stands on paper. */
export function numberFilter(words: Words): Filter {
  return { name: 'q', label: words.list.number, is: 'text' };
}

export function sortsBy(words: Words, by: readonly ('amount' | 'date')[]): Choices {
  return choicesOf(words.list.sorts, by);
}
