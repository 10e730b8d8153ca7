import { describe, expect, it } from 'vitest';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import type { AnyCommand } from '../../shared/commands/command.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import {
  amendItem,
  amendPlan,
  amendSupplier,
  amendTariff,
  amendUnit,
  amendWarehouse,
  closeItem,
  closePlan,
  closeSupplier,
  closeTariff,
  closeUnit,
  closeWarehouse,
  registerItem,
  registerPlan,
  registerSupplier,
  registerTariff,
  registerUnit,
  registerWarehouse,
} from '../../shared/commands/registry.ts';
import type { Close } from '../../shared/domain/command.ts';
import { BUYER, KEEPER, type TestOffice, TODAY, TREASURER, yuan } from './office.ts';
import {
  APPROVAL,
  buy,
  dispatchOf,
  openOffice,
  orderLine,
  orderOf,
  plan,
  planOf,
  REASON,
  send,
  sign,
} from './world.ts';

const stateOf = async (office: TestOffice, kind: 'unit' | 'item' | 'supplier' | 'plan', name: string) =>
  (await office.ledger.read([{ row: kind, id: office.id(name) }])).state(kind, office.id(name))?.state;

const closings: readonly (readonly [kind: string, name: string, close: AnyCommand<Close>])[] = [
  ['unit', 'other-town', closeUnit],
  ['item', 'masks', closeItem],
  ['supplier', 'supplier', closeSupplier],
  ['warehouse', 'warehouse', closeWarehouse],
  ['tariff', 'tariff', closeTariff],
  ['plan', 'plan', closePlan],
];

describe('registering', () => {
  it('keeps a phone number apart from the entry, which carries a commitment', async () => {
    const office = await openOffice();
    const body = { code: 'BZ', name: '北庄', phone: '13800001234', region: '110113' };
    const entry = await office.post(TREASURER, registerUnit, body, { as: 'unit' });
    expect(entry.facts).toEqual({ type: 'unit', fields: { code: 'BZ', name: '北庄', region: '110113' } });
    expect(Object.keys(entry.blinded ?? {})).toEqual(['phone']);
    const found = await office.ledger.read([{ row: 'personal', id: office.id('unit') }]);
    expect(found.personal(office.id('unit'))).toMatchObject({ phone: { value: '13800001234' } });
    expect(await stateOf(office, 'unit', 'unit')).toMatchObject({ phone: office.id('unit'), lineage: ['BZ'] });
  });

  it('tells a unit by the codes of what is above it', async () => {
    const office = await openOffice();
    expect(await stateOf(office, 'unit', 'village')).toMatchObject({ lineage: ['SY-01', 'SY'] });
  });

  it('is refused under a code or a number that another of the kind has', async () => {
    const office = await openOffice();
    await plan(office, ['town', 'masks', 1n]);
    const item = { code: 'KZ', name: '另一种', baseMeasure: '只', packs: [] };
    const tariff = { code: 'WW', name: '另一种', basis: '办法', cap: 1n, per: 'once' } as const;
    const holder = (code: string, name: string) => ({ refusal: 'duplicate-code', code, holder: office.id(name) });
    expect(await office.refusal(TREASURER, registerUnit, { code: 'SY', name: '另一街道' })).toEqual(
      holder('SY', 'town'),
    );
    expect(await office.refusal(TREASURER, registerItem, item)).toEqual(holder('KZ', 'masks'));
    expect(await office.refusal(TREASURER, registerTariff, tariff)).toEqual(holder('WW', 'tariff'));
    expect(await office.refusal(TREASURER, registerWarehouse, { code: 'CK-1', name: '另一库' })).toEqual(
      holder('CK-1', 'warehouse'),
    );
    expect(await office.refusal(TREASURER, registerPlan, planOf(office, ['town', 'suits', 1n]))).toEqual(
      holder('2020-1', 'plan'),
    );
    expect(await office.refusal(BUYER, registerSupplier, { name: '另一家', uscc: '91350100M000100Y43' })).toEqual(
      holder('91350100M000100Y43', 'supplier'),
    );
  });

  it('takes the same code for things of two kinds, and suppliers without one', async () => {
    const office = await openOffice();
    await office.post(TREASURER, registerWarehouse, { code: 'SY', name: '石园库' });
    await office.post(BUYER, registerSupplier, { name: '个体供货商' });
    await office.post(BUYER, registerSupplier, { name: '另一个体供货商' });
  });

  it('is refused below a unit that is unknown, closed or too deep', async () => {
    const office = await openOffice();
    const below = (parent: string, code: string) => ({ code, name: '下级', parent: office.id(parent) });
    const wrong = (code: string, allowed?: string) => ({
      refusal: 'invalid',
      errors: [{ pointer: '/parent', code, ...(allowed === undefined ? {} : { allowed }) }],
    });
    expect(await office.refusal(TREASURER, registerUnit, below('masks', 'X'))).toEqual(wrong('unknown-reference'));
    await office.post(TREASURER, closeUnit, REASON, { on: 'other-town' });
    expect(await office.refusal(TREASURER, registerUnit, below('other-town', 'X'))).toEqual(wrong('closed-reference'));
    for (let depth = 3; depth <= 8; depth += 1) {
      const parent = depth === 3 ? 'village' : `depth-${depth - 1}`;
      await office.post(TREASURER, registerUnit, below(parent, `D${depth}`), { as: `depth-${depth}` });
    }
    expect(await office.refusal(TREASURER, registerUnit, below('depth-8', 'D9'))).toEqual(wrong('too-deep', '8'));
  });

  it('of a plan is refused with every unknown unit and item at once', async () => {
    const office = await openOffice();
    const body = planOf(office, ['nothing', 'masks', 1n], ['town', 'nothing', 1n], ['town', 'nothing', 2n]);
    expect(await office.refusal(TREASURER, registerPlan, body)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/lines/0/unit', code: 'unknown-reference' },
        { pointer: '/lines/1/item', code: 'unknown-reference' },
        { pointer: '/lines/2/item', code: 'unknown-reference' },
        { pointer: '/lines/2', code: 'repeated' },
      ],
    });
  });
});

