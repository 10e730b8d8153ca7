import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import { writeBundle } from '../../shared/log/tree/bundle.ts';
import { bundlePath, readPath, TILE_WIDTH, tilePath } from '../../shared/log/tree/tile.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type Asked, type Reply, unaskedFor } from '../front/operation.ts';

/** What the log's routes work with. They write nothing. */
export type LogTracker = Pick<Tracker, 'objects' | 'ledger' | 'journal'>;

const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
const NOT_FOUND: Reply = { problem: 'not-found' };

/** One of the log's text files, which change with every checkpoint or never. */
export function textFile(path: 'checkpoint' | 'vkey') {
  return async ({ objects }: LogTracker, { input }: Asked): Promise<Reply> => {
    if (unaskedFor(input).length > 0) return NOT_FOUND;
    // Asked for first, so that nothing is told to be newer than it is.
    const stat = await objects.stat(logKey(path));
    const bytes = stat && (await objects.get(logKey(path)));
    if (bytes === undefined) return NOT_FOUND;
    return { file: { bytes, mediaType: TEXT, cached: 'briefly', changedAt: stat?.changedAt } };
  };
}

/**
 * A tile of hashes, or a bundle of entries, by its path (C2SP tlog-tiles). A partial one is served as long as the log
 * was ever that large: where it is gone, the full one begins with it.
 */
export function tileFile(of: 'hashes' | 'entries') {
  return async ({ objects }: LogTracker, { path: { level = 'entries', path: rest = '' } }: Asked): Promise<Reply> => {
    const ref = readPath(`tile/${level}/${rest}`);
    if (ref?.of !== of) return NOT_FOUND;
    const path = (width: number) => (ref.of === 'hashes' ? tilePath({ ...ref, width }) : bundlePath(ref.n, width));
    const stored = await objects.get(logKey(path(ref.width)));
    if (stored !== undefined) return tile(stored);
    if (ref.width === TILE_WIDTH || (await objects.stat(logKey(path(TILE_WIDTH)))) === undefined) return NOT_FOUND;
    const files = new LogFiles(objects);
    return tile(ref.of === 'hashes' ? await files.tile(ref) : writeBundle(await files.bundle(ref.n, ref.width)));
  };
}

function tile(bytes: Uint8Array): Reply {
  return { file: { bytes, mediaType: BYTES, cached: 'for-good' } };
}
