import { isSameName } from '../../shared/domain/normal-form.ts';
import type { Typed } from './cells.ts';
import type { Unreadable, Wrong } from './faults.ts';
import { READERS, type Reader, type TypedFlaw } from './typed.ts';

/** What a form would send: a body, and what of it could not be read. */
export interface Made {
  readonly body: object;
  readonly unreadable: readonly Unreadable[];
  /** What else is wrong, told by the form. */
  readonly wrong?: readonly Wrong[];
}

/** Reads the fields of a form into what is sent, and keeps which of them it could not read. */
export class Reading {
  readonly unreadable: Unreadable[] = [];

  refuse(at: string, flaw: TypedFlaw): undefined {
    this.unreadable.push({ at, flaw });
    return undefined;
  }

  text(at: string, cell: Typed | undefined, reader: Reader = 'text'): string | undefined {
    const read = READERS[reader](cell?.text ?? '');
    if (read === undefined) return undefined;
    return 'flaw' in read ? this.refuse(at, read.flaw) : read.value;
  }

  /** Quantities are numbers in what is sent: whole ones below 10¹². */
  quantity(at: string, cell: Typed | undefined): number | undefined {
    const text = this.text(at, cell, 'quantity');
    return text === undefined ? undefined : Number(text);
  }

  /** The pack that a quantity of an item is in; nothing where it is the base measure. */
  measure(at: string, { text }: Typed, item: Typed): string | undefined {
    const measures = item.chosen?.measures ?? [];
    if (text.trim() === '' || measures.length === 0) return undefined;
    const found = measures.find(({ measure }) => isSameName(measure, text));
    if (found === undefined) return this.refuse(at, 'unknown');
    return found === measures[0] ? undefined : found.measure;
  }

  /** The id of what was chosen. */
  chosen(at: string, cell: Typed | undefined): string | undefined {
    if (cell === undefined || cell.chosen !== undefined || cell.text.trim() === '') return cell?.chosen?.id;
    return this.refuse(at, cell.unmatched ?? 'unknown');
  }
}
