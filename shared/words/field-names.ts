import { FIELDS, REVERSED } from '../domain/correctable.ts';
import type { RegistryFieldsOf } from '../domain/registry.ts';
import type { Bilingual } from './language.ts';

/** What fields are called wherever a reader is told of one: what is corrected, amended, registered, shown or erased. */

type Registrable = { readonly [K in keyof RegistryFieldsOf]: keyof RegistryFieldsOf[K] }[keyof RegistryFieldsOf];

const REGISTERED: Readonly<Record<Registrable, Bilingual>> = {
  code: { zh: '代码', en: 'code' },
  name: { zh: '名称', en: 'name' },
  basis: { zh: '依据文件', en: 'basis' },
  permittedUses: { zh: '限定用途', en: 'permitted uses' },
  parent: { zh: '上级单位', en: 'unit above' },
  region: { zh: '地区', en: 'region' },
  spec: { zh: '规格', en: 'specification' },
  grade: { zh: '等级', en: 'grade' },
  baseMeasure: { zh: '计量单位', en: 'measure' },
  packs: { zh: '包装', en: 'packs' },
  perishable: { zh: '有保质期', en: 'expires' },
  service: { zh: '费用而非物资', en: 'a service, no goods' },
  minimum: { zh: '最低库存', en: 'least in stock' },
  uscc: { zh: '统一社会信用代码', en: 'credit code' },
  cap: { zh: '标准上限', en: 'cap' },
  per: { zh: '计算周期', en: 'counted per' },
  number: { zh: '文号', en: 'number' },
  decidedOn: { zh: '决定日期', en: 'decided on' },
  title: { zh: '标题', en: 'title' },
  lines: { zh: '明细', en: 'lines' },
  subject: { zh: '登录标识', en: 'sign-in' },
  roles: { zh: '角色', en: 'roles' },
  units: { zh: '所管单位', en: 'units' },
  spending: { zh: '支出种类', en: 'kind of spending' },
  approvalAbove: { zh: '须审批的限额', en: 'approval above' },
  cashAbove: { zh: '现金限额', en: 'cash limit' },
};

const PERSONAL: Readonly<Record<string, Bilingual>> = {
  phone: { zh: '电话', en: 'phone' },
  reference: { zh: '证件号码或编号', en: 'document or number' },
  kind: { zh: '证件种类', en: 'kind of document' },
  carrier: { zh: '承运人', en: 'carrier' },
};

const NAMES: ReadonlyMap<string, Bilingual> = new Map<string, Bilingual>([
  ...Object.entries<Bilingual>(PERSONAL),
  ...Object.entries<Bilingual>(REVERSED),
  ...Object.entries<Bilingual>(REGISTERED),
  ...Object.entries<Bilingual>(FIELDS),
]);

/** What a field is called; one that is in no table as it is written. */
export function fieldCalled(field: string): Bilingual {
  const { zh, en } = NAMES.get(field) ?? { zh: field, en: field };
  return { zh, en };
}
