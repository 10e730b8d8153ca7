import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { consignmentAnswer, purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { useAnswer } from '../ask/answers.ts';
import type { Names } from '../paper/figures.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { type CountedIn, NOTHING_COUNTED } from './lines-told.ts';
import { type EntryTold, refsUnder } from './moved.ts';

const purchaseRead = documentRead('purchase', purchaseAnswer).extend({ names });
const consignmentRead = documentRead('consignment', consignmentAnswer).extend({ names });

/** The kinds that say lines of their document by ordinals alone. */
const BY_ORDINAL: Readonly<Record<string, 'purchase' | 'consignment'>> = {
  acceptance: 'purchase',
  'supplier-return': 'purchase',
  release: 'purchase',
  confirmation: 'consignment',
  resolution: 'consignment',
  'unit-return': 'consignment',
};

/** What the ordinals of an entry count in, which its document knows, with what its ids mean. */
export function useCountedIn(entry: EntryTold): CountedIn & { readonly names: Names | undefined } {
  const { data: me } = useMe();
  const kind = BY_ORDINAL[entry.kind];
  const [id] = kind === undefined ? [] : refsUnder(entry, kind);
  const mayRead = (operation: 'readPurchase' | 'readConsignment') => me !== undefined && mayCall(me, operation);
  const purchase = useAnswer(`/api/purchases/${id}`, purchaseRead, {
    enabled: id !== undefined && kind === 'purchase' && mayRead('readPurchase'),
  });
  const consignment = useAnswer(`/api/consignments/${id}`, consignmentRead, {
    enabled: id !== undefined && kind === 'consignment' && mayRead('readConsignment'),
  });
  const { lines = [] } = purchase.data?.purchase ?? consignment.data?.consignment ?? {};
  if (lines.length === 0) return { ...NOTHING_COUNTED, names: undefined };
  return {
    items: new Map(lines.map(({ line, item }) => [line, item])),
    parts: consignment.data?.consignment.parts.map(({ line }) => line) ?? [],
    names: purchase.data?.names ?? consignment.data?.names,
  };
}
