import { useState } from 'react';
import * as z from 'zod';
import type { Column } from '../paper/rows.tsx';

/** A column of a list, which people show or leave out. */
export interface ListColumn<Row> extends Column<Row> {
  readonly name: string;
  /** Left out until somebody asks for it. */
  readonly isAside?: boolean;
}

const PLACE = 'nuanzhang.columns.';
/** What somebody changed of what is shown by itself. */
const chosen = z.partialRecord(z.string(), z.boolean());
type Chosen = z.infer<typeof chosen>;

/** Which columns of a list are shown, as they were chosen in this browser; at least one is. */
export function useColumns<Row>(list: string, columns: readonly ListColumn<Row>[]) {
  const [changed, setChanged] = useState<Chosen>(() => kept(list));
  const isShown = ({ name, isAside = false }: ListColumn<Row>) => changed[name] ?? !isAside;
  const keep = (next: Chosen) => {
    setChanged(next);
    localStorage.setItem(PLACE + list, JSON.stringify(next));
  };
  const shown = columns.filter(isShown);
  return {
    shown: shown.length === 0 ? columns.slice(0, 1) : shown,
    show: (name: string, is: boolean) => keep({ ...changed, [name]: is }),
    showAll: () => keep(Object.fromEntries(columns.map(({ name }) => [name, true]))),
  };
}

function kept(list: string): Chosen {
  try {
    return chosen.parse(JSON.parse(localStorage.getItem(PLACE + list) ?? '{}'));
  } catch {
    // Nobody's, or an earlier version wrote it.
    return {};
  }
}
