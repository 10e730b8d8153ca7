import { describe, expect, it } from 'vitest';
import { attachEvidence } from '../../shared/commands/attach-evidence.ts';
import { BUYER, COORDINATOR, KEEPER, type Person, TODAY, TREASURER } from './office.ts';
import { buy, openOffice, send, sign } from './world.ts';

const PHOTO = { sha256: 'b'.repeat(64), name: '签收照片.jpg', bytes: 204_800, mediaType: 'image/jpeg' };
const papers = { evidence: [PHOTO] };

describe('late evidence', () => {
  it('is an entry of its own on the same document, and moves nothing', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const entry = await office.post(KEEPER, attachEvidence, papers, { on: 'order-in', as: 'papers' });
    expect(entry).toMatchObject({
      kind: 'attachment',
      effectiveOn: TODAY,
      refs: { purchase: office.id('order'), entry: office.id('order-in'), previous: office.id('order-in') },
      transfers: [],
      evidence: [PHOTO],
    });
    const found = await office.ledger.read([{ row: 'purchase', id: office.id('order') }]);
    expect(found.state('purchase', office.id('order'))?.version).toBe(office.id('papers'));
    await send(office, 'sent', ['masks', 10n]);
  });

  it('on a registration names no entry before it', async () => {
    const office = await openOffice();
    const first = await office.post(TREASURER, attachEvidence, papers, { on: 'town', as: 'first' });
    expect(first.refs).toEqual({ unit: office.id('town'), entry: office.id('town') });
    const second = await office.post(TREASURER, attachEvidence, papers, { on: 'town' });
    expect(second.refs).toEqual({ unit: office.id('town'), entry: office.id('town'), previous: office.id('first') });
  });

  it('on an appropriation leaves the funding line as it is', async () => {
    const office = await openOffice();
    const entry = await office.post(TREASURER, attachEvidence, papers, { on: 'money' });
    expect(entry.refs).toEqual({ fundingLines: [office.id('line')], entry: office.id('money') });
  });

  it('is attached by those who write that kind of entry', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    await sign(office, 'sent', { line: 1, good: 10n });
    for (const [person, on] of [
      [BUYER, 'order'],
      [KEEPER, 'order-in'],
      [KEEPER, 'sent'],
      [COORDINATOR, 'sent-signed'],
      [BUYER, 'supplier'],
      [TREASURER, 'supplier'],
    ] as const) {
      await office.post(person, attachEvidence, papers, { on });
    }
  });

  it('is refused from those who do not', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const refusal = (person: Person, on: string) => office.refusal(person, attachEvidence, papers, { on });
    expect(await refusal(KEEPER, 'order')).toEqual({ refusal: 'not-your-kind', kind: 'order', roles: ['buyer'] });
    expect(await refusal(BUYER, 'order-in')).toEqual({
      refusal: 'not-your-kind',
      kind: 'acceptance',
      roles: ['keeper'],
    });
    expect(await refusal(BUYER, 'money')).toEqual({
      refusal: 'not-your-kind',
      kind: 'appropriation',
      roles: ['treasurer'],
    });
    expect(await refusal(BUYER, 'town')).toEqual({
      refusal: 'not-your-kind',
      kind: 'registration',
      roles: ['treasurer'],
    });
  });

  it("is refused from a coordinator of another's unit", async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    await sign(office, 'sent', { line: 1, good: 10n });
    const neighbour: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['GM'] };
    expect(await office.refusal(neighbour, attachEvidence, papers, { on: 'sent-signed' })).toEqual({
      refusal: 'not-your-unit',
      unit: office.id('town'),
    });
  });

  it('is refused on an entry that does not exist', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, attachEvidence, papers, { on: 'nothing' })).toEqual({
      refusal: 'not-found',
      kind: 'entry',
      id: office.id('nothing'),
    });
  });
});
