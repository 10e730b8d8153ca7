import type { Id } from '../../shared/domain/id.ts';
import { ADMIN, BUYER, reason, TREASURER, type Write } from './people.ts';

/** Everything that is registered in the life of a ledger, each kind amended where it can be. */
export type Places = Awaited<ReturnType<typeof register>>;

function amending(write: Write) {
  return (path: string, id: Id, body: object) => write(TREASURER, `/api/${path}/${id}/amendments`, { ...body, reason });
}

export async function register(write: Write) {
  const places = await registerPlaces(write);
  const goods = await registerGoods(write);
  const { unit } = places;
  const { item } = goods;
  const tariff = await write(TREASURER, '/api/tariffs', {
    code: 'WW-01',
    name: '因公牺牲职工家属慰问',
    basis: '总工发〔2020〕4号',
    cap: '40000.00',
    per: 'year',
  });
  await amending(write)('tariffs', tariff, { cap: '50000.00' });
  const plan = await write(TREASURER, '/api/allocation-plans', {
    number: '2020-12-1',
    decidedOn: '2020-12-25',
    title: '第一批防疫物资分配方案',
    lines: [{ unit, item, quantity: 3_000 }],
  });
  await amending(write)('allocation-plans', plan, { title: '第一批防疫物资分配方案(调整)' });
  const granted = { roles: ['coordinator'], units: ['SY-04'] };
  const member = await write(ADMIN, '/api/members', { subject: 'coordinator-of-04', ...granted });
  await write(ADMIN, `/api/members/${member}/amendments`, { roles: ['keeper'], reason });
  return { ...places, ...goods, tariff, plan, member };
}

async function registerPlaces(write: Write) {
  const by = (path: `/api/${string}`, body: object) => write(TREASURER, path, body);
  const line = await by('/api/funding-lines', {
    code: 'SY-FY-2020',
    name: '疫情防控专项资金',
    basis: ['厅字〔2020〕3号', '财办库〔2020〕23号'],
    permittedUses: '购置防疫物资、慰问一线职工、补助基层工会',
    note: '首批',
  });
  const other = await by('/api/funding-lines', { code: 'SY-BJ', name: '本级经费', basis: [] });
  const district = await by('/api/units', { code: 'SY', name: '顺义区总工会', phone: '010-69443201' });
  const unit = await by('/api/units', { code: 'SY-04', name: '胜利街道总工会', parent: district, region: '110113' });
  await amending(write)('units', unit, { name: '胜利街道总工会工作站', phone: '13810000001' });
  const warehouse = await by('/api/warehouses', { code: 'CK-01', name: '区总工会物资仓库' });
  await amending(write)('warehouses', warehouse, { name: '区总工会中心物资仓库' });
  return { line, other, unit, warehouse };
}

async function registerGoods(write: Write) {
  const amend = amending(write);
  const item = await write(TREASURER, '/api/items', {
    code: 'KZ-1',
    name: '一次性医用口罩',
    spec: '17.5 cm × 9.5 cm',
    grade: 'YY/T 0969',
    baseMeasure: '只',
    packs: [{ measure: '箱', of: 2_000 }],
    perishable: true,
  });
  await amend('items', item, { packs: [{ measure: '箱', of: 1_000 }] });
  const suit = await write(TREASURER, '/api/items', { code: 'FH-1', name: '防护服', baseMeasure: '件' });
  const supplier = await write(BUYER, '/api/suppliers', {
    name: '供货商',
    uscc: '91350211M000100Y46',
    phone: '13810000002',
  });
  await amend('suppliers', supplier, { phone: '13810000003' });
  return { item, suit, supplier };
}
