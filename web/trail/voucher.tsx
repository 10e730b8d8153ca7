import { DOCUMENTS } from '../../shared/domain/documents.ts';
import { addresses } from '../ask/addresses.ts';
import type { Names } from '../paper/figures.tsx';
import { Seal } from '../paper/sheet.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import type { MarkedEntry } from './moved.ts';
import { documentCalled, isDocumentKind, shownAt } from './opened.ts';
import { Opening } from './opening.tsx';
import { trailWords } from './trail-words.ts';

/** How vouchers and documents are named wherever they are linked. */

/** 凭证 000072, which opens it. */
export function Voucher({ id, number }: { readonly id: string; readonly number: string | null | undefined }) {
  const words = useWords(trailWords);
  return (
    <Opening className="voucher" href={addresses.entry(id)} by="readEntry">
      {words.voucher} {number === null ? words.unsealed : number}
    </Opening>
  );
}

/** The stamp of vouchers: waiting as long as one of them is not sealed. */
export function VouchersSeal({ entries }: { readonly entries: readonly Pick<MarkedEntry, 'number'>[] }) {
  const numbers = entries.flatMap(({ number }) => (number === null ? [] : [number]));
  if (entries.length === 0) return null;
  if (numbers.length < entries.length) return <Seal state="waiting" />;
  return <Seal state="sealed" number={numbers.toSorted().at(-1) ?? ''} />;
}

/** An entry that is only named by its id. */
export function VoucherNamed({ id, names }: { readonly id: string; readonly names: Names | undefined }) {
  return <Voucher id={id} number={names?.[id]?.code} />;
}

interface DocumentLinkProps {
  readonly kind: string;
  readonly id: string;
  /** CG-000071, or a code. */
  readonly number?: string | null | undefined;
  readonly names?: Names | undefined;
}

/** 采购 CG-000071; what is registered goes by its name. */
export function DocumentLink({ kind, id, number, names }: DocumentLinkProps) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const known = names?.[id];
  const called = number ?? known?.code;
  const shown = shownAt(kind);
  const isNumbered = isDocumentKind(kind) && DOCUMENTS[kind].letters !== null;
  const text = isNumbered || known === undefined ? documentCalled(kind, language) : known.name;
  return (
    <Opening href={shown.at(id)} by={shown.by}>
      {text} <span className="named-code">{called ?? (known === undefined ? words.unsealed : '')}</span>
    </Opening>
  );
}

/** What ids mean, with the numbers of entries that stand beside. */
export function withVouchers(names: Names | undefined, entries: readonly Pick<MarkedEntry, 'id' | 'number'>[]): Names {
  const numbered = entries.flatMap(({ id, number }) => (number === null ? [] : [[id, { code: number, name: '' }]]));
  // What opened a document has its id: the number of the document stays.
  return { ...Object.fromEntries(numbered), ...names };
}

/** What later entries made of an entry, in words: red is 冲销 alone. */
export function Marks({ entry, names }: { readonly entry: MarkedEntry; readonly names: Names | undefined }) {
  const words = useWords(trailWords);
  const numberOf = (id: string) => names?.[id]?.code;
  return (
    <>
      {entry.reversedBy !== undefined && (
        <a className="reversed" href={addresses.entry(entry.reversedBy)}>
          {words.reversedBy(numberOf(entry.reversedBy))}
        </a>
      )}
      {entry.reverses !== undefined && (
        <a className="reversed" href={addresses.entry(entry.reverses)}>
          {words.reverses(numberOf(entry.reverses))}
        </a>
      )}
      {entry.corrections?.map((id) => (
        <a key={id} className="opens" href={addresses.entry(id)}>
          {words.corrected} {numberOf(id)}
        </a>
      ))}
    </>
  );
}