describe('an amendment', () => {
  it('says what changes, and why', async () => {
    const office = await openOffice();
    const body = { name: '医用口罩', packs: [{ measure: '箱', of: 200n }], reason: '更换包装' };
    const entry = await office.post(TREASURER, amendItem, body, { on: 'masks' });
    expect(entry).toMatchObject({
      kind: 'amendment',
      refs: { item: office.id('masks') },
      facts: {
        type: 'item',
        fields: { name: '医用口罩', packs: [{ measure: '箱', of: 200n }] },
        reason: '更换包装',
      },
    });
    expect(await stateOf(office, 'item', 'masks')).toMatchObject({
      fields: { code: 'KZ', name: '医用口罩', baseMeasure: '只', packs: [{ measure: '箱', of: 200n }] },
    });
  });

  it('names the amendment before it', async () => {
    const office = await openOffice();
    const first = await office.post(
      TREASURER,
      amendWarehouse,
      { name: '中心库', ...REASON },
      { on: 'warehouse', as: 'first' },
    );
    const second = await office.post(TREASURER, amendWarehouse, { name: '总库', ...REASON }, { on: 'warehouse' });
    expect(first.refs).toEqual({ warehouse: office.id('warehouse') });
    expect(second.refs).toEqual({ warehouse: office.id('warehouse'), previous: office.id('first') });
  });

  it('may change nothing but a phone number', async () => {
    const office = await openOffice();
    const entry = await office.post(
      TREASURER,
      amendUnit,
      { phone: '13900001234', ...REASON },
      { on: 'town', as: 'phone' },
    );
    expect(entry.facts).toEqual({ type: 'unit', fields: {}, ...REASON });
    expect(await stateOf(office, 'unit', 'town')).toMatchObject({ phone: office.id('phone') });
  });

  it('is refused where it changes nothing', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, amendTariff, REASON, { on: 'tariff' })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '', code: 'nothing-to-do' }],
    });
  });

  it('is refused to a pack that bears the name of the base measure', async () => {
    const office = await openOffice();
    const packs = [{ measure: '只', of: 12n }];
    expect(await office.refusal(TREASURER, amendItem, { packs, ...REASON }, { on: 'masks' })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/packs/0/measure', code: 'repeated' }],
    });
  });

  it('is refused of what is closed, unless a field is wrong besides', async () => {
    const office = await openOffice();
    await office.post(TREASURER, closeUnit, REASON, { on: 'other-town' });
    expect(await office.refusal(TREASURER, amendUnit, { name: '光明', ...REASON }, { on: 'other-town' })).toEqual({
      refusal: 'closed',
      kind: 'unit',
      id: office.id('other-town'),
    });
    const wrong = { parent: office.id('nothing'), ...REASON };
    expect(await office.refusal(TREASURER, amendUnit, wrong, { on: 'other-town' })).toMatchObject({
      refusal: 'invalid',
    });
  });

  it('is refused of what is not registered as that kind', async () => {
    const office = await openOffice();
    const missing = (kind: string) => ({ refusal: 'not-found', kind, id: office.id('line') });
    const name = { name: '新名', ...REASON };
    expect(await office.refusal(TREASURER, amendUnit, name, { on: 'line' })).toEqual(missing('unit'));
    expect(await office.refusal(TREASURER, amendItem, name, { on: 'line' })).toEqual(missing('item'));
    expect(await office.refusal(BUYER, amendSupplier, name, { on: 'line' })).toEqual(missing('supplier'));
    expect(await office.refusal(TREASURER, amendWarehouse, name, { on: 'line' })).toEqual(missing('warehouse'));
    expect(await office.refusal(TREASURER, amendTariff, name, { on: 'line' })).toEqual(missing('tariff'));
    expect(await office.refusal(TREASURER, amendPlan, { title: '新名', ...REASON }, { on: 'line' })).toEqual(
      missing('plan'),
    );
  });

  it("moves a supplier's code, and frees the one it had", async () => {
    const office = await openOffice();
    await office.post(BUYER, amendSupplier, { uscc: '81440000MCL468545M', ...REASON }, { on: 'supplier' });
    await office.post(BUYER, registerSupplier, { name: '另一家', uscc: '91350100M000100Y43' }, { as: 'other' });
    const taken = { uscc: '81440000MCL468545M', ...REASON };
    expect(await office.refusal(BUYER, amendSupplier, taken, { on: 'other' })).toEqual({
      refusal: 'duplicate-code',
      code: '81440000MCL468545M',
      holder: expect.stringMatching(/^017098c1/),
    });
    await office.post(BUYER, amendSupplier, { uscc: '91350100M000100Y43', name: '改名', ...REASON }, { on: 'other' });
  });

  it('moves a unit in the tree only while nothing stands below it', async () => {
    const office = await openOffice();
    const below = (parent: string) => ({ parent: office.id(parent), ...REASON });
    expect(await office.refusal(TREASURER, amendUnit, below('other-town'), { on: 'town' })).toEqual({
      refusal: 'still-in-use',
      uses: [{ what: 'sub-units', quantity: 1n }],
    });
    expect(await office.refusal(TREASURER, amendUnit, below('village'), { on: 'town' })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/parent', code: 'own-descendant' }],
    });
    await office.post(TREASURER, amendUnit, below('other-town'), { on: 'village' });
    expect(await stateOf(office, 'unit', 'village')).toMatchObject({ lineage: ['SY-01', 'GM'] });
    await office.post(TREASURER, amendUnit, below('other-town'), { on: 'town' });
  });

  it('of a plan counts against what was dispatched under it', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 50n, '50.00']]);
    await plan(office, ['town', 'masks', 10n]);
    const body = { ...dispatchOf(office, ['masks', 10n]), plan: office.id('plan') };
    await office.post(KEEPER, dispatch, body);
    const more = [{ unit: office.id('town'), item: office.id('masks'), quantity: 25n }];
    await office.post(TREASURER, amendPlan, { lines: more, ...REASON }, { on: 'plan' });
    await office.post(KEEPER, dispatch, body);
    expect(await office.refusal(KEEPER, dispatch, body)).toMatchObject({
      refusal: 'above-plan',
      planned: 25n,
      dispatched: 20n,
    });
  });
});

