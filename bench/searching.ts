import { namesIn } from '../functions/front/names.ts';
import type { Entry } from '../shared/domain/entry.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { createProjector } from '../shared/projection/projector.ts';
import { RegistrySearch } from '../shared/projection/registry-search.ts';
import { encodeEntry } from '../shared/schemas/entry.ts';
import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import { createMemoryObjectStore } from '../shared/storage/memory/object-store.ts';
import { IN_MEMORY, openConnection } from '../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../shared/storage/sqlite/projection.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import { seal } from './projecting.ts';

/**
 * How long finding and naming takes among 20,000 units: `node bench/searching.ts`. In one process over SQLite in memory.
 */

const COUNT = 20_000;
const NOW = Date.UTC(2020, 11, 28, 2);
const PLACES = Array.from(
  '顺义怀柔平谷密云延庆昌平房山通州大兴门头沟石景山丰台朝阳海淀东城西城重庆长春厦门高丽营张喜庄南法信',
);

function nthId(number: number): string {
  return `01768c2e-6b00-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

function unitAt(at: number): Entry<'registration'> {
  const pick = (by: number) => PLACES[(at * by) % PLACES.length] ?? '';
  return {
    evidence: [],
    id: nthId(at),
    kind: 'registration',
    recordedAt: NOW + at,
    effectiveOn: '2020-12-28',
    actor: { subject: 'treasurer', role: 'treasurer' },
    refs: {},
    facts: { type: 'unit', fields: { code: `SY-${at}`, name: `${pick(7)}${pick(11)}${pick(13)}村委会第${at}工会` } },
    transfers: [],
  };
}

async function timed(what: string, work: () => Promise<unknown>, runs = 20): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const [median, most] = [times[Math.floor(runs / 2)] ?? 0, times.at(-1) ?? 0];
  console.log(`${what}: ${median.toFixed(2)} ms (median of ${runs}), ${most.toFixed(2)} ms at the most`);
}

const writer = new Writer(openConnection(IN_MEMORY));
// No unit of these has a phone.
const cipher = createKeyFileCipher(new Uint8Array(32));
const ledger = createSqliteLedger({ writer, cipher });
const projection = createSqliteProjection(writer);
const objects = createMemoryObjectStore();
const files = new LogFiles(objects);
const begun = performance.now();
for (let at = 1; at <= COUNT; at += 1) {
  const entry = unitAt(at);
  await ledger.append({ entry, canonical: encodeEntry(entry), requestHash: '', changes: [] });
}
console.log(`appended ${COUNT} in ${Math.round(performance.now() - begun)} ms`);
const size = await seal(ledger, objects);
await timed('projected', () => createProjector({ projection, files, ledger }).catchUp(size), 1);
const options = { ledger, projection, files, clock: Date.now };
await timed('the first search of a process', () => new RegistrySearch(options).search('unit', { text: 'cq' }), 3);
const search = new RegistrySearch(options);
for (const text of ['cq', '重庆', 'sy-12', 'sy', '村 工会 9', 'xyzxyz', '1999']) {
  await timed(`q=${text} (${(await search.search('unit', { text })).length} found)`, () =>
    search.search('unit', { text }),
  );
}
const ids = Array.from({ length: 100 }, (_, at) => nthId(1 + at * 150));
await timed('100 names', () => search.named(ids), 100);
const items = ids.map((unit, at) => ({
  id: nthId(30_000 + at),
  number: `FF-${at}`,
  status: 'confirmed',
  unit,
  effectiveOn: '2020-12-28',
  lines: Array.from({ length: 3 }, (_, line) => ({ line, quantity: 1, sent: { quantity: 1, value: '1.00' } })),
}));
const reader = { role: 'auditor', units: undefined, language: 'zh' } as const;
const sources = { ledger, projection, catalogue: search };
await timed(
  'a page of 100 rows with its names',
  () => namesIn(sources, { items }, reader, { paper: false, numbers: true }),
  100,
);
