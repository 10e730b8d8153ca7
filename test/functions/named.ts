import { tmpdir } from 'node:os';
import { checkpointOf, type ExportSource } from '../../shared/exports/files/produced.ts';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import type { ExportRequest } from '../../shared/schemas/export.ts';
import { IDLE } from '../exports/sealed-sample.ts';
import { bytesOf } from '../exports/sheets.ts';
import { type PackRequest, packOf, UnpackedPack } from '../verify/packs.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  NOW,
  openApiOver,
  type Person,
  registerAll,
  TODAY,
  TREASURER,
} from './api.ts';

/** What is made of a ledger whose people have names, each write a minute after the one before. */

export const NAMED = {
  treasurer: { ...TREASURER, name: '钱财务' },
  buyer: { ...BUYER, name: '孙采购' },
  keeper: { ...KEEPER, name: '李保管' },
  coordinator: { ...COORDINATOR, name: '周协调' },
} as const;

type People = { readonly [Role in keyof typeof NAMED]: Person };

/** A clock that goes on a minute each time it is told to. */
export function minutes() {
  let now = NOW - 10_000_000;
  return {
    clock: () => now,
    later: (count = 1) => {
      now += count * 60_000;
    },
  };
}

export async function sourceOf(api: Api): Promise<ExportSource> {
  // Whatever reads the log has it sealed before.
  await api.get('/api/log/checkpoint');
  const { objects, ledger } = api.tracker;
  const files = new LogFiles(objects);
  return {
    files,
    ...(await checkpointOf(files)),
    verifier: async () => Buffer.from('// the verifier\n'),
    union: '示例工会',
    address: 'https://log.example/api/log',
    objects,
    ledger,
    folder: tmpdir(),
  };
}

export async function exported(api: Api, request: ExportRequest): Promise<string> {
  return (await bytesOf(produce(request, await sourceOf(api), IDLE).chunks)).toString('utf8');
}

/** Every value of a column of a ledger, from the first row to the last. */
export async function columnOf(
  api: Api,
  kind: 'fund-usage' | 'acceptance' | 'distribution' | 'exceptions',
  title: string,
) {
  return columnIn(api, { kind, format: 'csv' }, title);
}

/** The same of a ledger that is narrowed. */
export async function columnIn(api: Api, request: ExportRequest, title: string) {
  const lines = (await exported(api, request)).split('\r\n').map((line) => line.split(','));
  const head = lines.findIndex((line) => line.includes(title));
  const at = lines[head]?.indexOf(title) ?? -1;
  return lines.slice(head + 1).flatMap((line) => (/^\d+$/.test(line[0] ?? '') ? [line[at]] : []));
}

export async function packed(api: Api, request: PackRequest = {}): Promise<UnpackedPack> {
  return new UnpackedPack().unpack(await packOf(await sourceOf(api), request));
}

/** Something bought, paid, sent out and confirmed, each by somebody with a name. */
export async function boughtAndSent(api: Api, later: () => void, people: People = NAMED) {
  const { fundingLine, unit, item, supplier, warehouse } = await registerAll(api);
  const write = (...asked: Parameters<Api['write']>) => {
    later();
    return api.write(...asked);
  };
  const lines = [{ item, quantity: 20, amount: '200.00', fundingLine }];
  const purchase = await write(people.buyer, '/api/purchases', { supplier, effectiveOn: TODAY, lines });
  const accepted = { warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 20 }] };
  await write(people.keeper, `/api/purchases/${purchase}/acceptances`, accepted);
  await write(people.treasurer, `/api/purchases/${purchase}/payments`, {
    shares: [{ fundingLine, amount: '200.00' }],
    effectiveOn: TODAY,
    method: '银行转账',
    approval: { document: '会议纪要', decidedOn: TODAY, approver: '主席' },
  });
  const send = () => write(people.keeper, '/api/consignments', sending);
  const sending = { unit, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 5 }] };
  const consignment = await send();
  const confirmed = { effectiveOn: TODAY, lines: [{ line: 1, good: 5 }], signatory: '签收人', people: 5 };
  await write(people.coordinator, `/api/consignments/${consignment}/confirmation`, confirmed);
  return { consignment, sending, fundingLine };
}

export function open() {
  const time = minutes();
  return { ...time, api: openApiOver(undefined, time.clock) };
}

export interface Naming {
  readonly id: string;
  readonly actor: { readonly subject: string };
  readonly refs: { readonly previous?: string };
}

/** The entries that name somebody, oldest first. */
export async function namingsOf(api: Api): Promise<Naming[]> {
  const { json } = await api.get('/api/entries?kind=naming&limit=200', { as: AUDITOR });
  const { items } = json as { readonly items: readonly (Naming & { readonly recordedAt: number })[] };
  return items.toSorted((a, b) => a.recordedAt - b.recordedAt);
}
