import { beforeAll, describe, expect, it } from 'vitest';
import { confirm } from '../../shared/commands/confirm.ts';
import { correct } from '../../shared/commands/correct.ts';
import { order } from '../../shared/commands/order.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { withdrawOrder } from '../../shared/commands/withdraw.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { move, moveOf } from '../commands/moving.ts';
import { BUYER, COORDINATOR, KEEPER, TREASURER } from '../commands/office.ts';
import { buy, confirmationOf, openOffice, orderLine, orderOf, REASON, reversal, send } from '../commands/world.ts';
import { packOf, sourceOf, UnpackedPack } from './packs.ts';

let entries: readonly Entry[];

/** A head-count that was corrected twice and taken back, and an order that was withdrawn. */
beforeAll(async () => {
  const office = await openOffice();
  await buy(office, 'goods', [['masks', 10n, '100.00']]);
  await send(office, 'sent', ['masks', 10n]);
  const signed = { ...confirmationOf({ line: 1, good: 10n }), people: 600n };
  await office.post(COORDINATOR, confirm, signed, { on: 'sent', as: 'signed' });
  for (const [was, is] of [
    [600n, 6n],
    [6n, 60n],
  ] as const) {
    const changes = [{ field: 'people' as const, was, is }];
    await office.post(COORDINATOR, correct, { changes, ...REASON }, { on: 'signed' });
  }
  await office.post(TREASURER, reverse, reversal(), { on: 'signed' });
  await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 1n, '1.00')), { as: 'mistake' });
  await office.post(BUYER, withdrawOrder, REASON, { on: 'mistake' });
  await buy(office, 'batch', [['masks', 10n, '100.00']], { number: 'P-7' });
  await move(office, 'moved', moveOf(office, { lot: office.lot('batch-in'), quantity: 4n }));
  for (const [name, was, is] of [
    ['batch-in', 'P-7', 'P-8'],
    ['moved', 'P-8', 'P-9'],
  ] as const) {
    const changes = [{ field: 'batch', lot: office.lot(name), was, is }] as const;
    await office.post(KEEPER, correct, { changes, ...REASON }, { on: name });
  }
  entries = (await office.ledger.entries({ limit: 1_000 })).items.map(({ entry }) => entry);
});

/** What is wrong with a pack of the log in which one entry was written otherwise before it was sealed. */
async function wrongWhere(isMeant: (entry: Entry) => boolean, forged: (entry: Entry) => Entry) {
  const log = entries.map((entry) => (isMeant(entry) ? forged(entry) : entry));
  expect(log.filter((entry, at) => entry !== entries[at])).toHaveLength(1);
  const pack = await new UnpackedPack().unpack(await packOf(await sourceOf(log)));
  const wrong = await pack.wrong();
  pack.close();
  return wrong;
}

const isLast = (entry: Entry) => isKind(entry, 'correction') && entry.facts.changes[0]?.was === 6n;
const isRoot = (entry: Entry) => isKind(entry, 'correction') && entry.facts.changes[0]?.is === 'P-8';
const isApart = (entry: Entry) => isKind(entry, 'correction') && entry.facts.changes[0]?.is === 'P-9';
const isWithdrawal = (entry: Entry) => isKind(entry, 'reversal') && entry.facts.withdrawn === true;
const isTakingBack = (entry: Entry) => isKind(entry, 'reversal') && entry.facts.withdrawn === undefined;
const changed = (entry: Entry, changes: object): Entry =>
  ({ ...entry, facts: { ...entry.facts, ...changes } }) as Entry;

describe('a pack', () => {
  it('holds where corrections found what stood', async () => {
    const pack = await new UnpackedPack().unpack(await packOf(await sourceOf(entries)));
    expect(await pack.wrong()).toBeUndefined();
    pack.close();
  });

  it('does not hold where a correction says that something else stood', async () => {
    const changes = [{ field: 'people', was: 600n, is: 60n }];
    expect(await wrongWhere(isLast, (entry) => changed(entry, { changes }))).toContain(
      'corrects what was not so (people)',
    );
  });

  it('holds where a lot that was moved on says what stands where it came from, or what its own move said', async () => {
    const found = (was: string) => (entry: Entry) => {
      const [one] = isKind(entry, 'correction') ? entry.facts.changes : [];
      return changed(entry, { changes: [{ ...one, was }] });
    };
    expect(await wrongWhere(isApart, found('P-7'))).toBeUndefined();
    expect(await wrongWhere(isApart, found('P-6'))).toContain('corrects what was not so (batch)');
    expect(await wrongWhere(isRoot, found('P-8'))).toContain('corrects what was not so (batch)');
  });

  it('does not hold where the difference is another than was to is', async () => {
    const wrong = await wrongWhere(isLast, (entry) => ({ ...entry, coverage: { people: 540n } }) as Entry);
    expect(wrong).toContain('corrects what was not so (coverage)');
  });

  it('does not hold where a field is corrected that the kind of entry does not have', async () => {
    const changes = [{ field: 'giver', is: '甲' }];
    const wrong = await wrongWhere(isLast, (entry) => changed(entry, { changes }));
    expect(wrong).toContain('corrects what was not so (giver)');
  });

  it('does not hold where a reversal takes back what was said first, and not what stands', async () => {
    const wrong = await wrongWhere(isTakingBack, (entry) => ({ ...entry, coverage: { people: -600n } }) as Entry);
    expect(wrong).toContain('does not take back what stood after the corrections');
  });

  it('does not hold where somebody else withdraws', async () => {
    const wrong = await wrongWhere(isWithdrawal, (entry) => ({ ...entry, actor: { subject: 'other', role: 'buyer' } }));
    expect(wrong).toContain('withdraws what another recorded');
  });
});
