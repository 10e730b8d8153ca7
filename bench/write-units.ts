import type { Id } from '../shared/domain/id.ts';
import type { Operation } from '../shared/routes.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { type Desk, openDesk, routeOf } from './desk.ts';
import { type Cost, type Meter, meter } from './meter.ts';
import {
  admin,
  buyer,
  coordinator,
  deputyTreasurer,
  keeper,
  literalId,
  type Post,
  privacyOfficer,
  treasurer,
} from './post.ts';

/** How many lines (or lots) a write is weighed with. */
export const SIZES = [1, 5, 20] as const;
export type Size = (typeof SIZES)[number];

/** The cost of one write. */
export interface Weighed {
  readonly operation: Operation;
  /** What is special about it, where the same command is weighed in several ways. */
  readonly how: string;
  /** Undefined where the command has no lines and none of what it touches has. */
  readonly size: Size | undefined;
  readonly cost: Cost;
}

export interface Reach {
  readonly operation: Operation;
  readonly how: string;
  readonly most: Readonly<Record<Size, number>>;
}

export const REACHES: readonly Reach[] = [
  { operation: 'order', how: 'one funding line, with an invoice', most: { 1: 13, 5: 13, 20: 17 } },
  { operation: 'confirm', how: 'all good, one lot a line', most: { 1: 9, 5: 9, 20: 11 } },
];

export function totalOf({ append, outbox, indexes }: Cost): number {
  return append + outbox + indexes;
}

/** Makes every write of the tracker once, those with lines with 1, 5 and 20 of them, and weighs each. */
export async function weighWrites(endpoint: string, tableName: string): Promise<Weighed[]> {
  const client = createDocumentClient({ endpoint });
  try {
    const weighing = new Weighing(openDesk({ client, tableName }), meter(client, endpoint, tableName));
    const places = await registered(weighing);
    await money(weighing, places);
    for (const size of SIZES) await goods(weighing, places, size);
    await closures(weighing, places);
    return weighing.done;
  } finally {
    client.destroy();
  }
}

const DAY = '2020-12-28';
const QUANTITY = 12_400;
const UNIT_PRICE = '51.13';
const AMOUNT = '634012.00';
const SENT = 2_400;
const REASON = '按区总工会办公会议决定办理';
const approval = { document: '京顺工发〔2020〕46号', decidedOn: '2020-12-26', approver: '区总工会办公会议' };
const evidence = [{ sha256: 'a3f1'.repeat(16), name: '签收单.jpg', bytes: 482_113, mediaType: 'image/jpeg' }];

interface Places {
  readonly line: Id;
  readonly unit: Id;
  readonly item: Id;
  readonly supplier: Id;
  readonly warehouse: Id;
  /** Another one, which goods are moved to. */
  readonly branch: Id;
  readonly tariff: Id;
  readonly plan: Id;
}

/** Posts, weighs, and makes the ids: literal ones, in order. */
class Weighing {
  readonly done: Weighed[] = [];
  readonly #desk: Desk;
  readonly #meter: Meter;
  #ids = 0;

  constructor(desk: Desk, meter: Meter) {
    this.#desk = desk;
    this.#meter = meter;
  }

