import { noQuery, read } from '../front/use-case.ts';
import type { ExportDesk } from './desk.ts';
import { exportView } from './export-view.ts';

/** One export job: how far it is and, where it is done, where its files can be downloaded. */
export const readExport = read(noQuery, async ({ jobs, links }: ExportDesk, _query, { target = '' }) => {
  const stored = await jobs.read(target);
  if (stored === undefined) return { refusal: 'not-found', kind: 'export', id: target };
  const { files } = stored.job;
  const urls = await Promise.all(
    files.map(({ key, name, mediaType }) => links.download(key, { fileName: name, mediaType })),
  );
  return { export: exportView(stored.job, urls) };
});
