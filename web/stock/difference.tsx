import { writeWhole } from '../../shared/domain/quantity.ts';
import { useWords } from '../words/words.tsx';
import { stockWords } from './stock-words.ts';

/** How what was counted differs from the books, in words; nothing where nothing was counted. */
export function Difference({ of }: { readonly of: bigint | undefined }) {
  const { count: words } = useWords(stockWords);
  if (of === undefined) return null;
  if (of === 0n) return <span className="note">{words.agrees}</span>;
  return <strong>{of < 0n ? words.fewer(writeWhole(-of)) : words.more(writeWhole(of))}</strong>;
}
