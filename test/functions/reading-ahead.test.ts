import { expect, it } from 'vitest';
import { createTracker } from '../../functions/composition/tracker.ts';
import { startReadingAhead } from '../../local/reading-ahead.ts';
import { order } from '../../shared/commands/order.ts';
import { logKey } from '../../shared/log/journal/log-files.ts';
import { createJournal } from '../../shared/log/journal/sealed-journal.ts';
import { writeCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { signNote, verifierOf } from '../../shared/log/tree/note.ts';
import { EMPTY_ROOT } from '../../shared/log/tree/tree.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { BUYER } from '../commands/office.ts';
import { openOffice, orderLine, orderOf } from '../commands/world.ts';
import { ORIGIN, sealingOver, TEST_SIGNER } from '../log/sealing.ts';

const ORDERS = 150;

/** A tracker over a log of some orders, with the bundles of it that were read, and the supplier of all. */
async function opened() {
  const office = await openOffice();
  for (let at = 0; at < ORDERS; at += 1) {
    const body = orderOf(office, orderLine(office, 'masks', 1n, '1.00'));
    expect(await office.ask(BUYER, order, body)).toMatchObject({ recorded: 'now' });
  }
  const { objects: kept, projection, sealAll } = sealingOver(office.ledger);
  await sealAll();
  const read: string[] = [];
  const get: ObjectStore['get'] = async (key) => {
    if (key.startsWith(logKey('tile/entries/'))) read.push(key);
    return kept.get(key);
  };
  const objects = { ...kept, get };
  const journal = createJournal(office.ledger, objects);
  const { catalogue } = createTracker({ ...office, journal, objects, projection });
  const told: string[] = [];
  return { catalogue, kept, read, supplier: office.id('supplier'), log: (line: string) => told.push(line), told };
}

it('is done before anybody filters or sorts, who then reads nothing of the log', async () => {
  const { catalogue, read, supplier, log, told } = await opened();
  await startReadingAhead(catalogue, log).done;
  expect([read.length > 0, told]).toEqual([true, []]);
  read.length = 0;
  const found = await catalogue.documentsNaming('purchase', { ids: [supplier] }, { limit: 100 });
  const sorted = await catalogue.documentsSorted('purchase', { ids: [], by: 'amount' });
  expect([found.items.length, sorted?.(ORDERS).items.length]).toEqual([100, ORDERS]);
  expect(read).toEqual([]);
});

it('is joined by who filters meanwhile, and ends where it is stopped', async () => {
  const { catalogue, supplier, log, told } = await opened();
  const reading = startReadingAhead(catalogue, log);
  const found = await catalogue.documentsNaming('purchase', { ids: [supplier] }, { limit: 100 });
  expect(found.items).toHaveLength(100);
  await reading.stop();
  expect(told).toEqual([]);
});

it('tells what stands against it, and reads nothing of a log of more than 100,000 entries', async () => {
  const { catalogue, kept, read, log, told } = await opened();
  const text = writeCheckpoint({ origin: ORIGIN, size: 100_001, root: EMPTY_ROOT });
  const note = await signNote(text, verifierOf(ORIGIN, await TEST_SIGNER.publicKey()), TEST_SIGNER.sign);
  await kept.put(logKey('checkpoint'), Buffer.from(note));
  await startReadingAhead(catalogue, log).done;
  expect([read, told]).toEqual([[], []]);
  await kept.put(logKey('checkpoint'), Buffer.from('none'));
  await startReadingAhead(catalogue, log).done;
  expect(told).toEqual([expect.stringContaining('日志未能预先读入')]);
});
