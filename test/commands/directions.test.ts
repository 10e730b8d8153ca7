import { beforeEach, describe, expect, it } from 'vitest';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import type { Dispatch } from '../../shared/domain/command.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import type { Append, Ledger } from '../../shared/storage/ports/ledger.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { KEEPER, TestOffice, TODAY } from './office.ts';
import { dispatchOf, openOffice } from './world.ts';

/** What was directed to a purpose is written as it was written before there were directions: in the giver's words. */
function inWords(ledger: Ledger): Ledger {
  return { ...ledger, append: (append) => ledger.append(asBefore(append)) };
}

function asBefore(append: Append): Append {
  const { entry } = append;
  if (!isKind(entry, 'receipt') || typeof entry.facts.directedTo !== 'object' || 'unit' in entry.facts.directedTo) {
    return append;
  }
  const { purpose } = entry.facts.directedTo;
  const written = { ...entry, facts: { ...entry.facts, directedTo: purpose } };
  const changes = append.changes.map((change) =>
    change.change === 'lot' && change.lot.directed !== undefined
      ? { ...change, lot: { ...change.lot, directed: { ...change.lot.directed, to: purpose } } }
      : change,
  );
  return { ...append, entry: written, canonical: encodeEntry(written), changes };
}

let office: TestOffice;

beforeEach(async () => {
  office = await openOffice(new TestOffice(inWords(createMemoryLedger())));
});

function give(words: string, as: string) {
  const body = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line'),
    warehouse: office.id('warehouse'),
    effectiveOn: TODAY,
    lines: [{ item: office.id('masks'), quantity: 10n, value: 0n }],
    directedTo: { purpose: words },
  } as const;
  return office.post(KEEPER, receiveInKind, body, { as });
}

const sending = (unit: string, more: Partial<Dispatch> = {}): Dispatch => ({
  ...dispatchOf(office, ['masks', 4n]),
  unit: office.id(unit),
  ...more,
});

const EXCEPTION = { exception: { reason: '捐赠协议写明用于本区' } };

describe("a giver's words from before there were directions", () => {
  it('are for the unit of exactly that name, however it is typed, and for what lies below it', async () => {
    await give('石园 街道', 'gift');
    expect(await office.refusal(KEEPER, dispatch, sending('other-town'))).toMatchObject({
      refusal: 'insufficient-stock',
      available: 0n,
      directedElsewhere: [{ receipt: office.id('gift'), quantity: 10n, to: '石园 街道' }],
    });
    for (const unit of ['town', 'village']) {
      const { facts } = await office.post(KEEPER, dispatch, sending(unit));
      expect(facts).not.toHaveProperty('redirected');
    }
  });

  it('that are the name of a unit are set aside for another by consent, and by no exception', async () => {
    await give('石园街道', 'gift');
    const refused = await office.refusal(KEEPER, dispatch, sending('other-town', EXCEPTION));
    expect(refused).toMatchObject({ refusal: 'insufficient-stock' });
    const evidence = [{ sha256: 'a'.repeat(64), name: '函.pdf', bytes: 1, mediaType: 'application/pdf' }];
    const consent = { document: '函', evidence };
    const { facts } = await office.post(KEEPER, dispatch, sending('other-town', { consent }));
    expect(facts).toMatchObject({ consent, redirected: [1] });
  });

  it('that are the name of none are set aside by exception with its reason', async () => {
    await give('一线职工', 'gift');
    expect(await office.refusal(KEEPER, dispatch, sending('town'))).toMatchObject({
      refusal: 'insufficient-stock',
      directedElsewhere: [{ to: '一线职工', quantity: 10n }],
    });
    const { facts } = await office.post(KEEPER, dispatch, sending('town', EXCEPTION));
    expect(facts).toMatchObject({ redirected: [1] });
  });
});
