import { expect, test } from 'vitest';
import * as z from 'zod';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import { sealedText } from '../../shared/schemas/sealed-text.ts';
import { AUDITOR, openApiOver } from '../functions/api.ts';
import { playSample } from '../functions/sample.ts';

const shown = z.object({ entry: z.looseObject({}) });

test('the text that was sealed is made of how the API shows an entry of any kind, and of none without its prices', async () => {
  const api = openApiOver();
  await playSample(api);
  const { postings } = await api.tracker.journal.sealed();
  const stored = await storedEntries(
    api.tracker.ledger,
    postings.map(({ entry }) => entry.id),
  );
  const kinds = new Set<string>();
  for (const { entry, canonical } of stored) {
    const { entry: view } = shown.parse((await api.get(`/api/entries/${entry.id}`, { as: AUDITOR })).json);
    expect(sealedText(view), entry.kind).toBe(canonical);
    kinds.add(entry.kind);
    if (entry.transfers.length > 0) expect(sealedText(entryView(canonical, { prices: false }))).toBeUndefined();
  }
  expect(kinds.size).toBeGreaterThan(25);
  expect(sealedText({ kind: 'order' })).toBeUndefined();
});
