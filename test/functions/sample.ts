import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { type Access, type Operation, type Route, routes } from '../../shared/routes.ts';
import { invoiceXml, sha256Of, utf8 } from '../evidence/files.ts';
import {
  ADMIN,
  type Answer,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  type Person,
  PRIVACY_OFFICER,
  registerAll,
  SECOND_KEEPER,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

export interface Sample {
  readonly operation: Operation;
  readonly path: string;
  readonly answer: Answer;
}

const rows: readonly (Route & { readonly operation: Operation })[] = routes;
const approval = { document: '会议纪要〔2020〕9号', decidedOn: TODAY, approver: '主席' };

/** What cannot be asked for without a query. */
const QUERIES: Readonly<Record<string, string>> = {
  reportUsage: '?by=unit,fundingLine,item,month',
  find: '?number=1',
};

/** Plays every operation of the route table at least once, and gives what each answered. */
export async function playSample(api: Api): Promise<Sample[]> {
  const samples: Sample[] = [];
  let keys = 0x5000;

  async function post(operation: Operation, as: Person, body: object, target = ''): Promise<string> {
    keys += 1;
    const key = `01768c2e-6b00-7000-9000-${keys.toString(16).padStart(12, '0')}`;
    const path = pathOf(operation).replace('{id}', target);
    const answer = await api.post(path, { as, body, key });
    if (answer.status > 202) throw new Error(`${operation}: ${answer.status} ${answer.text}`);
    samples.push({ operation, path, answer });
    return key;
  }
  async function get(operation: Operation, as: Person | undefined, target = '', query = ''): Promise<void> {
    const path = pathOf(operation).replace(/\{\w+\}/, target) + query;
    samples.push({ operation, path, answer: await api.get(path, { as }) });
  }

  const evidence = [await uploaded(api, BUYER, '单据.jpg')];
  const known = await registerAll(api);
  const { item, supplier, unit, warehouse } = known;
  const line = await post('openFundingLine', TREASURER, {
    code: 'L2',
    name: '第二专项',
    basis: [],
    permittedUses: '防疫',
  });
  await post('closeFundingLine', TREASURER, { reason: '未用' }, line);
  await post('reopenFundingLine', TREASURER, { reason: '仍要用' }, line);
  const { fundingLine } = known;
  await post(
    'appropriate',
    TREASURER,
    { amount: '9000.00', effectiveOn: TODAY, source: '本级', giver: '某企业', approval },
    fundingLine,
  );
  await post('giveBack', TREASURER, { amount: '1.00', effectiveOn: TODAY, reason: '多拨' }, fundingLine);

  const spare = await post('registerUnit', TREASURER, {
    code: 'SY-01-1',
    name: '张喜庄村',
    parent: unit,
    region: '110113',
  });
  await post('amendUnit', TREASURER, { name: '张喜庄', phone: '13812341234', reason: '改名' }, spare);
  await post('closeUnit', TREASURER, { reason: '撤并' }, spare);
  await post('reopenUnit', TREASURER, { reason: '仍要用' }, spare);
  const goods = await post('registerItem', TREASURER, { code: 'PS', name: '防护服', baseMeasure: '套', spec: 'L' });
  await post('amendItem', TREASURER, { perishable: true, packs: [{ measure: '箱', of: 20 }], reason: '补充' }, goods);
  await post('closeItem', TREASURER, { reason: '不再用' }, goods);
  await post('reopenItem', TREASURER, { reason: '仍要用' }, goods);
  const other = await post('registerSupplier', BUYER, { name: '供应商乙', phone: '010-69441234' });
  await post('amendSupplier', BUYER, { uscc: '91350100M000100Y43', reason: '补充' }, other);
  await post('closeSupplier', BUYER, { reason: '停业' }, other);
  await post('reopenSupplier', BUYER, { reason: '仍要用' }, other);
  const shed = await post('registerWarehouse', TREASURER, { code: 'W9', name: '临时库' });
  await post('amendWarehouse', TREASURER, { name: '临时仓库', reason: '更名' }, shed);
  await post('closeWarehouse', TREASURER, { reason: '清空' }, shed);
  await post('reopenWarehouse', TREASURER, { reason: '仍要用' }, shed);
  const tariff = await post('registerTariff', TREASURER, {
    code: 'T1',
    name: '慰问',
    basis: '办法',
    cap: '500.00',
    per: 'year',
  });
  const once = await post('registerTariff', TREASURER, {
    code: 'T2',
    name: '一次',
    basis: '办法',
    cap: '1.00',
    per: 'once',
  });
  await post('amendTariff', TREASURER, { cap: '2.00', reason: '调整' }, once);
  await post('closeTariff', TREASURER, { reason: '期满' }, once);
  await post('reopenTariff', TREASURER, { reason: '仍要用' }, once);
  const planned = {
    number: '〔2020〕12号',
    decidedOn: TODAY,
    title: '口罩分配',
    lines: [
      { unit, item, quantity: 500 },
      { unit, fundingLine, amount: '400.00' },
    ],
  };
  const plan = await post('registerPlan', TREASURER, planned);
  const draft = await post('registerPlan', TREASURER, { ...planned, number: '〔2020〕13号' });
  await post('amendPlan', TREASURER, { title: '作废', reason: '重复' }, draft);
  await post('closePlan', TREASURER, { reason: '重复' }, draft);
  await post('reopenPlan', TREASURER, { reason: '仍要用' }, draft);

  await closePeriod(api, samples);
  const member = await post('registerMember', ADMIN, { subject: 'auth0|5f7c', roles: ['buyer'] });
  await post('amendMember', ADMIN, { roles: ['coordinator'], units: ['SY-01'], reason: '轮岗' }, member);
  await post('disclose', PRIVACY_OFFICER, { reason: '本人查询' }, other);
  await post('erase', PRIVACY_OFFICER, { reason: '本人要求' }, other);
  const limits = { spending: 'benefit', approvalAbove: '300.00', cashAbove: '100.00' };
  const threshold = await post('registerThreshold', ADMIN, limits);
  await post('amendThreshold', ADMIN, { approvalAbove: '200.00', reason: '集体研究' }, threshold);
  const dropped = await post('registerThreshold', ADMIN, { spending: 'order', approvalAbove: '50000.00' });
  await post('closeThreshold', ADMIN, { reason: '另行规定' }, dropped);
  await post('reopenThreshold', ADMIN, { reason: '恢复执行' }, dropped);
  await post('closeThreshold', ADMIN, { reason: '另行规定' }, dropped);
  const left = await post('registerMember', ADMIN, { subject: 'auth0|5f7d', roles: ['keeper'] });
  await post('closeMember', ADMIN, { reason: '离任', exception: { reason: '仅一人在岗' } }, left);
  await post('reopenMember', ADMIN, { reason: '返聘' }, left);

  const purchase = await post('order', BUYER, {
    supplier,
    effectiveOn: TODAY,
    emergency: { basis: '财办库〔2020〕23号', from: '2020-01-26', to: '2021-12-31' },
    procurement: {
      method: 'emergency',
      contract: 'HT-2020-1',
      quotes: [{ supplier: '供应商乙', amount: '120.00', evidence: evidence[0] }],
      reason: '两家现货,取低价',
    },
    invoice: { number: '20112000000012345678', date: TODAY, amount: '100.00' },
    lines: [{ item, quantity: 10, measure: '箱', amount: '100.00', unitPrice: '10.00', fundingLine }],
    evidence,
  });
  await post('bookInvoice', BUYER, { code: '011002000111', number: '12345678', date: TODAY, amount: '1.00' }, purchase);
  const acceptance = await post(
    'accept',
    KEEPER,
    {
      warehouse,
      effectiveOn: TODAY,
      lines: [{ line: 1, good: 90, damaged: 3, reason: '受潮', batch: { number: 'B1', expiresOn: '2025-01-01' } }],
      witness: '李见证',
      evidence,
    },
    purchase,
  );
  const lot = `${acceptance}.1`;
  await post(
    'returnToSupplier',
    KEEPER,
    { lines: [{ lot, quantity: 5 }], effectiveOn: TODAY, reason: '次品' },
    purchase,
  );
  const payment = {
    shares: [{ fundingLine, amount: '85.00' }],
    effectiveOn: TODAY,
    method: '转账',
    bankReference: 'BK-1',
    approval,
  };
  const paid = await post('pay', TREASURER, payment, purchase);
  await post('closePurchase', BUYER, { reason: '不再供货' }, purchase);
  const receipt = await post('receiveInKind', KEEPER, {
    kind: 'donation',
    giver: '某企业',
    fundingLine,
    warehouse,
    effectiveOn: TODAY,
    lines: [{ item, quantity: 1, measure: '箱', value: '8.00' }],
    directedTo: { purpose: '一线职工' },
  });
  const sent = {
    unit,
    warehouse,
    effectiveOn: TODAY,
    plan,
    lines: [{ item, quantity: 40, fundingLine }],
    consent: { document: '某企业同意函', evidence },
    carrier: '王司机',
  };
  const consignment = await post('dispatch', KEEPER, sent);
  const confirmation = {
    effectiveOn: TODAY,
    lines: [{ line: 1, good: 30, damaged: 4, short: 1, refused: 5, reason: '破损' }],
    signatory: '张小三',
    people: 30,
    households: 10,
    sites: 1,
  };
  const confirmed = await post('confirm', COORDINATOR, confirmation, consignment);
  const resolution = {
    lines: [{ line: 1, toUnit: 1, toStock: 2, toLoss: 1 }],
    effectiveOn: TODAY,
    reason: '核实',
    approval,
  };
  await post('resolve', TREASURER, resolution, consignment);
  const back = { lines: [{ line: 1, quantity: 2 }], people: 1, effectiveOn: TODAY, reason: '多发' };
  await post('returnFromUnit', KEEPER, back, consignment);
  const disbursement = await post('disburse', TREASURER, {
    fundingLine,
    unit,
    plan,
    amount: '300.00',
    effectiveOn: TODAY,
    purpose: '慰问',
    method: '转账',
    approval,
    people: 3,
  });
  await post('takeBack', TREASURER, { amount: '100.00', people: 1, effectiveOn: TODAY, reason: '结余' }, disbursement);
  const benefit = await post('payBenefit', TREASURER, {
    fundingLine,
    tariff,
    person: { name: '张小三', reference: 'GH-0001234' },
    amount: '200.00',
    effectiveOn: TODAY,
    method: '银行卡',
    approval,
  });
  const adjustment = await post('count', KEEPER, {
    warehouse,
    effectiveOn: TODAY,
    lines: [{ lot, book: 54, counted: 53 }],
    reason: '年终盘点',
  });
  await post('countersign', { ...SECOND_KEEPER, name: '保管员乙' }, { note: '属实' }, adjustment);
  const annex = await post('registerWarehouse', TREASURER, { code: 'W8', name: '分库' });
  const move = { from: warehouse, to: annex, effectiveOn: TODAY, lines: [{ lot, quantity: 3 }], reason: '腾库' };
  const moved = await post('moveStock', KEEPER, move);
  await post('attachEvidence', COORDINATOR, { evidence }, confirmed);
  await post('reverse', SECOND_TREASURER, { reason: '重复', effectiveOn: TODAY, approval }, paid);

  const changes = [{ field: 'people', was: 3, is: 4 }];
  await post('correct', TREASURER, { changes, reason: '人数有误' }, disbursement);

  const lines = [{ item, quantity: 10, amount: '10.00', fundingLine }];
  const mistaken = await post('order', BUYER, { supplier, effectiveOn: TODAY, lines });
  await post('withdrawOrder', BUYER, { reason: '订错了' }, mistaken);
  const astray = { unit, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 1, fundingLine }] };
  const recalled = await post('dispatch', KEEPER, astray);
  await post('withdrawDispatch', KEEPER, { reason: '发错单位' }, recalled);
  const returned = await post('order', BUYER, { supplier, effectiveOn: TODAY, lines });
  const accepting = { warehouse: annex, effectiveOn: TODAY, lines: [{ line: 1, good: 10 }] };
  const arrived = await post('accept', KEEPER, accepting, returned);
  await post('pay', TREASURER, { ...payment, shares: [{ fundingLine, amount: '10.00' }] }, returned);
  const faulty = { lines: [{ lot: `${arrived}.1`, quantity: 3 }], effectiveOn: TODAY, reason: '次品' };
  await post('returnToSupplier', KEEPER, faulty, returned);
  await post('closePurchase', BUYER, { reason: '不再供货' }, returned);
  const billed = {
    supplier,
    number: '20112000000012345679',
    date: TODAY,
    amount: '12.00',
    allocations: [{ purchase: returned, amount: '10.00' }],
    lines: [
      { name: '口罩', measure: '只', quantity: '10', unitPrice: '0.97', amount: '9.71', taxRate: '0.03', tax: '0.29' },
    ],
  };
  const blue = await post('recordInvoice', BUYER, billed);
  await post('allocateInvoice', BUYER, { allocations: [{ purchase, amount: '2.00' }] }, blue);
  await post('recordInvoice', BUYER, {
    ...billed,
    kind: 'red',
    corrects: blue,
    number: '20112000000012345680',
    amount: '-3.00',
    allocations: [{ purchase: returned, amount: '-3.00' }],
  });
  const owed = { shares: [{ fundingLine, amount: '3.00' }], effectiveOn: TODAY, method: '银行转账', reason: '退货' };
  await post('refund', TREASURER, owed, returned);

  const imported = await post('openImport', TREASURER, { kind: 'units', rows: 3, note: '年初建档' });
  const rowOf = (nth: string, body: object) => ({ key: `01768c2e-6b00-7000-9000-00000000600${nth}`, body });
  await post(
    'sendImportRows',
    TREASURER,
    { rows: [rowOf('1', { code: 'SY-77', name: '天竺镇' }), rowOf('2', { code: 'SY-01', name: '重复' })] },
    imported,
  );
  await api.carryOutRows();
  await post('sendImportRows', TREASURER, { rows: [rowOf('3', { code: 'SY-78', name: '李桥镇' })] }, imported);

  const wanted = await post('requestExport', AUDITOR, {
    kind: 'distribution',
    format: 'csv',
    unit,
    encoding: 'gb18030',
  });
  await post('requestExport', TREASURER, { kind: 'audit-pack', format: 'zip', ledgers: ['donations'] });
  await post('cancelExport', AUDITOR, {}, wanted);
  const invoice = utf8(invoiceXml());
  const sha256 = sha256Of(invoice);
  const declaring = { name: '发票.xml', mediaType: 'application/xml', bytes: invoice.length, sha256 };
  await post('declareEvidence', BUYER, declaring);
  await get('readEvidence', BUYER, sha256);
  await api.tracker.objects.put(evidenceKeys.incoming(sha256), invoice);
  const reading = pathOf('readInvoice').replace('{sha256}', sha256);
  samples.push({ operation: 'readInvoice', path: reading, answer: await api.post(reading, { as: BUYER, body: {} }) });
  const again = await api.post(pathOf('declareEvidence'), { as: BUYER, body: declaring });
  samples.push({ operation: 'declareEvidence', path: pathOf('declareEvidence'), answer: again });

  const documents: Partial<Record<Operation, string>> = {
    describeGroup: 'ledger',
    readEvidence: sha256,
    readUnit: unit,
    readItem: item,
    readSupplier: supplier,
    readWarehouse: warehouse,
    readTariff: tariff,
    readPlan: plan,
    readPlanProgress: plan,
    readMember: member,
    readThreshold: threshold,
    readPurchase: purchase,
    readInvoiceDocument: blue,
    readReceipt: receipt,
    readConsignment: consignment,
    readDisbursement: disbursement,
    readBenefit: benefit,
    readAdjustment: adjustment,
    readStockMove: moved,
    readEntry: paid,
    readProof: paid,
    readFundingLine: fundingLine,
    readFundingLineStatement: fundingLine,
    readStockCard: item,
    readUnitStatement: unit,
    readUnitCard: unit,
    readLot: lot,
    readTrail: confirmed,
    readExport: wanted,
    readImport: imported,
  };
  const isAdmins = (access: Access) => access !== 'public' && access !== 'signed-in' && !access.includes('auditor');
  for (const { method, operation, access } of rows) {
    if (method !== 'GET') continue;
    if (operation === 'readHashTile' || operation === 'readEntryBundle') continue;
    const query = QUERIES[operation] ?? '';
    await get(
      operation,
      access === 'public' ? undefined : isAdmins(access) ? ADMIN : AUDITOR,
      documents[operation],
      query,
    );
  }
  const checkpoint = await api.get('/api/log/checkpoint');
  const width = Number(checkpoint.text.split('\n')[1]);
  for (const [operation, path] of [
    ['readHashTile', `/api/log/tile/0/000.p/${width}`],
    ['readEntryBundle', `/api/log/tile/entries/000.p/${width}`],
  ] as const) {
    samples.push({ operation, path, answer: await api.get(path, { as: AUDITOR }) });
  }
  await get('readConsignment', COORDINATOR, consignment);
  await get('listConsignments', COORDINATOR);
  await get('readDisbursement', COORDINATOR, disbursement);
  await get('readUnitStatement', COORDINATOR, unit);
  await get('readUnitCard', COORDINATOR, unit);
  return samples;
}

async function closePeriod(api: Api, samples: Sample[]): Promise<void> {
  const path = '/api/periods/2020-10/closure';
  samples.push({ operation: 'closePeriod', path, answer: await api.post(path, { as: TREASURER, body: {} }) });
}

function pathOf(operation: Operation): string {
  const route = rows.find((row) => row.operation === operation);
  if (route === undefined) throw new Error(`no route is called ${operation}`);
  return route.path;
}
