import type { Id } from '../../shared/domain/id.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { textOf } from '../../shared/log/tree/note.ts';
import { inclusionProof, writeProof } from '../../shared/log/tree/proof.ts';
import { hashesFrom } from '../../shared/log/tree/tile-hashes.ts';
import type { Asked, Reply } from '../front/operation.ts';
import { prefixWith } from '../reports/report.ts';
import type { LogTracker } from './served.ts';

/**
 * The `.tlog-proof` of an entry: that it stands at its place under the published checkpoint. It tells hashes and no
 * content, so whoever holds a slip may ask for it. An entry that is about to be sealed is waited for.
 */
export async function readProof({ objects, ledger, journal }: LogTracker, { target }: Asked<Id>): Promise<Reply> {
  if ((await ledger.read([{ row: 'entry', id: target }])).entry(target) === undefined) return { problem: 'not-found' };
  const place = (await prefixWith(journal, target)).placeOf(target);
  const files = new LogFiles(objects);
  const note = await files.checkpointNote();
  if (place === undefined || note === undefined) return { refused: { refusal: 'not-sealed', entry: target } };
  const { size } = readCheckpoint(textOf(note));
  if (place >= size) return { refused: { refusal: 'not-sealed', entry: target } };
  const hashes = await inclusionProof(
    place,
    size,
    hashesFrom(size, (tile) => files.tile(tile)),
  );
  const bytes = Buffer.from(writeProof({ index: place, hashes, checkpoint: note }));
  return { file: { bytes, mediaType: 'text/plain; charset=utf-8', cached: 'briefly' } };
}