  /** Weighs a write and answers its key. */
  async post(person: Post['person'], path: Post['path'], body: object, size?: Size, how = ''): Promise<Id> {
    this.#ids += 1;
    const key = literalId(this.#ids);
    await this.#desk.post({ person, path, key, body });
    const { operation } = routeOf(path).route;
    const cost = this.#meter.take();
    const isKnown = this.done.some((one) => one.operation === operation && one.how === how && one.size === size);
    if (!isKnown) this.done.push({ operation, how, size, cost });
    return key;
  }
}

function upTo<T>(count: number, each: (ordinal: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => each(at + 1));
}

async function registered(weighing: Weighing): Promise<Places> {
  const register = (path: Post['path'], body: object, size?: Size) => weighing.post(treasurer, path, body, size);
  const amend = (kind: string, id: Id, body: object, size?: Size) =>
    register(`/api/${kind}/${id}/amendments`, { ...body, reason: REASON }, size);
  const line = await register('/api/funding-lines', {
    code: 'SY-FY-2020',
    name: '疫情防控专项资金',
    basis: ['厅字〔2020〕3号', '财办库〔2020〕23号'],
    permittedUses: '购置防疫物资、慰问一线职工、补助基层工会',
  });
  const district = await register('/api/units', { code: 'SY', name: '顺义区总工会', phone: '010-69443201' });
  const unit = await register('/api/units', {
    code: 'SY-04',
    name: '胜利街道总工会',
    parent: district,
    region: '110113',
  });
  await amend('units', unit, { name: '胜利街道总工会工作站', phone: '13810000001' });
  const item = await registerItem(weighing, 'WZ-00');
  await amend('items', item, { spec: '17.5 cm × 9.5 cm' });
  const supplier = await register('/api/suppliers', {
    name: '供货商',
    uscc: '91350211M000100Y46',
    phone: '13810000002',
  });
  await amend('suppliers', supplier, { phone: '13810000003' });
  const warehouse = await register('/api/warehouses', { code: 'CK-01', name: '区总工会物资仓库' });
  await amend('warehouses', warehouse, { name: '区总工会中心物资仓库' });
  const branch = await register('/api/warehouses', { code: 'CK-02', name: '街道物资仓库' });
  const tariff = await register('/api/tariffs', {
    code: 'WW-01',
    name: '因公牺牲职工家属慰问',
    basis: '总工发〔2020〕4号',
    cap: '40000.00',
    per: 'once',
  });
  await amend('tariffs', tariff, { cap: '50000.00' });
  const plan = await planFor(weighing, unit, [item], 1);
  await amend('allocation-plans', plan, { title: '第一批防疫物资分配方案(调整)' });
  return { line, unit, item, supplier, warehouse, branch, tariff, plan };
}

function registerItem(weighing: Weighing, code: string): Promise<Id> {
  return weighing.post(treasurer, '/api/items', {
    code,
    name: '一次性医用口罩',
    grade: 'YY/T 0969',
    baseMeasure: '只',
    packs: [{ measure: '箱', of: 2_000 }],
    perishable: true,
  });
}

function planFor(weighing: Weighing, unit: Id, items: readonly Id[], size: Size): Promise<Id> {
  return weighing.post(
    treasurer,
    '/api/allocation-plans',
    {
      number: `2020-12-${items[0]?.slice(-3)}`,
      decidedOn: '2020-12-25',
      title: '第一批防疫物资分配方案',
      lines: items.map((item) => ({ unit, item, quantity: QUANTITY })),
    },
    size,
  );
}

async function money(weighing: Weighing, { line, unit, tariff }: Places): Promise<void> {
  const post = (path: Post['path'], body: object) => weighing.post(treasurer, path, { effectiveOn: DAY, ...body });
  await post(`/api/funding-lines/${line}/appropriations`, {
    amount: '999999999.00',
    source: '上级拨付和本级经费',
    approval,
  });
  await post(`/api/funding-lines/${line}/returns`, { amount: AMOUNT, reason: REASON });
  const disbursement = await post('/api/disbursements', {
    fundingLine: line,
    unit,
    amount: '350000.00',
    purpose: '慰问一线防控人员',
    method: '银行转账',
    approval,
    people: 122_546,
    sites: 500,
  });
  await post(`/api/disbursements/${disbursement}/returns`, { amount: '1000.00', reason: REASON });
  const benefit = await post('/api/benefits', {
    fundingLine: line,
    tariff,
    person: { name: '受助人', reference: '110113000000001' },
    amount: '40000.00',
    method: '银行转账',
    approval,
  });
  await weighing.post(
    treasurer,
    `/api/entries/${benefit}/reversal`,
    { ...reversal, exception: { reason: REASON } },
    undefined,
    'of a benefit',
  );
  await weighing.post(treasurer, `/api/entries/${disbursement}/evidence`, { evidence }, undefined, 'of a disbursement');
}

const reversal = { reason: REASON, effectiveOn: DAY, approval };

/** Everything that goods can go through, with so many lines. Each way starts from items that nothing else uses. */
async function goods(weighing: Weighing, places: Places, size: Size): Promise<void> {
  const items: Id[] = [];
  for (const ordinal of upTo(size, (one) => one)) items.push(await registerItem(weighing, `WZ-${size}-${ordinal}`));
  const way: Way = { weighing, places, size, items };
  await backAgain(way);
  await onTheWay(way);
}

interface Way {
  readonly weighing: Weighing;
  readonly places: Places;
  readonly size: Size;
  readonly items: readonly Id[];
}

let invoices = 0;

function invoice() {
  invoices += 1;
  return { number: String(invoices).padStart(20, '2'), date: DAY, amount: AMOUNT };
}

function order({ weighing, places, size, items }: Way): Promise<Id> {
  const body = {
    supplier: places.supplier,
    effectiveOn: DAY,
    emergency: { basis: '财办库〔2020〕23号', from: '2020-01-26' },
    invoice: invoice(),
    lines: items.map((item) => ({
      item,
      quantity: QUANTITY,
      unitPrice: UNIT_PRICE,
      amount: AMOUNT,
      fundingLine: places.line,
    })),
  };
  return weighing.post(buyer, '/api/purchases', body, size, 'one funding line, with an invoice');
}

function accept({ weighing, places, size }: Way, purchase: Id): Promise<Id> {
  const batch = { number: 'PH20201226', expiresOn: '2029-12-26' };
  const body = {
    warehouse: places.warehouse,
    effectiveOn: DAY,
    lines: upTo(size, (line) => ({ line, good: QUANTITY, batch })),
    witness: '监收人',
  };
  return weighing.post(keeper, `/api/purchases/${purchase}/acceptances`, body, size);
}

function dispatch({ weighing, places, size, items }: Way, how: string, plan?: Id): Promise<Id> {
  const body = {
    unit: places.unit,
    warehouse: places.warehouse,
    effectiveOn: DAY,
    ...(plan === undefined ? {} : { plan }),
    lines: items.map((item) => ({ item, quantity: SENT })),
    carrier: '承运人',
  };
  return weighing.post(keeper, '/api/consignments', body, size, how);
}

function confirm({ weighing, size }: Way, consignment: Id, how: string, line: object): Promise<Id> {
  const body = {
    effectiveOn: DAY,
    lines: upTo(size, (ordinal) => ({ line: ordinal, ...line })),
    signatory: '签收人',
    people: 122_546,
    households: 20_582,
  };
  return weighing.post(coordinator, `/api/consignments/${consignment}/confirmation`, body, size, how);
}

const ALL_GOOD = 'all good, one lot a line';

/** Order, acceptance, dispatch and confirmation, each reversed again; a head-count put right, and two slips withdrawn. */
async function backAgain(way: Way): Promise<void> {
  const { weighing, size } = way;
  const purchase = await order(way);
  const acceptance = await accept(way, purchase);
  const consignment = await dispatch(way, 'one lot a line');
  const confirmation = await confirm(way, consignment, ALL_GOOD, { good: SENT });
  const reverse = (entry: Id, what: string) =>
    weighing.post(treasurer, `/api/entries/${entry}/reversal`, reversal, size, `of ${what}`);
  const changes = [{ field: 'people', was: 122_546, is: 122_564 }];
  const correcting = { changes, reason: REASON };
  await weighing.post(coordinator, `/api/entries/${confirmation}/corrections`, correcting, size, 'of a head-count');
  const astray = await dispatch(way, 'one lot a line');
  await weighing.post(keeper, `/api/consignments/${astray}/withdrawal`, { reason: REASON }, size);
  const mistaken = await order(way);
  await weighing.post(buyer, `/api/purchases/${mistaken}/withdrawal`, { reason: REASON }, size);
  await reverse(confirmation, 'a confirmation');
  await reverse(consignment, 'a dispatch');
  await reverse(acceptance, 'an acceptance');
  await reverse(purchase, 'an order');
}

async function onTheWay(way: Way): Promise<void> {
  const { weighing, places, size, items } = way;
  const { line: fundingLine, unit, warehouse } = places;
  const each = (line: object) => upTo(size, (ordinal) => ({ line: ordinal, ...line }));
  const purchase = await order(way);
  await weighing.post(buyer, `/api/purchases/${purchase}/invoices`, invoice(), size);
  const billed = { supplier: places.supplier, ...invoice(), allocations: [{ purchase, amount: '1.00' }] };
  const bill = await weighing.post(buyer, '/api/invoices', billed, size, 'allocated to a purchase');
  const allocations = [{ purchase, amount: '1.00' }];
  await weighing.post(buyer, `/api/invoices/${bill}/allocations`, { allocations }, size, 'to a purchase');
  const acceptance = await accept(way, purchase);
  await weighing.post(
    treasurer,
    `/api/purchases/${purchase}/payments`,
    {
      shares: [{ fundingLine, amount: AMOUNT.replace(/^\d+/, (yuan) => String(Number(yuan) * size)) }],
      effectiveOn: DAY,
      method: '银行转账',
      bankReference: '20201228-0001',
      approval,
    },
    size,
  );
  await weighing.post(buyer, `/api/entries/${purchase}/evidence`, { evidence }, size, 'of an order');

  const plan = await planFor(weighing, unit, items, size);
  const consignment = await dispatch(way, 'one lot a line, under a plan', plan);
  const mixed = { good: SENT - 300, damaged: 100, short: 100, refused: 100, reason: '外包装破损、数量不足、规格不符' };
  await confirm(way, consignment, 'each line partly damaged, short and refused', mixed);
  await weighing.post(
    deputyTreasurer,
    `/api/consignments/${consignment}/resolutions`,
    { lines: each({ toUnit: 50, toStock: 50, toLoss: 100 }), effectiveOn: DAY, reason: REASON, approval },
    size,
  );
  const back = { lines: each({ quantity: 100 }), effectiveOn: DAY, reason: REASON };
  await weighing.post(keeper, `/api/consignments/${consignment}/returns`, back, size);

  const lots = upTo(size, (ordinal) => ({ lot: `${acceptance}.${ordinal}` }));
  const toSupplier = { lines: lots.map((lot) => ({ ...lot, quantity: 100 })), effectiveOn: DAY, reason: REASON };
  await weighing.post(keeper, `/api/purchases/${purchase}/returns`, toSupplier, size);
  await weighing.post(buyer, `/api/purchases/${purchase}/closure`, { reason: REASON }, size);
  await weighing.post(
    treasurer,
    `/api/purchases/${purchase}/refunds`,
    { shares: [{ fundingLine, amount: '5113.00' }], effectiveOn: DAY, method: '银行转账', reason: REASON },
    size,
  );
  const moved = { from: warehouse, to: places.branch, lines: lots.map((lot) => ({ ...lot, quantity: 100 })) };
  await weighing.post(keeper, '/api/stock-moves', { ...moved, effectiveOn: DAY }, size);
  // What the lots hold now: sent, refused, resolved to stock, returned by the unit, returned to the supplier, moved.
  const book = QUANTITY - SENT + 100 + 50 + 100 - 100 - 100;
  const counted = {
    warehouse,
    effectiveOn: DAY,
    lines: lots.map((lot) => ({ ...lot, book, counted: book - 10 })),
    reason: REASON,
  };
  const count = await weighing.post(keeper, '/api/stock-adjustments', counted, size);
  await weighing.post(treasurer, `/api/stock-adjustments/${count}/countersignature`, {}, size);
  const given = {
    kind: 'donation',
    giver: '捐赠单位',
    fundingLine,
    warehouse,
    effectiveOn: DAY,
    lines: items.map((item) => ({ item, quantity: QUANTITY, value: AMOUNT })),
  };
  await weighing.post(keeper, '/api/receipts', given, size);
}

/** Closes and reopens one of each kind: those that nothing uses, made for it where everything else is in use. */
async function closures(weighing: Weighing, { item, tariff, plan }: Places): Promise<void> {
  const register = (path: Post['path'], body: object) => weighing.post(treasurer, path, body);
  const idle: [string, Id][] = [
    ['funding-lines', await register('/api/funding-lines', { code: 'SY-BY', name: '备用资金', basis: [] })],
    ['units', await register('/api/units', { code: 'SY-99', name: '已并入的站点' })],
    ['items', item],
    ['suppliers', await register('/api/suppliers', { name: '停止合作的供货商' })],
    ['warehouses', await register('/api/warehouses', { code: 'CK-99', name: '停用的仓库' })],
    ['tariffs', tariff],
    ['allocation-plans', plan],
  ];
  for (const [kind, id] of idle) await register(`/api/${kind}/${id}/closure`, { reason: REASON });
  for (const [kind, id] of idle) await register(`/api/${kind}/${id}/reopening`, { reason: REASON });
  await register('/api/periods/2020-11/closure', {});
  const phoned = await register('/api/suppliers', { name: '另一供货商', phone: '13810000004' });
  await weighing.post(privacyOfficer, `/api/entries/${phoned}/disclosures`, { reason: REASON });
  await weighing.post(privacyOfficer, `/api/entries/${phoned}/erasure`, { reason: REASON });
  const granted = { roles: ['coordinator'], units: ['SY-04'] };
  const member = await weighing.post(admin, '/api/members', { subject: coordinator.subject, ...granted });
  await weighing.post(admin, `/api/members/${member}/amendments`, { ...granted, reason: REASON });
  await weighing.post(admin, `/api/members/${member}/closure`, { reason: REASON });
  await weighing.post(admin, `/api/members/${member}/reopening`, { reason: REASON });
  const limits = { approvalAbove: '5000.00', cashAbove: '1000.00' };
  const threshold = await weighing.post(admin, '/api/approval-thresholds', { spending: 'benefit', ...limits });
  await weighing.post(admin, `/api/approval-thresholds/${threshold}/amendments`, { ...limits, reason: REASON });
  await weighing.post(admin, `/api/approval-thresholds/${threshold}/closure`, { reason: REASON });
  await weighing.post(admin, `/api/approval-thresholds/${threshold}/reopening`, { reason: REASON });
}
