import { Register } from '../../reports/register.ts';
import type { ExportRequest } from '../../schemas/export.ts';
import { fileName } from '../files/file-name.ts';
import { bytesOf, type ExportSource, MEDIA_TYPES, type Produced, sealedOf, type Task } from '../files/produced.ts';
import { EntrySelection } from '../files/selected.ts';

const LF = Buffer.from('\n');

/**
 * Entries as JSON Lines: byte for byte what is sealed, each with a line feed behind it, in the order of the log. Filters
 * leave out whole entries, so every line has a place and a proof. No entries at all are an empty file, which is valid
 * JSON Lines of nothing.
 */
export function entriesFile(request: ExportRequest, source: ExportSource, task: Task): Produced {
  const register = new Register();
  const selection = new EntrySelection(request, register);

  async function* selected(): AsyncGenerator<Uint8Array[]> {
    for await (const bundle of sealedOf(source, task)) {
      for (const { entry } of bundle) register.enter(entry);
      yield bundle.flatMap((sealed) => (selection.takes(sealed) ? [sealed.canonical] : []));
    }
  }

  async function* lines(): AsyncGenerator<Uint8Array> {
    for await (const entries of selection.isWhole ? bytesOf(source, task) : selected()) {
      if (entries.length > 0) yield Buffer.concat(entries.flatMap((bytes) => [bytes, LF]));
    }
  }

  return {
    chunks: lines(),
    mediaType: MEDIA_TYPES.jsonl,
    name: () => fileName('分录', request, register),
  };
}