describe('a closure', () => {
  it.each(closings)('of a %s is recorded once, and refused the second time', async (kind, name, close) => {
    const office = await openOffice();
    await plan(office, ['town', 'masks', 1n]);
    const entry = await office.post(TREASURER, close, REASON, { on: name });
    expect(entry).toMatchObject({
      kind: 'closure',
      refs: { [kind]: office.id(name) },
      facts: { type: kind, ...REASON },
    });
    expect(await office.refusal(TREASURER, close, REASON, { on: name })).toEqual({
      refusal: 'already-closed',
      kind,
      id: office.id(name),
    });
  });

  it.each(closings)('of a %s is refused of what is not one', async (kind, _name, close) => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, close, REASON, { on: 'money' })).toEqual({
      refusal: 'not-found',
      kind,
      id: office.id('money'),
    });
  });

  it('is refused of a unit with others below it', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, closeUnit, REASON, { on: 'town' })).toEqual({
      refusal: 'still-in-use',
      uses: [{ what: 'sub-units', quantity: 1n }],
    });
    await office.post(TREASURER, closeUnit, REASON, { on: 'village' });
    await office.post(TREASURER, closeUnit, REASON, { on: 'town' });
  });

  it('is refused of a unit while goods are on their way to it or held for it, and not for what it has', async () => {
    const office = await openOffice();
    await office.post(TREASURER, closeUnit, REASON, { on: 'village' });
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 4n]);
    expect(await office.refusal(TREASURER, closeUnit, REASON, { on: 'town' })).toEqual({
      refusal: 'still-in-use',
      uses: [{ what: 'transit', quantity: 4n, value: yuan('40.00') }],
    });
    await sign(office, 'sent', { line: 1, good: 4n });
    await office.post(TREASURER, closeUnit, REASON, { on: 'town' });
  });

  it('is refused of a warehouse and an item while goods lie there, and not for what has left', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const used = { refusal: 'still-in-use', uses: [{ what: 'stock', quantity: 10n, value: yuan('100.00') }] };
    expect(await office.refusal(TREASURER, closeWarehouse, REASON, { on: 'warehouse' })).toEqual(used);
    expect(await office.refusal(TREASURER, closeItem, REASON, { on: 'masks' })).toEqual(used);
    await send(office, 'sent', ['masks', 10n]);
    expect(await office.refusal(TREASURER, closeWarehouse, REASON, { on: 'warehouse' })).toMatchObject({
      uses: [{ what: 'transit' }],
    });
    await sign(office, 'sent', { line: 1, good: 10n });
    await office.post(TREASURER, closeWarehouse, REASON, { on: 'warehouse' });
    await office.post(TREASURER, closeItem, REASON, { on: 'masks' });
  });

  it('is refused of a supplier while something is on order with it, or not paid', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'suits', 1n, '50.00')), { as: 'open' });
    expect(await office.refusal(BUYER, closeSupplier, REASON, { on: 'supplier' })).toEqual({
      refusal: 'still-in-use',
      uses: [
        { what: 'committed', quantity: 1n, value: yuan('50.00') },
        { what: 'unpaid', value: yuan('100.00') },
      ],
    });
    await office.post(BUYER, closePurchase, REASON, { on: 'open' });
    const shares = [{ fundingLine: office.id('line'), amount: yuan('100.00') }];
    const body = { shares, effectiveOn: TODAY, method: '银行转账', approval: APPROVAL };
    await office.post(TREASURER, pay, body, { on: 'order' });
    await office.post(BUYER, closeSupplier, REASON, { on: 'supplier' });
  });
});
