import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amendSupplier, closeSupplier, registerSupplier } from '../../shared/commands/registry.ts';
import { normalForm } from '../../shared/domain/normal-form.ts';
import { typings } from '../domain/typings.ts';
import { BUYER, TestOffice } from './office.ts';
import { REASON } from './world.ts';

const [NAME, OTHER] = ['甲乙(集团)有限公司', '丙丁有限公司'];
const USCCS = ['81440000MCL468545M', '91350100M000100Y43', '81440000MCL4680130'];
const COMPACT = { numRuns: 60 };

describe('a supplier whose name another has', () => {
  it('is refused, naming the other as that is written, unless both have a credit code', async () => {
    const office = new TestOffice();
    const again = { name: '甲乙（集团） 有限公司' };
    const refusal = { refusal: 'duplicate-name', name: NAME, holder: office.id('first'), closed: false };
    await office.post(BUYER, registerSupplier, { name: NAME }, { as: 'first' });
    expect(await office.refusal(BUYER, registerSupplier, again)).toEqual(refusal);
    expect(await office.refusal(BUYER, registerSupplier, { ...again, uscc: USCCS[0] ?? '' })).toEqual(refusal);
    await office.post(BUYER, amendSupplier, { uscc: USCCS[1] ?? '', ...REASON }, { on: 'first' });
    expect(await office.refusal(BUYER, registerSupplier, again)).toEqual(refusal);
    await office.post(BUYER, registerSupplier, { ...again, uscc: USCCS[0] ?? '' });
  });

  it('is refused when it is renamed, and the name of one that was closed stays taken', async () => {
    const office = new TestOffice();
    await office.post(BUYER, registerSupplier, { name: NAME }, { as: 'first' });
    await office.post(BUYER, registerSupplier, { name: OTHER }, { as: 'second' });
    await office.post(BUYER, closeSupplier, REASON, { on: 'first' });
    const renamed = { name: `${NAME} `, ...REASON };
    expect(await office.refusal(BUYER, amendSupplier, renamed, { on: 'second' })).toEqual({
      refusal: 'duplicate-name',
      name: NAME,
      holder: office.id('first'),
      closed: true,
    });
    await office.post(BUYER, amendSupplier, { name: `${OTHER}\u200b`, ...REASON }, { on: 'second' });
  });

  it('that is registered at the same moment is refused too', async () => {
    const office = new TestOffice();
    const asked = [NAME, '甲乙（集团）有限公司', `${NAME}\u200b`].map((name) =>
      office.ask(BUYER, registerSupplier, { name }),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => 'refusal' in answer && answer.refusal === 'duplicate-name')).toHaveLength(2);
  });
});

interface Kept {
  readonly as: string;
  readonly name: string;
  readonly uscc?: string;
}

const names = fc.constantFrom(NAME, OTHER).chain((name) => typings(name));
const steps = fc.array(
  fc.record(
    { name: names, uscc: fc.constantFrom(...USCCS), amends: fc.nat(5) },
    { requiredKeys: ['name'], noNullPrototype: true },
  ),
  { maxLength: 12 },
);

it('no two suppliers of one name lack a credit code, whatever is registered and amended', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (asked) => {
      const office = new TestOffice();
      let kept: readonly Kept[] = [];
      for (const [at, { name, uscc, amends }] of asked.entries()) {
        const old = amends === undefined ? undefined : kept[amends];
        const told = { name, ...(uscc === undefined ? {} : { uscc }) };
        const now = { as: `supplier-${at}`, ...old, ...told };
        const others = kept.filter((one) => one !== old);
        const namesakes = others.filter((one) => normalForm(one.name) === normalForm(name));
        const isNew = old === undefined || normalForm(old.name) !== normalForm(name);
        const isOnly = namesakes.length === 0 || [now, ...namesakes].every((one) => one.uscc !== undefined);
        const isFree = uscc === undefined || others.every((one) => one.uscc !== uscc);
        const expected = !isFree ? 'duplicate-code' : isNew && !isOnly ? 'duplicate-name' : 'recorded';
        const answer = old
          ? await office.ask(BUYER, amendSupplier, { ...told, ...REASON }, { on: old.as })
          : await office.ask(BUYER, registerSupplier, told, { as: now.as });
        expect('refusal' in answer ? answer.refusal : 'recorded').toBe(expected);
        if (expected === 'recorded') kept = [...others, now];
      }
    }),
    COMPACT,
  );
});
