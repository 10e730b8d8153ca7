import type { Openings } from '../../domain/openings.ts';
import { selectionIn } from '../../reports/selection.ts';
import type { Heading, LedgerFold } from '../ledgers/fold.ts';
import { openLedger } from '../ledgers/ledger.ts';
import type { SorterOf } from '../ledgers/numbered-rows.ts';
import type { Manifest } from './manifest.ts';

/** A ledger of a pack in the making; whoever checks the pack begins the very same. */
export function packedLedger(
  { kind, item }: Pick<Manifest['ledgers'][number], 'kind' | 'item'>,
  { fundingLine, from, to }: Manifest['selection'],
  heading: Heading,
  openings: Openings,
  sorterOf: SorterOf,
): LedgerFold {
  return openLedger(kind, selectionIn({ fundingLine, item, from, to }), heading, openings, sorterOf);
}
