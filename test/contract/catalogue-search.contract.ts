import { beforeEach, describe, expect, it } from 'vitest';
import type { AnyCommand } from '../../shared/commands/command.ts';
import { erase } from '../../shared/commands/persons.ts';
import {
  amendUnit,
  closeUnit,
  openFundingLine,
  registerItem,
  registerMember,
  registerPlan,
  registerSupplier,
  registerTariff,
  registerUnit,
  registerWarehouse,
} from '../../shared/commands/registry.ts';
import { reopenUnit } from '../../shared/commands/reopen.ts';
import { registerThreshold } from '../../shared/commands/thresholds.ts';
import type { RegistryKind } from '../../shared/domain/registry.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { RegistrySearch } from '../../shared/projection/registry-search.ts';
import type { Sought } from '../../shared/storage/ports/catalogue.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { Stretch } from '../../shared/storage/ports/lists.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import { ADMIN, BUYER, type Circumstances, type Person, TestOffice, TREASURER, yuan } from '../commands/office.ts';
import { type Sealing, sealingOver } from '../log/sealing.ts';

const OFFICER: Person = { subject: 'officer-1', roles: ['privacy-officer'] };

/** What everybody finds of what is registered, over any stores. */
export function catalogueSearchContract(
  name: string,
  open: () => Promise<{ readonly ledger: Ledger; readonly projection: Projection }>,
): void {
  describe(`what is registered is found: ${name}`, () => {
    let office: TestOffice;
    let sealing: Sealing;
    let search: RegistrySearch;
    let stretches: Stretch[];
    let created: () => RegistrySearch;

    beforeEach(async () => {
      const { ledger, projection } = await open();
      office = new TestOffice(ledger);
      sealing = sealingOver(office.ledger, undefined, projection);
      stretches = [];
      const watched: Projection = {
        ...projection,
        listed: (stretch) => {
          stretches.push(stretch);
          return projection.listed(stretch);
        },
      };
      const files = new LogFiles(sealing.objects);
      created = () => new RegistrySearch({ ledger, projection: watched, files, clock: office.clock });
      search = created();
    });

    async function record<B>(person: Person, command: AnyCommand<B>, body: B, on?: Circumstances) {
      const answer = await office.ask(person, command, body, on);
      if ('refusal' in answer) throw new Error(`refused: ${answer.refusal}`);
    }

    const unit = (code: string, called: string, more: { parent?: string; phone?: string } = {}) =>
      record(
        TREASURER,
        registerUnit,
        { code, name: called, ...more, ...(more.parent === undefined ? {} : { parent: office.id(more.parent) }) },
        { as: code },
      );
    const found = async (kind: RegistryKind, text: string, more: Omit<Sought, 'text'> = {}, by = search) =>
      (await by.search(kind, { text, ...more })).map((id) => office.named(id));
    const called = async (...names: string[]) => {
      const ids = names.map((one) => office.id(one));
      const told = await search.named(ids);
      return ids.map((id) => told.get(id)?.name);
    };

    it('at once, when it is sealed, when it is projected, and by a process that begins then', async () => {
      await unit('SY', '顺义区');
      expect(await found('unit', 'SY')).toEqual(['SY']);
      expect(await called('SY')).toEqual(['顺义区']);
      await sealing.sequencer.round();
      expect(await found('unit', 'SY', {}, created())).toEqual(['SY']);
      await sealing.sealAll();
      expect(await found('unit', 'SY')).toEqual(['SY']);
      expect(await found('unit', 'SY', {}, created())).toEqual(['SY']);
      expect(await called('SY')).toEqual(['顺义区']);
    });

    it('by code, name, and initials in every reading, each word of what was typed somewhere', async () => {
      await unit('CQ-1', '重庆分会');
      await unit('XZ', '行政处');
      await unit('A-1', 'Ｎ95 口罩厂（东区）');
      for (const text of ['重庆', 'cqfh', 'ZQFH', 'cq-1', 'ＣＱ', '庆 分会', '分会 cq'])
        expect(await found('unit', text), text).toEqual(['CQ-1']);
      for (const text of ['xz', 'hzc', '行政']) expect(await found('unit', text), text).toEqual(['XZ']);
      for (const text of ['n95kz', 'kzc', '(东区)', 'n９5口罩'])
        expect(await found('unit', text), text).toEqual(['A-1']);
      for (const text of ['长春', '重庆 长春', '。', '\u200b']) expect(await found('unit', text), text).toEqual([]);
    });

    it('with what is so called first, then what begins so, then what has it, each by code', async () => {
      await unit('B-AB', '甲');
      await unit('ABC', '乙');
      await unit('Z', '东AB');
      await unit('ABA', '丙');
      await unit('AB', '丁');
      for (const is of ['late', 'projected']) {
        expect(await found('unit', 'ab'), is).toEqual(['AB', 'ABA', 'ABC', 'B-AB', 'Z']);
        await sealing.sealAll();
      }
    });

    it('as its last amendment left it, by its new name and no more by its old one', async () => {
      await unit('SY', '旧名');
      await unit('SY-1', '村', { parent: 'SY' });
      await sealing.sealAll();
      expect(await found('unit', '旧名')).toEqual(['SY']);
      await record(TREASURER, amendUnit, { name: '新名', reason: '改名' }, { on: 'SY' });
      await record(TREASURER, amendUnit, { parent: null, reason: '改隶' }, { on: 'SY-1' });
      await record(TREASURER, closeUnit, { reason: '撤销' }, { on: 'SY-1' });
      for (const is of ['late', 'projected']) {
        expect(await found('unit', '旧名'), is).toEqual([]);
        expect(await found('unit', '新名'), is).toEqual(['SY']);
        expect(await called('SY', 'SY-1'), is).toEqual(['新名', '村']);
        expect(await found('unit', 'sy', { closed: false }), is).toEqual(['SY']);
        expect(await found('unit', 'sy', { closed: true }), is).toEqual(['SY-1']);
        expect(await found('unit', 'sy', { parent: office.id('SY') }), is).toEqual([]);
        expect(await found('unit', 'sy', { units: ['SY'] }), is).toEqual(['SY']);
        await sealing.sealAll();
      }
      await record(TREASURER, reopenUnit, { reason: '恢复' }, { on: 'SY-1' });
      expect(await found('unit', 'sy', { closed: true })).toEqual([]);
    });

    it('and called by its new name at once by the process that recorded it, by others once it is projected', async () => {
      office = new TestOffice(search.over(office.ledger));
      await unit('SY', '旧名');
      await sealing.sealAll();
      const other = created();
      const byOther = async () => (await other.named([office.id('SY')])).get(office.id('SY'))?.name;
      expect([await called('SY'), await byOther()]).toEqual([['旧名'], '旧名']);
      await record(TREASURER, amendUnit, { name: '新名', reason: '改名' }, { on: 'SY' });
      expect([await called('SY'), await byOther()]).toEqual([['新名'], '旧名']);
      await sealing.sealAll();
      expect([await called('SY'), await byOther()]).toEqual([['新名'], '新名']);
      await record(TREASURER, amendUnit, { name: '再名', reason: '改名' }, { on: 'SY' });
      expect(await called('SY')).toEqual(['再名']);
    });

    it('by the names of a moment ago where those will do, without looking whether there are newer ones', async () => {
      await unit('SY', '旧名');
      await sealing.sealAll();
      const sometime = async () =>
        (await search.named([office.id('SY')], { maxAgeMs: 1_500 })).get(office.id('SY'))?.name;
      expect(await sometime()).toBe('旧名');
      await record(TREASURER, amendUnit, { name: '新名', reason: '改名' }, { on: 'SY' });
      await sealing.sealAll();
      expect(await sometime()).toBe('旧名');
      // Each write is a second later.
      await unit('HR', '怀柔');
      expect(await sometime()).toBe('新名');
    });

    it('below the units that somebody acts for, and below one', async () => {
      await unit('SY', '顺义');
      await unit('SY-1', '高丽营', { parent: 'SY' });
      await unit('SY-1-1', '张喜庄', { parent: 'SY-1' });
      await unit('HR', '怀柔');
      for (const is of ['late', 'projected']) {
        expect(await found('unit', 's', { units: ['SY-1'] }), is).toEqual(['SY-1', 'SY-1-1']);
        expect(await found('unit', 's', { units: [] }), is).toEqual([]);
        expect(await found('unit', 's', { parent: office.id('SY') }), is).toEqual(['SY-1']);
        await sealing.sealAll();
      }
    });

    it('of every kind, and called by what it is known by', async () => {
      await record(TREASURER, openFundingLine, { code: 'FY', name: '防疫专项', basis: ['文'] }, { as: 'line' });
      await unit('SY', '顺义');
      await record(TREASURER, registerItem, { code: 'KZ', name: '口罩', baseMeasure: '片', packs: [] }, { as: 'item' });
      await record(BUYER, registerSupplier, { name: '供应商甲', uscc: '81440000MCL468545M' }, { as: 'supplier' });
      await record(TREASURER, registerWarehouse, { code: 'W1', name: '总库' }, { as: 'warehouse' });
      const tariff = { code: 'T1', name: '困难慰问', basis: '文', cap: yuan('100.00'), per: 'year' } as const;
      await record(TREASURER, registerTariff, tariff, { as: 'tariff' });
      const lines = [{ unit: office.id('SY'), item: office.id('item'), quantity: 1n }];
      const plan = { number: '2020-1', decidedOn: '2020-03-01', title: '第一批', lines };
      await record(TREASURER, registerPlan, plan, { as: 'plan' });
      const member = { subject: 'keeper-9', roles: ['keeper'], units: [], name: '张小三' } as const;
      await record(ADMIN, registerMember, member, { as: 'member' });
      await record(ADMIN, registerThreshold, { spending: 'payment', cashAbove: yuan('1.00') }, { as: 'threshold' });
      const kinds: readonly (readonly [RegistryKind, string, string])[] = [
        ['fundingLine', 'line', 'fyzx'],
        ['item', 'item', 'kz'],
        ['supplier', 'supplier', '81440000mcl'],
        ['warehouse', 'warehouse', 'zk'],
        ['tariff', 'tariff', '慰问'],
        ['plan', 'plan', '2020'],
        ['member', 'member', 'keeper'],
        ['threshold', 'threshold', 'payment'],
      ];
      for (const is of ['late', 'projected']) {
        for (const [kind, as, text] of kinds) expect(await found(kind, text), `${kind} ${is}`).toEqual([as]);
        expect(await found('member', '小三'), is).toEqual(['member']);
        expect(await found('member', 'zxs'), is).toEqual(['member']);
        const told = await search.named(kinds.map(([, as]) => office.id(as)));
        expect(
          [...told.values()].map(({ code, name: text }) => `${code} ${text}`),
          is,
        ).toEqual([
          'FY 防疫专项',
          'KZ 口罩',
          ' 供应商甲',
          'W1 总库',
          'T1 困难慰问',
          '2020-1 第一批',
          'keeper-9 ',
          'payment ',
        ]);
        await sealing.sealAll();
      }
    });

    it('by the last four digits of a phone as far as its mask shows them, and no more once it was erased', async () => {
      await unit('SY', '顺义', { phone: '13812345678' });
      await unit('HR', '怀柔', { phone: '010-69445678' });
      await unit('PG', '平谷');
      await sealing.sealAll();
      expect(await found('unit', '5678')).toEqual(['SY']);
      expect(await found('unit', '顺义 5678')).toEqual(['SY']);
      for (const text of ['567', '45678', '1234', '怀柔 5678']) expect(await found('unit', text), text).toEqual([]);
      const { rows } = await sealing.projection.listed({ list: 'search/unit', order: 'rising', limit: 10 });
      expect(JSON.stringify(rows)).not.toContain('5678');
      await record(TREASURER, amendUnit, { phone: '13900004321', reason: '换号' }, { on: 'PG', as: 'phone' });
      expect(await found('unit', '4321')).toEqual(['PG']);
      await record(OFFICER, erase, { reason: '到期' }, { on: 'SY' });
      expect(await found('unit', '5678')).toEqual([]);
      expect(await found('unit', '4321')).toEqual(['PG']);
    });

    it('in pages that are read again only where they changed', async () => {
      await unit('SY', '顺义');
      await record(TREASURER, registerItem, { code: 'KZ', name: '口罩', baseMeasure: '片', packs: [] }, { as: 'KZ' });
      await sealing.sealAll();
      expect(await found('unit', 'sy')).toEqual(['SY']);
      stretches.length = 0;
      await found('unit', 'sy');
      await called('SY');
      expect(stretches).toEqual([]);
      await unit('HR', '怀柔');
      await sealing.sealAll();
      expect(await found('unit', 'hr')).toEqual(['HR']);
      expect(stretches.map(({ list }) => list)).toEqual(['search/changes', 'search/unit']);
      await sealing.projector.rebuild(1);
      stretches.length = 0;
      expect(await found('item', 'kz')).toEqual(['KZ']);
      expect(stretches.map(({ list }) => list)).toContain('search/supplier');
    });

    it('in the order of registration on its pages, whoever projects and however often it is made anew', async () => {
      for (let at = 9; at > 0; at -= 1) await unit(`U-${at}`, `单位${at}`);
      const page = async () =>
        (await sealing.projection.listed({ list: 'search/unit', order: 'rising', limit: 9 })).rows;
      await sealing.sealAll();
      const first = await page();
      await unit('U-10', '单位十');
      await record(TREASURER, amendUnit, { name: '改名', reason: '改名' }, { on: 'U-5' });
      await sealing.sequencer.round();
      await sealingOver(office.ledger, sealing.objects, sealing.projection).projector.catchUp(11);
      const projected = await page();
      await sealing.projector.rebuild(11);
      expect(await page()).toEqual(projected);
      expect(first.map(({ text }) => office.named(text).match(/U-\d/g)?.at(0))).toEqual(['U-9']);
      expect(projected[0]?.text).toContain('改名');
    });
  });
}
